#include "core/base/log.h"

#include <array>
#include <cstdlib>
#include <cstring>
#include <memory>

#include <pwd.h>
#include <unistd.h>

#include <spdlog/spdlog.h>

#include "core/base/hashing.h"
#include "core/base/log/crash_writer.h"
#include "core/base/log/sinks.h"

namespace primer::log {

namespace {

constexpr std::array levelNames{"trace", "debug", "info", "warning", "error", "critical", "off"};
static_assert(int(Level::Off) == SPDLOG_LEVEL_OFF && int(Level::Warning) == SPDLOG_LEVEL_WARN);

spdlog::level::level_enum toSpdlog(Level level) { return spdlog::level::level_enum(level); }

/// Null before start(): spdlog has a default logger of its own then, which writes on standard output.
spdlog::logger *ownLogger()
{
    spdlog::logger *logger = spdlog::default_logger_raw();
    return logger && logger->name() == defaultLogger ? logger : nullptr;
}

RedactingSink *ownSink()
{
    const spdlog::logger *logger = ownLogger();
    return logger && !logger->sinks().empty() ? dynamic_cast<RedactingSink *>(logger->sinks().front().get()) : nullptr;
}

/// "core/storage/store.cpp" of wherever the tree lay when it was compiled: this file lies in the same.
const char *placeInTree(const char *file)
{
    constexpr std::string_view here = __FILE__, hereInTree = "core/base/log.cpp";
    static_assert(here.ends_with(hereInTree));
    constexpr std::string_view root = here.substr(0, here.size() - hereInTree.size());
    return std::string_view(file).starts_with(root) ? file + root.size() : file;
}

/// "core/storage" of "core/storage/store.cpp".
std::string_view moduleOf(std::string_view place)
{
    const std::size_t first = place.find('/');
    const std::size_t second = first == std::string_view::npos ? first : place.find('/', first + 1);
    return place.substr(0, second != std::string_view::npos ? second : first);
}

void send(spdlog::logger &logger, Level level, std::string_view module, std::string_view text,
          const spdlog::source_loc &place)
{
    std::string message;
    message.reserve(module.size() + text.size() + 1);
    message.append(module).push_back(moduleEnd);
    message.append(text);
    logger.log(place, toSpdlog(level), spdlog::string_view_t(message.data(), message.size()));
}

void replaceAll(std::string &text, const std::string &from, const std::string &to)
{
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
}

void sendFailure(spdlog::logger &logger, Level level, const Error &error, std::string_view doing, Place place)
{
    if (!logger.should_log(toSpdlog(level)))
        return;
    const char *file = placeInTree(place.file);
    std::string text;
    if (!doing.empty())
        text.append(doing).append(": ");
    text += errorCodeName(error.code);
    std::string detail = error.detail;
    std::string tag;
    if (!error.where.empty()) {
        tag = toHex(sha256(error.where)).substr(0, 8);
        // Words of a library often name the file once more.
        for (const std::string &name : {error.where, error.where.substr(error.where.rfind('/') + 1)}) {
            if (name.size() > 3 && name.find_first_of("/.") != std::string::npos)
                replaceAll(detail, name, tag);
        }
    }
    if (!detail.empty())
        text += ": " + detail;
    if (!tag.empty())
        text += " (at " + tag + ")";
    send(logger, level, moduleOf(file), text, {file, place.line, ""});
    if (!tag.empty() && logger.should_log(spdlog::level::debug))
        send(logger, Level::Debug, moduleOf(file), tag + " is " + error.where, {});
}

} // namespace

const char *levelName(Level level) { return levelNames[std::size_t(level)]; }

std::optional<Level> levelByName(std::string_view name)
{
    for (std::size_t place = 0; place < levelNames.size(); ++place) {
        if (name == levelNames[place] && Level(place) != Level::Critical)
            return Level(place);
    }
    return std::nullopt;
}

std::string stateFolder()
{
    // As the XDG base directory specification has it: a relative path counts as none.
    if (const char *state = std::getenv("XDG_STATE_HOME"); state && *state == '/')
        return std::string(state) + "/primer";
    if (const char *home = std::getenv("HOME"); home && *home == '/')
        return std::string(home) + "/.local/state/primer";
    const passwd *user = ::getpwuid(::getuid());
    return user && user->pw_dir && *user->pw_dir == '/' ? std::string(user->pw_dir) + "/.local/state/primer" : "";
}

Result<Settings> settingsFor(const std::string &program, const std::string &option)
{
    Settings settings;
    settings.program = program;
    settings.folder = stateFolder();
    settings.file = program + ".log";
    const char *variable = std::getenv("PRIMER_LOG");
    const std::string wanted = !option.empty() ? option : variable ? variable : "";
    if (wanted.empty())
        return settings;
    const auto level = levelByName(wanted);
    if (!level)
        return Error{ErrorCode::InvalidInput, "\"" + wanted + "\" is not " + levelChoices,
                     option.empty() ? "PRIMER_LOG" : "--log-level"};
    settings.level = settings.terminal = *level;
    return settings;
}

Session start(const Settings &settings)
{
    const auto sink = std::make_shared<RedactingSink>(settings);
    const auto logger = std::make_shared<spdlog::logger>(defaultLogger, sink);
    const auto shown = std::make_shared<spdlog::logger>(shownLogger, sink);
    for (const auto &each : {logger, shown}) {
        each->set_level(toSpdlog(settings.level));
        each->flush_on(spdlog::level::warn);
        each->set_error_handler([](const std::string &) {}); // a line that cannot be made is lost, not the program
    }
    stopWatchingForCrashes(); // of an earlier log, which goes now
    spdlog::drop(shownLogger);
    spdlog::register_logger(shown);
    spdlog::set_default_logger(logger);
    if (sink->file()) {
        static std::string program;
        program = settings.program;
        watchForCrashes(program.c_str(), sink->file()->file(), sink->redactor());
        spdlog::flush_every(std::chrono::seconds(1));
    }
    Session session;
    session.m_isOwner = true;
    return session;
}

Session::~Session()
{
    if (!m_isOwner)
        return;
    spdlog::flush_every(std::chrono::seconds(0)); // ends its thread
    stopWatchingForCrashes();
    flush();
    // The logger stays: threads of the program's last moments may still speak. Their lines go to the file with it.
}

void moveTo(const std::string &folder, const std::string &file)
{
    if (RedactingSink *sink = ownSink(); sink && sink->file())
        sink->file()->moveTo(folder, file);
}

std::string filePath()
{
    RedactingSink *sink = ownSink();
    return sink && sink->file() ? sink->file()->path() : "";
}

bool isOn(Level level)
{
    const spdlog::logger *logger = ownLogger();
    return logger && logger->should_log(toSpdlog(level));
}

void write(Level level, std::string_view text, Place place)
{
    if (isOn(level))
        send(*ownLogger(), level, moduleOf(placeInTree(place.file)), text, {});
}

void writeFor(std::string_view module, Level level, std::string_view text)
{
    if (isOn(level))
        send(*ownLogger(), level, module, text, {});
}

Level levelOf(ErrorCode code)
{
    switch (code) {
    case ErrorCode::Cancelled: return Level::Debug;
    case ErrorCode::InvalidFilter:
    case ErrorCode::InvalidPattern:
    case ErrorCode::NeedsMapping: return Level::Info;
    default: return Level::Error;
    }
}

void failure(Level level, const Error &error, std::string_view doing, Place place)
{
    if (isOn(level))
        sendFailure(*ownLogger(), level, error, doing, place);
}

void shownFailure(const Error &error, std::string_view doing, Place place)
{
    if (!ownLogger())
        return;
    if (const auto shown = spdlog::get(shownLogger))
        sendFailure(*shown, levelOf(error.code), error, doing, place);
}

void hideSecret(std::string_view secret)
{
    if (RedactingSink *sink = ownSink())
        sink->redactor().hideSecret(secret);
}

std::vector<Line> linesSince(std::uint64_t sequence)
{
    RedactingSink *sink = ownSink();
    return sink ? sink->lines().linesSince(sequence) : std::vector<Line>();
}

void flush()
{
    if (spdlog::logger *logger = ownLogger())
        logger->flush();
}

} // namespace primer::log
