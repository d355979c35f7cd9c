#include "core/base/log/log_file.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace primer::log {

namespace {

/// The errno of what went wrong, 0 when all is written. Async-signal-safe.
int writeAll(int descriptor, std::string_view bytes, std::size_t &written) noexcept
{
    written = 0;
    while (written < bytes.size()) {
        const ssize_t count = ::write(descriptor, bytes.data() + written, bytes.size() - written);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return count < 0 ? errno : EIO;
        written += std::size_t(count);
    }
    return 0;
}

int openForAppending(const char *path) noexcept
{
    return ::open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOCTTY, 0600);
}

/// "a/primer.log" and 2 are "a/primer.2.log".
std::string olderPath(const std::string &path, int age)
{
    const std::filesystem::path whole(path);
    return age == 0
               ? path
               : (whole.parent_path() / whole.stem()).string() + "." + std::to_string(age) + whole.extension().string();
}

} // namespace

LogFile::LogFile(std::string program, std::size_t maxBytes, int maxFiles)
    : m_program(std::move(program)), m_maxBytes(maxBytes), m_maxFiles(maxFiles),
      m_buffer(std::make_unique<char[]>(bufferBytes)), m_fixedPath(std::make_unique<char[]>(longestPath))
{}

LogFile::~LogFile()
{
    flush();
    close();
}

void LogFile::setPath(const std::string &folder, const std::string &file)
{
    close();
    std::error_code ignored; // opening says it
    std::filesystem::create_directories(std::filesystem::path(folder).parent_path(), ignored);
    ::mkdir(folder.c_str(), 0700);
    m_path = folder + "/" + file;
    m_hasComplained = false;
    if (m_path.size() < longestPath)
        std::memcpy(m_fixedPath.get(), m_path.c_str(), m_path.size() + 1);
}

void LogFile::append(std::string_view line)
{
    if (m_used + line.size() > bufferBytes)
        flush();
    line = line.substr(0, bufferBytes);
    const std::size_t used = m_used;
    std::memcpy(m_buffer.get() + used, line.data(), line.size());
    m_used.store(used + line.size(), std::memory_order_release); // a signal sees whole lines only
}

void LogFile::flush()
{
    if (m_used == 0)
        return;
    if (open()) {
        std::size_t written = 0;
        if (m_isTorn && writeAll(m_descriptor, "\n", written) == 0)
            m_isTorn = false;
        const std::string_view bytes(m_buffer.get(), m_used);
        const int failure = writeAll(m_descriptor, bytes, written);
        m_isTorn = written > 0 ? bytes[written - 1] != '\n' : m_isTorn;
        if (failure)
            giveUp(failure);
        else
            rotateIfLarge();
    }
    m_used = 0;
}

bool LogFile::isOurs(int descriptor) const
{
    struct stat named = {}, opened = {};
    return ::stat(m_path.c_str(), &named) == 0 && ::fstat(descriptor, &opened) == 0 && named.st_ino == opened.st_ino
           && named.st_dev == opened.st_dev;
}

bool LogFile::open()
{
    if (m_descriptor >= 0 && isOurs(m_descriptor))
        return true;
    close();
    const int descriptor = openForAppending(m_path.c_str());
    if (descriptor < 0) {
        giveUp(errno);
        return false;
    }
    m_descriptor = descriptor;
    return true;
}

void LogFile::close()
{
    if (const int descriptor = m_descriptor.exchange(-1); descriptor >= 0)
        ::close(descriptor);
}

void LogFile::rotateIfLarge()
{
    struct stat now = {};
    if (::fstat(m_descriptor, &now) != 0 || std::size_t(now.st_size) < m_maxBytes)
        return;
    // Never waited for: who holds it renames already. A file system without locks is taken as it is.
    if (::flock(m_descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
        return;
    if (isOurs(m_descriptor)) {
        int age = 1;
        while (age < m_maxFiles - 1 && ::access(olderPath(m_path, age).c_str(), F_OK) == 0)
            ++age;
        for (; age > 0 && m_maxFiles > 1; --age)
            ::rename(olderPath(m_path, age - 1).c_str(), olderPath(m_path, age).c_str());
        if (m_maxFiles <= 1)
            ::unlink(m_path.c_str());
    }
    close(); // with its lock
}

void LogFile::giveUp(int failure)
{
    if (m_hasComplained)
        return;
    m_hasComplained = true;
    std::fprintf(stderr, "%s: the log %s cannot be written (%s); going on without it\n", m_program.c_str(),
                 m_path.c_str(), std::strerror(failure));
}

bool LogFile::writeLast(std::string_view line) noexcept
{
    int descriptor = m_descriptor;
    if (descriptor < 0)
        descriptor = openForAppending(m_fixedPath.get());
    if (descriptor < 0)
        return false;
    std::size_t written = 0;
    const std::string_view waiting(m_buffer.get(), m_used.load(std::memory_order_acquire));
    return writeAll(descriptor, waiting, written) == 0 && writeAll(descriptor, line, written) == 0;
}

} // namespace primer::log
