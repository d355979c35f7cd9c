// Owns: the question before a window or workspace goes while jobs run: what stops, what goes on, what is kept.
// Not here: ending them.
#pragma once

#include <functional>
#include <vector>

#include <QCoreApplication>
#include <QString>

#include "ui/session/workspace_jobs.h"

class QWidget;

namespace primer {

class Leaving
{
    Q_DECLARE_TR_FUNCTIONS(primer::Leaving)
public:
    /// Work would be lost or has to go on later. An index is completed by itself: nothing to decide.
    static bool endsWork(const WorkspaceJobs &jobs);
    /// `trainings`: names of those that train. `then` at once when no work is lost, else when the person says so.
    static void ask(QWidget *window, const WorkspaceJobs &jobs, const std::vector<QString> &trainings,
                    const QString &button, std::function<void()> then);
};

} // namespace primer
