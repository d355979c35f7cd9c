#include "ui/main_window/status_line.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QToolButton>

#include "ui/main_window/jobs_panel.h"
#include "ui/widgets/human_text.h"
#include "ui/widgets/themed_icon.h"

namespace primer {

StatusLine::StatusLine(QWidget *parent)
    : QWidget(parent), m_text(new QLabel(this)), m_rejected(new QToolButton(this)), m_jobs(new QToolButton(this)),
      m_progress(new QProgressBar(this))
{
    m_text->setTextFormat(Qt::PlainText);
    m_text->setContentsMargins(6, 0, 6, 0);
    m_text->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    m_text->setMinimumWidth(1); // it gives way before the window does
    m_rejected->setAutoRaise(true);
    m_rejected->setObjectName(QStringLiteral("rejectedRows"));
    m_rejected->setToolTip(tr("Why rows were rejected, and what can be done"));
    m_jobs->setAutoRaise(true);
    m_jobs->setIcon(themedIcon(QStringLiteral("jobs")));
    m_rejected->setIcon(themedIcon(QStringLiteral("file-bad")));
    for (QToolButton *button : {m_jobs, m_rejected})
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_progress->setMaximumWidth(140);
    m_progress->setTextVisible(false);
    m_progress->setAccessibleName(tr("Progress"));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_text);
    layout->addWidget(m_rejected);
    layout->addStretch(1);
    layout->addWidget(m_jobs);
    layout->addWidget(m_progress);
    connect(m_jobs, &QToolButton::clicked, this, &StatusLine::jobsWanted);
    connect(m_rejected, &QToolButton::clicked, this, &StatusLine::rejectedRowsWanted);
    close();
}

void StatusLine::open(WorkspaceSession &session, const JobsPanel &jobs)
{
    m_session = &session;
    m_jobs->setText(tr("Jobs"));
    m_jobs->show();
    connect(&session, &WorkspaceSession::countsChanged, this, &StatusLine::showCounts);
    connect(&session.set(), &CurrentSet::rowsChanged, this, &StatusLine::showCounts);
    connect(&jobs, &JobsPanel::progressed, this, [this, &jobs] { showJobs(jobs); });
    showCounts();
}

void StatusLine::close()
{
    m_session = nullptr; // its signals end with it
    m_jobs->hide();
    m_progress->hide();
    showCounts();
}

void StatusLine::showCounts()
{
    m_rejected->setVisible(m_session && m_session->counts().quarantined > 0);
    if (!m_session) {
        m_text->setText(tr("No workspace is open"));
        return;
    }
    const WorkspaceCounts &counts = m_session->counts();
    QStringList parts{QString::fromStdString(m_session->workspace()->name())};
    if (m_session->workspace()->isReadOnly())
        parts.append(tr("for reading only"));
    parts.append(tr("%Ln samples", nullptr, int(counts.samples)));
    if (!m_session->set().isEverything())
        parts.append(tr("current set: %1").arg(HumanText::count(qint64(m_session->set().rows()->ids.size()))));
    parts.append(HumanText::bytes(counts.bytes));
    parts.append(tr("%Ln judgements", nullptr, int(counts.judgements)));
    m_rejected->setText(tr("%Ln rejected rows", nullptr, int(counts.quarantined)));
    m_text->setText(parts.join(QStringLiteral(" · ")));
}

void StatusLine::showJobs(const JobsPanel &jobs)
{
    const QString headline = jobs.headline();
    m_jobs->setText(headline.isEmpty() ? tr("Jobs") : headline);
    const int percent = jobs.percent();
    m_progress->setVisible(jobs.isBusy());
    m_progress->setRange(0, percent >= 0 ? 100 : 0);
    m_progress->setValue(std::max(0, percent));
}

} // namespace primer
