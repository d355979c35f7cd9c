// Owns: opening a workspace, or the demo, off the UI thread. Not here: what it becomes (workspace_session.h), words.
#pragma once

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
    enum class Step { Opening, MakingDemo };

    explicit WorkspaceOpener(QString parquetWorker, QObject *parent = nullptr);

    void open(const QString &path, bool create, bool readOnly);
    /// In the home folder; made from files of this machine when it is not there yet.
    void openDemo();

Q_SIGNALS:
    void started(primer::WorkspaceOpener::Step step);
    /// Comes before `opened` or `failed`.
    void ended();
    void opened(const std::shared_ptr<primer::OpenedWorkspace> &opened);
    /// `path` is empty when there is nothing yet that could be opened in another way.
    void failed(const QString &path, const primer::Error &error);

private:
    QString m_parquetWorker;
};

} // namespace primer
