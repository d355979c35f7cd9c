#include "ui/session/session_state.h"

#include <utility>

#include <QJsonDocument>

#include "core/base/log.h"
#include "core/storage/view_store.h"
#include "ui/session/ordered_write.h"

namespace primer {

namespace {

constexpr int delayMs = 2000;
constexpr const char *settingKey = "session";

} // namespace

SessionState::SessionState(std::shared_ptr<Workspace> workspace, const std::string &stored, QObject *parent)
    : QObject(parent), m_workspace(std::move(workspace)),
      m_values(QJsonDocument::fromJson(QByteArray::fromStdString(stored)).object())
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(delayMs);
    connect(&m_timer, &QTimer::timeout, this, &SessionState::flush);
}

SessionState::~SessionState()
{
    // Nobody is left to be told of a failure but the log; the store carries out what is enqueued before it closes.
    if (m_timer.isActive() && !m_workspace->isReadOnly())
        m_workspace->store().enqueue(Durability::Durable, [write = writing()](Connection &connection) {
            const Status written = write(connection);
            if (!written)
                log::failure(written.error(), "the session's state");
            return written;
        });
}

Result<std::string> SessionState::read(Workspace &workspace) { return workspace.store().read(loadSetting, settingKey); }

void SessionState::setValue(const QString &key, const QJsonValue &value)
{
    if (m_values.value(key) == value)
        return;
    m_values.insert(key, value);
    if (!m_timer.isActive())
        m_timer.start();
}

Store::Work SessionState::writing() const
{
    return [text = QJsonDocument(m_values).toJson(QJsonDocument::Compact).toStdString()](Connection &connection) {
        return saveSetting(connection, settingKey, text);
    };
}

void SessionState::flush()
{
    m_timer.stop();
    if (!m_workspace->isReadOnly())
        writeInOrder(this, *m_workspace, writing(), [this](const Error &error) { Q_EMIT failed(error); });
}

} // namespace primer
