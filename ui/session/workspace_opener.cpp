#include "ui/session/workspace_opener.h"

#include <utility>

#include <QDir>
#include <QFileInfo>

#include "core/jobs/background.h"
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

void WorkspaceOpener::open(const QString &path, bool create, bool readOnly) { openAnd(path, create, readOnly, {}); }

void WorkspaceOpener::openAnd(const QString &path, bool create, bool readOnly, const std::function<void()> &then)
{
    Q_EMIT started();
    inBackground(
        this, [path = path.toStdString(), create, readOnly] { return openIt(path, create, readOnly); },
        [this, path, then](const Result<Opened> &answer) {
            Q_EMIT ended();
            if (!answer) {
                Q_EMIT failed(path, answer.error());
                return;
            }
            Q_EMIT opened(*answer);
            if (then)
                then();
        });
}

void WorkspaceOpener::openDemo()
{
    const QString folder = QDir::homePath() + QStringLiteral("/primer-demo");
    const QString workspace = folder + QStringLiteral("/demo.primer");
    if (QFileInfo::exists(workspace + QStringLiteral("/workspace.db")))
        open(workspace, false, false);
    else
        openAnd(workspace, true, false, [this] { Q_EMIT emptyDemoOpened(); });
}

} // namespace primer
