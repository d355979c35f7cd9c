// Owns: the keys that were typed in while the window is open, in memory only, each for its server; the one that is to
// be kept goes into the keychain. Not here: the fields (endpoint_fields.h), finding a key that was kept before.
#pragma once

#include <functional>
#include <map>
#include <string>

#include <QObject>
#include <QString>

#include "core/teacher/endpoint.h"
#include "ui/label_page/endpoint_fields.h"

namespace primer {

class TypedKeys : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    void take(const EndpointFields::Choice &choice);
    /// Empty when none was typed for this server.
    ApiKey of(const Endpoint &endpoint) const { return finder()(endpoint); }
    /// The same with the keys of now, for another thread.
    std::function<ApiKey(const Endpoint &)> finder() const;
    const QString &variable() const { return m_variable; }
    /// The one that was typed, else as core/teacher finds it. Blocks as the keychain does.
    static Result<ApiKey> find(const ApiKey &typed, const Endpoint &endpoint, const QString &variable);

Q_SIGNALS:
    void notKept(const primer::Error &error);

private:
    std::map<std::string, ApiKey> m_keys;
    QString m_variable = QStringLiteral("OPENAI_API_KEY");
};

} // namespace primer
