// Owns: whether the other processes of a run are there: each gives a sign of life through the store, hears the others',
// and passes on that it was asked to stop or why it failed. Not here: what the processes do together (store_group.h).
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <c10/util/intrusive_ptr.h>
#include <torch/csrc/distributed/c10d/Store.hpp>

#include "core/base/result.h"
#include "core/training/collectives.h"

namespace primer {

/// A process of the run is gone or has failed: the others can do nothing but end.
class LostProcess : public std::runtime_error
{
public:
    using std::runtime_error::runtime_error;
};

class ProcessWatch
{
public:
    /// `store` is this object's alone. All processes must have come: see `waitForAll`.
    ProcessWatch(const ProcessPlace &place, c10::intrusive_ptr<c10d::Store> store, const std::atomic<bool> *stop);
    /// Tells the others that this process leaves; the one that keeps the store waits for them first, some seconds at
    /// most.
    ~ProcessWatch();
    ProcessWatch(const ProcessWatch &) = delete;
    ProcessWatch &operator=(const ProcessWatch &) = delete;

    /// Io naming those that did not come, Cancelled when `stop` is raised.
    static Status waitForAll(c10d::Store &store, const ProcessPlace &place, const std::atomic<bool> *stop,
                             std::chrono::milliseconds longest);

    /// Throws LostProcess once one of the others is lost.
    void check() const;
    bool isStopAsked() const { return m_isStopAsked; }
    bool hasLeft(int rank) const { return m_hasLeft[std::size_t(rank)]; }
    /// Ends the others with this process's failure.
    void fail(const std::string &why);
    /// `rank` is lost; the first such finding counts, on all processes.
    [[noreturn]] void lose(int rank, const std::string &why);
    /// The connection to the store broke, and with it the process that keeps it is lost.
    [[noreturn]] void loseStore(const std::string &why);
    /// Called once, on the watching thread, when one is lost; what was asked for before goes, and has ended when this
    /// returns.
    void whenLost(std::function<void()> act);

private:
    using Clock = std::chrono::steady_clock;
    struct Other {
        std::string host, lastSign;
        Clock::time_point heard;
    };

    void watch();
    void actOnLoss();
    void look();
    void giveSign();
    void publishFailure(const std::string &words);
    void take(const std::string &words);
    std::string nameOf(int rank) const;
    std::string storeLoss(const std::string &why) const;

    ProcessPlace m_place;
    c10::intrusive_ptr<c10d::Store> m_store;
    mutable std::mutex m_storeMutex; ///< the store's connection is one conversation
    const std::atomic<bool> *m_stop;
    std::vector<Other> m_others;
    std::vector<std::string> m_signKeys;
    std::vector<std::atomic<bool>> m_hasLeft;
    std::int64_t m_signs = 0;
    Clock::time_point m_lastLook;
    std::atomic<bool> m_isStopAsked{false};
    std::atomic<bool> m_isLost{false};
    std::mutex m_actMutex;      ///< while what was asked for is done; before m_mutex
    mutable std::mutex m_mutex; ///< of what follows
    std::condition_variable m_wake;
    bool m_ends = false;
    std::string m_failure;
    std::function<void()> m_whenLost;
    std::thread m_thread;
};

} // namespace primer
