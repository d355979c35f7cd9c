#include "ui/main_window/main_window.h"

#include <algorithm>
#include <utility>

#include <QActionGroup>
#include <QChildEvent>
#include <QCloseEvent>
#include <QDir>
#include <QDockWidget>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QMenu>
#include <QMessageBox>
#include <QMimeData>
#include <QScreen>
#include <QSettings>
#include <QStatusBar>
#include <QTabBar>
#include <QToolBar>

#include "ui/browse_page/browse_page.h"
#include "ui/import_page/import_flow.h"
#include "ui/import_page/rejected_rows_view.h"
#include "ui/log_view/log_view.h"
#include "ui/label_page/label_page.h"
#include "ui/label_page/teacher_panel.h"
#include "ui/main_window/about_dialog.h"
#include "ui/main_window/command_palette.h"
#include "ui/main_window/command_words.h"
#include "ui/main_window/documentation_view.h"
#include "ui/main_window/interrupted_offer.h"
#include "ui/main_window/jobs_panel.h"
#include "ui/main_window/keys_dialog.h"
#include "ui/main_window/main_menus.h"
#include "ui/main_window/leaving.h"
#include "ui/main_window/start_page.h"
#include "ui/main_window/status_line.h"
#include "ui/main_window/tool_jobs.h"
#include "ui/quality_page/quality_page.h"
#include "ui/set_bar/set_bar.h"
#include "ui/synthesis_page/synthesis_page.h"
#include "ui/training_page/run_watch.h"
#include "ui/training_page/training_page.h"
#include "ui/widgets/keyed_action.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/themed_icon.h"

namespace primer {

namespace {

const QString openingTopic = QStringLiteral("opening");

QString engineBeside(const QString &parquetWorker)
{
    return QFileInfo(parquetWorker).absolutePath() + QStringLiteral("/primer-engine");
}

} // namespace

MainWindow::MainWindow(AppSettings &settings, QString parquetWorker, QWidget *parent)
    : QMainWindow(parent), m_settings(settings), m_parquetWorker(std::move(parquetWorker)),
      m_opener(new WorkspaceOpener(this)), m_stack(new PageStack(settings, engineBeside(m_parquetWorker), this)),
      m_rail(new QToolBar(this)), m_railGroup(new QActionGroup(this)), m_menus(new MainMenus(*this, settings)),
      m_jobsDock(new QDockWidget(tr("Jobs"), this)), m_logDock(new QDockWidget(tr("Log"), this)),
      m_rejectedDock(new QDockWidget(tr("Rejected rows"), this)), m_status(new StatusLine(this))
{
    setAcceptDrops(true);
    setWindowTitle(QStringLiteral("Primer"));
    setCentralWidget(m_stack);
    m_jobsDock->setObjectName(QStringLiteral("jobs"));
    m_jobsDock->setFeatures(QDockWidget::DockWidgetClosable);
    addDockWidget(Qt::BottomDockWidgetArea, m_jobsDock);
    m_jobsDock->hide();
    m_logDock->setObjectName(QStringLiteral("log"));
    addDockWidget(Qt::BottomDockWidgetArea, m_logDock);
    m_logDock->hide();
    m_rejectedDock->setObjectName(QStringLiteral("rejected"));
    m_rejectedDock->setFeatures(QDockWidget::DockWidgetClosable);
    addDockWidget(Qt::BottomDockWidgetArea, m_rejectedDock);
    tabifyDockWidget(m_jobsDock, m_rejectedDock);
    m_rejectedDock->hide();
    buildRail();
    buildFileMenu();
    buildViewMenu();
    buildPageCommands();
    buildHelpMenu();
    statusBar()->addWidget(m_status, 1);
    connectOpener();
    connect(m_status, &StatusLine::jobsWanted, this, &MainWindow::toggleJobs);
    connect(m_status, &StatusLine::rejectedRowsWanted, this, &MainWindow::openRejectedRows);
    connect(m_stack, &PageStack::pageShown, this,
            [this](int page) { m_railGroup->actions().at(page)->setChecked(true); });
    connect(m_stack, &PageStack::importWanted, this, [this] { m_imports->ask(false); });
    restoreSize();
}

MainWindow::~MainWindow() { closeWorkspace(); }

void MainWindow::restoreSize()
{
    const QSize wanted(1440, 900);
    const QSize room = screen()->availableSize();
    resize(wanted.boundedTo(room));
    if (room.width() <= wanted.width() || room.height() <= wanted.height())
        setWindowState(Qt::WindowMaximized); // with its frame it would not fit
    restoreGeometry(QSettings().value(QStringLiteral("geometry")).toByteArray());
}

void MainWindow::buildRail()
{
    m_rail->setObjectName(QStringLiteral("rail"));
    m_rail->setMovable(false);
    m_rail->setToolButtonStyle(Qt::ToolButtonTextUnderIcon);
    m_rail->setIconSize({20, 20});
    m_rail->toggleViewAction()->setVisible(false);
    addToolBar(Qt::LeftToolBarArea, m_rail);
    const QList<std::pair<QString, QString>> pages{
        {QStringLiteral("browse"), tr("Browse")},   {QStringLiteral("label"), tr("Label")},
        {QStringLiteral("quality"), tr("Quality")}, {QStringLiteral("synthesis"), tr("Synthesis")},
        {QStringLiteral("export"), tr("Export")},   {QStringLiteral("train"), tr("Train")}};
    for (int page = 0; page < pages.size(); ++page) {
        QAction *action = addKeyedAction(
            this, m_settings, QStringLiteral("page.") + pages.at(page).first, pages.at(page).second,
            QKeySequence(Qt::CTRL | Qt::Key(Qt::Key_1 + page)), [this, page] { showPage(page); }, Qt::WindowShortcut);
        action->setCheckable(true);
        action->setIcon(themedIcon(pages.at(page).first));
        action->setEnabled(false);
        m_railGroup->addAction(action);
        m_rail->addAction(action);
        m_rail->widgetForAction(action)->setMinimumWidth(64);
        m_workspaceActions.append(action);
    }
}

void MainWindow::childEvent(QChildEvent *event)
{
    QMainWindow::childEvent(event);
    // Qt makes the tabs of docks when they are needed, and holds those that are not beyond the window: Tab must not
    // lead there. Each panel has its command.
    if (auto *tabs = event->polished() ? qobject_cast<QTabBar *>(event->child()) : nullptr) {
        tabs->setAccessibleName(tr("Panels"));
        tabs->setFocusPolicy(Qt::NoFocus);
    }
}

QAction *MainWindow::addCommand(QMenu *menu, const QString &id, const QString &text, const QKeySequence &key,
                                std::function<void()> run, bool needsWorkspace)
{
    QAction *action = addKeyedAction(this, m_settings, id, text, key, std::move(run), Qt::WindowShortcut);
    menu->addAction(action);
    if (needsWorkspace) {
        action->setEnabled(false);
        m_workspaceActions.append(action);
    }
    return action;
}

void MainWindow::buildFileMenu()
{
    QMenu *file = m_menus->menu(MainMenus::File);
    addCommand(file, QStringLiteral("file.new"), tr("New workspace…"), QKeySequence::New,
               [this] { askForWorkspace(true); });
    addCommand(file, QStringLiteral("file.open"), tr("Open workspace…"), QKeySequence::Open,
               [this] { askForWorkspace(false); });
    m_menus->addRecent([this](const QString &path) { openWorkspace(path, false); });
    file->addSeparator();
    addCommand(
        file, QStringLiteral("file.importFiles"), tr("Import files…"), QKeySequence(Qt::CTRL | Qt::Key_I),
        [this] { m_imports->ask(false); }, true);
    addCommand(
        file, QStringLiteral("file.importFolder"), tr("Import a folder…"),
        QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_I), [this] { m_imports->ask(true); }, true);
    file->addSeparator();
    addCommand(
        file, QStringLiteral("file.close"), tr("Close workspace"), QKeySequence(),
        [this] { leave(tr("Close workspace"), [this] { closeWorkspace(); }); }, true);
    addCommand(file, QStringLiteral("file.quit"), tr("Quit"), QKeySequence::Quit, [this] { close(); });
}

void MainWindow::buildViewMenu()
{
    QMenu *view = m_menus->menu(MainMenus::View);
    for (QAction *action : m_railGroup->actions())
        view->addAction(action);
    view->addSeparator();
    addCommand(
        view, QStringLiteral("view.jobs"), tr("Jobs"), QKeySequence(Qt::CTRL | Qt::Key_J), [this] { toggleJobs(); },
        true);
    addCommand(
        view, QStringLiteral("view.rejected"), tr("Rejected rows"), QKeySequence(), [this] { openRejectedRows(); },
        true);
    m_menus->addAppearance();
}

/// What pages offer by buttons, from anywhere.
void MainWindow::buildPageCommands()
{
    QMenu *runMenu = m_menus->menu(MainMenus::Run);
    const auto add = [this](QMenu *menu, const char *id, const QString &text, std::function<void()> run) {
        addCommand(menu, QLatin1String(id), text, {}, std::move(run), true);
    };
    add(runMenu, "teacher.label", tr("Label with a teacher…"), [this] {
        showPage(LabelRow);
        m_stack->label()->teachers()->openDialog();
    });
    add(runMenu, "quality.fit", tr("Fit a forest…"), [this] {
        showPage(QualityRow);
        m_stack->quality()->openFit();
    });
    add(runMenu, "synthesis.new", tr("New synthesis…"), [this] {
        showPage(SynthesisRow);
        m_stack->synthesis()->openDialog();
    });
    add(runMenu, "train.new", tr("New training run…"), [this] {
        showPage(TrainRow);
        m_stack->training()->openNewRun();
    });
    QMenu *tools = m_menus->menu(MainMenus::Tools);
    add(tools, "tools.check", tr("Check the workspace"), [this] { m_tools->check(); });
    add(tools, "tools.fetchModel", tr("Fetch a model…"), [this] { m_tools->askForModel(this); });
    add(m_menus->menu(MainMenus::File), "export.page", tr("Export the current set…"), [this] { showPage(ExportRow); });
}

void MainWindow::buildHelpMenu()
{
    QMenu *help = m_menus->menu(MainMenus::Help);
    addCommand(help, QStringLiteral("help.palette"), tr("Find a command…"), QKeySequence(Qt::CTRL | Qt::Key_K),
               [this] { openPalette(); });
    addCommand(help, QStringLiteral("help.keys"), tr("Keys…"), QKeySequence(Qt::Key_Question), [this] { openKeys(); });
    addCommand(help, QStringLiteral("help.log"), tr("Log"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_L),
               [this] { openLog(); });
    addCommand(help, QStringLiteral("help.documentation"), tr("Documentation"), QKeySequence::HelpContents,
               [this] { DocumentationView::open(this); });
    addCommand(help, QStringLiteral("help.about"), tr("About Primer"), {}, [this] { showAbout(); });
}

void MainWindow::showAbout()
{
    auto *dialog = new AboutDialog(engineBeside(m_parquetWorker), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

/// Behind another panel it comes to the front; there it closes.
void MainWindow::toggleJobs()
{
    const bool isSeen = m_jobsDock->isVisible() && !m_jobsDock->visibleRegion().isEmpty();
    m_jobsDock->setVisible(!isSeen);
    if (!isSeen)
        m_jobsDock->raise();
}

void MainWindow::connectOpener()
{
    StartPage *start = m_stack->start();
    connect(start, &StartPage::demoRequested, m_opener, &WorkspaceOpener::openDemo);
    connect(start, &StartPage::openRequested, this, [this] { askForWorkspace(false); });
    connect(start, &StartPage::createRequested, this, [this] { askForWorkspace(true); });
    connect(start, &StartPage::recentChosen, this, [this](const QString &path) { openWorkspace(path, false); });
    connect(m_opener, &WorkspaceOpener::started, start, [this, start] {
        start->setBusy(tr("Opening…"));
        m_stack->withdraw(openingTopic); // of the one before
    });
    connect(m_opener, &WorkspaceOpener::emptyDemoOpened, this, [this] {
        m_jobsDock->show();
        m_session->jobs().startDemo();
    });
    connect(m_opener, &WorkspaceOpener::ended, start, [start] { start->setBusy({}); });
    connect(m_opener, &WorkspaceOpener::opened, this,
            [this](const std::shared_ptr<OpenedWorkspace> &opened) { adopt(*opened); });
    connect(m_opener, &WorkspaceOpener::failed, this, &MainWindow::openFailed);
}

void MainWindow::openWorkspace(const QString &path, bool create, bool readOnly)
{
    leave(tr("Open the other workspace"), [this, path, create, readOnly] { m_opener->open(path, create, readOnly); });
}

void MainWindow::openFailed(const QString &path, const Error &error)
{
    MessageBar::Remedy remedy;
    if (error.code == ErrorCode::Locked)
        remedy = {tr("Open for reading"), [this, path] { openWorkspace(path, false, true); }};
    m_stack->messages()->showError(error, {}, remedy);
    m_stack->messages()->setTopic(openingTopic);
}

void MainWindow::adopt(OpenedWorkspace &opened)
{
    closeWorkspace();
    m_session = std::make_unique<WorkspaceSession>(std::move(opened.workspace), opened.state, m_parquetWorker);
    m_settings.addRecentWorkspace(QFileInfo(m_session->folder()).absoluteFilePath());
    m_stack->open(*m_session);
    m_jobs = new JobsPanel(*m_session);
    m_jobsDock->setWidget(m_jobs);
    m_status->open(*m_session, *m_jobs);
    m_imports = new ImportFlow(*m_session, m_parquetWorker, this);
    m_tools = new ToolJobs(*m_session, *m_stack, this);
    m_offer = new InterruptedOffer(m_session->jobs(), *m_stack, this);
    connectJobs();
    for (QAction *action : m_workspaceActions)
        action->setEnabled(true);
    setWindowTitle(tr("%1 – Primer").arg(QString::fromStdString(m_session->workspace()->name())));
    m_stack->showLastPage();
    if (opened.stateError)
        m_stack->messages()->showError(*opened.stateError);
    Q_EMIT workspaceOpened();
}

void MainWindow::connectJobs()
{
    connect(m_imports, &ImportFlow::started, m_jobsDock, &QWidget::show);
    connect(m_jobs, &JobsPanel::pageWanted, this, &MainWindow::showPage);
    connect(m_jobs, &JobsPanel::rejectedRowsWanted, this, &MainWindow::openRejectedRows);
    connect(m_jobs, &JobsPanel::runWanted, this, [this](const QString &folder) {
        showPage(TrainRow);
        m_stack->training()->watch()->choose(folder);
    });
    connect(m_jobs, &JobsPanel::continueWanted, this,
            [this](const QString &folder) { m_stack->training()->continueRun(folder); });
    connect(m_offer, &InterruptedOffer::jobsWanted, m_jobsDock, &QWidget::show);
    connect(m_tools, &ToolJobs::started, m_jobsDock, &QWidget::show);
    connect(m_tools, &ToolJobs::jobsWanted, m_jobsDock, &QWidget::show);
}

void MainWindow::openRejectedRows()
{
    if (!m_session)
        return;
    if (!m_rejectedDock->widget())
        m_rejectedDock->setWidget(new RejectedRowsView(*m_session, *m_imports));
    m_rejectedDock->show();
    m_rejectedDock->raise();
    m_rejectedDock->widget()->setFocus();
}

void MainWindow::leave(const QString &button, std::function<void()> then)
{
    if (!m_session)
        then();
    else if (!findChild<QMessageBox *>(QStringLiteral("leaving")))
        Leaving::ask(this, m_session->jobs(), m_session->trainings().namesOfRunning(), button, std::move(then));
}

void MainWindow::closeWorkspace()
{
    if (!m_session)
        return;
    for (QAction *action : m_workspaceActions) {
        action->setEnabled(false);
        action->setChecked(false);
    }
    m_stack->close();
    m_status->close();
    delete m_rejectedDock->widget();
    m_rejectedDock->hide();
    delete std::exchange(m_imports, nullptr);
    delete std::exchange(m_tools, nullptr);
    delete std::exchange(m_offer, nullptr);
    delete std::exchange(m_jobs, nullptr);
    m_jobsDock->hide();
    m_session.reset();
    setWindowTitle(QStringLiteral("Primer"));
}

int MainWindow::currentPage() const
{
    const auto actions = m_railGroup->actions();
    return m_railGroup->checkedAction() ? int(actions.indexOf(m_railGroup->checkedAction())) : -1;
}

void MainWindow::askForWorkspace(bool create)
{
    auto *dialog = new QFileDialog(this, create ? tr("New workspace") : tr("Open a workspace"), QDir::homePath());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    if (create) {
        dialog->setAcceptMode(QFileDialog::AcceptSave);
        dialog->setFileMode(QFileDialog::AnyFile);
        dialog->setNameFilter(tr("Workspaces (*.primer)"));
    } else {
        dialog->setFileMode(QFileDialog::Directory);
    }
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, create](const QString &path) { openWorkspace(path, create); });
    dialog->open();
}

void MainWindow::importPaths(const QStringList &paths)
{
    if (m_imports)
        m_imports->start(paths);
}

void MainWindow::openPalette()
{
    QList<PaletteEntry> entries;
    for (QAction *action : keyedActions(this)) {
        const QString id = keyedActionId(action);
        if (!action->isEnabled() || id == QLatin1String("help.palette"))
            continue;
        // Those of a page work on the sample that is seen there.
        const int page = id.startsWith(QLatin1String("browse."))  ? BrowseRow
                         : id.startsWith(QLatin1String("label.")) ? LabelRow
                                                                  : -1;
        entries.append({CommandWords::name(action), action->shortcut().toString(QKeySequence::NativeText),
                        CommandWords::others(id), [this, action, page] {
                            if (page >= 0 && currentPage() != page)
                                showPage(page);
                            action->trigger();
                        }});
    }
    if (m_session) {
        for (const NamedSet &view : m_session->lists().views())
            entries.append({tr("View: %1").arg(QString::fromStdString(view.name)), {}, {}, [this, view] {
                                showPage(BrowseRow);
                                m_session->set().change(view.set);
                            }});
    }
    auto *palette = new CommandPalette(entries, this);
    palette->setAttribute(Qt::WA_DeleteOnClose);
    palette->show();
}

void MainWindow::openKeys()
{
    auto *dialog = new KeysDialog(keyedActions(this), m_settings, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void MainWindow::openLog()
{
    if (!m_logDock->widget())
        m_logDock->setWidget(new LogView(m_logDock));
    m_logDock->setVisible(m_logDock->isHidden());
}

void MainWindow::dragEnterEvent(QDragEnterEvent *event)
{
    if (event->mimeData()->hasUrls())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent *event)
{
    QStringList paths;
    for (const QUrl &url : event->mimeData()->urls()) {
        if (url.isLocalFile())
            paths.append(url.toLocalFile());
    }
    event->acceptProposedAction();
    if (paths.size() == 1 && paths.first().endsWith(QLatin1String(".primer"))) {
        openWorkspace(paths.first(), false);
    } else if (m_session) {
        importPaths(paths);
    } else if (!paths.isEmpty()) {
        // Dropped on the start page: a workspace beside the first file takes them.
        const QFileInfo first(paths.first());
        const QString path = first.absolutePath() + QLatin1Char('/') + first.baseName() + QStringLiteral(".primer");
        auto *wait = new QObject(this); // until that one is open, or nothing will be
        connect(this, &MainWindow::workspaceOpened, wait, [this, wait, paths, path] {
            if (QFileInfo(m_session->folder()) == QFileInfo(path))
                importPaths(paths);
            wait->deleteLater();
        });
        connect(m_opener, &WorkspaceOpener::failed, wait, &QObject::deleteLater);
        openWorkspace(path, true);
    }
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (m_session && !m_mayLeave && Leaving::endsWork(m_session->jobs())) {
        event->ignore();
        leave(tr("Quit"), [this] {
            m_mayLeave = true;
            close();
        });
        return;
    }
    QSettings().setValue(QStringLiteral("geometry"), saveGeometry());
    if (m_session)
        m_session->state().flush();
    QMainWindow::closeEvent(event);
}

} // namespace primer
