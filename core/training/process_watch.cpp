#include "core/training/process_watch.h"

#include <algorithm>
#include <utility>

#include <unistd.h>

#include "core/base/exception_error.h"
#include "core/base/log.h"

namespace primer {

namespace {

constexpr auto signEvery = std::chrono::milliseconds(1000);
constexpr auto longestSilence = std::chrono::seconds(20); ///< of a process that is there: loads of a machine included
constexpr auto longestGoodbye = std::chrono::seconds(10), shortGoodbye = std::chrono::seconds(4);
constexpr auto shortPause = std::chrono::milliseconds(20);
constexpr const char *failureKey = "primer/failed";
constexpr const char *goneSign = "left";
constexpr char stopMark = '!'; ///< ends the sign of a process that was asked to stop

std::string keyOf(const char *what, int rank) { return std::string("primer/") + what + "/" + std::to_string(rank); }

std::string hostName()
{
    char name[256] = {};
    return ::gethostname(name, sizeof name - 1) == 0 && *name ? name : "?";
}

std::string textAt(c10d::Store &store, const std::string &key)
{
    const auto bytes = store.get(key);
    return {bytes.begin(), bytes.end()};
}

void put(c10d::Store &store, const std::string &key, const std::string &value)
{
    store.set(key, std::vector<std::uint8_t>(value.begin(), value.end()));
}

} // namespace

Status ProcessWatch::waitForAll(c10d::Store &store, const ProcessPlace &place, const std::atomic<bool> *stop,
                                std::chrono::milliseconds longest)
{
    put(store, keyOf("host", place.rank), hostName());
    put(store, keyOf("alive", place.rank), "0");
    const auto begin = Clock::now();
    for (int rank = 0; rank < place.size;) {
        if (store.check({keyOf("alive", rank)})) {
            ++rank;
            continue;
        }
        if (stop && *stop)
            return Error{ErrorCode::Cancelled, "stopped while waiting for process " + std::to_string(rank), ""};
        if (Clock::now() - begin > longest)
            return Error{ErrorCode::Io,
                         "process " + std::to_string(rank) + " of " + std::to_string(place.size) + " did not come in "
                             + std::to_string(std::chrono::duration_cast<std::chrono::seconds>(longest).count()) + " s",
                         ""};
        std::this_thread::sleep_for(shortPause);
    }
    return success();
}

ProcessWatch::ProcessWatch(const ProcessPlace &place, c10::intrusive_ptr<c10d::Store> store,
                           const std::atomic<bool> *stop)
    : m_place(place), m_store(std::move(store)), m_stop(stop), m_others(std::size_t(place.size)),
      m_hasLeft(std::size_t(place.size)), m_lastLook(Clock::now())
{
    for (int rank = 0; rank < place.size; ++rank) {
        m_others[std::size_t(rank)] = {textAt(*m_store, keyOf("host", rank)), "", m_lastLook};
        m_signKeys.push_back(keyOf("alive", rank));
    }
    m_thread = std::thread([this] { watch(); });
}

ProcessWatch::~ProcessWatch()
{
    {
        const std::lock_guard lock(m_mutex);
        m_ends = true;
    }
    m_wake.notify_one();
    m_thread.join();
    try {
        put(*m_store, m_signKeys[std::size_t(m_place.rank)], goneSign);
        if (m_place.rank > 0 || m_place.agentHostsStore)
            return;
        // Its end is the store's, where the others have something to read still: why, if nothing else.
        const auto longest = m_isLost ? shortGoodbye : longestGoodbye;
        const auto begin = Clock::now();
        for (std::size_t rank = 1; rank < m_signKeys.size() && Clock::now() - begin < longest;) {
            if (textAt(*m_store, m_signKeys[rank]) == goneSign)
                ++rank;
            else
                std::this_thread::sleep_for(shortPause);
        }
    } catch (const std::exception &failure) { // the store is gone: nobody is left to tell
        log::failure(log::Level::Debug, errorOf(failure), "leaving the other processes");
    }
}

std::string ProcessWatch::nameOf(int rank) const
{
    return "process " + std::to_string(rank) + " of " + std::to_string(m_place.size) + " on "
           + m_others[std::size_t(rank)].host;
}

std::string ProcessWatch::storeLoss(const std::string &why) const
{
    return (m_place.agentHostsStore ? "the launcher, which keeps the store," : nameOf(0))
           + " is lost: the connection to the store broke (" + why.substr(0, why.find('\n')) + ")";
}

void ProcessWatch::loseStore(const std::string &why)
{
    take(storeLoss(why));
    const std::lock_guard lock(m_mutex);
    throw LostProcess(m_failure);
}

void ProcessWatch::watch()
{
    for (;;) {
        try {
            if (!m_isLost) {
                giveSign();
                look();
            }
        } catch (const std::exception &failure) {
            take(storeLoss(errorOf(failure).detail));
        }
        {
            std::unique_lock lock(m_mutex);
            if (m_wake.wait_for(lock, signEvery, [this] { return m_ends; }))
                return;
        }
        if (m_isLost)
            actOnLoss();
    }
}

void ProcessWatch::actOnLoss()
{
    const std::lock_guard acting(m_actMutex); // who takes the act back waits for its end
    std::function<void()> act;
    {
        const std::lock_guard lock(m_mutex);
        act = std::exchange(m_whenLost, nullptr);
    }
    if (act)
        act();
}

void ProcessWatch::giveSign()
{
    const std::lock_guard lock(m_storeMutex);
    const bool stops = m_stop && *m_stop;
    m_isStopAsked = m_isStopAsked || stops;
    put(*m_store, m_signKeys[std::size_t(m_place.rank)],
        std::to_string(++m_signs) + (stops ? std::string(1, stopMark) : ""));
}

void ProcessWatch::look()
{
    std::vector<std::vector<std::uint8_t>> signs;
    std::string failed;
    {
        const std::lock_guard lock(m_storeMutex);
        signs = m_store->multiGet(m_signKeys);
        if (m_store->check({failureKey}))
            failed = textAt(*m_store, failureKey);
    }
    const auto now = Clock::now();
    // While this process itself stood still it heard nobody.
    const auto asleep = std::max(Clock::duration::zero(), now - m_lastLook - 2 * signEvery);
    m_lastLook = now;
    for (int rank = 0; rank < m_place.size; ++rank) {
        Other &other = m_others[std::size_t(rank)];
        const std::string sign(signs[std::size_t(rank)].begin(), signs[std::size_t(rank)].end());
        other.heard += asleep;
        if (sign != other.lastSign) {
            other.lastSign = sign;
            other.heard = now;
        }
        if (sign == goneSign)
            m_hasLeft[std::size_t(rank)] = true;
        if (sign.ends_with(stopMark))
            m_isStopAsked = true;
        if (rank != m_place.rank && sign != goneSign && now - other.heard > longestSilence && failed.empty()) {
            publishFailure(nameOf(rank) + " is lost: no sign of life for "
                           + std::to_string(std::chrono::seconds(longestSilence).count()) + " s");
            return;
        }
    }
    if (!failed.empty())
        take(failed);
}

/// The first finding counts: who ends because of it is not lost himself.
void ProcessWatch::publishFailure(const std::string &words)
{
    const std::lock_guard lock(m_storeMutex);
    const auto kept = m_store->compareSet(failureKey, std::vector<std::uint8_t>(),
                                          std::vector<std::uint8_t>(words.begin(), words.end()));
    take(std::string(kept.begin(), kept.end()));
}

void ProcessWatch::take(const std::string &words)
{
    const std::lock_guard lock(m_mutex);
    if (m_failure.empty())
        m_failure = words;
    m_isLost = true;
}

void ProcessWatch::check() const
{
    if (!m_isLost)
        return;
    const std::lock_guard lock(m_mutex);
    throw LostProcess(m_failure);
}

void ProcessWatch::fail(const std::string &why)
{
    if (m_isLost)
        return;
    try {
        publishFailure(nameOf(m_place.rank) + " failed: " + why);
    } catch (const std::exception &failure) {
        log::failure(log::Level::Debug, errorOf(failure), "telling the other processes of a failure");
    }
}

void ProcessWatch::lose(int rank, const std::string &why)
{
    try {
        publishFailure(nameOf(rank) + " is lost: " + why);
    } catch (const std::exception &) { // the store went with it
        take(nameOf(rank) + " is lost: " + why);
    }
    const std::lock_guard lock(m_mutex);
    throw LostProcess(m_failure);
}

void ProcessWatch::whenLost(std::function<void()> act)
{
    const std::lock_guard acting(m_actMutex);
    const std::lock_guard lock(m_mutex);
    m_whenLost = std::move(act);
}

} // namespace primer
