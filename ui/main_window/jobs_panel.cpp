#include "ui/main_window/jobs_panel.h"

#include <algorithm>

#include <QDesktopServices>
#include <QLabel>
#include <QScrollArea>
#include <QUrl>
#include <QVBoxLayout>

#include "ui/main_window/job_row.h"
#include "ui/main_window/job_texts.h"
#include "ui/widgets/human_text.h"

namespace primer {

namespace {

constexpr int tickMs = 250;
constexpr double wantedShare = 0.17; ///< of the window
constexpr int minHeight = 96, maxHeight = 210;

bool isProblem(JobState state)
{
    return state == JobState::Failed || state == JobState::DoneWithFailures || state == JobState::Interrupted;
}

} // namespace

JobsPanel::JobsPanel(WorkspaceSession &session, QWidget *parent)
    : QWidget(parent), m_session(session), m_trainings(new TrainingRows(session, this)), m_empty(new QLabel(this))
{
    auto *content = new QWidget;
    m_list = new QVBoxLayout(content);
    m_list->setContentsMargins(8, 4, 8, 4);
    m_list->addStretch();
    auto *scroll = new QScrollArea(this);
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setAccessibleName(tr("Jobs"));
    m_empty->setText(tr("Imports, exports, training and other long work appear here."));
    m_empty->setContentsMargins(12, 8, 12, 8);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_empty);
    layout->addWidget(scroll, 1);
    m_timer.setInterval(tickMs);
    connect(&m_timer, &QTimer::timeout, this, &JobsPanel::tick);
    WorkspaceJobs &jobs = session.jobs();
    connect(&jobs, &JobList::jobStarted, this, &JobsPanel::add);
    connect(&jobs, &JobList::jobAdopted, this, &JobsPanel::addEarlier);
    connect(&jobs, &JobList::jobFinished, this, &JobsPanel::onFinished);
    connect(&jobs, &WorkspaceJobs::offersChanged, this, &JobsPanel::showAll);
    connectTrainings();
}

void JobsPanel::connectTrainings()
{
    connect(m_trainings, &TrainingRows::rowMade, this, [this](JobRow *row) {
        m_empty->hide();
        m_list->insertWidget(0, row);
    });
    connect(m_trainings, &TrainingRows::changed, this, [this] {
        m_empty->setVisible(m_rows.isEmpty() && m_trainings->isEmpty());
        Q_EMIT progressed();
    });
    connect(m_trainings, &TrainingRows::problemSeen, this, &JobsPanel::countProblem);
    connect(m_trainings, &TrainingRows::runWanted, this, &JobsPanel::runWanted);
    connect(m_trainings, &TrainingRows::continueWanted, this, &JobsPanel::continueWanted);
}

/// A handful of jobs can be read without scrolling, and the page stays what the window is about.
QSize JobsPanel::sizeHint() const
{
    return {QWidget::sizeHint().width(), std::clamp(int(wantedShare * window()->height()), minHeight, maxHeight)};
}

void JobsPanel::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_unseenProblems = 0;
    Q_EMIT progressed();
}

JobRow *JobsPanel::makeRow(Job *job)
{
    m_empty->hide();
    auto *row = new JobRow(this);
    connect(row, &JobRow::cancelClicked, job, &Job::cancel);
    connect(row, &JobRow::goOnClicked, job, [this, job] { m_session.jobs().goOn(job); });
    connect(row, &JobRow::remedyClicked, this, &JobsPanel::rejectedRowsWanted);
    connect(row, &JobRow::showMeClicked, this, [this, job] { showWhere(*job); });
    m_rows.insert(job->id(), row);
    show(*job);
    return row;
}

void JobsPanel::showWhere(const Job &job)
{
    if (job.kind() == QLatin1String("fetch"))
        QDesktopServices::openUrl(QUrl::fromLocalFile(job.subject()));
    else if (job.kind() == QLatin1String("rejected"))
        Q_EMIT rejectedRowsWanted();
    else
        Q_EMIT pageWanted(JobTexts::page(job));
}

void JobsPanel::add(Job *job)
{
    m_list->insertWidget(0, makeRow(job));
    m_timer.start();
    Q_EMIT progressed();
}

/// The newest come first.
void JobsPanel::addEarlier(Job *job) { m_list->insertWidget(m_list->count() - 1, makeRow(job)); }

void JobsPanel::onFinished(const Job *job)
{
    if (isProblem(job->state()))
        countProblem();
    showAll(); // others of its kind may be continued now
}

void JobsPanel::countProblem()
{
    if (!isVisible())
        ++m_unseenProblems;
}

void JobsPanel::showAll()
{
    for (const auto &job : m_session.jobs().jobs()) {
        if (m_rows.contains(job->id()))
            show(*job);
    }
    Q_EMIT progressed();
}

/// What has ended changes by signals alone.
void JobsPanel::tick()
{
    for (const auto &job : m_session.jobs().jobs()) {
        if (job->isActive() && m_rows.contains(job->id()))
            show(*job);
    }
    if (m_session.jobs().runningCount() == 0)
        m_timer.stop();
    Q_EMIT progressed();
}

void JobsPanel::show(const Job &job)
{
    const JobState state = job.state();
    const auto done = double(job.feedback().done()), total = double(job.feedback().total());
    JobRowView view;
    view.title = JobTexts::title(job);
    view.state = JobTexts::state(job);
    view.facts = JobTexts::facts(job);
    if (state == JobState::Waiting)
        view.permille = 0; // a bar that moves would say that it runs
    else if (job.isActive())
        view.permille = total > 0 && total >= done ? int(1000.0 * done / total) : JobRowView::endless;
    if (JobTexts::hasRate(job))
        view.rates = job.rates();
    view.log = job.record().log;
    view.isProblem = isProblem(state);
    view.hasPlace = job.kind() != QLatin1String("check");
    if (m_session.jobs().canGoOn(job))
        view.goOn = JobTexts::goOn(job);
    if (job.isActive() && !job.feedback().isCancelled())
        view.cancel = tr("Cancel");
    if (!job.isActive() && job.figure("rejected") > 0)
        view.remedy = tr("Rejected rows…");
    m_rows.value(job.id())->show(view);
}

/// One that runs, or that waits when none does.
const Job *JobsPanel::newestActive() const
{
    const Job *newest = nullptr;
    for (const auto &job : m_session.jobs().jobs()) {
        if (job->state() == JobState::Running || (job->isActive() && (!newest || newest->state() != JobState::Running)))
            newest = job.get();
    }
    return newest;
}

QString JobsPanel::headline() const
{
    const Job *job = newestActive();
    if (!job && m_trainings->isAnyRunning())
        return m_trainings->headline();
    if (!job)
        return m_unseenProblems > 0 ? tr("Jobs: %n failed", nullptr, m_unseenProblems) : QString();
    QString text = JobTexts::title(*job);
    if (const int share = percent(); share >= 0)
        text += QStringLiteral(" %1 %").arg(share);
    if (const double left = job->secondsLeft(); left >= 0)
        text += QStringLiteral(" · ") + tr("%1 left").arg(HumanText::duration(left));
    return text;
}

int JobsPanel::percent() const
{
    const Job *job = newestActive();
    if (!job)
        return m_trainings->percent();
    return job->feedback().total() > 0 ? int(100.0 * double(job->feedback().done()) / double(job->feedback().total()))
                                       : -1;
}

} // namespace primer
