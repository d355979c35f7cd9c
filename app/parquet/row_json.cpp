#include "app/parquet/row_json.h"

#include <charconv>
#include <cmath>

#include <arrow/util/float16.h>
#include <arrow/util/utf8.h>

#include "core/base/json_text.h"
#include "core/base/utf8.h"

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

/// JSON has no numbers for these; their names come back from a column of text.
void appendReal(std::string &json, double number)
{
    if (std::isfinite(number))
        appendNumber(json, number);
    else
        json += std::isnan(number) ? "\"NaN\"" : number > 0 ? "\"Infinity\"" : "\"-Infinity\"";
}

bool isUtf8(std::string_view bytes)
{
    return arrow::util::ValidateUTF8(reinterpret_cast<const std::uint8_t *>(bytes.data()), std::int64_t(bytes.size()));
}

void appendName(std::string &json, const std::string &name)
{
    appendJsonString(json, isUtf8(name) ? name : replaceInvalidUtf8(name));
}

const char *unitName(arrow::TimeUnit::type unit)
{
    switch (unit) {
    case arrow::TimeUnit::SECOND: return " s";
    case arrow::TimeUnit::MILLI: return " ms";
    case arrow::TimeUnit::MICRO: return " us";
    case arrow::TimeUnit::NANO: return " ns";
    }
    return "";
}

} // namespace

void RowJson::write(const arrow::RecordBatch &batch, std::int64_t row)
{
    m_json = "{";
    m_blobs.clear();
    for (int column = 0; column < batch.num_columns(); ++column) {
        if (column)
            m_json.push_back(',');
        appendName(m_json, batch.column_name(column));
        m_json.push_back(':');
        value(*batch.column(column), row);
    }
    m_json.push_back('}');
}

void RowJson::text(std::string_view bytes)
{
    const bool isInline = bytes.size() <= inlineBytes && !bytes.starts_with('\0') && isUtf8(bytes);
    if (isInline) {
        appendJsonString(m_json, bytes);
        return;
    }
    m_json += "\"\\u0000";
    appendNumber(m_json, m_blobs.size());
    m_json.push_back('"');
    m_blobs.push_back(bytes);
}

template<typename Lists>
void RowJson::list(const Lists &lists, std::int64_t row)
{
    m_json.push_back('[');
    const std::int64_t begin = lists.value_offset(row), end = begin + std::int64_t(lists.value_length(row));
    for (std::int64_t place = begin; place < end; ++place) {
        if (place > begin)
            m_json.push_back(',');
        value(*lists.values(), place);
    }
    m_json.push_back(']');
}

void RowJson::fields(const arrow::StructArray &array, std::int64_t row)
{
    m_json.push_back('{');
    for (int field = 0; field < array.num_fields(); ++field) {
        if (field)
            m_json.push_back(',');
        appendName(m_json, array.struct_type()->field(field)->name());
        m_json.push_back(':');
        value(*array.field(field), row);
    }
    m_json.push_back('}');
}

/// Arrow's own text of times, dates and decimals, ISO 8601 where it can be.
void RowJson::shown(const arrow::Array &array, std::int64_t row)
{
    const auto scalar = array.GetScalar(row);
    std::string shown = scalar.ok() ? (*scalar)->ToString() : std::string();
    if (!scalar.ok() || shown.empty() || shown.find("out of range") != std::string::npos) {
        // A date beyond the calendar is kept as the number it is stored as.
        const auto number = scalar.ok() ? (*scalar)->CastTo(arrow::int64()) : scalar;
        const auto *integer = number.ok() ? dynamic_cast<const arrow::Int64Scalar *>(number->get()) : nullptr;
        if (!integer) {
            m_json += "{\"$not_kept\":";
            appendName(m_json, array.type()->ToString());
            m_json.push_back('}');
            return;
        }
        shown = std::to_string(integer->value) + " " + array.type()->ToString();
    }
    if (array.type_id() == arrow::Type::TIMESTAMP && shown.size() > 10 && shown[10] == ' ')
        shown[10] = 'T';
    appendJsonString(m_json, shown);
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
    case arrow::Type::HALF_FLOAT: {
        const std::uint16_t bits = static_cast<const arrow::HalfFloatArray &>(array).Value(row);
        appendReal(m_json, arrow::util::Float16::FromBits(bits).ToDouble());
        return;
    }
    case arrow::Type::FLOAT:
        appendReal(m_json, double(static_cast<const arrow::FloatArray &>(array).Value(row)));
        return;
    case arrow::Type::DOUBLE: appendReal(m_json, static_cast<const arrow::DoubleArray &>(array).Value(row)); return;
    default: compound(array, row);
    }
}

void RowJson::compound(const arrow::Array &array, std::int64_t row)
{
    switch (array.type_id()) {
    case arrow::Type::STRING:
    case arrow::Type::BINARY: text(static_cast<const arrow::BinaryArray &>(array).GetView(row)); return;
    case arrow::Type::LARGE_STRING:
    case arrow::Type::LARGE_BINARY: text(static_cast<const arrow::LargeBinaryArray &>(array).GetView(row)); return;
    case arrow::Type::STRING_VIEW:
    case arrow::Type::BINARY_VIEW: text(static_cast<const arrow::BinaryViewArray &>(array).GetView(row)); return;
    case arrow::Type::FIXED_SIZE_BINARY:
        text(static_cast<const arrow::FixedSizeBinaryArray &>(array).GetView(row));
        return;
    case arrow::Type::DURATION: {
        const auto &type = static_cast<const arrow::DurationType &>(*array.type());
        m_json.push_back('"');
        appendNumber(m_json, static_cast<const arrow::DurationArray &>(array).Value(row));
        m_json += std::string(unitName(type.unit())) + '"';
        return;
    }
    case arrow::Type::DICTIONARY: {
        const auto &dictionary = static_cast<const arrow::DictionaryArray &>(array);
        value(*dictionary.dictionary(), dictionary.GetValueIndex(row));
        return;
    }
    case arrow::Type::EXTENSION: value(*static_cast<const arrow::ExtensionArray &>(array).storage(), row); return;
    case arrow::Type::LIST:
    case arrow::Type::MAP: list(static_cast<const arrow::ListArray &>(array), row); return;
    case arrow::Type::LARGE_LIST: list(static_cast<const arrow::LargeListArray &>(array), row); return;
    case arrow::Type::FIXED_SIZE_LIST: list(static_cast<const arrow::FixedSizeListArray &>(array), row); return;
    case arrow::Type::LIST_VIEW: list(static_cast<const arrow::ListViewArray &>(array), row); return;
    case arrow::Type::LARGE_LIST_VIEW: list(static_cast<const arrow::LargeListViewArray &>(array), row); return;
    case arrow::Type::STRUCT: fields(static_cast<const arrow::StructArray &>(array), row); return;
    default: shown(array, row);
    }
}

} // namespace primer
