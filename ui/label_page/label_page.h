// Owns: the label page: the checks to choose from, one sample with the keys to judge it and what others say of it, the
// summary of a finished check; which of the three is shown. Not here: which sample comes next, what is pending, the way
// back (ui/session/judging_queue.h).
#pragma once

#include <QWidget>

#include "ui/models/sample_loader.h"
#include "ui/session/workspace_session.h"
#include "ui/settings/app_settings.h"

class QComboBox;
class QLabel;
class QPushButton;
class QStackedWidget;
class QToolButton;

namespace primer {

class CheckActions;
class CheckList;
class CheckSummaryView;
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
    CheckList *checks() const { return m_checks; }
    CheckSummaryView *summary() const { return m_summary; }
    CheckActions *checkActions() const { return m_actions; }
    /// What others said of the sample that is shown; hidden while it must not be seen.
    QLabel *opinions() const { return m_opinions; }
    /// What others said of the sample judged last, beside what was given to it.
    QLabel *reveal() const { return m_reveal; }
    /// A sample is shown to be judged, not the checks or a summary.
    bool isJudging() const;
    /// Says that a check was deleted.
    Toast *checkToast() const { return m_checkToast; }

Q_SIGNALS:
    void qualityWanted();

protected:
    void showEvent(QShowEvent *event) override;

private:
    void makeLayout();
    QWidget *makeJudging();
    void connectChecks();
    void showView();
    bool areOpinionsHidden() const;
    void showReveal(const Judgement &judgement);
    void onEnd();
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
    CheckActions *m_actions;
    QStackedWidget *m_views;
    CheckList *m_checks;
    CheckSummaryView *m_summary;
    QPushButton *m_allChecks, *m_toSummary;
    QToolButton *m_more;
    QWidget *m_judging = nullptr;
    SampleView *m_sample;
    QLabel *m_opinions, *m_reveal;
    TeacherPanel *m_teachers;
    HistoryRow *m_history;
    JudgingStrip *m_strip;
    NoteDraft *m_note;
    bool m_isStale = false; ///< the current sample is another since the page was hidden
    Toast *m_toast, *m_checkToast;
    std::shared_ptr<const SampleDetails> m_details; ///< of the sample that is shown
    bool m_looksBack = false;                       ///< at samples of a finished check instead of its summary
};

} // namespace primer
