#include "app/cli/command.h"

#include "core/storage/sample_store.h"
#include "core/workspace/workspace.h"

namespace primer::cli {

namespace {

struct Options {
    std::string workspace, filter, search, regex, sort;
    bool ignoreCase = false, content = false;
    std::int64_t limit = 20;
    std::int64_t timeLimitMs = 20'000;
};

Json rowJson(const SampleRow &row)
{
    const auto orNull = [](const auto &value) { return value ? Json(*value) : Json(); };
    return {{"id", row.id},
            {"path", row.path},
            {"repo", row.repository},
            {"source", row.source},
            {"licence", row.licence},
            {"language", row.language},
            {"kind", sampleKindName(row.kind)},
            {"size", row.sizeBytes},
            {"lines", row.lineCount},
            {"max_line", row.maxLineLength},
            {"avg_line", row.avgLineLength},
            {"alphanum", row.alphanumFraction},
            {"stars", orNull(row.stars)},
            {"score", orNull(row.score)},
            {"created", row.createdAt},
            {"label", orNull(row.label)},
            {"judged", row.verdict ? Json(verdictName(*row.verdict)) : Json()},
            {"copies", row.copies}};
}

Result<Answer> run(const Options &options, Context &context)
{
    auto workspace = PRIMER_TRY(Workspace::open(options.workspace, Store::Access::ReadOnly, false));
    QuerySpec spec;
    spec.filter = options.filter;
    spec.search.text = options.regex.empty() ? options.search : options.regex;
    spec.search.isRegex = !options.regex.empty();
    spec.search.ignoreCase = options.ignoreCase;
    spec.sort = options.sort;
    spec.limits.timeLimitMs = options.timeLimitMs;
    const auto rows = PRIMER_TRY(workspace->query().run(spec, context.feedback));
    std::vector<SampleId> ids = rows->ids;
    if (options.limit >= 0 && std::size_t(options.limit) < ids.size())
        ids.resize(std::size_t(options.limit));
    auto reader = PRIMER_TRY(workspace->store().reader());
    const auto shown = PRIMER_TRY(fetchRows(*reader, ids));
    Answer answer;
    Json list = Json::array();
    for (const SampleRow &row : shown) {
        list.push_back(rowJson(row));
        if (options.content) {
            const auto content = PRIMER_TRY(fetchContent(*reader, row.id));
            list.back()["content"] = content;
        }
        answer.text += std::to_string(row.id) + "\t" + (row.licence.empty() ? "unknown" : oneLine(row.licence)) + "\t"
                       + humanBytes(row.sizeBytes) + "\t" + oneLine(row.repository) + "\t" + oneLine(row.path) + "\n";
    }
    answer.json = {{"total", rows->ids.size()}, {"rows", list}};
    if (!spec.search.text.empty()) {
        const SearchOutcome &search = rows->search;
        answer.json["search"] = {{"complete", search.complete},
                                 {"looked_at", search.looked},
                                 {"candidates", search.candidates},
                                 {"undecided", search.undecided},
                                 {"used_index", search.usedIndex}};
        if (!search.complete)
            answer.text += "The time limit ended the search: " + humanCount(search.looked) + " of "
                           + counted(search.candidates, "file was", "files were") + " read.\n";
        if (search.undecided)
            answer.text += counted(search.undecided, "file is", "files are")
                           + " undecided: the expression gave up there.\n";
    }
    answer.text += counted(std::int64_t(rows->ids.size()), "sample") + "\n";
    return answer;
}

} // namespace

void addQuery(CLI::App &app, const Registrar &add)
{
    const auto options = std::make_shared<Options>();
    CLI::App *command = app.add_subcommand("query", "List the samples a filter and a search select");
    command->add_option("workspace", options->workspace, "NAME.primer")->required();
    command->add_option("--filter", options->filter, "Conditions, all of which hold");
    auto *search = command->add_option("--search", options->search,
                                       "Text the content holds, case and punctuation kept");
    command->add_option("--regex", options->regex, "Regular expression (PCRE2)")->excludes(search);
    command->add_flag("--ignore-case", options->ignoreCase, "Ignore the case of ASCII letters");
    command->add_option("--sort", options->sort, "Column; -COLUMN for descending");
    command->add_option("--limit", options->limit, "Rows to print; -1 for all");
    command->add_option("--time-limit-ms", options->timeLimitMs, "End a search after this time with what was found");
    command->add_flag("--content", options->content, "Add the content to the JSON rows");
    command->footer(
        "Filter: column:value column:a,b column>=10 column:0.4..0.6 -column:value column:none column:any;\n"
        "words match whole, case ignored, with * and ?; paths match a part. Columns: id kind path repo licence\n"
        "language source created size lines max_line avg_line alphanum stars score label judged copies utf8.\n"
        "Example: primer-cli query code.primer --filter 'language:python stars>=10 -path:test' --search 'def main('");
    add(command, [options](Context &context) { return run(*options, context); });
}

} // namespace primer::cli
