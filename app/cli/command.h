// Owns: what every verb of primer-cli shares: options, output, progress, exit codes.
// Not here: the verbs (command_<verb>.cpp).
#pragma once

#include <functional>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "app/cli/terminal_text.h"
#include "core/base/feedback.h"
#include "core/base/result.h"

namespace primer::cli {

using Json = nlohmann::ordered_json;

/// Exit codes of every verb.
constexpr int exitDone = 0, exitFailed = 1, exitUsage = 2, exitInterrupted = 130;

/// What a verb answers: one object for --json, or lines for a person.
struct Answer {
    Json json;
    std::string text;
    int exitCode = exitDone;
};

struct Context {
    bool json = false;
    std::string logLevel; ///< "" when not given
    Feedback feedback;    ///< cancelled by Ctrl-C and SIGTERM
};

using Verb = std::function<Result<Answer>(Context &)>;

/// Adds the verb with its options; when it is chosen, `run` gets it.
using Registrar = std::function<void(CLI::App *command, Verb verb)>;

void addImport(CLI::App &app, const Registrar &add);
void addQuery(CLI::App &app, const Registrar &add);
void addJudge(CLI::App &app, const Registrar &add);
void addExport(CLI::App &app, const Registrar &add);
void addDedup(CLI::App &app, const Registrar &add);
void addLabel(CLI::App &app, const Registrar &add);
void addLabels(CLI::App &app, const Registrar &add);
void addFacts(CLI::App &app, const Registrar &add);
void addEmbed(CLI::App &app, const Registrar &add);
void addForest(CLI::App &app, const Registrar &add);
void addModel(CLI::App &app, const Registrar &add);
void addKey(CLI::App &app, const Registrar &add);
void addThresholds(CLI::App &app, const Registrar &add);
void addShards(CLI::App &app, const Registrar &add);
void addTrain(CLI::App &app, const Registrar &add);
void addRuns(CLI::App &app, const Registrar &add);
void addCheck(CLI::App &app, const Registrar &add);
void addIndex(CLI::App &app, const Registrar &add);
void addMigrate(CLI::App &app, const Registrar &add);
void addQuarantine(CLI::App &app, const Registrar &add);
void addSynthesise(CLI::App &app, const Registrar &add);
void addSandbox(CLI::App &app, const Registrar &add);
void addDemo(CLI::App &app, const Registrar &add);

/// primer-parquet beside this program.
std::string parquetWorkerPath();
/// primer-engine beside this program.
std::string enginePath();

} // namespace primer::cli
