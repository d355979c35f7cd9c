#include "core/base/log/crash_writer.h"

#include <array>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstring>
#include <ctime>
#include <exception>
#include <memory>

#include <unistd.h>

namespace primer::log {

namespace {

struct Fatal {
    int signal;
    const char *name;
};

constexpr std::array fatalSignals{Fatal{SIGSEGV, "SIGSEGV"}, Fatal{SIGABRT, "SIGABRT"}, Fatal{SIGBUS, "SIGBUS"},
                                  Fatal{SIGFPE, "SIGFPE"}, Fatal{SIGILL, "SIGILL"}};
constexpr std::size_t alternateStackBytes = 1 << 16;

// A signal handler can be given nothing: what it needs lies here. Zero while nobody watches.
std::atomic<LogFile *> watchedFile{nullptr};
const Redactor *watchedRedactor = nullptr;
const char *programName = "";
std::array<struct sigaction, fatalSignals.size()> earlierActions;
std::terminate_handler earlierTerminate = nullptr;
std::array<char, 512> exceptionText{};
std::array<char, alternateStackBytes> alternateStack; // of the main thread: its own may be what overflowed

/// A line put together without memory of the heap, as a signal handler may.
class FixedLine
{
public:
    FixedLine &operator<<(const char *text)
    {
        for (; *text && m_used < m_bytes.size(); ++text)
            m_bytes[m_used++] = *text;
        return *this;
    }
    FixedLine &number(long value, int digits)
    {
        std::array<char, 24> text{};
        std::size_t place = text.size() - 1;
        for (; value > 0 || digits > 0; value /= 10, --digits)
            text[--place] = char('0' + value % 10);
        return *this << &text[place];
    }
    std::string_view view() const { return {m_bytes.data(), m_used}; }

private:
    std::array<char, 2048> m_bytes{};
    std::size_t m_used = 0;
};

/// The file's form of the time; gmtime() is not for signal handlers.
void addTime(FixedLine &line)
{
    timespec now = {};
    ::clock_gettime(CLOCK_REALTIME, &now);
    const long second = long(now.tv_sec % 86400);
    const std::chrono::year_month_day date(std::chrono::sys_days(std::chrono::days(now.tv_sec / 86400)));
    line.number(int(date.year()), 4) << "-";
    line.number(long(unsigned(date.month())), 2) << "-";
    line.number(long(unsigned(date.day())), 2) << "T";
    line.number(second / 3600, 2) << ":";
    line.number(second / 60 % 60, 2) << ":";
    line.number(second % 60, 2) << ".";
    line.number(now.tv_nsec / 1'000'000, 3) << "Z ";
}

void writeLastWords(int signal, LogFile &file)
{
    const char *name = "signal";
    for (const Fatal &fatal : fatalSignals) {
        if (fatal.signal == signal)
            name = fatal.name;
    }
    FixedLine line;
    addTime(line);
    line.number(::getpid(), 1) << " critical crash: the program ends by " << name;
    if (exceptionText[0])
        line << ": " << exceptionText.data();
    line << "\n";
    FixedLine notice;
    notice << programName << ": ended by " << name;
    if (file.writeLast(line.view()))
        notice << "; its last lines are in " << file.fixedPath();
    notice << "\n";
    if (::write(STDERR_FILENO, notice.view().data(), notice.view().size()) < 0)
        return; // nobody listens
}

void onFatalSignal(int signal, siginfo_t *info, void *)
{
    if (LogFile *file = watchedFile.exchange(nullptr)) // the first thread to fall writes
        writeLastWords(signal, *file);
    for (std::size_t place = 0; place < fatalSignals.size(); ++place) {
        if (fatalSignals[place].signal == signal)
            ::sigaction(signal, &earlierActions[place], nullptr);
    }
    // A fault comes again when its instruction does, and then has the right place in a core file.
    if (info->si_code <= 0 || signal == SIGABRT)
        ::raise(signal);
}

[[noreturn]] void onTerminate()
{
    if (watchedFile.load()) {
        std::string text = "terminate without an exception";
        if (const std::exception_ptr thrown = std::current_exception()) {
            try {
                std::rethrow_exception(thrown);
            } catch (const std::exception &exception) {
                text = std::string("uncaught exception: ") + exception.what();
            } catch (...) {
                text = "uncaught exception";
            }
        }
        text = watchedRedactor->redact(text, false);
        std::strncpy(exceptionText.data(), text.c_str(), exceptionText.size() - 1);
    }
    if (earlierTerminate)
        earlierTerminate();
    std::abort();
}

} // namespace

void watchForCrashes(const char *program, LogFile &file, const Redactor &redactor)
{
    programName = program;
    watchedRedactor = &redactor;
    if (watchedFile.exchange(&file))
        return;
    stack_t stack = {};
    stack.ss_sp = alternateStack.data();
    stack.ss_size = alternateStack.size();
    stack_t present = {};
    if (::sigaltstack(nullptr, &present) == 0 && (present.ss_flags & SS_DISABLE)) // a sanitizer brings its own
        ::sigaltstack(&stack, nullptr);
    struct sigaction action = {};
    action.sa_sigaction = onFatalSignal;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER;
    ::sigemptyset(&action.sa_mask);
    for (std::size_t place = 0; place < fatalSignals.size(); ++place)
        ::sigaction(fatalSignals[place].signal, &action, &earlierActions[place]);
    earlierTerminate = std::set_terminate(onTerminate);
}

void stopWatchingForCrashes()
{
    if (!watchedFile.exchange(nullptr))
        return;
    for (std::size_t place = 0; place < fatalSignals.size(); ++place)
        ::sigaction(fatalSignals[place].signal, &earlierActions[place], nullptr);
    std::set_terminate(earlierTerminate);
}

} // namespace primer::log
