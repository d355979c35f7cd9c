// Owns: the shell: rail, pages, menus, status bar, jobs panel, palette, drops, geometry. Not here: what pages do.
#pragma once

#include <memory>

#include <QMainWindow>

#include "ui/models/workspace_session.h"
#include "ui/settings/app_settings.h"

class QActionGroup;
class QDockWidget;
class QLabel;
class QProgressBar;
class QStackedWidget;
class QToolBar;
class QToolButton;

namespace primer {

class BrowsePage;
class ExportPage;
class JobsPanel;
class LabelPage;
class QualityPage;
class StartPage;
class TrainingPage;

class MainWindow : public QMainWindow
{
    Q_OBJECT
public:
    /// `parquetWorker` is the path of primer-parquet; primer-engine lies beside it.
    MainWindow(AppSettings &settings, QString parquetWorker, QWidget *parent = nullptr);
    ~MainWindow() override;

    /// Opens off the UI thread; shows an error inline when it cannot.
    void openWorkspace(const QString &path, bool create, bool readOnly = false);
    void importPaths(const QStringList &paths);
    WorkspaceSession *session() const { return m_session.get(); }
    BrowsePage *browsePage() const { return m_browse; }
    LabelPage *labelPage() const { return m_label; }
    QualityPage *qualityPage() const { return m_quality; }
    ExportPage *exportPage() const { return m_export; }
    TrainingPage *trainingPage() const { return m_training; }
    void showPage(int page);
    int currentPage() const;
    enum Page { BrowseRow, LabelRow, QualityRow, ExportRow, TrainRow, PageCount };

Q_SIGNALS:
    void workspaceOpened();

protected:
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    void closeEvent(QCloseEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void buildMenus();
    void buildRail();
    void buildStatusBar();
    void adopt(std::unique_ptr<Workspace> workspace, const std::string &state);
    void closeWorkspace();
    void openFailed(const QString &path, const Error &error);
    void startDemo();
    void askForWorkspace(bool create);
    void askForImport(bool folder);
    void onJobFinished(Job *job);
    void askForMapping(const QString &path);
    void openPalette();
    void openKeys();
    void openLog();
    void showStatus();
    void applyIcons();

    AppSettings &m_settings;
    QString m_parquetWorker;
    QStackedWidget *m_stack;
    QList<QWidget *> m_pages; ///< what scrolls them, by Page
    StartPage *m_start;
    QToolBar *m_rail;
    QActionGroup *m_railGroup;
    QDockWidget *m_jobsDock;
    QDockWidget *m_logDock;
    QLabel *m_statusText;
    QToolButton *m_statusJobs;
    QProgressBar *m_statusProgress;
    BrowsePage *m_browse = nullptr;
    LabelPage *m_label = nullptr;
    QualityPage *m_quality = nullptr;
    ExportPage *m_export = nullptr;
    TrainingPage *m_training = nullptr;
    JobsPanel *m_jobs = nullptr;
    QStringList m_lastImport;
    QList<QAction *> m_workspaceActions; ///< need an open workspace
    std::unique_ptr<WorkspaceSession> m_session;
};

} // namespace primer
