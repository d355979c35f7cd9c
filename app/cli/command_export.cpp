#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "app/cli/command.h"
#include "app/cli/selection_options.h"

#include "core/exporters/dataset_export.h"
#include "core/exporters/licence_policy.h"
#include "core/storage/store.h"
#include "core/workspace/workspace.h"

namespace primer::cli {

namespace {

struct Options {
    std::string workspace, target, format = "parquet", name;
    SelectionOptions selection;
    std::vector<std::string> licences;
    std::int64_t shardBytes = 500'000'000;
};

Result<Answer> run(const Options &options, Context &context)
{
    auto workspace = PRIMER_TRY(Workspace::open(options.workspace, Store::Access::ReadOnly, false));
    const auto selection = PRIMER_TRY(options.selection.select(*workspace, context.feedback));
    ExportOptions exportOptions;
    exportOptions.format = options.format == "jsonl"       ? ExportFormat::Jsonl
                           : options.format == "jsonl.zst" ? ExportFormat::JsonlZst
                                                           : ExportFormat::Parquet;
    exportOptions.name = options.name.empty() ? workspace->name() : options.name;
    exportOptions.allowedLicences = options.licences.empty() ? LicencePolicy::permissiveIds() : options.licences;
    exportOptions.shardBytes = options.shardBytes;
    exportOptions.parquetProgram = parquetWorkerPath();
    const auto report = PRIMER_TRY(
        exportDataset(workspace->store(), selection, options.target, exportOptions, context.feedback));
    Answer answer;
    answer.json = {{"samples", report.samples},
                   {"bytes", report.bytes},
                   {"left_out_by_licence", report.leftOutByLicence},
                   {"left_out_unknown", report.leftOutUnknown},
                   {"near_duplicates_dropped", selection.nearDuplicates ? selection.nearDuplicates->dropped : 0},
                   {"not_utf8", report.notUtf8},
                   {"names_not_utf8", report.namesNotUtf8},
                   {"licences", report.licences},
                   {"files", report.files},
                   {"target", options.target},
                   {"seconds", report.seconds}};
    answer.text = counted(report.samples, "sample") + " (" + humanBytes(report.bytes) + ") exported to "
                  + oneLine(options.target) + "; " + humanCount(report.leftOutByLicence)
                  + " left out by the licence policy, " + humanCount(report.leftOutUnknown)
                  + " of them without a known licence\n";
    return answer;
}

} // namespace

void addExport(CLI::App &app, const Registrar &add)
{
    const auto options = std::make_shared<Options>();
    CLI::App *command = app.add_subcommand("export", "Write a dataset that datasets.load_dataset opens");
    command->add_option("workspace", options->workspace, "NAME.primer")->required();
    command->add_option("target", options->target, "Folder; an earlier export there is replaced")->required();
    command->add_option("--format", options->format, "parquet, jsonl, jsonl.zst")
        ->check(CLI::IsMember({"parquet", "jsonl", "jsonl.zst"}));
    options->selection.addTo(command);
    command->add_option("--name", options->name, "Title of the card");
    command
        ->add_option("--allow-licence", options->licences,
                     "SPDX id, repeatable; 'unknown' for samples without one. "
                     "Default: permissive licences")
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
        ->delimiter(',');
    command->add_option("--shard-bytes", options->shardBytes, "Content bytes a shard")->check(CLI::PositiveNumber);
    command->footer(
        "Example: primer-cli export code.primer out --filter 'label>=3' --allow-licence MIT --allow-licence unknown");
    add(command, [options](Context &context) { return run(*options, context); });
}

} // namespace primer::cli
