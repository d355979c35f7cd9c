#include "ui/label_page/teacher_panel.h"

#include <algorithm>

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QPushButton>
#include <QTabWidget>
#include <QTreeWidget>
#include <QVBoxLayout>

#include "core/jobs/background.h"
#include "core/storage/sample_store.h"
#include "ui/code_view/display_text.h"
#include "ui/label_page/agreement_panel.h"
#include "ui/label_page/forecast_text.h"
#include "ui/label_page/label_run_actions.h"
#include "ui/label_page/label_runs.h"
#include "ui/label_page/teacher_problem.h"
#include "ui/widgets/human_text.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/themed_icon.h"

namespace primer {

namespace {

constexpr int lookEveryMs = 1000;
constexpr int maxFailures = 2000;
constexpr int idRole = Qt::UserRole;

QString addressOf(const LabelRun *run)
{
    const auto endpoint = run ? Endpoint::fromJson(run->settingsJson) : Result<Endpoint>(Error{});
    return endpoint ? QString::fromStdString(endpoint->chatUrl()) : QString();
}

QString modelOf(const LabelRun *run)
{
    const auto endpoint = run ? Endpoint::fromJson(run->settingsJson) : Result<Endpoint>(Error{});
    return endpoint ? QString::fromStdString(endpoint->model) : QString();
}

} // namespace

struct TeacherPanel::Snapshot {
    std::vector<LabelRun> runs;
    std::vector<std::string> sides;
};

TeacherPanel::TeacherPanel(WorkspaceSession &session, QWidget *parent)
    : QWidget(parent), m_session(session), m_labelling(new LabelRuns(session, this)),
      m_actions(new LabelRunActions(session, this)), m_messages(new MessageBar(this)),
      m_new(new QPushButton(tr("Label with a teacher…"), this)), m_goOn(new QPushButton(tr("Continue"), this)),
      m_stop(new QPushButton(tr("Stop"), this)), m_retry(new QPushButton(tr("Retry failed rows"), this)),
      m_runs(new QTreeWidget(this)), m_failures(new QTreeWidget(this)), m_agreement(new AgreementPanel(session, this))
{
    makeLayout();
    connectButtons();
    connectRuns();
    connectActions();
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

    const std::pair<QPushButton *, const char *> icons[] = {
        {m_new, "teacher"}, {m_goOn, "play"}, {m_stop, "stop"}, {m_retry, "retry"}};
    for (const auto &[button, icon] : icons)
        button->setIcon(themedIcon(QLatin1String(icon)));
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
    layout->addWidget(m_runs, 1);
    layout->addWidget(tabs, 3);
}

void TeacherPanel::connectButtons()
{
    connect(m_new, &QPushButton::clicked, this, &TeacherPanel::openDialog);
    connect(m_goOn, &QPushButton::clicked, this, [this] {
        if (const LabelRun *run = chosenRun())
            m_labelling->goOn(*run);
    });
    connect(m_stop, &QPushButton::clicked, m_labelling, &LabelRuns::stop);
    connect(m_retry, &QPushButton::clicked, this, [this] {
        if (const LabelRun *run = chosenRun())
            m_labelling->retryFailed(*run);
    });
    connect(m_runs, &QTreeWidget::itemSelectionChanged, this, &TeacherPanel::showFailures);
    connect(m_failures, &QTreeWidget::itemActivated, this, [this](const QTreeWidgetItem *item) {
        Q_EMIT sampleOpened(SampleId(item->data(0, idRole).toULongLong()));
    });
    connect(m_agreement, &AgreementPanel::sampleOpened, this, &TeacherPanel::sampleOpened);
}

void TeacherPanel::connectRuns()
{
    m_timer.setInterval(lookEveryMs);
    connect(&m_timer, &QTimer::timeout, this, &TeacherPanel::reload);
    connect(m_labelling, &LabelRuns::started, &m_timer, qOverload<>(&QTimer::start));
    connect(m_labelling, &LabelRuns::finished, &m_timer, &QTimer::stop);
    connect(m_labelling, &LabelRuns::failed, this, [this](const Error &error) { m_messages->showError(error); });
    connect(m_labelling, &LabelRuns::paused, this, &TeacherPanel::tell);
    connect(m_labelling, &LabelRuns::keyNotKept, this, [this](const Error &error) {
        m_messages->showMessage(
            MessageBar::Kind::Error,
            tr("The keychain did not store the key. It is used for this session, and nothing was written."),
            QString::fromStdString(error.detail), {});
    });
    connect(&m_session, &WorkspaceSession::columnsChanged, this, [this] {
        if (isVisible()) // else when it is shown
            reload();
    });
}

void TeacherPanel::connectActions()
{
    m_runs->setContextMenuPolicy(Qt::CustomContextMenu);
    m_runs->installEventFilter(this);
    connect(m_runs, &QWidget::customContextMenuRequested, this, [this](const QPoint &place) {
        const QRect row = m_runs->visualItemRect(m_runs->currentItem());
        if (QMenu *menu = newRunMenu()) // asked for by key, the place may be anywhere
            menu->popup(m_runs->viewport()->mapToGlobal(row.contains(place) ? place : row.bottomLeft()));
    });
    connect(m_actions, &LabelRunActions::changed, this, &TeacherPanel::reload);
    connect(m_actions, &LabelRunActions::failed, this, [this](const Error &error) { m_messages->showError(error); });
    connect(m_actions, &LabelRunActions::removed, this, [this](const LabelRun &run) {
        m_comparedLabels = -1;
        m_messages->showMessage(
            MessageBar::Kind::Note,
            tr("The labelling “%1” was deleted: %n label(s) count no more.", nullptr, int(run.labelled))
                .arg(LabelRunActions::nameOf(run)),
            {}, {}, {tr("Undo"), [this, run] {
                         m_messages->hide();
                         m_comparedLabels = -1;
                         m_actions->restore(run);
                     }});
    });
}

/// Not while labels are written: some would come after it is gone.
bool TeacherPanel::canRemove() const
{
    return !m_session.workspace()->isReadOnly() && !m_session.jobs().isRunning(QStringLiteral("label"));
}

QMenu *TeacherPanel::newRunMenu()
{
    const LabelRun *chosen = chosenRun();
    if (!chosen)
        return nullptr;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const bool canWrite = !m_session.workspace()->isReadOnly();
    const LabelRun run = *chosen;
    menu->addAction(m_goOn->text(), m_goOn, &QPushButton::click)->setEnabled(m_goOn->isEnabled());
    menu->addAction(m_retry->text(), m_retry, &QPushButton::click)->setEnabled(m_retry->isEnabled());
    menu->addSeparator();
    menu->addAction(tr("New labelling from this…"), this, [this, run] { openDialogFrom(run); })->setEnabled(canWrite);
    menu->addAction(tr("Rename…"), QKeySequence(Qt::Key_F2), m_actions, [this, run] { m_actions->askForName(run); })
        ->setEnabled(canWrite);
    menu->addAction(tr("Notes and tags…"), m_actions, [this, run] { m_actions->askForNotes(run); })
        ->setEnabled(canWrite);
    menu->addAction(tr("Copy the teacher's name"), this,
                    [run] { QGuiApplication::clipboard()->setText(QString::fromStdString(run.teacher)); });
    menu->addSeparator();
    menu->addAction(tr("Delete"), QKeySequence(Qt::Key_Delete), m_actions, [this, run] { m_actions->remove(run); })
        ->setEnabled(canRemove());
    return menu;
}

bool TeacherPanel::eventFilter(QObject *object, QEvent *event)
{
    const LabelRun *run = event->type() == QEvent::KeyPress ? chosenRun() : nullptr;
    if (!run || object != m_runs || m_session.workspace()->isReadOnly())
        return QWidget::eventFilter(object, event);
    const int key = static_cast<QKeyEvent *>(event)->key();
    if (key == Qt::Key_F2)
        m_actions->askForName(*run);
    else if (key == Qt::Key_Delete && canRemove())
        m_actions->remove(*run);
    else
        return QWidget::eventFilter(object, event);
    return true;
}

void TeacherPanel::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    reload();
}

const LabelRun *TeacherPanel::knownRun(std::int64_t run) const
{
    const auto found = std::find_if(m_known.begin(), m_known.end(),
                                    [run](const LabelRun &one) { return one.id == run; });
    return found == m_known.end() ? nullptr : &*found;
}

const LabelRun *TeacherPanel::chosenRun() const
{
    const QTreeWidgetItem *item = m_runs->currentItem();
    return item ? knownRun(item->data(0, idRole).toLongLong()) : nullptr;
}

void TeacherPanel::reload()
{
    const quint64 generation = ++m_generation;
    inBackground(
        this,
        [workspace = m_session.workspace()]() -> Result<Snapshot> {
            Snapshot snapshot{{}, {humanTeacher}};
            snapshot.runs = PRIMER_TRY(workspace->store().read(listLabelRuns));
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
                m_messages->showError(snapshot.error());
        });
}

void TeacherPanel::take(const Snapshot &snapshot)
{
    const LabelRun *chosen = chosenRun();
    const std::int64_t chosenId = chosen ? chosen->id : 0;
    m_known = snapshot.runs;
    {
        const QSignalBlocker blocker(m_runs);
        showRuns();
        for (int row = 0; row < m_runs->topLevelItemCount(); ++row) {
            QTreeWidgetItem *item = m_runs->topLevelItem(row);
            if (chosenId == 0 ? row == 0 : item->data(0, idRole).toLongLong() == chosenId)
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

void TeacherPanel::showRuns()
{
    while (m_runs->topLevelItemCount() > int(m_known.size())) // one was deleted
        delete m_runs->takeTopLevelItem(m_runs->topLevelItemCount() - 1);
    while (m_runs->topLevelItemCount() < int(m_known.size()))
        new QTreeWidgetItem(m_runs);
    for (int row = 0; row < int(m_known.size()); ++row) {
        const LabelRun &run = m_known[m_known.size() - 1 - std::size_t(row)]; // the newest first
        QTreeWidgetItem *item = m_runs->topLevelItem(row);
        item->setData(0, idRole, qlonglong(run.id));
        item->setText(0, LabelRunActions::labelOf(run));
        item->setToolTip(0, LabelRunActions::tipOf(run));
        item->setText(1, HumanText::count(run.labelled));
        item->setText(2, HumanText::count(run.failed));
        item->setText(3, HumanText::count(run.waiting));
        item->setText(
            4,
            run.budgetNanos > 0
                ? tr("%1 of %2").arg(ForecastText::dollarsOf(run.spentNanos), ForecastText::dollarsOf(run.budgetNanos))
                : QString());
        for (int column = 1; column < 5; ++column)
            item->setTextAlignment(column, Qt::AlignRight | Qt::AlignVCenter);
    }
}

void TeacherPanel::showFailures()
{
    const LabelRun *run = chosenRun();
    const bool isRunning = m_labelling->isRunning(), isModel = run && run->kind != "heuristic";
    m_goOn->setEnabled(isModel && !isRunning && run->waiting > 0);
    m_stop->setEnabled(isRunning);
    m_retry->setEnabled(isModel && !isRunning && run->failed > 0);
    const std::int64_t id = run ? run->id : 0;
    const std::pair<std::int64_t, std::int64_t> wanted{id, run ? run->failed : 0};
    if (wanted == m_shownFailures)
        return; // the list keeps its selection while a run goes on
    m_shownFailures = wanted;
    using Rows = Result<std::shared_ptr<const Failures>>;
    inBackground(
        this,
        [workspace = m_session.workspace(), id]() -> Rows {
            auto reader = PRIMER_TRY(workspace->store().reader());
            const auto items = PRIMER_TRY(labelItems(*reader, id, ItemState::Failed, maxFailures));
            auto failures = std::make_shared<Failures>();
            for (const LabelItem &item : items) {
                const auto rows = PRIMER_TRY(fetchRows(*reader, {&item.sample, 1}));
                failures->push_back({item, rows.empty() ? std::string() : rows.front().path});
            }
            return std::shared_ptr<const Failures>(std::move(failures));
        },
        [this, wanted](const Rows &rows) {
            if (wanted != m_shownFailures)
                return;
            if (rows) {
                fillFailures(**rows);
            } else {
                m_shownFailures = {-1, -1};
                m_messages->showError(rows.error());
            }
        });
}

void TeacherPanel::fillFailures(const Failures &failures)
{
    m_failures->clear();
    const LabelRun *run = chosenRun();
    for (const Failure &failure : failures) {
        auto *item = new QTreeWidgetItem(
            m_failures,
            {TeacherProblems::ofReason(QString::fromStdString(failure.item.reason), addressOf(run), modelOf(run)).cause,
             displayText(failure.path).text});
        item->setToolTip(0, item->text(0));
        item->setData(0, idRole, qulonglong(failure.item.sample));
    }
}

TeacherDialog *TeacherPanel::openDialog()
{
    auto *dialog = new TeacherDialog(m_session, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] { begin(dialog->choice()); });
    dialog->open();
    return dialog;
}

void TeacherPanel::openDialogFrom(const LabelRun &run)
{
    inBackground(
        this, [workspace = m_session.workspace()] { return workspace->store().read(listPrompts); },
        [this, run](const Result<std::vector<Prompt>> &prompts) {
            std::optional<Prompt> prompt;
            for (const Prompt &one : prompts ? *prompts : std::vector<Prompt>()) {
                if (one.id == run.prompt)
                    prompt = one;
            }
            openDialog()->startFrom(run, prompt);
        });
}

void TeacherPanel::begin(const TeacherDialog::Choice &choice)
{
    m_messages->hide();
    m_labelling->begin(choice);
}

void TeacherPanel::goOn(std::int64_t run)
{
    LabelRun wanted;
    wanted.id = run;
    const LabelRun *known = knownRun(run);
    m_labelling->goOn(known ? *known : wanted);
}

QString TeacherPanel::stopText(const TeacherRunReport &report) const
{
    if (!report.stopped.empty() && report.stopped != "limit") {
        const LabelRun *run = knownRun(report.run);
        const TeacherProblem problem = TeacherProblems::ofStop(QString::fromStdString(report.stopped), addressOf(run),
                                                               modelOf(run));
        const QString why = problem.remedy.isEmpty() ? problem.cause
                                                     : problem.cause + QLatin1Char(' ') + problem.remedy;
        return tr("%1 What came in is kept; %n rows are waiting.", nullptr, int(report.waiting)).arg(why);
    }
    if (report.labelled == 0 && report.failed > 0)
        return tr("No row got a label: all %n that were asked failed.", nullptr, int(report.failed));
    return tr("The first rows are labelled.");
}

void TeacherPanel::tell(const TeacherRunReport &report, const Forecast &forecast)
{
    const bool isFruitless = report.labelled == 0 && report.failed > 0;
    if (report.waiting == 0 && report.failed == 0)
        return;
    MessageBar::Remedy remedy;
    if (report.waiting > 0)
        remedy = {tr("Continue"), [this, run = report.run] { goOn(run); }};
    if (report.waiting == 0 && !isFruitless) {
        m_messages->showMessage(MessageBar::Kind::Note,
                                tr("%n row(s) failed; “Failures” below says why.", nullptr, int(report.failed)), {},
                                {});
        return;
    }
    const bool isNote = !isFruitless && (report.stopped == "limit" || report.stopped == "cancelled");
    m_messages->showMessage(isNote ? MessageBar::Kind::Note : MessageBar::Kind::Error, stopText(report),
                            ForecastText::of(forecast), {}, remedy);
    if (isFruitless)
        sayWhy(report);
}

/// The most frequent reason in words, with what to do about it.
void TeacherPanel::sayWhy(const TeacherRunReport &report)
{
    using Counts = std::vector<std::pair<std::string, std::int64_t>>;
    struct Why {
        LabelRun run;
        Counts counts;
    };
    inBackground(
        this,
        [workspace = m_session.workspace(), id = report.run]() -> Result<std::shared_ptr<const Why>> {
            auto why = std::make_shared<Why>();
            why->run = PRIMER_TRY(workspace->store().read(labelRun, id));
            why->counts = PRIMER_TRY(workspace->store().read(failureCounts, id));
            return std::shared_ptr<const Why>(std::move(why));
        },
        [this, sentence = stopText(report)](const Result<std::shared_ptr<const Why>> &why) {
            if (!why || (*why)->counts.empty())
                return;
            const Counts &counts = (*why)->counts;
            const auto most = std::max_element(
                counts.begin(), counts.end(), [](const auto &one, const auto &two) { return one.second < two.second; });
            const TeacherProblem problem = TeacherProblems::ofReason(QString::fromStdString(most->first),
                                                                     addressOf(&(*why)->run), modelOf(&(*why)->run));
            m_messages->showMessage(MessageBar::Kind::Error, sentence + QLatin1Char(' ') + problem.cause,
                                    problem.remedy, {}, {tr("Label with a teacher…"), [this] { openDialog(); }});
        });
}

} // namespace primer
