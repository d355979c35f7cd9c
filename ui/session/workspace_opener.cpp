#include "ui/session/workspace_opener.h"

#include <utility>

#include <QDir>
#include <QFileInfo>

#include "core/jobs/background.h"
#include "core/demo/demo.h"
#include "ui/session/session_state.h"

namespace primer {

namespace {

using Opened = std::shared_ptr<OpenedWorkspace>; // shared: a future's result is copied

Result<Opened> openIt(const std::string &path, bool create, bool readOnly)
{
    auto opened = std::make_shared<OpenedWorkspace>();
    opened->workspace = PRIMER_TRY(
        Workspace::open(path, readOnly ? Store::Access::ReadOnly : Store::Access::ReadWrite, create));
    const auto state = SessionState::read(*opened->workspace);
    if (state)
        opened->state = *state;
    else
        opened->stateError = state.error();
    return opened;
}

} // namespace

WorkspaceOpener::WorkspaceOpener(QString parquetWorker, QObject *parent)
    : QObject(parent), m_parquetWorker(std::move(parquetWorker))
{}

void WorkspaceOpener::open(const QString &path, bool create, bool readOnly)
{
    Q_EMIT started(Step::Opening);
    inBackground(
        this, [path = path.toStdString(), create, readOnly] { return openIt(path, create, readOnly); },
        [this, path](const Result<Opened> &answer) {
            Q_EMIT ended();
            if (answer)
                Q_EMIT opened(*answer);
            else
                Q_EMIT failed(path, answer.error());
        });
}

void WorkspaceOpener::openDemo()
{
    const QString folder = QDir::homePath() + QStringLiteral("/primer-demo");
    const QString workspace = folder + QStringLiteral("/demo.primer");
    if (QFileInfo::exists(workspace + QStringLiteral("/workspace.db"))) {
        open(workspace, false, false);
        return;
    }
    Q_EMIT started(Step::MakingDemo);
    inBackground(
        this,
        [folder = folder.toStdString(), program = m_parquetWorker.toStdString()] {
            Feedback feedback;
            return runDemo(folder, {}, program, feedback);
        },
        [this](const Result<DemoReport> &report) {
            Q_EMIT ended();
            if (report)
                open(QString::fromStdString(report->workspace), false, false);
            else
                Q_EMIT failed({}, report.error());
        });
}

} // namespace primer
