// Owns: the label page: one sample, the keys to judge it, what others say of it. Not here: which sample comes next,
// what is pending, the way back (ui/session/judging_queue.h).
#pragma once

#include <QWidget>

#include "ui/models/sample_loader.h"
#include "ui/session/workspace_session.h"
#include "ui/settings/app_settings.h"

class QComboBox;
class QLabel;
class QPushButton;

namespace primer {

class HistoryRow;
class JudgingStrip;
class MessageBar;
class NoteDraft;
class SampleView;
class TeacherPanel;
class Toast;

class LabelPage : public QWidget
{
    Q_OBJECT
public:
    LabelPage(WorkspaceSession &session, AppSettings &settings, QWidget *parent = nullptr);

    JudgingStrip *strip() const { return m_strip; }
    TeacherPanel *teachers() const { return m_teachers; }
    QPushButton *teacherSwitch() const { return m_teacherSwitch; }
    MessageBar *messages() const { return m_messages; }

protected:
    void showEvent(QShowEvent *event) override;

private:
    void makeLayout();
    void buildKeys(AppSettings &settings);
    void connectQueue();
    void connectParts();
    void give(Verdict verdict, int value);
    void undoLast();
    void onJudged(const Judgement &judgement);
    void onFailed(const Judgement &judgement, const Error &error);
    void showQueues();
    void showQueue();
    void showCurrent();
    void showDetails(const SampleDetails &details);
    void showOpinions(const SampleDetails &details);
    void openQueueDialog();

    WorkspaceSession &m_session;
    AppSettings &m_settings;
    JudgingQueue &m_queue;
    SampleLoader *m_loader;
    QComboBox *m_queueChoice;
    QLabel *m_title;
    QLabel *m_blindMark;
    QPushButton *m_newQueue;
    QPushButton *m_teacherSwitch;
    MessageBar *m_messages;
    SampleView *m_sample;
    QLabel *m_opinions;
    TeacherPanel *m_teachers;
    HistoryRow *m_history;
    JudgingStrip *m_strip;
    NoteDraft *m_note;
    Toast *m_toast;
    bool m_isStale = false; ///< the current sample is another since the page was hidden
};

} // namespace primer
