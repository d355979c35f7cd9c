// Owns: the panel of long jobs: progress, rate, time left, cancel, result. Not here: running them (core/jobs).
#pragma once

#include <QHash>
#include <QTimer>
#include <QWidget>

#include "ui/session/workspace_session.h"

class QLabel;
class QProgressBar;
class QToolButton;
class QVBoxLayout;

namespace primer {

class JobsPanel : public QWidget
{
    Q_OBJECT
public:
    explicit JobsPanel(WorkspaceSession &session, QWidget *parent = nullptr);
    /// "import 62 % · 4 min" of the job that runs, or "".
    QString headline() const;
    /// 0-100, -1 when nothing runs or the end is unknown.
    int percent() const;
    static QString titleOf(const Job &job);

Q_SIGNALS:
    void progressed();

private:
    struct Row {
        QWidget *widget;
        QLabel *title;
        QLabel *facts;
        QProgressBar *bar;
        QToolButton *cancel;
    };
    void add(Job *job);
    void tick();
    void show(const Job &job, const Row &row) const;
    QString resultOf(const Job &job) const;
    static double secondsLeft(const Job &job);

    WorkspaceSession &m_session;
    QVBoxLayout *m_list;
    QLabel *m_empty;
    QHash<int, Row> m_rows;
    QTimer m_timer;
};

} // namespace primer
