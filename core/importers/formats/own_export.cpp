#include "core/importers/formats/own_export.h"

#include <utility>

#include "core/dataset/label_range.h"
#include "core/importers/formats/repeated_keys.h"
#include "core/parquet/export_row.h"

namespace primer {

namespace {

bool isObject(simdjson::dom::parser &parser, const std::string &json)
{
    simdjson::dom::object fields;
    return parser.parse(json).get_object().get(fields) == simdjson::SUCCESS;
}

/// One object of the members of two; of those that both have, the right one's.
std::string both(simdjson::dom::parser &parser, const std::string &left, const std::string &right)
{
    if (left.empty())
        return right;
    std::string joined = left;
    if (!right.empty()) {
        joined.resize(left.rfind('}'));
        joined += joined.find_first_not_of(" \t\r\n{") == std::string::npos ? "" : ",";
        joined += right.substr(1);
    }
    simdjson::dom::element fields;
    if (parser.parse(joined).get(fields) == simdjson::SUCCESS && hasRepeatedKeys(fields))
        joined = lastValuesOf(fields).json;
    return joined == "{}" ? std::string() : joined;
}

} // namespace

bool takeOwnColumns(const simdjson::dom::object &row, const Blobs &blobs, simdjson::dom::parser &parser,
                    ImportRecord &record)
{
    const auto textOf = [&](const char *name) {
        simdjson::dom::element value;
        const auto text = row[name].get(value) == simdjson::SUCCESS ? stringOf(value, blobs) : std::nullopt;
        return text ? std::optional(std::string(*text)) : std::nullopt;
    };
    const auto kind = textOf("kind"), upstream = textOf("upstream"), thread = textOf("thread");
    if (!kind || !upstream || !thread || (!upstream->empty() && !isObject(parser, *upstream)))
        return false;
    const bool isThread = *kind == sampleKindName(SampleKind::Thread);
    if (!isThread && *kind != sampleKindName(SampleKind::Code))
        return false;
    if (isThread && !threadFromJson(*thread))
        return false;
    simdjson::dom::element label;
    if (row["label"].get(label) == simdjson::SUCCESS && !label.is_null()) {
        std::int64_t value = -1;
        if (label.get_int64().get(value) != simdjson::SUCCESS || value < 0 || value > maxLabel)
            return false;
        record.label = int(value);
    }
    static const std::vector<std::string_view> ownNames = [] {
        std::vector<std::string_view> names;
        for (const ExportColumn &column : exportColumns())
            names.emplace_back(column.name);
        return names;
    }();
    record.origin.extraJson = both(parser, *upstream, columnsWithout(row, ownNames, blobs));
    if (isThread) {
        record.kind = SampleKind::Thread;
        record.threadJson = *thread;
    }
    return true;
}

} // namespace primer
