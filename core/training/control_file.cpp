#include "core/training/control_file.h"

#include <cstdio>
#include <sstream>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "core/base/atomic_file.h"
#include "core/base/log.h"

namespace primer {

namespace {

constexpr std::size_t controlLimit = std::size_t(1) << 20;

} // namespace

Result<int> lockRun(const std::string &folder)
{
    const int lock = ::open((folder + "/run.lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (lock < 0)
        return errnoError(errno, folder);
    if (::flock(lock, LOCK_EX | LOCK_NB) != 0) {
        ::close(lock);
        return Error{ErrorCode::Locked, "another process trains there", folder};
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
    const auto text = readFile(taken, controlLimit);
    if (!text)
        log::failure(text.error(), "words for the run are lost");
    std::istringstream lines(text ? *text : "");
    for (std::string word; lines >> word;) {
        if (word == "stop") {
            words.stops = true;
        } else if (word == "checkpoint") {
            words.saves = true;
        } else if (word == "extend") {
            std::int64_t more = 0;
            if (lines >> more && more > 0)
                words.moreSteps += more;
        }
    }
    ::unlink(taken.c_str());
    return words;
}

} // namespace primer
