// Owns: loops over independent items on several threads, in any order or with the results handed over in order.
// Not here: anything that remembers threads.
#pragma once

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>
#include <type_traits>
#include <vector>

namespace primer {

/// 0: all cores.
inline std::size_t threadsOf(std::size_t wanted)
{
    return wanted > 0 ? wanted : std::max<std::size_t>(1, std::thread::hardware_concurrency());
}

/// Calls work(item), or work(item, thread), for every item once, in any order, on `threads` threads; a thread's number
/// is below threadsOf(threads). An exception of one ends the loop and leaves it on the calling thread.
template<typename Work>
void forItems(std::size_t count, std::size_t threads, Work work)
{
    std::atomic<std::size_t> next{0};
    std::mutex mutex;
    std::exception_ptr thrown;
    const auto take = [&]([[maybe_unused]] std::size_t thread) {
        try {
            for (std::size_t item = next++; item < count; item = next++) {
                if constexpr (std::is_invocable_v<Work &, std::size_t, std::size_t>)
                    work(item, thread);
                else
                    work(item);
            }
        } catch (...) {
            next = count;
            const std::lock_guard lock(mutex);
            thrown = std::current_exception();
        }
    };
    std::vector<std::thread> helpers;
    for (std::size_t number = 1; number < std::min(threadsOf(threads), count); ++number)
        helpers.emplace_back(take, number);
    take(0);
    for (std::thread &helper : helpers)
        helper.join();
    if (thrown)
        std::rethrow_exception(thrown);
}

/// Calls make(item, thread) for every item once, in any order, on `threads` threads, and take(item, made) on the
/// calling thread in the order of the items. At most `ahead` items are begun and not taken yet: that bounds the memory.
/// Ends early when `take` returns false. An exception of either ends it and leaves it on the calling thread.
template<typename Make, typename Take>
void forItemsInOrder(std::size_t count, std::size_t threads, std::size_t ahead, Make make, Take take)
{
    using Made = std::invoke_result_t<Make &, std::size_t, std::size_t>;
    std::mutex mutex;
    std::condition_variable room, ready;
    std::vector<std::optional<Made>> slots(std::max<std::size_t>(1, ahead));
    std::size_t next = 0, taken = 0;
    bool stops = false;
    std::exception_ptr thrown;
    const auto work = [&](std::size_t thread) {
        std::unique_lock lock(mutex);
        for (;;) {
            room.wait(lock, [&] { return stops || next >= count || next < taken + slots.size(); });
            if (stops || next >= count)
                return;
            const std::size_t item = next++;
            lock.unlock();
            try {
                Made made = make(item, thread);
                lock.lock();
                slots[item % slots.size()].emplace(std::move(made));
            } catch (...) {
                lock.lock();
                thrown = std::current_exception();
            }
            ready.notify_one();
        }
    };
    std::vector<std::thread> workers;
    for (std::size_t number = 0; number < std::min(threadsOf(threads), count); ++number)
        workers.emplace_back(work, number);
    for (std::size_t item = 0; item < count; ++item) {
        std::unique_lock lock(mutex);
        std::optional<Made> &slot = slots[item % slots.size()];
        ready.wait(lock, [&] { return slot.has_value() || thrown; });
        if (thrown)
            break;
        Made made = std::move(*slot);
        slot.reset();
        ++taken;
        room.notify_all();
        lock.unlock();
        try {
            if (!take(item, std::move(made)))
                break;
        } catch (...) {
            lock.lock();
            thrown = std::current_exception();
            break;
        }
    }
    {
        const std::lock_guard lock(mutex);
        stops = true;
    }
    room.notify_all();
    for (std::thread &worker : workers)
        worker.join();
    if (thrown)
        std::rethrow_exception(thrown);
}

} // namespace primer
