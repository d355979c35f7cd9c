// Owns: exporting the current set: target, format, licence policy, what will leave and what was left out.
// Not here: the preview (export_preview_view.h), writing it (core/exporters).
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <QWidget>

#include "ui/session/workspace_session.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QProgressBar;
class QPushButton;
class QTreeWidget;
class QTreeWidgetItem;

namespace primer {

class LicencePolicy;
class ExportPreviewer;
class ExportPreviewView;
class MessageBar;

class ExportPage : public QWidget
{
    Q_OBJECT
public:
    explicit ExportPage(WorkspaceSession &session, QWidget *parent = nullptr);
    QLineEdit *targetInput() const { return m_target; }
    QPushButton *exportButton() const { return m_start; }
    QTreeWidget *licenceList() const { return m_licences; }
    QLabel *summary() const { return m_summary; }
    QPushButton *openFolderButton() const { return m_openFolder; }
    ExportPreviewView *preview() const { return m_preview; }
    MessageBar *messages() const { return m_messages; }

protected:
    void showEvent(QShowEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;

private:
    using LicenceCounts = std::vector<std::pair<std::string, std::int64_t>>;
    void restoreState();
    void makeLayout();
    QWidget *makeTarget();
    QWidget *makeSettings();
    QWidget *makeResult();
    void connectAll();
    void chooseTarget();
    void refreshLicences();
    void showLicences(const LicenceCounts &counts);
    LicencePolicy policy() const;
    ExportOptions options() const;
    void askForPreview();
    void tick(const QTreeWidgetItem *item);
    void showReport(const ExportReport &report);
    void showSummary();
    void start();
    void onFinished(Job *job);
    void storeState();

    WorkspaceSession &m_session;
    MessageBar *m_messages;
    QLineEdit *m_target;
    QLineEdit *m_name;
    QComboBox *m_format;
    QLabel *m_set;
    QTreeWidget *m_licences;
    QLabel *m_summary;
    QPushButton *m_start;
    QProgressBar *m_progress;
    QWidget *m_done;
    QPlainTextEdit *m_result;
    QPushButton *m_openFolder;
    ExportPreviewer *m_previewer;
    ExportPreviewView *m_preview;
    QString m_written; ///< folder of the last export
    int m_job = 0;
    quint64 m_generation = 0;
    std::optional<std::vector<std::string>> m_allowed; ///< nothing: never chosen, so that what is permissive is
};

} // namespace primer
