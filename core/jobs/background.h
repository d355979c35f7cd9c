// Owns: running a function off the UI thread and handing its result back on a QObject's thread.
// Not here: long work with progress (job_list.h). Results for an object that is gone are dropped.
#pragma once

#include <exception>
#include <source_location>
#include <type_traits>
#include <utility>

#include <QFuture>
#include <QObject>
#include <QThreadPool>
#include <QtConcurrentRun>

#include "core/base/log.h"
#include "core/base/result.h"

namespace primer {

/// Short reads for what is on screen; never used by long jobs, which have a pool of their own.
QThreadPool &interactivePool();

/// An error that `work` returns is in the log, with the caller's source line, whether or not `then` shows it. An
/// exception goes to the log and no further: `then` is not called.
template<typename Work, typename Then>
void inBackground(QObject *context, Work work, Then then, std::source_location place = std::source_location::current())
{
    auto logged = [work = std::move(work), place]() mutable {
        try {
            auto answer = work();
            if constexpr (requires { answer.error(); }) {
                if (!answer)
                    log::failure(answer.error(), {}, place);
            }
            return answer;
        } catch (const std::exception &failure) {
            log::failure(Error{ErrorCode::LimitExceeded, failure.what(), ""}, "exception in the background", place);
            throw;
        }
    };
    QtConcurrent::run(&interactivePool(), std::move(logged)).then(context, std::move(then));
}

} // namespace primer
