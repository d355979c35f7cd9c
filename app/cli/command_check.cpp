#include "app/cli/command.h"

#include "core/storage/import_store.h"
#include "core/storage/migrations.h"
#include "core/workspace/workspace.h"

namespace primer::cli {

void addCheck(CLI::App &app, const Registrar &add)
{
    const auto path = std::make_shared<std::string>();
    CLI::App *command = app.add_subcommand("check", "Check database, contents and search index of a workspace");
    command->add_option("workspace", *path, "NAME.primer")->required();
    command->footer("Example: primer-cli check code.primer");
    add(command, [path](Context &context) -> Result<Answer> {
        auto workspace = PRIMER_TRY(Workspace::open(*path, Store::Access::ReadOnly, false));
        const auto problems = workspace->check(context.feedback);
        const auto counts = workspace->counts();
        if (!problems)
            return problems.error();
        if (!counts)
            return counts.error();
        if (*problems != "ok")
            return Error{ErrorCode::Corrupt, *problems, *path};
        Answer answer;
        answer.json = {{"status", "ok"},
                       {"samples", counts->samples},
                       {"bytes", counts->bytes},
                       {"judgements", counts->judgements},
                       {"quarantined", counts->quarantined}};
        answer.text = "ok: " + counted(counts->samples, "sample") + ", " + counted(counts->judgements, "judgement")
                      + "\n";
        return answer;
    });
}

void addIndex(CLI::App &app, const Registrar &add)
{
    const auto path = std::make_shared<std::string>();
    CLI::App *command = app.add_subcommand("index", "Bring the search index up to date");
    command->add_option("workspace", *path, "NAME.primer")->required();
    command->footer("Example: primer-cli index code.primer");
    add(command, [path](Context &context) -> Result<Answer> {
        auto workspace = PRIMER_TRY(Workspace::open(*path, Store::Access::ReadWrite, false));
        PRIMER_TRY(workspace->buildIndex(context.feedback));
        Answer answer;
        answer.json = {{"indexed", workspace->query().index().indexedUpTo()}};
        answer.text = counted(workspace->query().index().indexedUpTo(), "sample is", "samples are") + " indexed\n";
        return answer;
    });
}

void addMigrate(CLI::App &app, const Registrar &add)
{
    const auto path = std::make_shared<std::string>();
    CLI::App *command = app.add_subcommand("migrate", "Bring a workspace of an older Primer to this one's schema");
    command->add_option("workspace", *path, "NAME.primer")->required();
    command->footer("Example: primer-cli migrate code.primer");
    add(command, [path](Context &) -> Result<Answer> {
        auto workspace = Workspace::open(*path, Store::Access::ReadWrite, false); // opening migrates
        if (!workspace)
            return workspace.error();
        Answer answer;
        answer.json = {{"schema", currentSchemaVersion()}};
        answer.text = "schema " + std::to_string(currentSchemaVersion()) + "\n";
        return answer;
    });
}

void addQuarantine(CLI::App &app, const Registrar &add)
{
    struct Options {
        std::string workspace;
        std::int64_t limit = 100;
    };
    const auto options = std::make_shared<Options>();
    CLI::App *command = app.add_subcommand("quarantine", "List rows that could not be imported, with place and reason");
    command->add_option("workspace", options->workspace, "NAME.primer")->required();
    command->add_option("--limit", options->limit, "Rows to print");
    command->footer("Example: primer-cli quarantine code.primer --json");
    add(command, [options](Context &) -> Result<Answer> {
        auto workspace = PRIMER_TRY(Workspace::open(options->workspace, Store::Access::ReadOnly, false));
        auto reader = PRIMER_TRY(workspace->store().reader());
        const auto rows = listQuarantined(*reader, options->limit);
        const auto total = countQuarantined(*reader);
        if (!rows)
            return rows.error();
        if (!total)
            return total.error();
        Answer answer;
        Json list = Json::array();
        for (const QuarantinedRow &row : *rows) {
            list.push_back({{"file", row.file},
                            {"position", row.position},
                            {"reason", row.reason},
                            {"detail", row.detail},
                            {"excerpt", row.excerpt}});
            answer.text += oneLine(row.file) + ":" + std::to_string(row.position) + "\t" + oneLine(row.reason) + "\t"
                           + oneLine(row.detail) + "\n";
        }
        answer.json = {{"total", *total}, {"rows", list}};
        answer.text += counted(*total, "rejected row") + "\n";
        return answer;
    });
}

} // namespace primer::cli
