#include "ui/training_page/training_page.h"

#include <utility>

#include <QApplication>
#include <QDir>
#include <QHBoxLayout>
#include <QInputDialog>
#include <QPushButton>
#include <QSplitter>
#include <QVBoxLayout>

#include "core/dataset/token_shard.h"
#include "core/jobs/background.h"
#include "core/runs/run_folder.h"
#include "ui/charts/chart_export.h"
#include "core/runs/run_upkeep.h"
#include "ui/training_page/device_probe.h"
#include "ui/training_page/extend_dialog.h"
#include "ui/training_page/run_details.h"
#include "ui/training_page/run_facts.h"
#include "ui/training_page/run_list.h"
#include "ui/training_page/run_starter.h"
#include "ui/training_page/run_watch.h"
#include "ui/widgets/human_text.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/themed_icon.h"

namespace primer {

namespace {

const QString looksKey = QStringLiteral("training");

struct FoundShards {
    QList<ShardChoice> shards;
    std::optional<Error> damaged; ///< the first that cannot be read
};

FoundShards findShards(const QString &folder)
{
    FoundShards found;
    for (const QFileInfo &entry : QDir(folder).entryInfoList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name)) {
        const auto set = TokenSet::open((entry.absoluteFilePath() + QStringLiteral("/train")).toStdString());
        if (set)
            found.shards.append({entry.fileName(), entry.absoluteFilePath(), set->count()});
        else if (set.error().code != ErrorCode::NotFound && !found.damaged) // not there: they are being made
            found.damaged = set.error();
    }
    return found;
}

} // namespace

TrainingPage::TrainingPage(WorkspaceSession &session, QString engine, QWidget *parent)
    : QWidget(parent), m_session(session), m_engine(std::move(engine)),
      m_starter(new RunStarter(session, m_engine, this)), m_charts(new RunCharts(this)),
      m_watch(new RunWatch(
          session.trainings(), [charts = m_charts] { return charts->smoothing(); },
          session.state().value(looksKey).toObject(), this)),
      m_runs(new RunList(*m_watch, this)), m_facts(new RunFacts(*m_watch, this)), m_details(new RunDetails(this)),
      m_messages(new MessageBar(this)), m_new(new QPushButton(tr("New run…"), this)),
      m_start(new QPushButton(tr("Continue"), this)), m_stop(new QPushButton(tr("Stop"), this)),
      m_checkpoint(new QPushButton(tr("Checkpoint now"), this)), m_extend(new QPushButton(tr("Extend…"), this)),
      m_fork(new QPushButton(tr("Fork…"), this))
{
    makeLayout();
    connectButtons();
    connectRuns();
    showButtons();
    if (!session.workspace()->isReadOnly()) // what was deleted in an earlier window
        inBackground(
            this, [folder = session.folder().toStdString()] { return clearRemovedRuns(folder); },
            [](const Status &) {}); // a failure is in the log; the next opening tries again
}

void TrainingPage::makeLayout()
{
    m_stop->setToolTip(tr("Stops after a checkpoint; the run can be continued later"));
    m_extend->setToolTip(tr("More steps for this run, now or when it continues"));
    m_fork->setToolTip(tr("A new run that starts from one of this run's checkpoints"));
    const std::pair<QPushButton *, const char *> icons[] = {{m_new, "add"},       {m_start, "play"},
                                                            {m_stop, "stop"},     {m_checkpoint, "checkpoint"},
                                                            {m_extend, "extend"}, {m_fork, "fork"}};
    for (const auto &[button, icon] : icons)
        button->setIcon(themedIcon(QLatin1String(icon)));
    auto *bar = new QHBoxLayout;
    for (QPushButton *button : {m_new, m_start, m_stop, m_checkpoint, m_extend, m_fork})
        bar->addWidget(button);
    bar->addStretch(1);
    auto *centre = new QWidget(this);
    auto *centreLayout = new QVBoxLayout(centre);
    centreLayout->setContentsMargins(0, 0, 0, 0);
    centreLayout->addWidget(m_facts);
    centreLayout->addWidget(m_charts, 1);
    auto *splitter = new QSplitter(Qt::Horizontal, this);
    splitter->addWidget(m_runs);
    splitter->addWidget(centre);
    splitter->addWidget(m_details);
    splitter->setSizes({280, 400, 280});
    splitter->setStretchFactor(0, 0);
    splitter->setStretchFactor(1, 1);
    splitter->setStretchFactor(2, 0);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 0);
    layout->addLayout(bar);
    layout->addWidget(splitter, 1);
    setTabOrder(m_fork, m_runs);
}

void TrainingPage::connectButtons()
{
    connect(m_new, &QPushButton::clicked, this, [this] { openDialog(std::nullopt, {}); });
    connect(m_start, &QPushButton::clicked, this, [this] { m_starter->start(m_watch->chosen()); });
    connect(m_stop, &QPushButton::clicked, this, [this] { m_starter->send(m_watch->chosen(), "stop"); });
    connect(m_checkpoint, &QPushButton::clicked, this, [this] { m_starter->send(m_watch->chosen(), "checkpoint"); });
    connect(m_fork, &QPushButton::clicked, this, &TrainingPage::fork);
    connect(m_extend, &QPushButton::clicked, this, &TrainingPage::askForSteps);
    connect(m_starter, &RunStarter::created, m_watch, &RunWatch::choose);
    connect(m_starter, &RunStarter::changed, this, [this] {
        showConfig(); // the events stay: they are of the same run
        m_watch->refresh();
    });
    connect(m_starter, &RunStarter::removed, this, &TrainingPage::onRemoved);
    connect(m_starter, &RunStarter::cameBack, this,
            [this](const QString &folder) { m_watch->setRemoved(folder, false); });
    connect(m_runs, &RunList::renameWanted, this, &TrainingPage::askForTitle);
    connect(m_runs, &RunList::notesWanted, this, &TrainingPage::askForNotes);
    connect(m_runs, &RunList::newRunWanted, this, &TrainingPage::openDialogFrom);
    connect(m_runs, &RunList::removeWanted, m_starter, &RunStarter::remove);
    connect(m_starter, &RunStarter::failed, this, [this](const Error &error) { m_messages->showError(error); });
}

void TrainingPage::connectRuns()
{
    connect(m_watch, &RunWatch::chosenChanged, this, &TrainingPage::showDetails);
    connect(m_watch, &RunWatch::looksChanged, this, [this] { m_session.state().setValue(looksKey, m_watch->looks()); });
    connect(m_watch, &RunWatch::shownChanged, this, [this] { m_charts->setRuns(m_watch->shown()); });
    connect(m_watch, &RunWatch::eventCame, m_details, &RunDetails::addEvent);
    connect(m_watch, &RunWatch::refreshed, m_charts, &RunCharts::refresh);
    connect(m_watch, &RunWatch::refreshed, this, &TrainingPage::showButtons);
    connect(m_watch, &RunWatch::ended, this, &TrainingPage::tellEnd);
    connect(m_charts, &RunCharts::saveFailed, this, [this](const Error &error) { m_messages->showError(error); });
    connect(m_charts, &RunCharts::saved, this, [this](const QString &path) {
        m_messages->showMessage(MessageBar::Kind::Note, tr("Saved: %1").arg(path), {}, {});
    });
}

QTreeWidget *TrainingPage::runList() const { return m_runs; }

std::shared_ptr<const RunSeries> TrainingPage::series() const { return m_watch->series(m_watch->chosen()); }

void TrainingPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (!std::exchange(m_hasProbed, true))
        probeDevices(this, m_engine, [this](const QList<DeviceChoice> &devices) {
            m_devices = devices;
            Q_EMIT devicesKnown();
        });
    m_watch->setWatched(true);
}

/// No focus proxy: Tab would leap over everything before it.
void TrainingPage::focusInEvent(QFocusEvent *event)
{
    QWidget::focusInEvent(event);
    if (m_runs->topLevelItemCount() > 0)
        m_runs->setFocus();
    else
        m_new->setFocus();
}

void TrainingPage::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    m_watch->setWatched(false);
}

void TrainingPage::continueRun(const QString &folder)
{
    m_watch->choose(folder);
    m_starter->start(folder);
}

void TrainingPage::begin(const RunDialog::Choice &choice) { m_starter->begin(choice); }

void TrainingPage::extend(qint64 steps) { m_starter->extend(m_watch->chosen(), steps, m_watch->isChosenRunning()); }

void TrainingPage::openDialog(const std::optional<TrainingConfig> &from, const QString &label)
{
    inBackground(
        this, [folder = m_session.folder() + QStringLiteral("/shards")] { return findShards(folder); },
        [this, from, label](const FoundShards &found) {
            if (found.damaged)
                m_messages->showError(*found.damaged);
            auto *dialog = new RunDialog(found.shards, qint64(m_session.set().rows()->ids.size()), this);
            dialog->setAttribute(Qt::WA_DeleteOnClose);
            const auto showDevices = [this, dialog] {
                const auto last = series();
                dialog->setDevices(m_devices, last ? last->lastStep().flopsPerSecond : 0);
            };
            connect(this, &TrainingPage::devicesKnown, dialog, showDevices); // they may be told later
            showDevices();
            if (from)
                dialog->startFrom(label, *from);
            connect(dialog, &QDialog::accepted, this, [this, dialog] {
                RunDialog::Choice choice = dialog->choice();
                choice.set = m_session.set().selection();
                begin(choice);
            });
            dialog->open();
        });
}

void TrainingPage::fork()
{
    struct Found {
        Result<TrainingConfig> config;
        std::vector<std::string> checkpoints;
    };
    inBackground(
        this,
        [folder = m_watch->chosen().toStdString()] {
            return Found{readRunConfig(folder), checkpointsOf(folder)};
        },
        [this](const Found &found) {
            if (!found.config)
                m_messages->showError(found.config.error());
            else if (found.checkpoints.empty())
                m_messages->showNote(tr("This run has no checkpoint yet."),
                                     tr("“Checkpoint now” makes one while it trains."));
            else
                chooseCheckpoint(*found.config, found.checkpoints);
        });
}

void TrainingPage::chooseCheckpoint(const TrainingConfig &config, const std::vector<std::string> &checkpoints)
{
    QStringList names;
    for (const std::string &folder : checkpoints)
        names.append(QFileInfo(QString::fromStdString(folder)).fileName());
    auto *dialog = new QInputDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Fork the run"));
    dialog->setLabelText(tr("Start from the weights of:"));
    dialog->setComboBoxItems(names);
    connect(dialog, &QInputDialog::textValueSelected, this,
            [this, config, checkpoints, names, run = QFileInfo(m_watch->chosen()).fileName()](const QString &name) {
                TrainingConfig forked = config;
                forked.initFrom = checkpoints[std::size_t(names.indexOf(name))];
                openDialog(forked, tr("as %1, from %2").arg(run, name));
            });
    dialog->open();
}

void TrainingPage::askForSteps()
{
    inBackground(
        this, [folder = m_watch->chosen().toStdString()] { return readRunConfig(folder); },
        [this, folder = m_watch->chosen()](const Result<TrainingConfig> &config) {
            if (!config) {
                m_messages->showError(config.error());
                return;
            }
            const bool isRunning = m_watch->isChosenRunning();
            auto *dialog = new ExtendDialog(*config, m_watch->lastStepOf(folder).step, isRunning, this);
            dialog->setAttribute(Qt::WA_DeleteOnClose);
            connect(dialog, &QDialog::accepted, this, [this, dialog, folder, isRunning] {
                if (dialog->keepsSchedule() && !isRunning)
                    m_starter->extendKeepingSchedule(folder, dialog->steps());
                else
                    m_starter->extend(folder, dialog->steps(), isRunning);
            });
            dialog->open();
        });
}

void TrainingPage::askForTitle(const QString &folder)
{
    auto *dialog = new QInputDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Rename the run"));
    dialog->setLabelText(tr("Name"));
    dialog->setTextValue(m_watch->titleOf(folder));
    connect(dialog, &QInputDialog::textValueSelected, this,
            [this, folder](const QString &title) { m_starter->rename(folder, title.trimmed()); });
    dialog->open();
}

void TrainingPage::askForNotes(const QString &folder)
{
    auto *dialog = new QInputDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setOption(QInputDialog::UsePlainTextEditForTextInput);
    dialog->setWindowTitle(tr("Notes of “%1”").arg(m_watch->titleOf(folder)));
    dialog->setLabelText(tr("Notes. Words that begin with # are tags; they stand in the list."));
    dialog->setTextValue(m_watch->notesOf(folder));
    connect(dialog, &QInputDialog::textValueSelected, this,
            [this, folder](const QString &notes) { m_starter->note(folder, notes.trimmed()); });
    dialog->open();
}

/// With its settings and data, and weights of its own.
void TrainingPage::openDialogFrom(const QString &folder)
{
    inBackground(
        this, [path = folder.toStdString()] { return readRunConfig(path); },
        [this, title = m_watch->titleOf(folder)](const Result<TrainingConfig> &config) {
            if (config)
                openDialog(*config, tr("as %1").arg(title));
            else
                m_messages->showError(config.error());
        });
}

void TrainingPage::onRemoved(const QString &removed, const QString &folder)
{
    const QString title = m_watch->titleOf(folder);
    m_watch->setRemoved(folder, true);
    m_messages->showMessage(MessageBar::Kind::Note, tr("The run “%1” was deleted with its checkpoints.").arg(title),
                            tr("It can be brought back until the workspace is opened the next time."), {},
                            {tr("Undo"), [this, removed, folder] {
                                 m_messages->hide();
                                 m_starter->takeBack(removed, folder);
                             }});
}

/// Wherever the user is.
void TrainingPage::tellEnd(const RunSummary &run)
{
    const QString name = QString::fromStdString(run.id);
    const std::string reason = run.last.kind == RunEvent::Kind::End ? run.last.word : std::string();
    QApplication::alert(window());
    if (reason == "finished")
        m_messages->showNote(tr("The run “%1” has finished at step %2.").arg(name, HumanText::count(run.last.step)));
    else if (reason == "bad_loss")
        m_messages->showMessage(
            MessageBar::Kind::Error, tr("The run “%1” was stopped by a bad loss.").arg(name),
            tr("Its checkpoints are kept; fork one with a lower learning rate, or set onBadLoss to rollback."), {});
    else
        m_messages->showMessage(
            MessageBar::Kind::Error, tr("The engine of the run “%1” has ended unexpectedly.").arg(name),
            tr("“Continue” resumes from the newest checkpoint."), QString::fromStdString(run.last.detail));
}

void TrainingPage::showDetails()
{
    m_details->clear();
    showConfig();
}

void TrainingPage::showConfig()
{
    const QString folder = m_watch->chosen();
    if (folder.isEmpty())
        return;
    inBackground(
        this, [path = folder.toStdString()] { return readRunConfig(path); },
        [this, folder](const Result<TrainingConfig> &config) {
            if (folder != m_watch->chosen())
                return;
            if (config) {
                m_details->setConfig(*config);
                m_facts->setConfig(*config);
            } else {
                m_messages->showError(config.error());
            }
        });
}

void TrainingPage::showButtons()
{
    const bool hasRun = !m_watch->chosen().isEmpty(), isRunning = m_watch->isChosenRunning();
    m_start->setEnabled(hasRun && !isRunning);
    m_stop->setEnabled(hasRun && isRunning);
    m_checkpoint->setEnabled(hasRun && isRunning);
    m_extend->setEnabled(hasRun);
    m_fork->setEnabled(hasRun);
}

} // namespace primer
