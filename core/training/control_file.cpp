#include "core/training/control_file.h"

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <sstream>
#include <string>
#include <thread>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "core/base/atomic_file.h"
#include "core/base/log.h"

namespace primer {

namespace {

constexpr std::size_t controlLimit = std::size_t(1) << 20;
constexpr std::int64_t longestExtension = 1'000'000'000'000; ///< what a configuration bears (recipe)
constexpr int lockAttempts = 400;
constexpr auto lockPause = std::chrono::milliseconds(5);

} // namespace

Result<Descriptor> lockRun(const std::string &folder)
{
    Descriptor lock(::open((folder + "/run.lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644));
    if (lock.get() < 0)
        return errnoError(errno, folder);
    for (int attempt = 1; ::flock(lock.get(), LOCK_EX | LOCK_NB) != 0; ++attempt) {
        if (errno != EWOULDBLOCK && errno != EINTR)
            return errnoError(errno, folder);
        // Whoever asks whether an engine works there shares the lock for a moment; an engine shares it with nobody.
        const bool isShared = ::flock(lock.get(), LOCK_SH | LOCK_NB) == 0;
        ::flock(lock.get(), LOCK_UN);
        if (!isShared || attempt == lockAttempts)
            return Error{ErrorCode::Locked, "another process trains there", folder};
        std::this_thread::sleep_for(lockPause);
    }
    return lock;
}

ControlWords takeControlWords(const std::string &folder)
{
    ControlWords words;
    const std::string path = folder + "/control", taken = path + ".taken";
    // Taken by renaming: a word written meanwhile is read the next time.
    if (::rename(path.c_str(), taken.c_str()) != 0)
        return words;
    // Whoever is writing a word to it has it locked (core/runs).
    if (const Descriptor file(::open(taken.c_str(), O_RDONLY | O_CLOEXEC)); file.get() >= 0)
        ::flock(file.get(), LOCK_EX);
    const auto text = readFile(taken, controlLimit);
    if (!text)
        log::failure(text.error(), "words for the run are lost");
    std::istringstream lines(text ? *text : "");
    for (std::string line; std::getline(lines, line);) { // what one line gets wrong costs no other
        std::istringstream parts(line);
        std::string word;
        parts >> word;
        std::int64_t more = 0;
        if (word == "stop")
            words.stops = true;
        else if (word == "checkpoint")
            words.saves = true;
        else if (word == "extend" && parts >> more && more > 0 && more <= longestExtension - words.moreSteps)
            words.moreSteps += more;
        else if (!word.empty())
            log::warning("a word for the run is passed over: " + line);
    }
    ::unlink(taken.c_str());
    return words;
}

} // namespace primer
