// Owns: what is done to runs off the UI thread: one started, words sent, steps added. Not here: how a training starts
// (core/workspace/training_start.h), asking for it, watching what comes of it.
#pragma once

#include <QObject>

#include "core/base/result.h"
#include "ui/session/workspace_session.h"
#include "ui/training_page/run_dialog.h"

namespace primer {

class RunStarter : public QObject
{
    Q_OBJECT
public:
    RunStarter(WorkspaceSession &session, QString engine, QObject *parent);

    /// As a job when shards are to be made.
    void begin(const RunDialog::Choice &choice);
    void start(const QString &folder);
    /// "stop" or "checkpoint", for the engine's next step.
    void send(const QString &folder, const std::string &word);
    /// A run that does not train is started again with more steps.
    void extend(const QString &folder, qint64 steps, bool isRunning);
    /// The same for a run that stands, with the end that its schedule has now.
    void extendKeepingSchedule(const QString &folder, qint64 steps);
    void rename(const QString &folder, const QString &title);
    void note(const QString &folder, const QString &notes);
    /// Answers with `removed`.
    void remove(const QString &folder);
    void takeBack(const QString &removed, const QString &folder);

Q_SIGNALS:
    void created(const QString &folder);
    /// Put away, where `takeBack` finds it until the workspace is opened again.
    void removed(const QString &removed, const QString &folder);
    void cameBack(const QString &folder);
    void changed();
    void failed(const primer::Error &error);

private:
    void tell(const Status &status);

    WorkspaceSession &m_session;
    QString m_engine;
};

} // namespace primer
