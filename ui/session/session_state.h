// Owns: small values of a workspace's window (layout, positions, the set) that come back after a kill.
// Not here: what they mean; settings of the program (ui/settings).
#pragma once

#include <memory>
#include <string>

#include <QJsonObject>
#include <QObject>
#include <QTimer>

#include "core/base/result.h"
#include "core/storage/store.h"
#include "core/workspace/workspace.h"

namespace primer {

class SessionState : public QObject
{
    Q_OBJECT
public:
    /// `stored` is what read gave. A text that is no JSON counts as nothing.
    SessionState(std::shared_ptr<Workspace> workspace, const std::string &stored, QObject *parent = nullptr);
    /// Writes what is not written yet.
    ~SessionState() override;

    /// What an earlier window left, or "". Blocks: not for the UI thread.
    static Result<std::string> read(Workspace &workspace);

    QJsonValue value(const QString &key) const { return m_values.value(key); }
    /// Written within 2 s, and at the end.
    void setValue(const QString &key, const QJsonValue &value);
    void flush();

Q_SIGNALS:
    void failed(const primer::Error &error);

private:
    Store::Work writing() const;

    std::shared_ptr<Workspace> m_workspace;
    QJsonObject m_values;
    QTimer m_timer;
};

} // namespace primer
