// Owns: a log on disk that several processes write at once: whole lines, older files beside it, never an error to the
// program. Not here: what a line is.
#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace primer::log {

/// Lines gather in memory and are appended with one write (O_APPEND), so that processes mix by lines. Whoever finds
/// the file too large renames the chain while it holds a lock on it; the others see at their next flush that the name
/// belongs to another file and open that. Not thread-safe but for writeLast().
class LogFile
{
public:
    /// `program` begins the one line on standard error when the file cannot be written.
    LogFile(std::string program, std::size_t maxBytes, int maxFiles);
    ~LogFile();
    LogFile(const LogFile &) = delete;
    LogFile &operator=(const LogFile &) = delete;

    /// Makes the folder. The file is opened when the first lines are flushed; lines that wait go to the new one.
    void setPath(const std::string &folder, const std::string &file);
    std::string path() const { return m_path; }

    /// `line` ends with its newline.
    void append(std::string_view line);
    void flush();

    /// For a signal handler: what waits and then `line`, with async-signal-safe calls only. True when it was written.
    bool writeLast(std::string_view line) noexcept;
    /// The path for a signal handler; a string that does not move.
    const char *fixedPath() const noexcept { return m_fixedPath.get(); }

private:
    bool open();
    bool isOurs(int descriptor) const;
    void close();
    void rotateIfLarge();
    void giveUp(int failure);

    static constexpr std::size_t bufferBytes = 1 << 16, longestPath = 4096;
    const std::string m_program;
    const std::size_t m_maxBytes;
    const int m_maxFiles;
    std::string m_path;
    bool m_hasComplained = false;
    bool m_isTorn = false; ///< the last write ended within a line
    std::atomic<int> m_descriptor{-1};
    std::atomic<std::size_t> m_used{0};
    std::unique_ptr<char[]> m_buffer;
    std::unique_ptr<char[]> m_fixedPath;
};

} // namespace primer::log
