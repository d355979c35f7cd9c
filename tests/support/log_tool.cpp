// primer-test-log: a program with a log, for what a test cannot do to itself.
//   lines FOLDER NAME COUNT FILE_BYTES FILES   writes COUNT numbered lines with a flush each ten
//   crash FOLDER HOW                           logs and then ends: abort, segv, overflow, exception or thread
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <stdexcept>
#include <string>
#include <thread>

#include <sys/mman.h>
#include <sys/resource.h>

#include "core/base/log.h"

/// The address sanitizer asks here how it shall run: the signals are this program's own.
extern "C" const char *__asan_default_options() { return "handle_segv=0"; }

namespace {

using namespace primer;

int writeLines(char **arguments)
{
    log::Settings settings;
    settings.program = "primer-test-log";
    settings.folder = arguments[0];
    settings.file = "shared.log";
    settings.fileBytes = std::size_t(std::atoll(arguments[3]));
    settings.files = std::atoi(arguments[4]);
    const log::Session session = log::start(settings);
    for (int number = 0; number < std::atoi(arguments[2]); ++number) {
        log::info(std::string("line ") + arguments[1] + " " + std::to_string(number) + " " + std::string(60, '='));
        if (number % 10 == 9)
            log::flush();
    }
    return 0;
}

/// Deeper than any stack.
int overflow(volatile const char *above, long depth)
{
    volatile char frame[4096];
    frame[0] = above ? above[0] : 0;
    return depth > 0 ? overflow(frame, depth - 1) + frame[0] : 0;
}

void end(const std::string &how)
{
    if (how == "segv") // a page that nobody may touch: a sanitizer has nothing to say of it before
        *static_cast<volatile int *>(::mmap(nullptr, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)) = 1;
    if (how == "overflow")
        std::exit(overflow(nullptr, 1L << 40));
    if (how == "exception")
        throw std::runtime_error("no room for /home/someone/thesis.py");
    if (how == "thread")
        std::thread([] { std::abort(); }).join();
    std::abort();
}

int crash(char **arguments)
{
    const rlimit noCore{0, 0};
    ::setrlimit(RLIMIT_CORE, &noCore);
    log::Settings settings;
    settings.program = "primer-test-log";
    settings.folder = arguments[0];
    settings.file = "crash.log";
    const log::Session session = log::start(settings);
    for (int number = 0; number < 100; ++number)
        log::info("before the end " + std::to_string(number));
    end(arguments[1]);
    return 0;
}

} // namespace

int main(int count, char **arguments)
{
    if (count == 7 && std::strcmp(arguments[1], "lines") == 0)
        return writeLines(arguments + 2);
    if (count == 4 && std::strcmp(arguments[1], "crash") == 0)
        return crash(arguments + 2);
    std::fputs("usage: primer-test-log lines FOLDER NAME COUNT FILE_BYTES FILES | crash FOLDER HOW\n", stderr);
    return 2;
}
