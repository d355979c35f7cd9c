// Owns: the log of the program: its levels, where it lies, and writing to it from any thread.
// Not here: spdlog, which is in the .cpp alone (its fmt and LibTorch's break each other in one translation unit).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

/// The log is spdlog's default logger, made by start() in main. Before that, and at a level that is off, every call
/// returns after one comparison. Lines below Info may name files; others have "(file)" instead, and no line has a key:
/// core/base/log/redactor.h.
namespace primer::log {

enum class Level { Trace, Debug, Info, Warning, Error, Critical, Off };

/// A line of the sources: the caller's, as the default argument of a function. (std::source_location, which clang-tidy
/// of Debian 12 cannot read.)
struct Place {
    const char *file = "";
    int line = 0;
    static constexpr Place here(const char *file = __builtin_FILE(), int line = __builtin_LINE())
    {
        return {file, line};
    }
};

/// "trace", "debug", "info", "warning", "error", "critical", "off".
const char *levelName(Level level);
/// For --log-level and PRIMER_LOG, which know all but "critical".
std::optional<Level> levelByName(std::string_view name);
inline constexpr const char *levelChoices = "trace, debug, info, warning, error or off";

struct Settings {
    std::string program;             ///< as it calls itself on standard error
    std::string folder;              ///< of the file; "": none is written
    std::string file;                ///< "primer-cli.log"; older ones are primer-cli.1.log ... beside it
    Level level = Level::Info;       ///< of the file and the lines kept
    Level terminal = Level::Warning; ///< of standard error
    std::size_t keptLines = 0;       ///< for linesSince()
    std::size_t fileBytes = 2'000'000;
    int files = 5; ///< with the one that is written
};

/// $XDG_STATE_HOME/primer, else ~/.local/state/primer; "" when neither is known.
std::string stateFolder();

/// What `option` (--log-level; "" when not given) or else PRIMER_LOG ask for, with the file PROGRAM.log in
/// stateFolder(); a level that was asked for holds on the terminal too. InvalidInput when the word is not a level.
Result<Settings> settingsFor(const std::string &program, const std::string &option);

/// While it lives, lines reach the file within a second, warnings and worse at once, and a crash writes what is left.
class Session
{
public:
    Session() = default;
    Session(Session &&other) noexcept : m_isOwner(std::exchange(other.m_isOwner, false)) {}
    Session &operator=(Session &&) = delete;
    ~Session();

private:
    friend Session start(const Settings &settings);
    bool m_isOwner = false;
};

/// Called once, at the top of main, before other threads log. A file that cannot be written is said once on standard
/// error; the program goes on.
[[nodiscard]] Session start(const Settings &settings);

/// From here on the file is this one: for a run's folder, which is known later than the log begins.
void moveTo(const std::string &folder, const std::string &file);

/// The file as it is now; "" when none is written.
std::string filePath();

bool isOn(Level level);

/// The module is the one of the caller's source file.
void write(Level level, std::string_view text, Place place = Place::here());
inline void debug(std::string_view text, Place place = Place::here()) { write(Level::Debug, text, place); }
inline void info(std::string_view text, Place place = Place::here()) { write(Level::Info, text, place); }
inline void warning(std::string_view text, Place place = Place::here()) { write(Level::Warning, text, place); }

/// For words of a library: `module` instead of a source file.
void writeFor(std::string_view module, Level level, std::string_view text);

/// Debug for what was cancelled, Info for what a person typed wrong, Error for the rest.
Level levelOf(ErrorCode code);

/// An error with its code, detail and source line; `doing` says what failed ("job import"). Error::where is a short
/// digest, the first eight digits of its sha256; at Debug a second line has it in full.
void failure(Level level, const Error &error, std::string_view doing = {}, Place place = Place::here());
inline void failure(const Error &error, std::string_view doing = {}, Place place = Place::here())
{
    failure(levelOf(error.code), error, doing, place);
}
/// The same, not on the terminal: for what the program itself says there.
void shownFailure(const Error &error, std::string_view doing = {}, Place place = Place::here());

/// No later line has this text, nor eight characters of it in a row, be it written plainly, percent-encoded, in
/// base64 or in JSON. Kept in memory until the program ends. Less than four characters are no secret.
void hideSecret(std::string_view secret);

struct Line {
    std::uint64_t sequence = 0;    ///< counts up by one
    std::int64_t milliseconds = 0; ///< since 1970
    Level level = Level::Info;
    std::string module;
    std::string text;
};

/// Of the last `keptLines` those with `sequence` or a higher one.
std::vector<Line> linesSince(std::uint64_t sequence);

void flush();

} // namespace primer::log
