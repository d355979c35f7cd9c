// Owns: running a function off the UI thread and handing its result back on a QObject's thread.
// Not here: long work with progress (job_list.h). Results for an object that is gone are dropped; what comes, comes
// by the event loop, never before the call returns.
#pragma once

#include <exception>
#include <type_traits>
#include <utility>

#include <QFuture>
#include <QFutureWatcher>
#include <QObject>
#include <QThreadPool>
#include <QtConcurrentRun>

#include "core/base/exception_error.h"
#include "core/base/log.h"
#include "core/base/result.h"

namespace primer {

/// Short reads for what is on screen; never used by long jobs, which have a pool of their own.
QThreadPool &interactivePool();

/// An error that `work` returns is in the log, with the caller's source line, whether or not `then` shows it. An
/// exception is in the log too and becomes WorkerDied, so that who waits for an answer has one; where the answer cannot
/// be an error, `then` is not called.
template<typename Work, typename Then>
void inBackground(QObject *context, Work work, Then then, log::Place place = log::Place::here())
{
    using Answer = std::invoke_result_t<Work &>;
    auto logged = [work = std::move(work), place]() mutable -> Answer {
        try {
            Answer answer = work();
            if constexpr (requires { answer.error(); }) {
                if (!answer)
                    log::failure(answer.error(), {}, place);
            }
            return answer;
        } catch (const std::exception &failure) {
            const Error error{ErrorCode::WorkerDied, errorOf(failure).detail, "in the background"};
            log::failure(error, "exception", place);
            if constexpr (std::is_constructible_v<Answer, Error>)
                return Answer(error);
            else
                throw;
        }
    };
    // Not by the future's `then`: it would come here and now when the work has ended, before anybody can listen.
    auto *watcher = new QFutureWatcher<Answer>(context);
    QObject::connect(watcher, &QFutureWatcherBase::finished, context, [watcher, then = std::move(then)]() mutable {
        watcher->deleteLater();
        QFuture<Answer> future = watcher->future();
        if (future.resultCount() > 0) // none after an exception that is no answer
            then(future.takeResult());
    });
    watcher->setFuture(QtConcurrent::run(&interactivePool(), std::move(logged)));
}

} // namespace primer
