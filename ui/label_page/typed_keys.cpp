#include "ui/label_page/typed_keys.h"

#include "core/jobs/background.h"
#include "core/teacher/key_source.h"

namespace primer {

void TypedKeys::take(const EndpointFields::Choice &choice)
{
    m_variable = choice.keyVariable;
    if (choice.key.isEmpty())
        return;
    m_keys[keyNameOf(choice.endpoint.baseUrl)] = choice.key;
    if (!choice.keepsKey)
        return;
    inBackground(
        this, [baseUrl = choice.endpoint.baseUrl, key = choice.key] { return keepKey(baseUrl, key); },
        [this](const Status &kept) {
            if (!kept)
                Q_EMIT notKept(kept.error());
        });
}

std::function<ApiKey(const Endpoint &)> TypedKeys::finder() const
{
    return [keys = m_keys](const Endpoint &endpoint) {
        const auto found = keys.find(keyNameOf(endpoint.baseUrl));
        return found == keys.end() ? ApiKey() : found->second;
    };
}

Result<ApiKey> TypedKeys::find(const ApiKey &typed, const Endpoint &endpoint, const QString &variable)
{
    return typed.isEmpty() ? findKey(endpoint, variable.toStdString()) : Result<ApiKey>(typed);
}

} // namespace primer
