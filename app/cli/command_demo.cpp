#include <cstdlib>
#include <string>
#include <vector>

#include "app/cli/command.h"

#include "core/demo/demo.h"

namespace primer::cli {

void addDemo(CLI::App &app, const Registrar &add)
{
    const auto folder = std::make_shared<std::string>();
    const char *home = std::getenv("HOME");
    *folder = std::string(home ? home : "/tmp") + "/primer-demo";
    CLI::App *command = app.add_subcommand("demo", "The whole path on the Python files of this machine");
    command->add_option("--dir", *folder, "Where it goes")->capture_default_str();
    const auto further = std::make_shared<std::vector<std::string>>();
    command->add_option("--also", *further, "Further Python environments or folders to take files from");
    command->footer("Example: primer-cli demo --dir ~/primer-demo");
    add(command, [folder, further](Context &context) -> Result<Answer> {
        const auto report = PRIMER_TRY(runDemo(*folder, *further, parquetWorkerPath(), context.feedback));
        Answer answer;
        answer.json = {{"workspace", report.workspace},
                       {"dataset", report.dataset},
                       {"report", report.reportFile},
                       {"sources", report.sources},
                       {"added", report.added},
                       {"duplicates", report.duplicates},
                       {"quarantined", report.quarantined},
                       {"labelled", report.labelled},
                       {"threshold", report.threshold},
                       {"held_out", report.heldOut},
                       {"truth", report.truth},
                       {"near_duplicates_dropped", report.nearDuplicates},
                       {"exported", report.exported},
                       {"run", report.run},
                       {"seconds", report.seconds}};
        answer.text = "workspace  " + oneLine(report.workspace) + "\ndataset    " + oneLine(report.dataset)
                      + "\nreport     " + oneLine(report.reportFile) + "\n" + counted(report.added, "file") + " added, "
                      + humanCount(report.labelled) + " labelled by rules, " + humanCount(report.exported)
                      + " exported through threshold " + report.threshold + "\n" + "scores      " + report.heldOut
                      + " on labels held out; " + report.truth + " on documented files against tables and tests\n"
                      + (report.run.empty() ? "primer-engine was not built: nothing is trained\n"
                                            : "a tiny model trains on some of them: primer-cli runs "
                                                  + oneLine(report.workspace) + " follow demo\n");
        return answer;
    });
}

} // namespace primer::cli
