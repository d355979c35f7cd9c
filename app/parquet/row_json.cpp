#include "app/parquet/row_json.h"

#include <charconv>
#include <cmath>

#include <arrow/util/utf8.h>

#include "core/base/json_text.h"

namespace primer {

namespace {

constexpr std::size_t inlineBytes = 512;

template<typename Number>
void appendNumber(std::string &json, Number number)
{
    char text[64];
    const auto [end, code] = std::to_chars(text, text + sizeof text, number);
    json.append(text, end);
}

template<typename ArrayType>
void appendReal(std::string &json, const arrow::Array &array, std::int64_t row)
{
    const double number = double(static_cast<const ArrayType &>(array).Value(row));
    if (std::isfinite(number))
        appendNumber(json, number);
    else
        json += "null";
}

} // namespace

void RowJson::write(const arrow::RecordBatch &batch, std::int64_t row)
{
    m_json = "{";
    m_blobs.clear();
    for (int column = 0; column < batch.num_columns(); ++column) {
        if (column)
            m_json.push_back(',');
        appendJsonString(m_json, batch.column_name(column));
        m_json.push_back(':');
        value(*batch.column(column), row);
    }
    m_json.push_back('}');
}

void RowJson::text(std::string_view bytes)
{
    if (bytes.size() <= inlineBytes
        && arrow::util::ValidateUTF8(reinterpret_cast<const std::uint8_t *>(bytes.data()),
                                     std::int64_t(bytes.size()))) {
        appendJsonString(m_json, bytes);
        return;
    }
    m_json += "{\"$blob\":";
    appendNumber(m_json, m_blobs.size());
    m_json.push_back('}');
    m_blobs.push_back(bytes);
}

void RowJson::list(const arrow::Array &values, std::int64_t begin, std::int64_t end)
{
    m_json.push_back('[');
    for (std::int64_t place = begin; place < end; ++place) {
        if (place > begin)
            m_json.push_back(',');
        value(values, place);
    }
    m_json.push_back(']');
}

void RowJson::value(const arrow::Array &array, std::int64_t row)
{
    if (array.IsNull(row)) {
        m_json += "null";
        return;
    }
    switch (array.type_id()) {
    case arrow::Type::BOOL:
        m_json += static_cast<const arrow::BooleanArray &>(array).Value(row) ? "true" : "false";
        return;
    case arrow::Type::INT8: appendNumber(m_json, int(static_cast<const arrow::Int8Array &>(array).Value(row))); return;
    case arrow::Type::UINT8:
        appendNumber(m_json, int(static_cast<const arrow::UInt8Array &>(array).Value(row)));
        return;
    case arrow::Type::INT16: appendNumber(m_json, static_cast<const arrow::Int16Array &>(array).Value(row)); return;
    case arrow::Type::UINT16: appendNumber(m_json, static_cast<const arrow::UInt16Array &>(array).Value(row)); return;
    case arrow::Type::INT32: appendNumber(m_json, static_cast<const arrow::Int32Array &>(array).Value(row)); return;
    case arrow::Type::UINT32: appendNumber(m_json, static_cast<const arrow::UInt32Array &>(array).Value(row)); return;
    case arrow::Type::INT64: appendNumber(m_json, static_cast<const arrow::Int64Array &>(array).Value(row)); return;
    case arrow::Type::UINT64: appendNumber(m_json, static_cast<const arrow::UInt64Array &>(array).Value(row)); return;
    case arrow::Type::FLOAT: appendReal<arrow::FloatArray>(m_json, array, row); return;
    case arrow::Type::DOUBLE: appendReal<arrow::DoubleArray>(m_json, array, row); return;
    case arrow::Type::STRING:
    case arrow::Type::BINARY: text(static_cast<const arrow::BinaryArray &>(array).GetView(row)); return;
    case arrow::Type::LARGE_STRING:
    case arrow::Type::LARGE_BINARY: text(static_cast<const arrow::LargeBinaryArray &>(array).GetView(row)); return;
    case arrow::Type::DICTIONARY: {
        const auto &dictionary = static_cast<const arrow::DictionaryArray &>(array);
        value(*dictionary.dictionary(), dictionary.GetValueIndex(row));
        return;
    }
    case arrow::Type::LIST:
    case arrow::Type::MAP: {
        const auto &lists = static_cast<const arrow::ListArray &>(array);
        list(*lists.values(), lists.value_offset(row), lists.value_offset(row + 1));
        return;
    }
    case arrow::Type::LARGE_LIST: {
        const auto &lists = static_cast<const arrow::LargeListArray &>(array);
        list(*lists.values(), lists.value_offset(row), lists.value_offset(row + 1));
        return;
    }
    case arrow::Type::STRUCT: {
        const auto &fields = static_cast<const arrow::StructArray &>(array);
        m_json.push_back('{');
        for (int field = 0; field < fields.num_fields(); ++field) {
            if (field)
                m_json.push_back(',');
            appendJsonString(m_json, fields.struct_type()->field(field)->name());
            m_json.push_back(':');
            value(*fields.field(field), row);
        }
        m_json.push_back('}');
        return;
    }
    default: break;
    }
    // Timestamps, dates, decimals and rarer types: Arrow's own text, which is ISO 8601 for times.
    const auto scalar = array.GetScalar(row);
    std::string shown = scalar.ok() ? (*scalar)->ToString() : std::string();
    if (array.type_id() == arrow::Type::TIMESTAMP && shown.size() > 10 && shown[10] == ' ')
        shown[10] = 'T';
    appendJsonString(m_json, shown);
}

} // namespace primer
