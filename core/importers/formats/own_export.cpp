#include "core/importers/formats/own_export.h"

#include <utility>

#include "core/dataset/label_range.h"
#include "core/parquet/export_row.h"

namespace primer {

namespace {

bool isObject(simdjson::dom::parser &parser, const std::string &json)
{
    simdjson::dom::object fields;
    return parser.parse(json).get_object().get(fields) == simdjson::SUCCESS;
}

/// One object of the members of two.
std::string both(std::string left, const std::string &right)
{
    if (left.empty() || left == "{}")
        return right;
    if (right.empty() || right == "{}")
        return left;
    left.back() = ',';
    return left + right.substr(1);
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
    record.origin.extraJson = both(*upstream, columnsWithout(row, ownNames, blobs));
    if (isThread) {
        record.kind = SampleKind::Thread;
        record.threadJson = *thread;
    }
    return true;
}

} // namespace primer
