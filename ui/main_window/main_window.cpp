#include "ui/main_window/main_window.h"

#include <algorithm>
#include <initializer_list>
#include <QActionGroup>
#include <QApplication>
#include <QCloseEvent>
#include <QDir>
#include <QDockWidget>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QLabel>
#include <QMenuBar>
#include <QMessageBox>
#include <QMimeData>
#include <QProgressBar>
#include <QScreen>
#include <QStackedWidget>
#include <QStatusBar>
#include <QTableView>
#include <QToolBar>
#include <QToolButton>
#include <QSettings>

#include "core/demo/demo.h"
#include "core/importers/import_run.h"
#include "core/jobs/background.h"
#include "ui/browse_page/browse_page.h"
#include "ui/error_text/error_text.h"
#include "ui/export_page/export_page.h"
#include "ui/import_page/mapping_dialog.h"
#include "ui/label_page/label_page.h"
#include "ui/main_window/command_palette.h"
#include "ui/main_window/jobs_panel.h"
#include "ui/main_window/keys_dialog.h"
#include "ui/main_window/start_page.h"
#include "ui/quality_page/quality_page.h"
#include "ui/training_page/training_page.h"
#include "ui/widgets/human_text.h"
#include "ui/widgets/keyed_action.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/themed_icon.h"
#include "ui/widgets/scrolling_page.h"

namespace primer {

namespace {

constexpr std::size_t previewRows = 5;

} // namespace

MainWindow::MainWindow(AppSettings &settings, QString parquetWorker, QWidget *parent)
    : QMainWindow(parent), m_settings(settings), m_parquetWorker(std::move(parquetWorker)),
      m_stack(new QStackedWidget(this)), m_start(new StartPage(settings, this)), m_rail(new QToolBar(this)),
      m_railGroup(new QActionGroup(this)), m_jobsDock(new QDockWidget(tr("Jobs"), this)),
      m_statusText(new QLabel(this)), m_statusJobs(new QToolButton(this)), m_statusProgress(new QProgressBar(this))
{
    setAcceptDrops(true);
    setWindowTitle(QStringLiteral("Primer"));
    setCentralWidget(m_stack);
    m_stack->addWidget(m_start);
    m_jobsDock->setObjectName(QStringLiteral("jobs"));
    m_jobsDock->setFeatures(QDockWidget::DockWidgetClosable);
    addDockWidget(Qt::BottomDockWidgetArea, m_jobsDock);
    m_jobsDock->hide();
    buildRail();
    buildMenus();
    buildStatusBar();
    connect(m_start, &StartPage::demoRequested, this, &MainWindow::startDemo);
    connect(m_start, &StartPage::openRequested, this, [this] { askForWorkspace(false); });
    connect(m_start, &StartPage::createRequested, this, [this] { askForWorkspace(true); });
    connect(m_start, &StartPage::recentChosen, this, [this](const QString &path) { openWorkspace(path, false); });
    const QSize wanted(1440, 900);
    const QSize room = screen()->availableSize();
    resize(wanted.boundedTo(room));
    if (room.width() <= wanted.width() || room.height() <= wanted.height())
        setWindowState(Qt::WindowMaximized); // with its frame it would not fit
    restoreGeometry(QSettings().value(QStringLiteral("geometry")).toByteArray());
}

MainWindow::~MainWindow() { closeWorkspace(); }

void MainWindow::buildRail()
{
    m_rail->setObjectName(QStringLiteral("rail"));
    m_rail->setMovable(false);
    m_rail->setToolButtonStyle(Qt::ToolButtonTextUnderIcon);
    m_rail->setIconSize({20, 20});
    m_rail->toggleViewAction()->setVisible(false);
    addToolBar(Qt::LeftToolBarArea, m_rail);
    const QList<std::pair<QString, QString>> pages{{QStringLiteral("browse"), tr("Browse")},
                                                   {QStringLiteral("label"), tr("Label")},
                                                   {QStringLiteral("quality"), tr("Quality")},
                                                   {QStringLiteral("export"), tr("Export")},
                                                   {QStringLiteral("train"), tr("Train")}};
    for (int page = 0; page < pages.size(); ++page) {
        QAction *action = addKeyedAction(
            this, m_settings, QStringLiteral("page.") + pages.at(page).first, pages.at(page).second,
            QKeySequence(Qt::CTRL | Qt::Key(Qt::Key_1 + page)), [this, page] { showPage(page); }, Qt::WindowShortcut);
        action->setCheckable(true);
        action->setData(pages.at(page).first);
        action->setEnabled(false);
        m_railGroup->addAction(action);
        m_rail->addAction(action);
        m_rail->widgetForAction(action)->setMinimumWidth(64);
        m_workspaceActions.append(action);
    }
    applyIcons();
}

void MainWindow::applyIcons()
{
    for (QAction *action : m_railGroup->actions())
        action->setIcon(themedIcon(action->data().toString(), palette()));
}

void MainWindow::changeEvent(QEvent *event)
{
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        applyIcons();
}

void MainWindow::buildMenus()
{
    QMenu *file = menuBar()->addMenu(tr("&File"));
    const auto add = [this](QMenu *menu, const QString &id, const QString &text, const QKeySequence &key,
                            std::function<void()> run, bool needsWorkspace) {
        QAction *action = addKeyedAction(this, m_settings, id, text, key, std::move(run), Qt::WindowShortcut);
        menu->addAction(action);
        if (needsWorkspace) {
            action->setEnabled(false);
            m_workspaceActions.append(action);
        }
        return action;
    };
    add(
        file, QStringLiteral("file.new"), tr("New workspace…"), QKeySequence::New, [this] { askForWorkspace(true); },
        false);
    add(
        file, QStringLiteral("file.open"), tr("Open workspace…"), QKeySequence::Open,
        [this] { askForWorkspace(false); }, false);
    file->addSeparator();
    add(
        file, QStringLiteral("file.importFiles"), tr("Import files…"), QKeySequence(Qt::CTRL | Qt::Key_I),
        [this] { askForImport(false); }, true);
    add(
        file, QStringLiteral("file.importFolder"), tr("Import a folder…"),
        QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_I), [this] { askForImport(true); }, true);
    file->addSeparator();
    add(
        file, QStringLiteral("file.close"), tr("Close workspace"), QKeySequence(), [this] { closeWorkspace(); }, true);
    add(
        file, QStringLiteral("file.quit"), tr("Quit"), QKeySequence::Quit, [this] { close(); }, false);

    QMenu *view = menuBar()->addMenu(tr("&View"));
    for (QAction *action : m_railGroup->actions())
        view->addAction(action);
    view->addSeparator();
    add(
        view, QStringLiteral("view.jobs"), tr("Jobs"), QKeySequence(Qt::CTRL | Qt::Key_J),
        [this] { m_jobsDock->setVisible(m_jobsDock->isHidden()); }, true);
    QMenu *theme = view->addMenu(tr("Theme"));
    auto *themeGroup = new QActionGroup(this);
    for (const auto &[value, text] : {std::pair{Theme::System, tr("System")}, std::pair{Theme::Light, tr("Light")},
                                      std::pair{Theme::Dark, tr("Dark")}}) {
        QAction *action = theme->addAction(text, this, [this, value = value] { m_settings.setTheme(value); });
        action->setCheckable(true);
        action->setChecked(m_settings.theme() == value);
        themeGroup->addAction(action);
    }
    QMenu *language = view->addMenu(tr("Language"));
    auto *languageGroup = new QActionGroup(this);
    // A language is named in itself, so that it is found by whoever reads it.
    for (const auto &[code, text] :
         {std::pair{QString(), tr("System")}, std::pair{QStringLiteral("en"), QStringLiteral("English")},
          std::pair{QStringLiteral("ko"), QStringLiteral("한국어")}}) {
        QAction *action = language->addAction(text, this, [this, code = code] { m_settings.setLanguage(code); });
        action->setCheckable(true);
        action->setChecked(m_settings.language() == code);
        languageGroup->addAction(action);
    }

    QMenu *help = menuBar()->addMenu(tr("&Help"));
    add(
        help, QStringLiteral("help.palette"), tr("Find a command…"), QKeySequence(Qt::CTRL | Qt::Key_K),
        [this] { openPalette(); }, false);
    add(
        help, QStringLiteral("help.keys"), tr("Keys…"), QKeySequence(Qt::Key_Question), [this] { openKeys(); }, false);
    help->addAction(tr("About Primer"), this, [this] {
        QMessageBox::about(this, tr("About Primer"),
                           tr("Primer %1: curate code, train small models, see what the data did.")
                               .arg(QStringLiteral(PRIMER_VERSION)));
    });
}

void MainWindow::buildStatusBar()
{
    m_statusText->setTextFormat(Qt::PlainText);
    m_statusText->setContentsMargins(6, 0, 6, 0);
    m_statusText->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_statusJobs->setAutoRaise(true);
    m_statusJobs->setText(tr("Jobs"));
    m_statusJobs->hide();
    m_statusProgress->setMaximumWidth(140);
    m_statusProgress->setTextVisible(false);
    m_statusProgress->setAccessibleName(tr("Progress"));
    m_statusProgress->hide();
    statusBar()->addWidget(m_statusText, 1);
    statusBar()->addPermanentWidget(m_statusJobs);
    statusBar()->addPermanentWidget(m_statusProgress);
    connect(m_statusJobs, &QToolButton::clicked, this, [this] { m_jobsDock->setVisible(m_jobsDock->isHidden()); });
    showStatus();
}

void MainWindow::showStatus()
{
    if (!m_session) {
        m_statusText->setText(tr("No workspace is open"));
        return;
    }
    const WorkspaceCounts &counts = m_session->counts();
    QStringList parts{QString::fromStdString(m_session->workspace()->name())};
    if (m_session->workspace()->isReadOnly())
        parts.append(tr("for reading only"));
    parts.append(tr("%1 samples").arg(HumanText::count(counts.samples)));
    if (!m_session->spec().filter.empty() || !m_session->spec().search.text.empty())
        parts.append(tr("current set: %1").arg(HumanText::count(qint64(m_session->rows()->ids.size()))));
    parts.append(HumanText::bytes(counts.bytes));
    parts.append(tr("%1 judgements").arg(HumanText::count(counts.judgements)));
    if (counts.quarantined)
        parts.append(tr("%1 rejected rows").arg(HumanText::count(counts.quarantined)));
    m_statusText->setText(parts.join(QStringLiteral(" · ")));
}

void MainWindow::openWorkspace(const QString &path, bool create, bool readOnly)
{
    struct Opened {
        std::unique_ptr<Workspace> workspace;
        std::string state;
    };
    using Answer = Result<std::shared_ptr<Opened>>; // shared: a future's result is copied
    m_start->setBusy(tr("Opening…"));
    inBackground(
        this,
        [path = path.toStdString(), create, readOnly]() -> Answer {
            auto workspace = Workspace::open(path, readOnly ? Store::Access::ReadOnly : Store::Access::ReadWrite,
                                             create);
            if (!workspace)
                return workspace.error();
            const std::string state = WorkspaceSession::storedState(**workspace);
            return std::make_shared<Opened>(Opened{std::move(*workspace), state});
        },
        [this, path](const Answer &opened) {
            m_start->setBusy({});
            if (!opened)
                openFailed(path, opened.error());
            else
                adopt(std::move((*opened)->workspace), (*opened)->state);
        });
}

void MainWindow::openFailed(const QString &path, const Error &error)
{
    const ErrorText text = ErrorTexts::describe(error);
    const bool isLocked = error.code == ErrorCode::Locked;
    m_start->messages()->showMessage(MessageBar::Kind::Error, text.sentence, text.hint, text.details,
                                     isLocked ? tr("Open for reading") : QString(),
                                     [this, path] { openWorkspace(path, false, true); });
}

void MainWindow::adopt(std::unique_ptr<Workspace> workspace, const std::string &state)
{
    closeWorkspace();
    const QString folder = QString::fromStdString(workspace->folder());
    m_settings.addRecentWorkspace(QFileInfo(folder).absoluteFilePath());
    m_session = std::make_unique<WorkspaceSession>(std::move(workspace), state, m_parquetWorker);
    m_browse = new BrowsePage(*m_session, m_settings);
    m_label = new LabelPage(*m_session, m_settings);
    m_quality = new QualityPage(*m_session);
    m_export = new ExportPage(*m_session);
    m_training = new TrainingPage(*m_session,
                                  QFileInfo(m_parquetWorker).absolutePath() + QStringLiteral("/primer-engine"));
    m_jobs = new JobsPanel(*m_session);
    for (QWidget *page : std::initializer_list<QWidget *>{m_browse, m_label, m_quality, m_export, m_training}) {
        m_pages.append(scrollingPage(page));
        m_stack->addWidget(m_pages.last());
    }
    m_jobsDock->setWidget(m_jobs);
    m_statusJobs->show();
    for (QAction *action : m_workspaceActions)
        action->setEnabled(true);
    setWindowTitle(tr("%1 – Primer").arg(QString::fromStdString(m_session->workspace()->name())));
    connect(m_session.get(), &WorkspaceSession::countsChanged, this, &MainWindow::showStatus);
    connect(m_session.get(), &WorkspaceSession::rowsChanged, this, &MainWindow::showStatus);
    connect(&m_session->jobs(), &JobList::jobStarted, this, [this] {
        m_statusProgress->show();
        m_statusProgress->setRange(0, 0);
    });
    connect(&m_session->jobs(), &JobList::jobFinished, this, &MainWindow::onJobFinished);
    connect(m_session.get(), &WorkspaceSession::storeFailed, this, [this](const Error &error) {
        const ErrorText text = ErrorTexts::describe(error);
        m_browse->messages()->showMessage(MessageBar::Kind::Error, text.sentence, text.hint, text.details);
    });
    connect(m_jobs, &JobsPanel::progressed, this, [this] {
        const QString headline = m_jobs->headline();
        m_statusJobs->setText(headline.isEmpty() ? tr("Jobs") : headline);
        const int percent = m_jobs->percent();
        m_statusProgress->setVisible(!headline.isEmpty());
        m_statusProgress->setRange(0, percent >= 0 ? 100 : 0);
        m_statusProgress->setValue(std::max(0, percent));
    });
    // On the table only: Return in the filter or search line is theirs.
    addKeyedAction(m_browse->table(), m_settings, QStringLiteral("browse.judge"), tr("Judge from this sample"),
                   Qt::Key_Return, [this] {
                       const SampleId sample = m_browse->currentSample();
                       showPage(LabelRow);
                       m_label->chooseQueue(0);
                       m_label->judgeFrom(sample);
                   });
    connect(m_quality, &QualityPage::setChosen, this, [this] { showPage(BrowseRow); });
    connect(m_quality, &QualityPage::sampleOpened, this, [this](SampleId sample) {
        showPage(LabelRow);
        m_label->chooseQueue(0);
        m_label->judgeFrom(sample);
    });
    // An index that an earlier run left unfinished is completed now.
    connect(m_session.get(), &WorkspaceSession::countsChanged, m_session.get(), &WorkspaceSession::startIndex,
            Qt::SingleShotConnection);
    showPage(std::clamp(m_session->state(QStringLiteral("page")).toInt(), 0, int(PageCount) - 1));
    showStatus();
    Q_EMIT workspaceOpened();
}

void MainWindow::closeWorkspace()
{
    if (!m_session)
        return;
    for (QAction *action : m_workspaceActions) {
        action->setEnabled(false);
        action->setChecked(false);
    }
    m_stack->setCurrentWidget(m_start);
    qDeleteAll(m_pages); // with the pages in them
    m_pages.clear();
    delete m_jobs;
    m_browse = nullptr;
    m_label = nullptr;
    m_quality = nullptr;
    m_export = nullptr;
    m_training = nullptr;
    m_jobs = nullptr;
    m_jobsDock->hide();
    m_statusJobs->hide();
    m_statusProgress->hide();
    m_session.reset();
    setWindowTitle(QStringLiteral("Primer"));
    showStatus();
}

void MainWindow::showPage(int page)
{
    if (!m_session)
        return;
    QWidget *const pages[] = {m_browse, m_label, m_quality, m_export, m_training};
    m_stack->setCurrentWidget(m_pages[page]);
    m_railGroup->actions().at(page)->setChecked(true);
    pages[page]->setFocus();
    m_session->setState(QStringLiteral("page"), page);
}

int MainWindow::currentPage() const
{
    const auto actions = m_railGroup->actions();
    return m_railGroup->checkedAction() ? int(actions.indexOf(m_railGroup->checkedAction())) : -1;
}

void MainWindow::startDemo()
{
    const QString folder = QDir::homePath() + QStringLiteral("/primer-demo");
    if (QFileInfo::exists(folder + QStringLiteral("/demo.primer/workspace.db"))) {
        openWorkspace(folder + QStringLiteral("/demo.primer"), false);
        return;
    }
    m_start->setBusy(tr("Importing the Python files of this machine…"));
    const auto feedback = std::make_shared<Feedback>();
    inBackground(
        this,
        [folder = folder.toStdString(), program = m_parquetWorker.toStdString(), feedback] {
            return runDemo(folder, {}, program, *feedback);
        },
        [this](const Result<DemoReport> &report) {
            m_start->setBusy({});
            if (report)
                openWorkspace(QString::fromStdString(report->workspace), false);
            else
                openFailed({}, report.error());
        });
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

void MainWindow::askForImport(bool folder)
{
    auto *dialog = new QFileDialog(this, folder ? tr("Import a folder") : tr("Import files"), QDir::homePath());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(folder ? QFileDialog::Directory : QFileDialog::ExistingFiles);
    connect(dialog, &QFileDialog::filesSelected, this, &MainWindow::importPaths);
    dialog->open();
}

void MainWindow::importPaths(const QStringList &paths)
{
    if (!m_session || paths.isEmpty())
        return;
    m_lastImport = paths;
    m_jobsDock->show();
    m_session->startImport(paths, {});
}

void MainWindow::onJobFinished(Job *job)
{
    if (job->kind() == QLatin1String("import") && job->state() == JobState::Failed
        && job->error().code == ErrorCode::NeedsMapping)
        askForMapping(QString::fromStdString(job->error().where));
}

void MainWindow::askForMapping(const QString &path)
{
    ImportOptions options;
    options.parquetWorker = m_parquetWorker.toStdString();
    inBackground(
        this, [path = path.toStdString(), options] { return previewSource(path, options, previewRows); },
        [this, path](const Result<SourcePreview> &preview) {
            if (!preview || !m_session)
                return;
            auto *dialog = new MappingDialog(QFileInfo(path).fileName(), *preview, this);
            dialog->setAttribute(Qt::WA_DeleteOnClose);
            connect(dialog, &QDialog::accepted, this, [this, dialog, path] {
                ImportOptions chosen;
                chosen.mapping = dialog->mapping();
                m_session->startImport({path}, chosen);
            });
            dialog->open();
        });
}

void MainWindow::openPalette()
{
    QList<PaletteEntry> entries;
    for (QAction *action : keyedActions(this)) {
        const QString id = keyedActionId(action);
        const bool isReachable = action->isEnabled()
                                 && (id.startsWith(QLatin1String("browse."))  ? currentPage() == BrowseRow
                                     : id.startsWith(QLatin1String("label.")) ? currentPage() == LabelRow
                                                                              : true);
        if (isReachable && id != QLatin1String("help.palette"))
            entries.append({action->text().remove(QLatin1Char('&')),
                            action->shortcut().toString(QKeySequence::NativeText), [action] { action->trigger(); }});
    }
    if (m_session) {
        for (const SavedView &view : m_session->views())
            entries.append({tr("View: %1").arg(QString::fromStdString(view.name)), {}, [this, view] {
                                showPage(BrowseRow);
                                m_browse->applyView(view);
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
        connect(
            this, &MainWindow::workspaceOpened, this, [this, paths] { importPaths(paths); }, Qt::SingleShotConnection);
        openWorkspace(first.absolutePath() + QLatin1Char('/') + first.baseName() + QStringLiteral(".primer"), true);
    }
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    QSettings().setValue(QStringLiteral("geometry"), saveGeometry());
    if (m_session)
        m_session->flushState();
    QMainWindow::closeEvent(event);
}

} // namespace primer
