#include "ui/main_window/leaving.h"

#include <algorithm>
#include <utility>

#include <QMessageBox>
#include <QPushButton>
#include <QStringList>

#include "ui/main_window/job_texts.h"

namespace primer {

namespace {

bool endsByLeaving(const Job &job)
{
    return job.isActive() && !job.feedback().isCancelled() && job.kind() != QLatin1String("index");
}

} // namespace

bool Leaving::endsWork(const WorkspaceJobs &jobs)
{
    return std::any_of(jobs.jobs().begin(), jobs.jobs().end(), [](const auto &job) { return endsByLeaving(*job); });
}

void Leaving::ask(QWidget *window, const WorkspaceJobs &jobs, const std::vector<QString> &trainings,
                  const QString &button, std::function<void()> then)
{
    if (!endsWork(jobs)) {
        then();
        return;
    }
    QStringList sentences;
    for (const auto &job : jobs.jobs()) {
        if (endsByLeaving(*job))
            sentences.append(JobTexts::whenLeft(*job));
    }
    for (const QString &name : trainings)
        sentences.append(tr("The training %1 goes on: it is a program of its own.").arg(name));
    auto *box = new QMessageBox(window);
    box->setObjectName(QStringLiteral("leaving"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setIcon(QMessageBox::Question);
    box->setTextFormat(Qt::PlainText);
    box->setWindowTitle(tr("Work is under way"));
    box->setText(tr("Work is under way."));
    box->setInformativeText(sentences.join(QLatin1Char('\n')));
    QPushButton *leave = box->addButton(button, QMessageBox::DestructiveRole);
    QPushButton *stay = box->addButton(tr("Keep working"), QMessageBox::RejectRole);
    box->setDefaultButton(stay);
    box->setEscapeButton(stay);
    // Queued: the window may go by it, and the box with it.
    QObject::connect(leave, &QPushButton::clicked, window, std::move(then), Qt::QueuedConnection);
    box->open();
}

} // namespace primer
