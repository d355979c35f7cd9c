#include "ui/training_page/training_page.h"

#include <algorithm>
#include <utility>

#include <QApplication>
#include <QDir>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QInputDialog>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QSplitter>
#include <QTreeWidget>
#include <QVBoxLayout>

#include "core/base/atomic_file.h"
#include "core/dataset/token_shard.h"
#include "core/jobs/background.h"
#include "ui/charts/chart_style.h"
#include "ui/error_text/error_text.h"
#include "ui/training_page/device_probe.h"
#include "ui/training_page/run_details.h"
#include "ui/training_page/run_starter.h"
#include "ui/widgets/human_text.h"
#include "ui/widgets/message_bar.h"

namespace primer {

namespace {

constexpr int pollMs = 500;
constexpr int hiddenPollMs = 3000; ///< to tell of runs that end while another page is shown
constexpr std::size_t eventsAtOnce = 200'000;

enum RunColumn { NameColumn, StateColumn, StepColumn, LossColumn, RunColumnCount };
constexpr int folderRole = Qt::UserRole;

} // namespace

TrainingPage::TrainingPage(WorkspaceSession &session, QString engine, QWidget *parent)
    : QWidget(parent), m_session(session), m_engine(std::move(engine)),
      m_starter(new RunStarter(session, m_engine, this)), m_runs(new QTreeWidget(this)), m_charts(new RunCharts(this)),
      m_details(new RunDetails(this)), m_facts(new QLabel(this)), m_progress(new QProgressBar(this)),
      m_messages(new MessageBar(this)), m_new(new QPushButton(tr("New run…"), this)),
      m_start(new QPushButton(tr("Go on"), this)), m_stop(new QPushButton(tr("Stop"), this)),
      m_checkpoint(new QPushButton(tr("Checkpoint now"), this)), m_extend(new QPushButton(tr("Extend…"), this)),
      m_fork(new QPushButton(tr("Fork…"), this))
{
    m_runs->setHeaderLabels({tr("Run"), tr("State"), tr("Step"), tr("Loss")});
    m_runs->setRootIsDecorated(false);
    m_runs->setUniformRowHeights(true);
    m_runs->setAccessibleName(tr("Runs of this workspace"));
    m_runs->setToolTip(tr("Tick a run to draw it beside the chosen one"));
    m_runs->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_runs->header()->setSectionResizeMode(NameColumn, QHeaderView::Stretch);
    m_runs->header()->setStretchLastSection(false);
    m_facts->setTextFormat(Qt::PlainText);
    m_facts->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_facts->setFocusPolicy(Qt::NoFocus);
    m_facts->setWordWrap(true);
    m_facts->setToolTip(
        tr("MFU: model FLOPs utilisation, tokens/s × (6N + 12 × layers × width × length) over the device's peak rate"));
    m_progress->setMaximumHeight(6);
    m_progress->setTextVisible(false);
    m_progress->setAccessibleName(tr("Progress of the run"));
    m_stop->setToolTip(tr("Stops after a checkpoint; the run can go on later"));
    m_extend->setToolTip(tr("More steps for this run, now or when it goes on"));
    m_fork->setToolTip(tr("A new run that begins with the weights of one of this run's checkpoints"));
    makeLayout();
    connectAll();
    showFacts();
}

void TrainingPage::makeLayout()
{
    auto *bar = new QHBoxLayout;
    for (QPushButton *button : {m_new, m_start, m_stop, m_checkpoint, m_extend, m_fork})
        bar->addWidget(button);
    bar->addStretch(1);
    auto *centre = new QWidget(this);
    auto *centreLayout = new QVBoxLayout(centre);
    centreLayout->setContentsMargins(0, 0, 0, 0);
    centreLayout->addWidget(m_facts);
    centreLayout->addWidget(m_progress);
    centreLayout->addWidget(m_charts, 1);
    auto *splitter = new QSplitter(Qt::Horizontal, this);
    splitter->addWidget(m_runs);
    splitter->addWidget(centre);
    splitter->addWidget(m_details);
    splitter->setSizes({300, 800, 300});
    splitter->setStretchFactor(0, 0);
    splitter->setStretchFactor(1, 1);
    splitter->setStretchFactor(2, 0);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 0);
    layout->addLayout(bar);
    layout->addWidget(m_messages);
    layout->addWidget(splitter, 1);
}

void TrainingPage::connectAll()
{
    connect(m_new, &QPushButton::clicked, this, [this] { openDialog(std::nullopt, {}); });
    connect(m_start, &QPushButton::clicked, this, [this] { m_starter->start(m_chosen); });
    connect(m_stop, &QPushButton::clicked, this, [this] { m_starter->send(m_chosen, "stop"); });
    connect(m_checkpoint, &QPushButton::clicked, this, [this] { m_starter->send(m_chosen, "checkpoint"); });
    connect(m_fork, &QPushButton::clicked, this, &TrainingPage::fork);
    connect(m_extend, &QPushButton::clicked, this, [this] {
        constexpr int usual = 1000, most = 1'000'000'000;
        bool isWanted = false;
        const int steps = QInputDialog::getInt(this, tr("Extend the run"), tr("Steps to add:"), usual, 1, most, usual,
                                               &isWanted);
        if (isWanted)
            extend(steps);
    });
    connect(m_starter, &RunStarter::created, this, [this](const QString &folder) {
        m_chosen = folder;
        showDetails();
        followShown();
        refresh();
    });
    connect(m_starter, &RunStarter::changed, this, [this] {
        showDetails();
        refresh();
    });
    connect(m_starter, &RunStarter::failed, this, &TrainingPage::showError);
    connect(m_runs, &QTreeWidget::currentItemChanged, this, &TrainingPage::chooseRun);
    connect(m_runs, &QTreeWidget::itemChanged, this, [this](QTreeWidgetItem *item, int column) {
        if (column != NameColumn)
            return;
        const QString folder = item->data(NameColumn, folderRole).toString();
        if (item->checkState(NameColumn) == Qt::Checked)
            m_ticked.insert(folder);
        else
            m_ticked.erase(folder);
        followShown();
        refresh();
    });
    connect(m_charts, &RunCharts::csvWanted, this, &TrainingPage::saveCsv);
    connect(m_charts, &RunCharts::saveFailed, this, &TrainingPage::showError);
    connect(m_charts, &RunCharts::saved, this, [this](const QString &path) {
        m_messages->showMessage(MessageBar::Kind::Note, tr("Saved: %1").arg(path), {}, {});
    });
    connect(&m_timer, &QTimer::timeout, this, &TrainingPage::refresh);
    m_timer.start(hiddenPollMs);
}

QString TrainingPage::workspaceFolder() const { return QString::fromStdString(m_session.workspace()->folder()); }

void TrainingPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (!std::exchange(m_hasProbed, true))
        probeDevices(this, m_engine, [this](const QList<DeviceChoice> &devices) { m_devices = devices; });
    m_timer.start(pollMs);
    refresh();
}

void TrainingPage::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    m_timer.start(hiddenPollMs);
}

std::shared_ptr<const RunSeries> TrainingPage::series() const
{
    const auto found = m_followed.find(m_chosen);
    return found == m_followed.end() ? nullptr : found->second.series;
}

void TrainingPage::openDialog(const std::optional<TrainingConfig> &from, const QString &label)
{
    inBackground(
        this,
        [folder = workspaceFolder() + QStringLiteral("/shards")] {
            QList<ShardChoice> shards;
            for (const QFileInfo &entry : QDir(folder).entryInfoList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name)) {
                const auto set = TokenSet::open((entry.absoluteFilePath() + QStringLiteral("/train")).toStdString());
                if (set)
                    shards.append({entry.fileName(), entry.absoluteFilePath(), set->count()});
            }
            return shards;
        },
        [this, from, label](const QList<ShardChoice> &shards) {
            auto *dialog = new RunDialog(shards, qint64(m_session.rows()->ids.size()), this);
            dialog->offerSet(new SetChoice(m_session, dialog));
            dialog->setAttribute(Qt::WA_DeleteOnClose);
            const auto last = series();
            dialog->setDevices(m_devices, last ? last->lastStep().flopsPerSecond : 0);
            if (from)
                dialog->startFrom(label, *from);
            connect(dialog, &QDialog::accepted, this, [this, dialog] { begin(dialog->choice()); });
            dialog->open();
        });
}

void TrainingPage::fork()
{
    struct Found {
        std::optional<TrainingConfig> config;
        std::vector<std::string> checkpoints;
    };
    inBackground(
        this,
        [folder = m_chosen.toStdString()] {
            const auto config = readRunConfig(folder);
            return Found{config ? std::optional(*config) : std::nullopt, checkpointsOf(folder)};
        },
        [this](const Found &found) {
            if (!found.config || found.checkpoints.empty()) {
                m_messages->showMessage(MessageBar::Kind::Note, tr("This run has no checkpoint yet."),
                                        tr("“Checkpoint now” makes one while it trains."), {});
                return;
            }
            QStringList names;
            for (const std::string &folder : found.checkpoints)
                names.append(QFileInfo(QString::fromStdString(folder)).fileName());
            bool isWanted = false;
            const QString name = QInputDialog::getItem(this, tr("Fork the run"), tr("Begin with the weights of:"),
                                                       names, 0, false, &isWanted);
            if (!isWanted)
                return;
            TrainingConfig config = *found.config;
            config.initFrom = found.checkpoints[std::size_t(names.indexOf(name))];
            openDialog(config, tr("as %1, from %2").arg(QFileInfo(m_chosen).fileName(), name));
        });
}

void TrainingPage::begin(const RunDialog::Choice &choice) { m_starter->begin(choice); }

void TrainingPage::extend(qint64 steps) { m_starter->extend(m_chosen, steps, m_isChosenRunning); }

void TrainingPage::saveCsv(const QString &path)
{
    inBackground(
        this, [text = m_charts->csv(), path = path.toStdString()] { return writeFileAtomically(path, text); },
        [this, path](const Status &written) {
            if (!written)
                showError(written.error());
            else
                m_messages->showMessage(MessageBar::Kind::Note, tr("Saved: %1").arg(path), {}, {});
        });
}

void TrainingPage::showError(const Error &error)
{
    const ErrorText text = ErrorTexts::describe(error);
    m_messages->showMessage(MessageBar::Kind::Error, text.sentence, text.hint, text.details);
}

/// A run keeps its colour: the first one that no other has.
int TrainingPage::colourOf(const QString &folder)
{
    return m_colours.try_emplace(folder, int(m_colours.size())).first->second;
}

/// Reads what is shown, forgets what is not.
void TrainingPage::followShown()
{
    std::set<QString> wanted = m_ticked;
    if (!m_chosen.isEmpty())
        wanted.insert(m_chosen);
    std::erase_if(m_followed, [&wanted](const auto &entry) { return !wanted.contains(entry.first); });
    std::vector<ShownRun> shown;
    for (const QString &folder : wanted) {
        Followed &followed = m_followed[folder];
        if (!followed.tail)
            followed = {std::make_shared<EventTail>((folder + QStringLiteral("/events.jsonl")).toStdString()),
                        std::make_shared<RunSeries>(m_charts->smoothing())};
        shown.push_back({QFileInfo(folder).fileName(), colourOf(folder), followed.series});
    }
    m_charts->setRuns(std::move(shown));
}

void TrainingPage::refresh()
{
    if (m_isReading)
        return;
    m_isReading = true;
    std::map<QString, std::shared_ptr<EventTail>> tails;
    if (isVisible()) {
        for (const auto &[folder, followed] : m_followed)
            tails.emplace(folder, followed.tail);
    }
    inBackground(
        this,
        [workspace = workspaceFolder().toStdString(), tails, chosen = m_chosen.toStdString()] {
            Snapshot snapshot;
            snapshot.runs = listRuns(workspace);
            for (const auto &[folder, tail] : tails) {
                std::vector<RunEvent> &events = snapshot.events[folder];
                for (auto more = tail->poll(); !more.empty(); more = tail->poll()) {
                    events.insert(events.end(), std::make_move_iterator(more.begin()),
                                  std::make_move_iterator(more.end()));
                    snapshot.isCut = events.size() >= eventsAtOnce;
                    if (snapshot.isCut)
                        break;
                }
            }
            // Only an engine that said nothing in its log may have said why on its standard error.
            for (const RunSummary &run : snapshot.runs) {
                if (run.folder == chosen && run.last.kind == RunEvent::Kind::Other && !run.isRunning)
                    snapshot.lastWords = lastWords(chosen);
            }
            return snapshot;
        },
        [this, tails](const Snapshot &snapshot) {
            m_isReading = false;
            for (const auto &[folder, tail] : tails) {
                // Who was dropped meanwhile, or is followed anew, starts from its beginning.
                const auto found = m_followed.find(folder);
                if (found == m_followed.end() || found->second.tail != tail)
                    continue;
                for (const RunEvent &event : snapshot.events.at(folder)) {
                    found->second.series->take(event);
                    if (folder == m_chosen)
                        m_details->addEvent(event);
                }
            }
            take(snapshot);
            if (snapshot.isCut)
                refresh();
        });
}

void TrainingPage::take(const Snapshot &snapshot)
{
    tellEnds(snapshot.runs);
    m_lastWords = QString::fromStdString(snapshot.lastWords);
    if (m_chosen.isEmpty() && !snapshot.runs.empty()) {
        m_chosen = QString::fromStdString(snapshot.runs.back().folder);
        showDetails();
        followShown();
        refresh();
    }
    showRuns(snapshot.runs);
    m_charts->refresh();
    showFacts();
}

/// A run that ended since the last look is told of, wherever the user is.
void TrainingPage::tellEnds(const std::vector<RunSummary> &runs)
{
    std::set<QString> running;
    for (const RunSummary &run : runs) {
        const QString folder = QString::fromStdString(run.folder), name = QString::fromStdString(run.id);
        if (run.isRunning) {
            running.insert(folder);
            continue;
        }
        if (!m_running.contains(folder))
            continue;
        const bool isEnd = run.last.kind == RunEvent::Kind::End;
        if (isEnd && run.last.word == "stopped")
            continue; // the user did that
        QApplication::alert(window());
        if (isEnd && run.last.word == "finished")
            m_messages->showMessage(
                MessageBar::Kind::Note,
                tr("The run “%1” has finished at step %2.").arg(name, HumanText::count(run.last.step)), {}, {});
        else if (isEnd && run.last.word == "bad_loss")
            m_messages->showMessage(
                MessageBar::Kind::Error, tr("The run “%1” ended by a bad loss.").arg(name),
                tr("Its checkpoints are kept; fork one with a lower learning rate, or set onBadLoss to rollback."), {});
        else
            m_messages->showMessage(
                MessageBar::Kind::Error, tr("The engine of the run “%1” has ended unexpectedly.").arg(name),
                tr("“Go on” resumes from the newest checkpoint."), QString::fromStdString(run.last.detail));
    }
    m_running = std::move(running);
}

void TrainingPage::showRuns(const std::vector<RunSummary> &runs)
{
    const QSignalBlocker quiet(m_runs);
    m_isChosenRunning = false;
    while (m_runs->topLevelItemCount() > int(runs.size()))
        delete m_runs->takeTopLevelItem(m_runs->topLevelItemCount() - 1);
    for (std::size_t place = 0; place < runs.size(); ++place) {
        const RunSummary &run = runs[place];
        QTreeWidgetItem *item = m_runs->topLevelItem(int(place));
        if (!item)
            item = new QTreeWidgetItem(m_runs);
        const QString folder = QString::fromStdString(run.folder);
        if (item->data(NameColumn, folderRole).toString() != folder || item->icon(NameColumn).isNull()) {
            item->setText(NameColumn, QString::fromStdString(run.id));
            item->setToolTip(NameColumn, folder);
            item->setData(NameColumn, folderRole, folder);
            item->setIcon(NameColumn, seriesIcon(colourOf(folder), palette()));
            item->setCheckState(NameColumn, m_ticked.contains(folder) ? Qt::Checked : Qt::Unchecked);
            for (const int column : {StepColumn, LossColumn})
                item->setTextAlignment(column, Qt::AlignRight | Qt::AlignVCenter);
        }
        const bool isEnd = run.last.kind == RunEvent::Kind::End;
        item->setText(StateColumn, run.isRunning                          ? tr("running")
                                   : isEnd && run.last.word == "finished" ? tr("finished")
                                   : isEnd && run.last.word == "bad_loss" ? tr("bad loss")
                                   : run.last.step > 0                    ? tr("stopped")
                                                                          : tr("new"));
        item->setText(StepColumn, run.last.step > 0 ? HumanText::count(run.last.step) : QString());
        const auto followed = m_followed.find(folder);
        if (followed != m_followed.end() && followed->second.series->stepCount() > 0)
            item->setText(LossColumn, QLocale().toString(followed->second.series->smoothedLoss().last(), 'f', 3));
        else if (run.last.kind == RunEvent::Kind::Step)
            item->setText(LossColumn, QLocale().toString(run.last.loss, 'f', 3));
        if (folder == m_chosen) {
            m_runs->setCurrentItem(item);
            m_isChosenRunning = run.isRunning;
        }
    }
}

void TrainingPage::chooseRun()
{
    QTreeWidgetItem *item = m_runs->currentItem();
    const QString folder = item ? item->data(NameColumn, folderRole).toString() : QString();
    if (folder == m_chosen)
        return;
    m_followed.erase(folder); // read again, so that its events can be listed
    m_chosen = folder;
    showDetails();
    followShown();
    refresh();
}

void TrainingPage::showDetails()
{
    m_details->clear();
    inBackground(
        this, [folder = m_chosen.toStdString()] { return std::pair(folder, readRunConfig(folder)); },
        [this](const std::pair<std::string, Result<TrainingConfig>> &read) {
            if (read.first == m_chosen.toStdString() && read.second)
                m_details->setConfig(*read.second);
        });
}

void TrainingPage::showFacts()
{
    const bool hasRun = !m_chosen.isEmpty();
    m_start->setEnabled(hasRun && !m_isChosenRunning);
    m_stop->setEnabled(hasRun && m_isChosenRunning);
    m_checkpoint->setEnabled(hasRun && m_isChosenRunning);
    m_extend->setEnabled(hasRun);
    m_fork->setEnabled(hasRun);
    const auto series = this->series();
    const bool hasSteps = series && series->stepCount() > 0;
    m_progress->setVisible(hasSteps);
    if (!hasRun) {
        m_facts->setText(tr("No run yet. “New run…” trains a model on the current set or on shards made before."));
        return;
    }
    if (!hasSteps) {
        m_facts->setText(m_isChosenRunning       ? tr("The engine starts…")
                         : m_lastWords.isEmpty() ? tr("Nothing was trained yet.")
                                                 : tr("Nothing was trained. The engine said: %1").arg(m_lastWords));
        return;
    }
    const QLocale locale;
    const RunEvent &step = series->lastStep();
    const std::int64_t planned = std::max(series->start().steps, step.step);
    m_progress->setRange(0, 1000);
    m_progress->setValue(int(1000 * step.step / std::max<std::int64_t>(1, planned)));
    QStringList facts{tr("Step %1 of %2").arg(HumanText::count(step.step), HumanText::count(planned)),
                      tr("loss %1").arg(locale.toString(series->smoothedLoss().last(), 'f', 3))};
    if (series->lastEvaluation().step > 0)
        facts.append(tr("held out %1").arg(locale.toString(series->lastEvaluation().loss, 'f', 3)));
    facts.append(tr("learning rate %1").arg(locale.toString(step.learningRate, 'g', 3)));
    facts.append(tr("%1 tokens/s").arg(HumanText::count(qint64(step.tokensPerSecond))));
    if (step.mfu > 0)
        facts.append(tr("MFU %1 %").arg(locale.toString(100 * step.mfu, 'f', 0)));
    facts.append(tr("%1 tokens seen").arg(HumanText::count(step.tokens)));
    facts.append(HumanText::bytes(step.memoryBytes));
    const std::string &end = series->endReason();
    if (m_isChosenRunning && step.tokensPerSecond > 0) {
        const double tokensAStep = double(step.tokens) / double(step.step);
        facts.append(
            tr("%1 left").arg(HumanText::duration(double(planned - step.step) * tokensAStep / step.tokensPerSecond)));
    } else if (end == "finished") {
        facts.append(tr("finished"));
    } else if (end == "bad_loss") {
        facts.append(tr("ended by a bad loss"));
    } else {
        const std::int64_t kept = series->lastCheckpoint().step;
        facts.append(kept > 0 ? tr("stopped; goes on from step %1").arg(HumanText::count(kept)) : tr("stopped"));
    }
    m_facts->setText(facts.join(QStringLiteral("  ·  ")));
}

} // namespace primer
