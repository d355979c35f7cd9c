// Owns: what every start of a program does around fork and exec. Not here: whole starts (child_process.h,
// core/sandbox/launch.h).
#pragma once

#include <csignal>
#include <string>
#include <vector>

namespace primer {

/// As exec wants them, with a null behind them; they live as long as `texts`.
std::vector<char *> execWords(const std::vector<std::string> &texts);

/// No handler of this program may run in the child between fork and exec.
class BlockedSignals
{
public:
    BlockedSignals();
    ~BlockedSignals();
    BlockedSignals(const BlockedSignals &) = delete;
    BlockedSignals &operator=(const BlockedSignals &) = delete;

private:
    sigset_t m_before{};
};

/// In the child: no handler, nothing blocked. Async-signal-safe.
void useDefaultSignals();

} // namespace primer
