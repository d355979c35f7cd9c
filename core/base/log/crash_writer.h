// Owns: the last lines of a program that ends by a signal or an exception that nobody catches.
// Not here: what a debugger or a sanitizer does then: their handlers run after this one.
#pragma once

#include "core/base/log/log_file.h"
#include "core/base/log/redactor.h"

namespace primer::log {

/// From now on SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL and std::terminate write what `file` holds back and one line
/// more, with write(2) alone, say on standard error where it is, and then go on as they would have.
/// `file` and `redactor` live until stopWatchingForCrashes().
void watchForCrashes(const char *program, LogFile &file, const Redactor &redactor);
void stopWatchingForCrashes();

} // namespace primer::log
