#include "core/jobs/background.h"

namespace primer {

QThreadPool &interactivePool()
{
    static QThreadPool pool;
    static const bool isSet = [] {
        pool.setMaxThreadCount(4);
        pool.setThreadPriority(QThread::HighPriority);
        return true;
    }();
    (void)isSet;
    return pool;
}

} // namespace primer
