// Owns: LibTorch's warnings as lines of the log. Not here: what it prints itself on standard error.
#pragma once

#include <memory>

namespace c10 {
class WarningHandler;
}

namespace primer::engine {

/// While it lives, on the thread that made it: LibTorch keeps a handler a thread.
class TorchWarnings
{
public:
    TorchWarnings();
    ~TorchWarnings();
    TorchWarnings(const TorchWarnings &) = delete;
    TorchWarnings &operator=(const TorchWarnings &) = delete;

private:
    std::unique_ptr<c10::WarningHandler> m_handler;
};

} // namespace primer::engine
