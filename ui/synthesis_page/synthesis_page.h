// Owns: the page of synthesis: its runs, the chosen one by rows, coverage and diversity, and the ways between them.
// Not here: carrying runs through (synthesis_jobs.h), what is asked before one (synthesis_dialog.h).
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <QTimer>
#include <QWidget>

#include "core/synthesis/synthesis_run.h"
#include "ui/session/workspace_session.h"

class QLabel;
class QPushButton;
class QStackedWidget;
class QTabWidget;

namespace primer {

class CoveragePanel;
class DiversityPanel;
class ExtensionDialog;
class MessageBar;
class RowKindsPanel;
class SynthesisDialog;
class SynthesisJobs;
class SynthesisRunList;
struct SampleImport;

class SynthesisPage : public QWidget
{
    Q_OBJECT
public:
    enum Tab { RowsTab, CoverageTab, DiversityTab };
    enum Button { New, GoOn, Stop, Extend, AddRows, ButtonCount };

    explicit SynthesisPage(WorkspaceSession &session, QWidget *parent = nullptr);

    MessageBar *messages() const { return m_messages; }
    SynthesisJobs *jobs() const { return m_jobs; }
    SynthesisRunList *runs() const { return m_runs; }
    RowKindsPanel *rows() const { return m_rows; }
    CoveragePanel *coverage() const { return m_coverage; }
    DiversityPanel *diversity() const { return m_diversity; }
    QTabWidget *tabs() const { return m_tabs; }
    QLabel *facts() const { return m_facts; }
    QPushButton *button(Button button) const { return m_buttons[button]; }
    SynthesisDialog *openDialog();
    ExtensionDialog *openExtension();

Q_SIGNALS:
    /// The samples that rows became are the set of all pages.
    void setChosen();

protected:
    void showEvent(QShowEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;

private:
    struct Snapshot;
    void makeButtons();
    void makeLayout();
    QWidget *makeEmpty();
    void connectPanels();
    void connectJobs();
    void reload();
    void take(const Snapshot &snapshot);
    void showRun();
    void showTab();
    void showButtons();
    void tell(const SynthesisReport &report, const std::string &cause);
    void tellAdded(const QString &run, const SampleImport &import);
    void goOnWithChosen();
    bool canWrite() const { return !m_session.workspace()->isReadOnly(); }

    WorkspaceSession &m_session;
    SynthesisJobs *m_jobs;
    MessageBar *m_messages;
    QPushButton *m_buttons[ButtonCount], *m_begin;
    SynthesisRunList *m_runs;
    QLabel *m_facts, *m_empty;
    QTabWidget *m_tabs;
    RowKindsPanel *m_rows;
    CoveragePanel *m_coverage;
    DiversityPanel *m_diversity;
    QStackedWidget *m_stack;
    QTimer m_timer;
    quint64 m_generation = 0, m_factsGeneration = 0;
};

} // namespace primer
