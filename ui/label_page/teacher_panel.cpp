#include "ui/label_page/teacher_panel.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLocale>
#include <QPushButton>
#include <QTabWidget>
#include <QTreeWidget>
#include <QVBoxLayout>

#include "core/jobs/background.h"
#include "core/labelling/heuristic_teacher.h"
#include "core/storage/sample_store.h"
#include "core/workspace/heuristic_labelling.h"
#include "ui/code_view/display_text.h"
#include "ui/error_text/error_text.h"
#include "ui/label_page/agreement_panel.h"
#include "ui/widgets/human_text.h"
#include "ui/widgets/message_bar.h"

namespace primer {

namespace {

constexpr int lookEveryMs = 1000;
constexpr int mostFailures = 2000;
constexpr int idRole = Qt::UserRole;

QString dollars(double amount) { return QStringLiteral("$ ") + QLocale().toString(amount, 'f', amount < 1 ? 4 : 2); }

Result<std::vector<SampleId>> drawFor(Workspace &workspace, const std::string &teacher,
                                      const std::vector<SampleId> &from, const SamplingRequest &draw)
{
    auto open = withoutLabelsOf(workspace, teacher, from);
    if (!open)
        return open.error();
    return drawSamples(workspace.query(), draw, std::move(*open));
}

} // namespace

struct TeacherPanel::Snapshot {
    std::vector<LabelRun> runs;
    std::vector<std::string> sides;
};

TeacherPanel::TeacherPanel(WorkspaceSession &session, QWidget *parent)
    : QWidget(parent), m_session(session), m_messages(new MessageBar(this)),
      m_new(new QPushButton(tr("Label with a teacher…"), this)), m_goOn(new QPushButton(tr("Go on"), this)),
      m_stop(new QPushButton(tr("Stop"), this)), m_retry(new QPushButton(tr("Ask again for what failed"), this)),
      m_runs(new QTreeWidget(this)), m_failures(new QTreeWidget(this)), m_agreement(new AgreementPanel(session, this))
{
    makeLayout();
    connectAll();
}

void TeacherPanel::makeLayout()
{
    m_runs->setHeaderLabels({tr("Teacher"), tr("Labelled"), tr("Failed"), tr("Waiting"), tr("Spent")});
    m_failures->setHeaderLabels({tr("Reason"), tr("File")});
    for (QTreeWidget *tree : {m_runs, m_failures}) {
        tree->setRootIsDecorated(false);
        tree->setUniformRowHeights(true);
        tree->header()->setStretchLastSection(false);
        tree->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    }
    m_runs->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_failures->header()->setSectionResizeMode(1, QHeaderView::Stretch);
    m_runs->setAccessibleName(tr("Labelling runs"));
    m_failures->setAccessibleName(tr("Rows that failed"));
    for (QPushButton *button : {m_new, m_goOn, m_stop, m_retry})
        button->setAutoDefault(false);

    auto *buttons = new QHBoxLayout;
    for (QPushButton *button : {m_new, m_goOn, m_stop})
        buttons->addWidget(button);
    buttons->addStretch();
    auto *inbox = new QWidget(this);
    auto *inboxLayout = new QVBoxLayout(inbox);
    inboxLayout->setContentsMargins(0, 4, 0, 0);
    inboxLayout->addWidget(m_failures, 1);
    inboxLayout->addWidget(m_retry, 0, Qt::AlignLeft);
    auto *tabs = new QTabWidget(this);
    tabs->addTab(m_agreement, tr("Agreement"));
    tabs->addTab(inbox, tr("Failures"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addLayout(buttons);
    layout->addWidget(m_messages);
    layout->addWidget(m_runs, 1);
    layout->addWidget(tabs, 3);
}

void TeacherPanel::connectAll()
{
    m_timer.setInterval(lookEveryMs);
    connect(&m_timer, &QTimer::timeout, this, &TeacherPanel::reload);
    connect(m_new, &QPushButton::clicked, this, &TeacherPanel::openDialog);
    connect(m_goOn, &QPushButton::clicked, this, [this] { goOn(chosenRun()); });
    connect(m_stop, &QPushButton::clicked, this, [this] {
        for (const auto &job : m_session.jobs().jobs()) {
            if (job->id() == m_job)
                job->cancel();
        }
    });
    connect(m_retry, &QPushButton::clicked, this, [this] {
        const std::int64_t run = chosenRun();
        inBackground(
            this,
            [workspace = m_session.workspace(), run] {
                return workspace->store().write(Durability::Durable, [run](Connection &connection) -> Status {
                    const auto count = retryFailed(connection, run, "");
                    return count ? success() : Status(count.error());
                });
            },
            [this, run](const Status &written) {
                if (written)
                    goOn(run);
                else
                    showError(written.error());
            });
    });
    connect(m_runs, &QTreeWidget::itemSelectionChanged, this, &TeacherPanel::showFailures);
    connect(m_failures, &QTreeWidget::itemActivated, this, [this](const QTreeWidgetItem *item) {
        Q_EMIT sampleOpened(SampleId(item->data(0, idRole).toULongLong()));
    });
    connect(m_agreement, &AgreementPanel::sampleOpened, this, &TeacherPanel::sampleOpened);
    connect(&m_session, &WorkspaceSession::columnsChanged, this, [this] {
        if (isVisible()) // else when it is shown
            reload();
    });
}

void TeacherPanel::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    reload();
}

void TeacherPanel::showError(const Error &error)
{
    const ErrorText text = ErrorTexts::describe(error);
    m_messages->showMessage(MessageBar::Kind::Error, text.sentence, text.hint, text.details);
}

std::int64_t TeacherPanel::chosenRun() const
{
    const QTreeWidgetItem *item = m_runs->currentItem();
    return item ? item->data(0, idRole).toLongLong() : 0;
}

void TeacherPanel::reload()
{
    const quint64 generation = ++m_generation;
    inBackground(
        this,
        [workspace = m_session.workspace()]() -> Result<Snapshot> {
            auto reader = workspace->store().reader();
            if (!reader)
                return reader.error();
            auto runs = listLabelRuns(**reader);
            if (!runs)
                return runs.error();
            Snapshot snapshot{std::move(*runs), {humanTeacher}};
            for (const LabelRun &run : snapshot.runs) {
                if (std::find(snapshot.sides.begin(), snapshot.sides.end(), run.teacher) == snapshot.sides.end())
                    snapshot.sides.push_back(run.teacher);
            }
            return snapshot;
        },
        [this, generation](const Result<Snapshot> &snapshot) {
            if (generation != m_generation)
                return;
            if (snapshot)
                take(*snapshot);
            else
                showError(snapshot.error());
        });
}

void TeacherPanel::take(const Snapshot &snapshot)
{
    const std::int64_t chosen = chosenRun();
    m_known = snapshot.runs;
    {
        const QSignalBlocker blocker(m_runs);
        while (m_runs->topLevelItemCount() < int(m_known.size()))
            new QTreeWidgetItem(m_runs);
        for (int row = 0; row < int(m_known.size()); ++row) {
            const LabelRun &run = m_known[m_known.size() - 1 - std::size_t(row)]; // the newest first
            QTreeWidgetItem *item = m_runs->topLevelItem(row);
            item->setData(0, idRole, qlonglong(run.id));
            item->setText(0, QString::fromStdString(run.teacher));
            item->setText(1, HumanText::count(run.labelled));
            item->setText(2, HumanText::count(run.failed));
            item->setText(3, HumanText::count(run.waiting));
            item->setText(4, run.budgetNanos > 0 ? tr("%1 of %2")
                                                       .arg(dollars(double(run.spentNanos) * 1e-9),
                                                            dollars(double(run.budgetNanos) * 1e-9))
                                                 : QString());
            for (int column = 1; column < 5; ++column)
                item->setTextAlignment(column, Qt::AlignRight | Qt::AlignVCenter);
            if (run.id == chosen || (chosen == 0 && row == 0))
                m_runs->setCurrentItem(item);
        }
    }
    std::int64_t labelled = 0;
    for (const LabelRun &run : m_known)
        labelled += run.labelled;
    if (labelled != m_comparedLabels) { // nothing new to compare otherwise
        m_comparedLabels = labelled;
        m_agreement->setSides(snapshot.sides);
    }
    showFailures();
}

void TeacherPanel::showFailures()
{
    const std::int64_t run = chosenRun();
    const auto known = std::find_if(m_known.begin(), m_known.end(),
                                    [run](const LabelRun &one) { return one.id == run; });
    const bool isRunning = m_job != 0, isModel = known != m_known.end() && known->kind != "heuristic";
    m_goOn->setEnabled(isModel && !isRunning && known->waiting > 0);
    m_stop->setEnabled(isRunning);
    m_retry->setEnabled(isModel && !isRunning && known->failed > 0);
    const std::pair<std::int64_t, std::int64_t> wanted{run, known == m_known.end() ? 0 : known->failed};
    if (wanted == m_shownFailures)
        return; // the list keeps its selection while a run goes on
    m_shownFailures = wanted;
    struct Row {
        LabelItem item;
        std::string path;
    };
    using Rows = Result<std::shared_ptr<std::vector<Row>>>;
    inBackground(
        this,
        [workspace = m_session.workspace(), run]() -> Rows {
            auto reader = workspace->store().reader();
            if (!reader)
                return reader.error();
            const auto items = labelItems(**reader, run, ItemState::Failed, mostFailures);
            if (!items)
                return items.error();
            auto rows = std::make_shared<std::vector<Row>>();
            for (const LabelItem &item : *items) {
                const auto row = fetchRows(**reader, {&item.sample, 1});
                rows->push_back({item, row && !row->empty() ? row->front().path : std::string()});
            }
            return rows;
        },
        [this, run](const Rows &rows) {
            if (!rows || run != chosenRun())
                return;
            m_failures->clear();
            for (const Row &row : **rows) {
                auto *item = new QTreeWidgetItem(m_failures,
                                                 {QString::fromStdString(row.item.reason), displayText(row.path).text});
                item->setData(0, idRole, qulonglong(row.item.sample));
            }
        });
}

void TeacherPanel::openDialog()
{
    auto *dialog = new TeacherDialog(m_session, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] { begin(dialog->choice()); });
    dialog->open();
}

void TeacherPanel::begin(const TeacherDialog::Choice &choice)
{
    m_messages->hide();
    const std::vector<SampleId> from = m_session.rows()->ids;
    if (!choice.asksModel) {
        Job *job = m_session.jobs().start(
            QStringLiteral("label"), QString::fromUtf8(heuristicTeacherName),
            [workspace = m_session.workspace(), from, draw = choice.draw](Feedback &feedback) -> Status {
                const auto samples = drawFor(*workspace, heuristicTeacherName, from, draw);
                if (!samples)
                    return samples.error();
                const auto report = labelHeuristically(*workspace, *samples, feedback);
                return report ? success() : Status(report.error());
            });
        connect(job, &Job::finished, this, [this, job] {
            if (job->state() == JobState::Failed)
                showError(job->error());
            m_session.noteColumnsChanged();
        });
        return;
    }
    m_keyVariable = choice.keyVariable;
    if (!choice.key.isEmpty()) {
        m_keys[keyNameOf(choice.endpoint.baseUrl)] = choice.key;
        if (choice.keepsKey)
            keepKey(choice.endpoint.baseUrl, choice.key);
    }
    runModel(
        [from, choice](Workspace &workspace) -> Result<Begun> {
            const auto key = choice.key.isEmpty() ? findKey(choice.endpoint, choice.keyVariable.toStdString())
                                                  : Result<ApiKey>(choice.key);
            if (!key)
                return key.error();
            TeacherRequest request;
            auto samples = drawFor(workspace, teacherName(choice.endpoint, choice.prompt), from, choice.draw);
            if (!samples)
                return samples.error();
            request.endpoint = choice.endpoint;
            request.prompt = choice.prompt;
            request.samples = std::move(*samples);
            request.repeated = choice.repeated;
            request.budgetNanos = choice.budgetNanos;
            const auto run = createTeacherRun(workspace, request);
            if (!run)
                return run.error();
            return Begun{*run, *key};
        },
        choice.pilot, QString::fromStdString(choice.endpoint.model));
}

void TeacherPanel::keepKey(const std::string &baseUrl, const ApiKey &key)
{
    inBackground(
        this, [baseUrl, key] { return primer::keepKey(baseUrl, key); },
        [this](const Status &kept) {
            if (!kept)
                m_messages->showMessage(
                    MessageBar::Kind::Error,
                    tr("The keychain did not keep the key. It is used for this sitting, and nothing was written."),
                    QString::fromStdString(kept.error().detail), {});
        });
}

void TeacherPanel::goOn(std::int64_t run)
{
    const auto known = std::find_if(m_known.begin(), m_known.end(),
                                    [run](const LabelRun &one) { return one.id == run; });
    ApiKey typed;
    if (known != m_known.end()) {
        const auto endpoint = Endpoint::fromJson(known->settingsJson);
        const auto found = endpoint ? m_keys.find(keyNameOf(endpoint->baseUrl)) : m_keys.end();
        if (found != m_keys.end())
            typed = found->second;
    }
    runModel(
        [run, typed, variable = m_keyVariable.toStdString()](Workspace &workspace) -> Result<Begun> {
            const auto key = typed.isEmpty() ? keyForRun(workspace, run, variable) : Result<ApiKey>(typed);
            if (!key)
                return key.error();
            return Begun{run, *key};
        },
        0, known == m_known.end() ? QString() : QString::fromStdString(known->teacher));
}

void TeacherPanel::runModel(const std::function<Result<Begun>(Workspace &)> &begin, std::int64_t mostRows,
                            const QString &subject)
{
    struct Outcome {
        TeacherRunReport report;
        Forecast forecast;
    };
    const auto outcome = std::make_shared<Outcome>();
    Job *job = m_session.jobs().start(
        QStringLiteral("label"), subject,
        [workspace = m_session.workspace(), begin, mostRows, outcome](Feedback &feedback) -> Status {
            const auto begun = begin(*workspace);
            if (!begun)
                return begun.error();
            auto report = carryOnTeacherRun(*workspace, begun->run, begun->key, mostRows, feedback);
            if (!report)
                return report.error();
            const auto forecast = forecastRest(*workspace, begun->run);
            if (!forecast)
                return forecast.error();
            *outcome = {std::move(*report), *forecast};
            return success();
        });
    m_job = job->id();
    m_timer.start();
    connect(job, &Job::finished, this, [this, job, outcome] {
        m_job = 0;
        m_timer.stop();
        if (job->state() == JobState::Failed)
            showError(job->error());
        else
            tell(outcome->report, outcome->forecast);
        m_session.noteColumnsChanged();
    });
}

void TeacherPanel::tell(const TeacherRunReport &report, const Forecast &forecast)
{
    if (report.waiting == 0)
        return;
    const QLocale locale;
    QString sentence;
    if (report.stopped == "refused_key")
        sentence = tr("The server refuses the key. Nothing is lost; the rows wait.");
    else if (report.stopped == "no_credit")
        sentence = tr("The server says that the credit is used up. Nothing is lost; the rows wait.");
    else if (report.stopped == "unreachable")
        sentence = tr("The server cannot be reached. Nothing is lost; the rows wait.");
    else if (report.stopped == "budget")
        sentence = tr("The next request could go beyond the budget, so none is sent.");
    else if (report.stopped == "cancelled")
        sentence = tr("Stopped. What came in is kept.");
    else
        sentence = tr("The first rows are labelled.");
    const QString rest = tr("The remaining %1 rows would take about %2 tokens, %3 (%4 to %5) and %6.")
                             .arg(HumanText::count(forecast.rows), HumanText::count(qint64(forecast.tokens.expected)),
                                  dollars(forecast.dollars.expected), dollars(forecast.dollars.low),
                                  dollars(forecast.dollars.high), HumanText::duration(forecast.seconds.expected));
    m_messages->showMessage(report.stopped == "limit" || report.stopped == "cancelled" ? MessageBar::Kind::Note
                                                                                       : MessageBar::Kind::Error,
                            sentence, forecast.basedOnRequests > 0 ? rest : QString(), {}, tr("Go on"),
                            [this, run = report.run] { goOn(run); });
}

} // namespace primer
