// Owns: the commands that judge the selected rows together, take that back, write a note, and put rows into queues.
// Not here: doing it (ui/session/bulk_work.h), judging one after another (ui/label_page).
#pragma once

#include <QObject>

#include "core/dataset/sample.h"
#include "ui/models/sample_loader.h"
#include "ui/session/workspace_session.h"
#include "ui/settings/app_settings.h"

class QAction;
class QMenu;

namespace primer {

class SampleTable;

class JudgeCommands : public QObject
{
    Q_OBJECT
public:
    JudgeCommands(WorkspaceSession &session, AppSettings &settings, SampleTable *table, QWidget *page);

    /// Of the current row: what its note was.
    void setDetails(std::shared_ptr<const SampleDetails> details) { m_details = std::move(details); }
    /// Queues that rows can be added to, and a new one.
    void fillQueues(QMenu &menu);
    void askForQueue();
    void askForNote();

Q_SIGNALS:
    /// With a way back when `canUndo`.
    void told(const QString &text, bool canUndo);
    void failed(const primer::Error &error);
    void noteWritten(primer::SampleId sample, const QString &note);

private:
    void addActions();
    void connectWork();
    void refresh();
    void judge(Verdict verdict, int value);
    void takeQueue(const QString &name);

    WorkspaceSession &m_session;
    AppSettings &m_settings;
    SampleTable *m_table;
    QWidget *m_page;
    std::shared_ptr<const SampleDetails> m_details;
    QList<QAction *> m_needRow;
    QAction *m_undo = nullptr;
};

} // namespace primer
