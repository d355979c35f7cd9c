#include "ui/main_window/jobs_panel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

#include "core/exporters/dataset_export.h"
#include "core/importers/import_run.h"
#include "ui/error_text/error_text.h"
#include "ui/widgets/human_text.h"

namespace primer {

namespace {

constexpr int tickMs = 250;
constexpr int maxNamed = 3;

QString namesOf(const std::vector<std::string> &files)
{
    QStringList names;
    for (const std::string &name : files) {
        names.append(names.size() < maxNamed ? QString::fromStdString(name) : QStringLiteral("…"));
        if (names.size() > maxNamed)
            break;
    }
    return names.join(QStringLiteral(", "));
}

} // namespace

JobsPanel::JobsPanel(WorkspaceSession &session, QWidget *parent)
    : QWidget(parent), m_session(session), m_empty(new QLabel(this))
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
    m_empty->setText(tr("Imports, exports and other long work appear here."));
    m_empty->setContentsMargins(12, 8, 12, 8);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_empty);
    layout->addWidget(scroll, 1);
    m_timer.setInterval(tickMs);
    connect(&m_timer, &QTimer::timeout, this, &JobsPanel::tick);
    connect(&session.jobs(), &JobList::jobStarted, this, &JobsPanel::add);
    connect(&session.jobs(), &JobList::jobFinished, this, &JobsPanel::tick);
}

QString JobsPanel::titleOf(const Job &job)
{
    if (job.kind() == QLatin1String("import"))
        return tr("Import %1").arg(job.subject());
    if (job.kind() == QLatin1String("export"))
        return tr("Export %1").arg(job.subject());
    if (job.kind() == QLatin1String("shards"))
        return tr("Token shards %1").arg(job.subject());
    if (job.kind() == QLatin1String("quality"))
        return tr("Labels by rules, forest and scores");
    if (job.kind() == QLatin1String("fit"))
        return tr("Forest");
    if (job.kind() == QLatin1String("score"))
        return tr("Scores of %1").arg(job.subject());
    if (job.kind() == QLatin1String("near_duplicates"))
        return tr("Near-duplicates");
    if (job.kind() == QLatin1String("label"))
        return tr("Labels of %1").arg(job.subject());
    return tr("Search index");
}

void JobsPanel::add(Job *job)
{
    m_empty->hide();
    Row row{};
    row.widget = new QWidget(this);
    row.title = new QLabel(titleOf(*job), row.widget);
    row.title->setTextFormat(Qt::PlainText);
    row.title->setMinimumWidth(180);
    row.facts = new QLabel(row.widget);
    row.facts->setTextFormat(Qt::PlainText);
    row.bar = new QProgressBar(row.widget);
    row.bar->setMaximumWidth(220);
    row.cancel = new QToolButton(row.widget);
    row.cancel->setText(tr("Cancel"));
    row.cancel->setAccessibleName(tr("Cancel %1").arg(titleOf(*job)));
    connect(row.cancel, &QToolButton::clicked, job, &Job::cancel);
    auto *layout = new QHBoxLayout(row.widget);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(row.title);
    layout->addWidget(row.bar);
    layout->addWidget(row.facts, 1);
    layout->addWidget(row.cancel);
    m_list->insertWidget(0, row.widget);
    m_rows.insert(job->id(), row);
    show(*job, row);
    m_timer.start();
}

void JobsPanel::tick()
{
    bool running = false;
    for (const auto &job : m_session.jobs().jobs()) {
        running = running || job->state() == JobState::Running;
        if (m_rows.contains(job->id()))
            show(*job, m_rows.value(job->id()));
    }
    if (!running)
        m_timer.stop();
    Q_EMIT progressed();
}

double JobsPanel::secondsLeft(const Job &job)
{
    const auto done = double(job.feedback().done());
    const auto total = double(job.feedback().total());
    return done > 0 && total > done && job.seconds() > 1 ? job.seconds() * (total - done) / done : -1;
}

QString JobsPanel::resultOf(const Job &job) const
{
    switch (job.state()) {
    case JobState::Running: return {};
    case JobState::Cancelled: return tr("Cancelled. What was finished is kept.");
    case JobState::Failed: return ErrorTexts::inOneText(job.error());
    case JobState::Done: break;
    }
    if (job.kind() == QLatin1String("import")) {
        const ImportReport report = m_session.jobs().importReport(&job);
        std::int64_t passedOver = 0;
        for (const auto &[rule, count] : report.passedOver)
            passedOver += count;
        QString text = tr("%1 rows: %2 added, %3 duplicates, %4 joined, %5 rejected, %6 passed over, %7 in %8")
                           .arg(HumanText::count(report.rows), HumanText::count(report.added),
                                HumanText::count(report.duplicates), HumanText::count(report.joined),
                                HumanText::count(report.quarantined), HumanText::count(passedOver),
                                HumanText::bytes(report.bytes), HumanText::duration(report.seconds));
        if (!report.sideFiles.empty())
            text += QStringLiteral(" · ") + tr("files that are no data: %1").arg(namesOf(report.sideFiles));
        return text;
    }
    if (job.kind() == QLatin1String("export")) {
        const ExportReport report = m_session.jobs().exportReport(&job);
        return tr("%1 samples exported, %2 left out by licence")
            .arg(HumanText::count(report.samples), HumanText::count(report.leftOutByLicence));
    }
    if (job.kind() != QLatin1String("index"))
        return tr("Done in %1.").arg(HumanText::duration(job.seconds()));
    return tr("Ready: searches no longer need a scan.");
}

void JobsPanel::show(const Job &job, const Row &row) const
{
    const bool running = job.state() == JobState::Running;
    row.cancel->setVisible(running);
    row.bar->setVisible(running);
    if (!running) {
        row.facts->setText(resultOf(job));
        return;
    }
    const auto done = job.feedback().done();
    const auto total = job.feedback().total();
    row.bar->setRange(0, total > done ? 1000 : 0);
    if (total > done)
        row.bar->setValue(int(1000.0 * double(done) / double(total)));
    QStringList facts;
    if (job.kind() == QLatin1String("import")) {
        facts.append(tr("%1 rows").arg(HumanText::count(qint64(job.feedback().items()))));
        if (job.seconds() > 0.5)
            facts.append(tr("%1/s").arg(HumanText::bytes(qint64(double(done) / job.seconds()))));
    }
    if (const double left = secondsLeft(job); left >= 0)
        facts.append(tr("%1 left").arg(HumanText::duration(left)));
    row.facts->setText(facts.join(QStringLiteral(" · ")));
}

QString JobsPanel::headline() const
{
    for (const auto &job : m_session.jobs().jobs()) {
        if (job->state() != JobState::Running)
            continue;
        QString text = titleOf(*job);
        if (const int share = percent(); share >= 0)
            text += QStringLiteral(" %1 %").arg(share);
        if (const double left = secondsLeft(*job); left >= 0)
            text += QStringLiteral(" · ") + tr("%1 left").arg(HumanText::duration(left));
        return text;
    }
    return {};
}

int JobsPanel::percent() const
{
    for (const auto &job : m_session.jobs().jobs()) {
        if (job->state() == JobState::Running && job->feedback().total() > 0)
            return int(100.0 * double(job->feedback().done()) / double(job->feedback().total()));
    }
    return -1;
}

} // namespace primer
