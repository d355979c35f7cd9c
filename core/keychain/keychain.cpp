#include "core/keychain/keychain.h"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

#include <libsecret/secret.h>

namespace primer {

namespace {

constexpr const char *where = "keychain";

const SecretSchema &schema()
{
    static const SecretSchema one = {
        "org.primer.Key",
        SECRET_SCHEMA_NONE,
        {{"name", SECRET_SCHEMA_ATTRIBUTE_STRING}, {nullptr, SECRET_SCHEMA_ATTRIBUTE_STRING}},
        0,
        {},
        {},
        {},
        {},
        {},
        {},
        {}};
    return one;
}

/// Breaks a request off when its time is over.
class Deadline
{
public:
    explicit Deadline(std::chrono::milliseconds limit) : m_cancellable(g_cancellable_new(), g_object_unref)
    {
        m_watch = std::thread([this, limit] {
            std::unique_lock lock(m_mutex);
            if (!m_changed.wait_for(lock, limit, [this] { return m_isDone; }))
                g_cancellable_cancel(m_cancellable.get());
        });
    }
    ~Deadline()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_isDone = true;
        }
        m_changed.notify_one();
        m_watch.join();
    }
    Deadline(const Deadline &) = delete;
    Deadline &operator=(const Deadline &) = delete;
    GCancellable *cancellable() const { return m_cancellable.get(); }

private:
    std::unique_ptr<GCancellable, void (*)(void *)> m_cancellable;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    bool m_isDone = false;
    std::thread m_watch;
};

Error taken(GError *problem)
{
    const std::unique_ptr<GError, void (*)(GError *)> owned(problem, g_error_free);
    if (g_error_matches(problem, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        return Error{ErrorCode::LimitExceeded, "it did not answer in time", where};
    return Error{ErrorCode::Unsupported, problem->message, where};
}

Error noneKept(const std::string &name)
{
    return Error{ErrorCode::NotFound, "no key is kept for " + name + ", or the keychain is locked", where};
}

} // namespace

Result<std::string> readFromKeychain(const std::string &name, std::chrono::milliseconds limit)
{
    const Deadline deadline(limit);
    GError *problem = nullptr;
    const std::unique_ptr<char, void (*)(char *)> secret(
        secret_password_lookup_sync(&schema(), deadline.cancellable(), &problem, "name", name.c_str(), nullptr),
        secret_password_free);
    if (problem)
        return taken(problem);
    if (!secret)
        return noneKept(name);
    return std::string(secret.get());
}

Status keepInKeychain(const std::string &name, const std::string &secret, std::chrono::milliseconds limit)
{
    const Deadline deadline(limit);
    GError *problem = nullptr;
    secret_password_store_sync(&schema(), SECRET_COLLECTION_DEFAULT, ("Primer: key for " + name).c_str(),
                               secret.c_str(), deadline.cancellable(), &problem, "name", name.c_str(), nullptr);
    return problem ? Status(taken(problem)) : success();
}

Status removeFromKeychain(const std::string &name, std::chrono::milliseconds limit)
{
    const Deadline deadline(limit);
    GError *problem = nullptr;
    const bool wasThere = secret_password_clear_sync(&schema(), deadline.cancellable(), &problem, "name", name.c_str(),
                                                     nullptr);
    if (problem)
        return taken(problem);
    return wasThere ? success() : Status(noneKept(name));
}

} // namespace primer
