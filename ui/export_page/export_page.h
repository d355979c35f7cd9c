// Owns: exporting the current set: target, format, licence policy, what will leave and what was left out.
// Not here: writing it (core/exporters).
#pragma once

#include <QWidget>

#include "ui/models/workspace_session.h"
#include "ui/settings/app_settings.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QProgressBar;
class QPushButton;
class QTreeWidget;

namespace primer {

class MessageBar;
class SetChoice;

class ExportPage : public QWidget
{
    Q_OBJECT
public:
    explicit ExportPage(WorkspaceSession &session, QWidget *parent = nullptr);
    QLineEdit *targetInput() const { return m_target; }
    QPushButton *exportButton() const { return m_start; }
    QTreeWidget *licenceList() const { return m_licences; }
    SetChoice *set() const { return m_set; }

protected:
    void showEvent(QShowEvent *event) override;

private:
    void refreshLicences();
    void showSummary();
    void start();
    void onFinished(Job *job);
    void storeState();
    void showError(const Error &error);

    WorkspaceSession &m_session;
    MessageBar *m_messages;
    QLineEdit *m_target;
    QLineEdit *m_name;
    QComboBox *m_format;
    SetChoice *m_set;
    QTreeWidget *m_licences;
    QLabel *m_summary;
    QPushButton *m_start;
    QProgressBar *m_progress;
    QPlainTextEdit *m_result;
    int m_job = 0;
    quint64 m_generation = 0;
};

} // namespace primer
