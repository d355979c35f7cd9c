// primer-cli: the verbs of Primer without a screen. With --json exactly one object is on standard output; everything
// else goes to standard error.
#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <clocale>
#include <cmath>
#include <condition_variable>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <sstream>
#include <thread>

#include <unistd.h>

#include <QCoreApplication>

#include "app/cli/command.h"
#include "core/base/exception_error.h"
#include "app/cli/hints.h"
#include "core/base/log.h"
#include "core/qt_messages/qt_messages.h"

namespace {

using namespace primer;
using namespace primer::cli;

volatile std::sig_atomic_t interrupted = 0;

void onSignal(int) { interrupted = 1; }

/// Shows progress and hands Ctrl-C on, until destroyed.
class Watcher
{
public:
    explicit Watcher(Context &context) : m_context(context), m_thread([this] { watch(); }) {}
    ~Watcher()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_stop = true;
        }
        m_wake.notify_one();
        m_thread.join();
        if (m_shown && m_isTerminal)
            std::fprintf(stderr, "\r\033[K");
    }

private:
    void watch()
    {
        using Clock = std::chrono::steady_clock;
        const auto begin = Clock::now();
        auto last = begin;
        std::unique_lock lock(m_mutex);
        while (!m_wake.wait_for(lock, std::chrono::milliseconds(50), [this] { return m_stop; })) {
            if (interrupted)
                m_context.feedback.cancel();
            const auto interval = m_isTerminal ? std::chrono::milliseconds(200) : std::chrono::milliseconds(5000);
            if (Clock::now() - last < interval)
                continue;
            last = Clock::now();
            show(std::chrono::duration<double>(last - begin).count());
        }
    }

    void show(double seconds)
    {
        const std::uint64_t done = m_context.feedback.done();
        const std::uint64_t total = m_context.feedback.total();
        const std::string current = oneLine(m_context.feedback.current());
        if (done == 0 && (total == 0 || current.empty()))
            return;
        m_shown = true;
        std::string line;
        char words[64];
        if (total > 0) {
            std::snprintf(words, sizeof words, "%3.0f %%  ", 100.0 * double(std::min(done, total)) / double(total));
            line += words;
        }
        if (const auto items = std::int64_t(m_context.feedback.items()); items > 0)
            line += counted(items, "row") + "  ";
        if (done > 0 && total > done) {
            std::snprintf(words, sizeof words, "%.0f s left  ", seconds * double(total - done) / double(done));
            line += words;
        }
        line += current;
        constexpr std::size_t terminalWidth = 100, lineWidth = 200;
        std::fprintf(stderr, m_isTerminal ? "\r\033[K%s" : "%s\n",
                     std::string(cutAt(line, m_isTerminal ? terminalWidth : lineWidth)).c_str());
    }

    Context &m_context;
    std::mutex m_mutex;
    std::condition_variable m_wake; // so that a short verb is not held up by the interval
    bool m_stop = false;
    bool m_isTerminal = ::isatty(STDERR_FILENO) != 0;
    std::atomic<bool> m_shown{false};
    std::thread m_thread;
};

/// Whoever closed the pipe has read enough; a full disk has lost the answer.
bool isWritten()
{
    const bool isWhole = std::fflush(stdout) == 0 && std::ferror(stdout) == 0;
    if (isWhole || errno == EPIPE)
        return true;
    std::fprintf(stderr, "primer-cli: the work is done, its answer could not be written: %s\n", std::strerror(errno));
    return false;
}

int report(const Context &context, const std::string &verb, const Result<Answer> &answer)
{
    if (answer) {
        errno = 0; // what is told of it is of the writing
        if (context.json)
            std::printf("%s\n", answer->json.dump(-1, ' ', false, Json::error_handler_t::replace).c_str());
        else
            std::fputs(withoutControls(answer->text).c_str(), stdout);
        return isWritten() ? answer->exitCode : int(exitFailed);
    }
    const Error error = withoutExceptionNames(answer.error());
    log::shownFailure(error);
    if (context.json) {
        const Json json{
            {"error", {{"code", errorCodeName(error.code)}, {"detail", error.detail}, {"where", error.where}}}};
        std::printf("%s\n", json.dump(-1, ' ', false, Json::error_handler_t::replace).c_str());
    }
    std::fprintf(stderr, "primer-cli: %s", errorCodeName(error.code));
    if (!error.where.empty())
        std::fprintf(stderr, ": %s", oneLine(error.where).c_str());
    if (!error.detail.empty())
        std::fprintf(stderr, ": %s", oneLine(error.detail).c_str());
    const std::string hint = hintFor(error, verb);
    std::fprintf(stderr, "\n%s%s", hint.c_str(), hint.empty() ? "" : "\n");
    return error.code == ErrorCode::Cancelled ? exitInterrupted : exitFailed;
}

/// On the program and on every verb, so that it may stand anywhere.
void addLogLevel(CLI::App *command, Context &context)
{
    command->add_option("--log-level", context.logLevel,
                        "trace, debug, info, warning, error or off (default: PRIMER_LOG, else info)");
}

/// Every number of every verb: CLI11 takes nan and inf, ranges let nan pass, and what is too large for a whole number
/// becomes another one.
void checkNumbers(CLI::App &command)
{
    for (CLI::Option *option : command.get_options()) {
        const std::string type = option->get_type_name();
        if (type.starts_with("FLOAT")) {
            option->check(CLI::Validator(
                [](const std::string &text) -> std::string {
                    char *end = nullptr;
                    const double number = std::strtod(text.c_str(), &end);
                    return *end == '\0' && std::isfinite(number) ? "" : text + " is no number that is meant here";
                },
                "", "number"));
        } else if (type.starts_with("INT") || type.starts_with("UINT")) {
            option->check(CLI::Validator(
                [](const std::string &text) -> std::string {
                    errno = 0;
                    char *end = nullptr;
                    if (text.starts_with('-'))
                        std::strtoll(text.c_str(), &end, 0);
                    else
                        std::strtoull(text.c_str(), &end, 0);
                    return errno == 0 && end && *end == '\0' ? "" : text + " is no whole number that is meant here";
                },
                "", "whole number"));
        }
    }
}

/// The verb between two lines of the log; its arguments may name files.
Result<Answer> runLogged(const std::string &name, const Verb &verb, Context &context, int argc, char **argv)
{
    log::info("primer-cli " PRIMER_VERSION " begins: " + name);
    if (log::isOn(log::Level::Debug)) {
        std::string words;
        for (int place = 1; place < argc; ++place)
            words += std::string(place > 1 ? " " : "") + argv[place];
        log::debug(words);
    }
    const auto begin = std::chrono::steady_clock::now();
    Result<Answer> answer = [&] {
        const Watcher watcher(context);
        return caught([&] { return verb(context); }, name);
    }();
    char words[64];
    std::snprintf(words, sizeof words, "ends after %.3f s",
                  std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
    log::info(words);
    return answer;
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    std::setlocale(LC_ALL, "C"); // Qt takes the user's: JSON and tables keep their decimal point
    std::signal(SIGINT, onSignal);
    std::signal(SIGTERM, onSignal);
    std::signal(SIGPIPE, SIG_IGN);
    CLI::App app{"Curate datasets of code without a screen. Every verb: --help shows an example."};
    app.name("primer-cli");
    app.require_subcommand(1);
    app.set_version_flag("--version", "primer " PRIMER_VERSION);
    Context context;
    addLogLevel(&app, context);
    Verb chosen;
    const Registrar add = [&](CLI::App *command, Verb verb) {
        checkNumbers(*command);
        command->add_flag("--json", context.json, "Print one JSON object on standard output and nothing else there");
        addLogLevel(command, context);
        command->callback([&chosen, verb = std::move(verb)] { chosen = verb; });
    };
    addImport(app, add);
    addQuery(app, add);
    addJudge(app, add);
    addExport(app, add);
    addDedup(app, add);
    addFacts(app, add);
    addLabel(app, add);
    addLabels(app, add);
    addEmbed(app, add);
    addForest(app, add);
    addThresholds(app, add);
    addModel(app, add);
    addKey(app, add);
    addShards(app, add);
    addTrain(app, add);
    addRuns(app, add);
    addCheck(app, add);
    addIndex(app, add);
    addMigrate(app, add);
    addQuarantine(app, add);
    addSynthesise(app, add);
    addSandbox(app, add);
    addDemo(app, add);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError &failure) {
        std::ostringstream help, fault;
        const int code = app.exit(failure, help, fault);
        std::fputs(help.str().c_str(), stdout);
        std::fputs(withoutControls(fault.str()).c_str(), stderr);
        return code == 0 ? exitDone : exitUsage;
    }
    const auto settings = log::settingsFor("primer-cli", context.logLevel);
    if (!settings) {
        std::fprintf(stderr, "%s: %s\n", oneLine(settings.error().where).c_str(),
                     oneLine(settings.error().detail).c_str());
        return exitUsage;
    }
    const log::Session session = log::start(*settings);
    routeQtMessages();
    const std::string verb = app.get_subcommands().front()->get_name();
    const auto answer = runLogged(verb, chosen, context, argc, argv);
    return report(context, verb, answer);
}
