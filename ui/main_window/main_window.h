// Owns: the shell: rail, menus, status line, jobs panel, palette, drops, geometry. Not here: what pages do, the ways
// between them (page_stack.h), opening and importing.
#pragma once

#include <functional>
#include <memory>

#include <QMainWindow>

#include "ui/main_window/page_stack.h"
#include "ui/session/workspace_opener.h"
#include "ui/session/workspace_session.h"
#include "ui/settings/app_settings.h"

class QActionGroup;
class QDockWidget;
class QMenu;
class QToolBar;

namespace primer {

class MainMenus;
class ImportFlow;
class InterruptedOffer;
class JobsPanel;
class StatusLine;
class ToolJobs;

class MainWindow : public QMainWindow
{
    Q_OBJECT
public:
    using enum PageStack::Page;

    /// `parquetWorker` is the path of primer-parquet; primer-engine lies beside it.
    MainWindow(AppSettings &settings, QString parquetWorker, QWidget *parent = nullptr);
    ~MainWindow() override;

    /// Opens off the UI thread; shows an error inline when it cannot.
    void openWorkspace(const QString &path, bool create, bool readOnly = false);
    void importPaths(const QStringList &paths);
    JobsPanel *jobsPanel() const { return m_jobs; }
    WorkspaceSession *session() const { return m_session.get(); }
    BrowsePage *browsePage() const { return m_stack->browse(); }
    LabelPage *labelPage() const { return m_stack->label(); }
    QualityPage *qualityPage() const { return m_stack->quality(); }
    SynthesisPage *synthesisPage() const { return m_stack->synthesis(); }
    ExportPage *exportPage() const { return m_stack->exports(); }
    TrainingPage *trainingPage() const { return m_stack->training(); }
    SetBar *setBar() const { return m_stack->setBar(); }
    void showPage(int page) { m_stack->showPage(page); }
    int currentPage() const;

Q_SIGNALS:
    void workspaceOpened();

protected:
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    void closeEvent(QCloseEvent *event) override;
    void childEvent(QChildEvent *event) override;

private:
    void buildRail();
    void buildFileMenu();
    void buildViewMenu();
    void buildPageCommands();
    void buildHelpMenu();
    QAction *addCommand(QMenu *menu, const QString &id, const QString &text, const QKeySequence &key,
                        std::function<void()> run, bool needsWorkspace = false);
    void connectOpener();
    void connectJobs();
    void restoreSize();
    void adopt(OpenedWorkspace &opened);
    void closeWorkspace();
    void openFailed(const QString &path, const Error &error);
    void askForWorkspace(bool create);
    void openPalette();
    void openKeys();
    void showAbout();
    void toggleJobs();
    void openRejectedRows();
    /// Runs `then` when no work is lost by it, or the person agrees.
    void leave(const QString &button, std::function<void()> then);
    void openLog();

    AppSettings &m_settings;
    QString m_parquetWorker;
    WorkspaceOpener *m_opener;
    PageStack *m_stack;
    QToolBar *m_rail;
    QActionGroup *m_railGroup;
    MainMenus *m_menus;
    QDockWidget *m_jobsDock;
    QDockWidget *m_logDock;
    QDockWidget *m_rejectedDock;
    StatusLine *m_status;
    JobsPanel *m_jobs = nullptr;
    ImportFlow *m_imports = nullptr;
    ToolJobs *m_tools = nullptr;
    InterruptedOffer *m_offer = nullptr;
    QList<QAction *> m_workspaceActions; ///< need an open workspace
    std::unique_ptr<WorkspaceSession> m_session;
    bool m_mayLeave = false; ///< the person agreed that running work ends
};

} // namespace primer
