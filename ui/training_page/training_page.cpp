#include "ui/training_page/training_page.h"

#include <algorithm>

#include <QDir>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSplitter>
#include <QTreeWidget>
#include <QVBoxLayout>

#include "core/exporters/shard_export.h"
#include "core/jobs/background.h"
#include "ui/charts/loss_chart.h"
#include "ui/error_text/error_text.h"
#include "ui/widgets/human_text.h"
#include "ui/widgets/message_bar.h"

namespace primer {

namespace {

constexpr int pollMs = 500;
constexpr int warningLines = 200;

enum RunColumn { NameColumn, StateColumn };

} // namespace

TrainingPage::TrainingPage(WorkspaceSession &session, QString engine, QWidget *parent)
    : QWidget(parent), m_session(session), m_engine(std::move(engine)), m_runs(new QTreeWidget(this)), m_chart(new LossChart(this)),
      m_facts(new QLabel(this)), m_warnings(new QPlainTextEdit(this)), m_messages(new MessageBar(this)), m_new(new QPushButton(tr("New run…"), this)),
      m_start(new QPushButton(tr("Go on"), this)), m_stop(new QPushButton(tr("Stop"), this)), m_checkpoint(new QPushButton(tr("Checkpoint now"), this))
{
    m_runs->setHeaderLabels({tr("Run"), tr("State")});
    m_runs->setRootIsDecorated(false);
    m_runs->setAccessibleName(tr("Runs of this workspace"));
    m_runs->header()->setSectionResizeMode(NameColumn, QHeaderView::Stretch);
    m_runs->header()->setStretchLastSection(false);
    m_facts->setTextFormat(Qt::PlainText);
    m_facts->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_facts->setFocusPolicy(Qt::NoFocus);
    m_facts->setWordWrap(true);
    m_warnings->setReadOnly(true);
    m_warnings->setMaximumBlockCount(warningLines);
    m_warnings->setMaximumHeight(90);
    m_warnings->setAccessibleName(tr("Warnings of the run"));
    m_warnings->hide();
    m_stop->setToolTip(tr("Stops after a checkpoint; the run can go on later"));

    auto *bar = new QHBoxLayout;
    for (QPushButton *button : {m_new, m_start, m_stop, m_checkpoint})
        bar->addWidget(button);
    bar->addStretch(1);
    auto *right = new QWidget(this);
    auto *rightLayout = new QVBoxLayout(right);
    rightLayout->setContentsMargins(0, 0, 0, 0);
    rightLayout->addWidget(m_facts);
    rightLayout->addWidget(m_chart, 1);
    rightLayout->addWidget(m_warnings);
    auto *splitter = new QSplitter(Qt::Horizontal, this);
    splitter->addWidget(m_runs);
    splitter->addWidget(right);
    splitter->setSizes({260, 900});
    splitter->setStretchFactor(1, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 0);
    layout->addLayout(bar);
    layout->addWidget(m_messages);
    layout->addWidget(splitter, 1);

    connect(m_new, &QPushButton::clicked, this, &TrainingPage::openDialog);
    connect(m_start, &QPushButton::clicked, this, &TrainingPage::startChosen);
    connect(m_stop, &QPushButton::clicked, this, [this] { send("stop"); });
    connect(m_checkpoint, &QPushButton::clicked, this, [this] { send("checkpoint"); });
    connect(m_runs, &QTreeWidget::currentItemChanged, this, &TrainingPage::chooseRun);
    m_timer.setInterval(pollMs);
    connect(&m_timer, &QTimer::timeout, this, &TrainingPage::refresh);
    showFacts();
}

QString TrainingPage::workspaceFolder() const { return QString::fromStdString(m_session.workspace()->folder()); }

void TrainingPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_timer.start();
    refresh();
}

void TrainingPage::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    m_timer.stop();
}

void TrainingPage::openDialog()
{
    QList<std::pair<QString, QString>> shards;
    const QDir folder(workspaceFolder() + QStringLiteral("/shards"));
    for (const QFileInfo &entry : folder.entryInfoList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name))
        shards.append({entry.fileName(), entry.absoluteFilePath()});
    auto *dialog = new RunDialog(shards, qint64(m_session.rows()->ids.size()), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] { begin(dialog->choice()); });
    dialog->open();
}

void TrainingPage::begin(const RunDialog::Choice &choice)
{
    if (!choice.makesShards) {
        createAndStart(choice.name, choice.config);
        return;
    }
    const std::string target = (workspaceFolder() + QStringLiteral("/shards/") + choice.name).toStdString();
    std::vector<SampleId> ids = m_session.rows()->ids;
    std::sort(ids.begin(), ids.end()); // the order of the table must not decide what is trained
    ShardOptions options;
    options.vocabularySize = TokenId(choice.config.model.vocabularySize);
    options.selection = m_session.spec().filter;
    const auto made = std::make_shared<ShardReport>();
    Job *job = m_session.jobs().start(QStringLiteral("shards"), choice.name,
        [workspace = m_session.workspace(), ids = std::move(ids), target, options, tokenizer = choice.tokenizer.toStdString(), made](Feedback &feedback) -> Status {
            ShardOptions complete = options;
            if (!tokenizer.empty()) {
                auto loaded = Tokenizer::load(tokenizer);
                if (!loaded)
                    return loaded.error();
                complete.tokenizer = std::move(*loaded);
            }
            const auto report = exportShards(workspace->store(), ids, target, complete, feedback);
            if (!report)
                return report.error();
            *made = *report;
            return success();
        });
    connect(job, &Job::finished, this, [this, job, choice, target, made] {
        if (job->state() == JobState::Failed) {
            showError(job->error());
        } else if (job->state() == JobState::Done) {
            TrainingConfig config = choice.config;
            config.data = {{target + "/train", 1}};
            if (config.evaluationData.empty() && made->heldOutTokens > std::uint64_t(config.sequenceLength))
                config.evaluationData = target + "/held-out"; // a small set may have held nothing out
            createAndStart(choice.name, config);
        }
    });
}

void TrainingPage::createAndStart(const QString &name, const TrainingConfig &config)
{
    inBackground(this,
        [workspace = workspaceFolder().toStdString(), name = name.toStdString(), config, engine = m_engine.toStdString()]() -> Result<RunSummary> {
            auto run = createRun(workspace, name, config);
            if (run)
                PRIMER_TRY(startLocalEngine(engine, run->folder));
            return run;
        },
        [this](const Result<RunSummary> &run) {
            if (!run) {
                showError(run.error());
                return;
            }
            m_chosen = QString::fromStdString(run->folder);
            m_tail.reset();
            refresh();
        });
}

void TrainingPage::startChosen()
{
    inBackground(this, [engine = m_engine.toStdString(), folder = m_chosen.toStdString()] { return startLocalEngine(engine, folder); },
                 [this](const Status &started) {
                     if (!started)
                         showError(started.error());
                     refresh();
                 });
}

void TrainingPage::send(const std::string &word)
{
    inBackground(this, [folder = m_chosen.toStdString(), word] { return sendToRun(folder, word); },
                 [this](const Status &sent) {
                     if (!sent)
                         showError(sent.error());
                 });
}

void TrainingPage::showError(const Error &error)
{
    const ErrorText text = ErrorTexts::describe(error);
    m_messages->showMessage(MessageBar::Kind::Error, text.sentence, text.hint, text.details);
}

void TrainingPage::refresh()
{
    if (m_isReading)
        return;
    m_isReading = true;
    if (!m_chosen.isEmpty() && !m_tail) {
        m_tail = std::make_shared<EventTail>((m_chosen + QStringLiteral("/events.jsonl")).toStdString());
        m_chart->clear();
        m_warnings->clear();
        m_warnings->hide();
        m_lastStep = m_lastEvaluation = m_lastCheckpoint = {};
        m_plannedSteps = 0;
        m_end.clear();
        ++m_generation;
    }
    inBackground(this,
        [workspace = workspaceFolder().toStdString(), folder = m_chosen.toStdString(), tail = m_tail] {
            return Snapshot{listRuns(workspace), tail ? tail->poll() : std::vector<RunEvent>(), folder.empty() ? std::string() : lastWords(folder)};
        },
        [this, generation = m_generation](const Snapshot &snapshot) {
            m_isReading = false;
            if (generation == m_generation)
                take(snapshot);
            if (!m_tail && !m_chosen.isEmpty())
                refresh(); // another run was chosen meanwhile
        });
}

void TrainingPage::take(const Snapshot &snapshot)
{
    for (const RunEvent &event : snapshot.events)
        takeEvent(event);
    m_lastWords = QString::fromStdString(snapshot.lastWords);
    showRuns(snapshot.runs);
    showFacts();
}

void TrainingPage::takeEvent(const RunEvent &event)
{
    switch (event.kind) {
    case RunEvent::Kind::Start:
        m_plannedSteps = event.steps;
        m_chart->setPlannedSteps(double(event.steps));
        m_end.clear();
        break;
    case RunEvent::Kind::Step:
        m_lastStep = event;
        m_chart->addStep(double(event.step), event.loss);
        break;
    case RunEvent::Kind::Evaluation:
        m_lastEvaluation = event;
        m_chart->addEvaluation(double(event.step), event.loss);
        break;
    case RunEvent::Kind::Checkpoint: m_lastCheckpoint = event; break;
    case RunEvent::Kind::Warning:
        m_warnings->appendPlainText(QString::fromStdString(event.detail));
        m_warnings->show();
        break;
    case RunEvent::Kind::End: m_end = QString::fromStdString(event.word); break;
    case RunEvent::Kind::Other: break;
    }
}

void TrainingPage::showRuns(const std::vector<RunSummary> &runs)
{
    const QSignalBlocker quiet(m_runs);
    if (m_chosen.isEmpty() && !runs.empty())
        m_chosen = QString::fromStdString(runs.back().folder);
    m_isChosenRunning = false;
    while (m_runs->topLevelItemCount() > int(runs.size()))
        delete m_runs->takeTopLevelItem(m_runs->topLevelItemCount() - 1);
    for (std::size_t place = 0; place < runs.size(); ++place) {
        QTreeWidgetItem *item = m_runs->topLevelItem(int(place));
        if (!item)
            item = new QTreeWidgetItem(m_runs);
        const QString folder = QString::fromStdString(runs[place].folder);
        item->setText(NameColumn, QString::fromStdString(runs[place].id));
        item->setText(StateColumn, runs[place].isRunning ? tr("running") : tr("stopped"));
        item->setData(NameColumn, Qt::UserRole, folder);
        if (folder == m_chosen) {
            m_runs->setCurrentItem(item);
            m_isChosenRunning = runs[place].isRunning;
        }
    }
}

void TrainingPage::chooseRun()
{
    QTreeWidgetItem *item = m_runs->currentItem();
    const QString folder = item ? item->data(NameColumn, Qt::UserRole).toString() : QString();
    if (folder == m_chosen)
        return;
    m_chosen = folder;
    m_tail.reset();
    ++m_generation;
    refresh();
}

void TrainingPage::showFacts()
{
    const bool hasRun = !m_chosen.isEmpty();
    m_start->setEnabled(hasRun && !m_isChosenRunning);
    m_stop->setEnabled(hasRun && m_isChosenRunning);
    m_checkpoint->setEnabled(hasRun && m_isChosenRunning);
    if (!hasRun) {
        m_facts->setText(tr("No run yet. “New run…” trains a model on the current set or on shards made before."));
        return;
    }
    if (m_lastStep.step == 0) {
        m_facts->setText(m_isChosenRunning         ? tr("The engine starts…")
                         : m_lastWords.isEmpty() ? tr("Nothing was trained yet.")
                                                 : tr("Nothing was trained. The engine said: %1").arg(m_lastWords));
        return;
    }
    const QLocale locale;
    QStringList facts{tr("Step %1 of %2").arg(HumanText::count(m_lastStep.step), HumanText::count(m_plannedSteps)),
                      tr("loss %1").arg(locale.toString(m_chart->smoothedLoss(), 'f', 3))};
    if (m_lastEvaluation.step > 0)
        facts.append(tr("held out %1").arg(locale.toString(m_lastEvaluation.loss, 'f', 3)));
    facts.append(tr("learning rate %1").arg(locale.toString(m_lastStep.learningRate, 'g', 3)));
    facts.append(tr("%1 tokens/s").arg(HumanText::count(qint64(m_lastStep.tokensPerSecond))));
    facts.append(tr("%1 tokens seen").arg(HumanText::count(m_lastStep.tokens)));
    facts.append(HumanText::bytes(m_lastStep.memoryBytes));
    if (m_isChosenRunning && m_lastStep.tokensPerSecond > 0 && m_lastStep.step > 0) {
        const double tokensAStep = double(m_lastStep.tokens) / double(m_lastStep.step);
        facts.append(tr("%1 left").arg(HumanText::duration(double(m_plannedSteps - m_lastStep.step) * tokensAStep / m_lastStep.tokensPerSecond)));
    } else if (m_end == QLatin1String("finished")) {
        facts.append(tr("finished"));
    } else if (m_end == QLatin1String("bad_loss")) {
        facts.append(tr("ended by a bad loss"));
    } else if (!m_isChosenRunning) {
        facts.append(m_lastCheckpoint.step > 0 ? tr("stopped; goes on from step %1").arg(HumanText::count(m_lastCheckpoint.step)) : tr("stopped"));
    }
    m_facts->setText(facts.join(QStringLiteral("  ·  ")));
}

} // namespace primer
