// Owns: a loop over independent items on several threads. Not here: anything that remembers threads.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

namespace primer {

/// 0: all cores.
inline std::size_t threadsOf(std::size_t wanted)
{
    return wanted > 0 ? wanted : std::max<std::size_t>(1, std::thread::hardware_concurrency());
}

/// Calls work(item) for every item once, in any order, on `threads` threads.
template<typename Work>
void forItems(std::size_t count, std::size_t threads, Work work)
{
    std::atomic<std::size_t> next{0};
    const auto take = [&] {
        for (std::size_t item = next++; item < count; item = next++)
            work(item);
    };
    std::vector<std::thread> helpers;
    for (std::size_t number = 1; number < std::min(threadsOf(threads), count); ++number)
        helpers.emplace_back(take);
    take();
    for (std::thread &helper : helpers)
        helper.join();
}

} // namespace primer
