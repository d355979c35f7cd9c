#include "ui/main_window/tool_jobs.h"

#include <string>
#include <vector>

#include <QFileInfo>

#include "ui/main_window/fetch_dialog.h"
#include "ui/main_window/job_texts.h"
#include "ui/session/kept_choice.h"
#include "ui/widgets/message_bar.h"

namespace primer {

namespace {

const QString checkKind = QStringLiteral("check");
const QString fetchKind = QStringLiteral("fetch");

/// Without the token: it is in no file of Primer's.
std::string continuationOf(const ModelFetch &fetch)
{
    return compactJson({{QStringLiteral("model"), QString::fromStdString(fetch.model)},
                        {QStringLiteral("revision"), QString::fromStdString(fetch.revision)},
                        {QStringLiteral("endpoint"), QString::fromStdString(fetch.endpoint)},
                        {QStringLiteral("target"), QString::fromStdString(fetch.target)}});
}

ModelFetch fetchOf(const QJsonObject &kept)
{
    ModelFetch fetch;
    fetch.model = kept.value(QStringLiteral("model")).toString().toStdString();
    fetch.revision = kept.value(QStringLiteral("revision")).toString().toStdString();
    fetch.endpoint = kept.value(QStringLiteral("endpoint")).toString().toStdString();
    fetch.target = kept.value(QStringLiteral("target")).toString().toStdString();
    fetch.token = FetchDialog::tokenOfEnvironment();
    return fetch;
}

Status checkAll(Workspace &workspace, JobFeedback &feedback)
{
    const auto counts = PRIMER_TRY(workspace.counts());
    feedback.setFigure("samples", counts.samples);
    const std::vector<std::string> problems = PRIMER_TRY(workspace.findProblems(feedback));
    for (const std::string &problem : problems)
        feedback.addLine(problem);
    if (!problems.empty())
        feedback.setFailures(std::int64_t(problems.size()), {ErrorCode::Corrupt, problems.front(), workspace.folder()});
    return success();
}

} // namespace

ToolJobs::ToolJobs(WorkspaceSession &session, PageStack &pages, QObject *parent)
    : QObject(parent), m_session(session), m_pages(pages)
{
    session.jobs().setContinuation(checkKind, this, [this](const QJsonObject &) { check(); });
    session.jobs().setContinuation(fetchKind, this, [this](const QJsonObject &kept) { fetch(fetchOf(kept)); });
}

Job *ToolJobs::check()
{
    Q_EMIT started();
    if (m_session.jobs().isRunning(checkKind))
        return nullptr;
    Job *job = m_session.jobs().start(checkKind, {}, "{}", [workspace = m_session.workspace()](JobFeedback &feedback) {
        return checkAll(*workspace, feedback);
    });
    connect(job, &Job::finished, this, [this, job] { tellFindings(*job); });
    return job;
}

void ToolJobs::tellFindings(const Job &check)
{
    if (check.state() == JobState::DoneWithFailures)
        m_pages.messages()->showMessage(MessageBar::Kind::Error, JobTexts::facts(check), {}, {},
                                        {tr("Show jobs"), [this] { Q_EMIT jobsWanted(); }});
    else if (check.state() == JobState::Done)
        m_pages.messages()->showNote(JobTexts::facts(check));
}

void ToolJobs::askForModel(QWidget *window)
{
    const QString base = QFileInfo(m_session.folder()).absolutePath() + QStringLiteral("/models");
    auto *dialog = new FetchDialog(base, window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] { fetch(dialog->choice()); });
    dialog->open();
}

Job *ToolJobs::fetch(const ModelFetch &fetch)
{
    Q_EMIT started();
    Job *job = m_session.jobs().start(fetchKind, QString::fromStdString(fetch.target), continuationOf(fetch),
                                      [fetch](JobFeedback &feedback) -> Status {
                                          const auto fetched = PRIMER_TRY(fetchModel(fetch, feedback));
                                          feedback.addLine(fetch.model + " at " + fetched.commit);
                                          feedback.setFigure("bytes", fetched.bytes);
                                          feedback.setFigure("received", fetched.received);
                                          return success();
                                      });
    // Here the token that was typed is still known.
    job->setAgain(this, [this, fetch] { this->fetch(fetch); });
    return job;
}

} // namespace primer
