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
/// exception goes to the log and no further: `then` is not called.
template<typename Work, typename Then>
void inBackground(QObject *context, Work work, Then then, log::Place place = log::Place::here())
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
            log::failure(errorOf(failure), "exception in the background", place);
            throw;
        }
    };
    // Not by the future's `then`: it would come here and now when the work has ended, before anybody can listen.
    using Answer = std::invoke_result_t<Work &>;
    auto *watcher = new QFutureWatcher<Answer>(context);
    QObject::connect(watcher, &QFutureWatcherBase::finished, context, [watcher, then = std::move(then)]() mutable {
        watcher->deleteLater();
        QFuture<Answer> future = watcher->future();
        if (future.resultCount() > 0) // none after an exception
            then(future.takeResult());
    });
    watcher->setFuture(QtConcurrent::run(&interactivePool(), std::move(logged)));
}

} // namespace primer
