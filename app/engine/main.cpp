// primer-engine VERB ...: the Qt-free worker that trains and runs models. One JSON object on stdout, words on stderr;
// exit code 0 done, 1 failed, 2 wrong usage, 130 stopped and resumable.
#include <csignal>
#include <cstdio>

#include "app/engine/command.h"
#include "app/engine/torch_warnings.h"
#include "core/base/exception_error.h"
#include "core/base/log.h"
#include "core/model/memory.h"

namespace primer::engine {

std::atomic<bool> stopRequested{false};

} // namespace primer::engine

namespace {

void requestStop(int) { primer::engine::stopRequested = true; }

} // namespace

int main(int argc, char **argv)
{
    using namespace primer;
    std::signal(SIGTERM, requestStop);
    std::signal(SIGINT, requestStop);
    keepTensorMemory();
    CLI::App app("Trains and runs small code models");
    app.require_subcommand(1);
    engine::Work chosen;
    std::string logLevel;
    const auto addLogLevel = [&logLevel](CLI::App *command) {
        command->add_option("--log-level", logLevel,
                            "trace, debug, info, warning, error or off (default: PRIMER_LOG, else info)");
    };
    addLogLevel(&app);
    const engine::Registrar add = [&](CLI::App *command, engine::Work work) {
        addLogLevel(command);
        command->callback([&chosen, work = std::move(work)] { chosen = work; });
    };
    engine::addTrain(app, add);
    engine::addConvert(app, add);
    engine::addLogits(app, add);
    engine::addEmbed(app, add);
    engine::addBench(app, add);
    engine::addDevices(app, add);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError &error) {
        const int code = app.exit(error);
        return code == 0 ? 0 : 2;
    }
    auto settings = log::settingsFor("primer-engine", logLevel);
    if (!settings) {
        std::fprintf(stderr, "%s: %s\n", settings.error().where.c_str(), settings.error().detail.c_str());
        return 2;
    }
    settings->file = "engine.log"; // a run moves it to its folder
    const log::Session session = log::start(*settings);
    const engine::TorchWarnings torchWarnings;
    log::info("primer-engine " PRIMER_VERSION " begins: " + app.get_subcommands().front()->get_name());
    Result<nlohmann::json> answer = nlohmann::json();
    try {
        answer = chosen();
    } catch (const std::exception &failure) { // LibTorch's own, the JSON library's
        answer = errorOf(failure);
    }
    if (!answer) {
        const Error error = withoutExceptionNames(answer.error());
        log::shownFailure(error);
        std::printf(
            "%s\n",
            nlohmann::json{
                {"error", {{"code", errorCodeName(error.code)}, {"detail", error.detail}, {"where", error.where}}}}
                .dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)
                .c_str());
        std::fprintf(stderr, "primer-engine: %s%s%s\n", error.where.c_str(), error.where.empty() ? "" : ": ",
                     error.detail.c_str());
        return error.code == ErrorCode::Cancelled ? 130 : 1;
    }
    log::info("ends: " + answer->value("reason", "done"));
    std::printf("%s\n", answer->dump(-1, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
    return answer->value("reason", "") == "stopped" ? 130 : 0;
}
