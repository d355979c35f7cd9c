#include "core/base/child_start.h"

namespace primer {

std::vector<char *> execWords(const std::vector<std::string> &texts)
{
    std::vector<char *> words;
    for (const std::string &text : texts)
        words.push_back(const_cast<char *>(text.c_str()));
    words.push_back(nullptr);
    return words;
}

BlockedSignals::BlockedSignals()
{
    sigset_t all;
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &m_before);
}

BlockedSignals::~BlockedSignals() { ::pthread_sigmask(SIG_SETMASK, &m_before, nullptr); }

void useDefaultSignals()
{
    struct sigaction standard {};
    standard.sa_handler = SIG_DFL;
    for (int number = 1; number < NSIG; ++number)
        (void)::sigaction(number, &standard, nullptr);
    sigset_t none;
    ::sigemptyset(&none);
    ::pthread_sigmask(SIG_SETMASK, &none, nullptr);
}

} // namespace primer
