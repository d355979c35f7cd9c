// Owns: running a function off the UI thread and handing its result back on a QObject's thread.
// Not here: long work with progress (job_list.h). Results for an object that is gone are dropped.
#pragma once

#include <utility>

#include <QFuture>
#include <QObject>
#include <QThreadPool>
#include <QtConcurrentRun>

namespace primer {

/// Short reads for what is on screen; never used by long jobs, which have a pool of their own.
QThreadPool &interactivePool();

template<typename Work, typename Then>
void inBackground(QObject *context, Work work, Then then)
{
    QtConcurrent::run(&interactivePool(), std::move(work)).then(context, std::move(then));
}

} // namespace primer
