#include <memory>
#include <string>
#include <vector>

#include "app/cli/command.h"

#include "core/importers/import_run.h"
#include "core/workspace/workspace.h"

namespace primer::cli {

namespace {

constexpr std::size_t maxNamed = 20;

struct Options {
    std::string workspace;
    std::vector<std::string> paths;
    std::string format = "auto";
    std::vector<std::string> mapping;
};

Result<Answer> run(const Options &options, Context &context)
{
    for (const std::string &assignment : options.mapping) {
        if (assignment.find('=') == std::string::npos)
            return Error{ErrorCode::InvalidInput, "--map wants FIELD=COLUMN", assignment};
    }
    auto workspace = PRIMER_TRY(Workspace::open(options.workspace, Store::Access::ReadWrite, true));
    ImportOptions importOptions;
    importOptions.format = options.format;
    importOptions.mapping = parseMapping(options.mapping);
    importOptions.parquetWorker = parquetWorkerPath();
    ImportReport report;
    const Status status = importPaths(workspace->store(), options.paths, importOptions, context.feedback, report);
    if (!status)
        return status.error();
    Answer answer;
    answer.json = {{"rows", report.rows},
                   {"added", report.added},
                   {"duplicates", report.duplicates},
                   {"quarantined", report.quarantined},
                   {"joined", report.joined},
                   {"passed_over", report.passedOver},
                   {"side_files", report.sideFiles},
                   {"labels", report.labels},
                   {"bytes", report.bytes},
                   {"seconds", report.seconds},
                   {"resumed", report.resumed}};
    answer.text = counted(report.rows, "row") + ": " + counted(report.added, "sample") + " added, "
                  + counted(report.duplicates, "duplicate") + ", " + humanCount(report.quarantined) + " rejected, ";
    if (report.joined)
        answer.text += counted(report.joined, "post") + " joined to threads, ";
    for (const auto &[rule, count] : report.passedOver)
        answer.text += humanCount(count) + " passed over (" + rule + "), ";
    if (report.labels)
        answer.text += counted(report.labels, "label") + " taken, ";
    answer.text += humanBytes(report.bytes) + " in " + std::to_string(report.seconds).substr(0, 5) + " s\n";
    for (std::size_t i = 0; i < report.sideFiles.size() && i < maxNamed; ++i)
        answer.text += "  no data of the set: " + oneLine(report.sideFiles[i]) + "\n";
    if (report.sideFiles.size() > maxNamed)
        answer.text += "  and " + counted(std::int64_t(report.sideFiles.size() - maxNamed), "other") + "\n";
    return answer;
}

} // namespace

void addImport(CLI::App &app, const Registrar &add)
{
    const auto options = std::make_shared<Options>();
    CLI::App *command = app.add_subcommand("import",
                                           "Read files or folders into a workspace (made when it is not there)");
    command->add_option("workspace", options->workspace, "NAME.primer")->required();
    command->add_option("paths", options->paths, "Files or folders")->required();
    command->add_option("--format", options->format, "auto, tree, python-env, jsonl, parquet, posts-xml")
        ->check(CLI::IsMember({"auto", "tree", "python-env", "jsonl", "parquet", "posts-xml"}));
    command
        ->add_option("--map", options->mapping,
                     "FIELD=COLUMN; fields: content path repo licence language created stars score")
        ->take_all()
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    command->footer("Example: primer-cli import code.primer data/*.parquet --map content=code\n"
                    "Interrupted, the same command goes on where it stopped.");
    add(command, [options](Context &context) { return run(*options, context); });
}

} // namespace primer::cli
