// Owns: opening a workspace, or the demo, off the UI thread. Not here: what it becomes (workspace_session.h), words.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include <QObject>
#include <QString>

#include "core/base/result.h"
#include "core/workspace/workspace.h"

namespace primer {

struct OpenedWorkspace {
    std::unique_ptr<Workspace> workspace; ///< for whoever takes it
    std::string state;                    ///< what SessionState::read gave
    std::optional<Error> stateError;      ///< it could not be read: the window begins anew
};

class WorkspaceOpener : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    void open(const QString &path, bool create, bool readOnly);
    /// In the home folder. `emptyDemoOpened` follows `opened` when it was not there yet and is to be filled.
    void openDemo();

Q_SIGNALS:
    void started();
    /// Comes before `opened` or `failed`.
    void ended();
    void opened(const std::shared_ptr<primer::OpenedWorkspace> &opened);
    /// `path` is empty when there is nothing yet that could be opened in another way.
    void failed(const QString &path, const primer::Error &error);
    void emptyDemoOpened();

private:
    void openAnd(const QString &path, bool create, bool readOnly, const std::function<void()> &then);
};

} // namespace primer
