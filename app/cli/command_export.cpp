#include <algorithm>
#include <filesystem>

#include "app/cli/command.h"

#include "core/exporters/licence_policy.h"
#include "core/workspace/near_copies.h"

namespace primer::cli {

namespace {

struct Options {
    std::string workspace, target, format = "parquet", filter, search, regex, view, name;
    std::vector<std::string> licences;
    std::int64_t shardBytes = 500'000'000;
    bool dropsNearCopies = false;
};

Result<Answer> run(const Options &options, Context &context)
{
    auto workspace = Workspace::open(options.workspace, Store::Access::ReadOnly, false);
    if (!workspace)
        return workspace.error();
    QuerySpec spec;
    spec.filter = options.filter;
    spec.search.text = options.regex.empty() ? options.search : options.regex;
    spec.search.isRegex = !options.regex.empty();
    spec.limits.timeLimitMs = 24LL * 3600 * 1000; // an export is never made of half a search
    if (!options.view.empty()) {
        auto reader = (*workspace)->store().reader();
        if (!reader)
            return reader.error();
        const auto views = listViews(**reader);
        if (!views)
            return views.error();
        const auto view = std::find_if(views->begin(), views->end(), [&](const SavedView &saved) { return saved.name == options.view; });
        if (view == views->end())
            return Error{ErrorCode::NotFound, "no such saved view", options.view};
        spec.filter += (spec.filter.empty() ? "" : " ") + view->filter;
        if (spec.search.text.empty()) {
            spec.search.text = view->search;
            spec.search.isRegex = view->isRegex;
        }
    }
    const auto rows = (*workspace)->query().run(spec, context.feedback);
    if (!rows)
        return rows.error();
    ExportOptions exportOptions;
    exportOptions.format = options.format == "jsonl" ? ExportFormat::Jsonl
                           : options.format == "jsonl.zst" ? ExportFormat::JsonlZst : ExportFormat::Parquet;
    exportOptions.name = options.name.empty() ? (*workspace)->name() : options.name;
    exportOptions.selection = spec.filter;
    if (!spec.search.text.empty())
        exportOptions.selection += (spec.filter.empty() ? "" : " ") + std::string(spec.search.isRegex ? "regex: " : "search: ") + spec.search.text;
    exportOptions.allowedLicences = options.licences.empty() ? LicencePolicy::permissiveIds() : options.licences;
    exportOptions.shardBytes = options.shardBytes;
    exportOptions.parquetProgram = parquetWorkerPath();
    std::vector<SampleId> ids = (*rows)->ids;
    std::size_t copies = 0;
    if (options.dropsNearCopies) {
        auto found = findNearCopies((*workspace)->store(), ids, {}, context.feedback);
        if (!found)
            return found.error();
        ids = std::move(found->kept);
        copies = found->copies.size();
        exportOptions.selection += " without near-copies";
    }
    const auto report = exportDataset((*workspace)->store(), ids, options.target, exportOptions, context.feedback);
    if (!report)
        return report.error();
    Answer answer;
    answer.json = {{"samples", report->samples}, {"bytes", report->bytes},
                   {"left_out_by_licence", report->leftOutByLicence}, {"left_out_unknown", report->leftOutUnknown},
                   {"near_copies_dropped", copies}, {"not_utf8", report->notUtf8}, {"licences", report->licences}, {"files", report->files},
                   {"target", options.target}, {"seconds", report->seconds}};
    answer.text = humanCount(report->samples) + " samples (" + humanBytes(report->bytes) + ") exported to " + options.target
                  + "; " + humanCount(report->leftOutByLicence) + " left out by the licence policy, "
                  + humanCount(report->leftOutUnknown) + " of them without a known licence\n";
    return answer;
}

} // namespace

void addExport(CLI::App &app, const Registrar &add)
{
    const auto options = std::make_shared<Options>();
    CLI::App *command = app.add_subcommand("export", "Write a dataset that datasets.load_dataset opens");
    command->add_option("workspace", options->workspace, "NAME.primer")->required();
    command->add_option("target", options->target, "Folder; an earlier export there is replaced")->required();
    command->add_option("--format", options->format, "parquet, jsonl, jsonl.zst")->check(CLI::IsMember({"parquet", "jsonl", "jsonl.zst"}));
    command->add_option("--filter", options->filter, "As in query");
    auto *search = command->add_option("--search", options->search, "As in query");
    command->add_option("--regex", options->regex, "As in query")->excludes(search);
    command->add_option("--view", options->view, "A saved view's name");
    command->add_flag("--drop-near-copies", options->dropsNearCopies, "Leave out what nearly copies an earlier sample (MinHash, Jaccard 0.7)");
    command->add_option("--name", options->name, "Title of the card");
    command->add_option("--allow-licence", options->licences, "SPDX id, repeatable; 'unknown' for samples without one. "
                                                              "Default: permissive licences")
        ->expected(1)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)->delimiter(',');
    command->add_option("--shard-bytes", options->shardBytes, "Content bytes a shard")->check(CLI::PositiveNumber);
    command->footer("Example: primer-cli export code.primer out --filter 'label>=3' --allow-licence MIT --allow-licence unknown");
    add(command, [options](Context &context) { return run(*options, context); });
}

} // namespace primer::cli
