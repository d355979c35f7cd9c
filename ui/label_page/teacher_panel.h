// Owns: teachers beside the judging: labelling runs with progress and money, what failed. Not here: judging, agreement,
// asking (core/teacher).
#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>

#include <QTimer>
#include <QWidget>

#include "core/workspace/teacher_labelling.h"
#include "ui/label_page/teacher_dialog.h"
#include "ui/models/workspace_session.h"

class QPushButton;
class QTreeWidget;

namespace primer {

class AgreementPanel;
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

Q_SIGNALS:
    /// A row of the inbox or of the disagreements.
    void sampleOpened(primer::SampleId sample);

protected:
    void showEvent(QShowEvent *event) override;

private:
    struct Snapshot;
    void makeLayout();
    void connectAll();
    void reload();
    void take(const Snapshot &snapshot);
    void showFailures();
    void openDialog();
    void goOn(std::int64_t run);
    struct Begun {
        std::int64_t run = 0;
        ApiKey key;
    };
    /// `begin` looks for the key and writes the run down; both may wait, so a job does it.
    void runModel(const std::function<Result<Begun>(Workspace &)> &begin, std::int64_t mostRows,
                  const QString &subject);
    void keepKey(const std::string &baseUrl, const ApiKey &key);
    void tell(const TeacherRunReport &report, const Forecast &forecast);
    std::int64_t chosenRun() const;
    void showError(const Error &error);

    WorkspaceSession &m_session;
    MessageBar *m_messages;
    QPushButton *m_new, *m_goOn, *m_stop, *m_retry;
    QTreeWidget *m_runs, *m_failures;
    AgreementPanel *m_agreement;
    QTimer m_timer;
    std::map<std::string, ApiKey>
        m_keys; ///< typed in this sitting, in memory only, by keyNameOf: each for its server alone
    QString m_keyVariable = QStringLiteral("OPENAI_API_KEY");
    std::vector<LabelRun> m_known;
    int m_job = 0;
    std::pair<std::int64_t, std::int64_t> m_shownFailures{-1, -1}; ///< run and number in the list
    std::int64_t m_comparedLabels = -1;                            ///< labels there were at the last comparison
    quint64 m_generation = 0;
};

} // namespace primer
