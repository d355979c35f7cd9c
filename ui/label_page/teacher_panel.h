// Owns: teachers beside the judging: labelling runs with progress and money, what failed. Not here: judging, agreement,
// carrying runs through (label_runs.h).
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <QTimer>
#include <QWidget>

#include "core/workspace/teacher_labelling.h"
#include "ui/label_page/teacher_dialog.h"
#include "ui/session/workspace_session.h"

class QMenu;
class QPushButton;
class QTreeWidget;

namespace primer {

class AgreementPanel;
class LabelRunActions;
class LabelRuns;
class MessageBar;

class TeacherPanel : public QWidget
{
    Q_OBJECT
public:
    explicit TeacherPanel(WorkspaceSession &session, QWidget *parent = nullptr);

    QTreeWidget *runs() const { return m_runs; }
    QTreeWidget *failures() const { return m_failures; }
    AgreementPanel *agreement() const { return m_agreement; }
    MessageBar *messages() const { return m_messages; }
    /// Draws the samples and labels them, by rules or by a model.
    void begin(const TeacherDialog::Choice &choice);

    TeacherDialog *openDialog();
    /// With the settings of a run.
    void openDialogFrom(const LabelRun &run);
    /// Of the chosen run; null when there is none. Deleted when it closes.
    QMenu *newRunMenu();

Q_SIGNALS:
    /// A row of the inbox or of the disagreements.
    void sampleOpened(primer::SampleId sample);

protected:
    bool eventFilter(QObject *object, QEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    struct Snapshot;
    struct Failure {
        LabelItem item;
        std::string path;
    };
    using Failures = std::vector<Failure>;
    void makeLayout();
    void connectButtons();
    void connectRuns();
    void connectActions();
    bool canRemove() const;
    void reload();
    void take(const Snapshot &snapshot);
    void showRuns();
    void showFailures();
    void fillFailures(const Failures &failures);
    void goOn(std::int64_t run);
    void tell(const TeacherRunReport &report, const Forecast &forecast);
    void sayWhy(const TeacherRunReport &report);
    QString stopText(const TeacherRunReport &report) const;
    const LabelRun *chosenRun() const;
    const LabelRun *knownRun(std::int64_t run) const;

    WorkspaceSession &m_session;
    LabelRuns *m_labelling;
    LabelRunActions *m_actions;
    MessageBar *m_messages;
    QPushButton *m_new, *m_goOn, *m_stop, *m_retry;
    QTreeWidget *m_runs, *m_failures;
    AgreementPanel *m_agreement;
    QTimer m_timer;
    std::vector<LabelRun> m_known;
    std::pair<std::int64_t, std::int64_t> m_shownFailures{-1, -1}; ///< run and number in the list
    std::int64_t m_comparedLabels = -1;                            ///< labels there were at the last comparison
    quint64 m_generation = 0;
};

} // namespace primer
