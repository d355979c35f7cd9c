// Owns: reading the contents of many samples on all cores. Not here: what is done with one.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/base/feedback.h"
#include "core/base/parallel.h"
#include "core/base/result.h"
#include "core/dataset/sample.h"
#include "core/storage/connection.h"
#include "core/storage/sample_store.h"
#include "core/storage/store.h"

namespace primer {

/// Calls work(place in `ids`, content), or work(place, content, thread), for every sample, in any order, from several
/// threads (threadsOf(0)). Progress is `begin` + samples done of `total` (0: of ids.size()). Ends with the first error,
/// or Cancelled.
template<typename Work>
Status forContents(Store &store, std::span<const SampleId> ids, Feedback &feedback, Work work, std::uint64_t begin = 0,
                   std::uint64_t total = 0)
{
    constexpr std::size_t samplesAtOnce = 256; // for one connection, one after the other
    std::mutex mutex;
    std::optional<Error> failure;
    std::atomic<std::uint64_t> done{begin};
    std::atomic<bool> stops{false};
    forItems((ids.size() + samplesAtOnce - 1) / samplesAtOnce, 0, [&](std::size_t block, std::size_t thread) {
        if (stops || feedback.isCancelled())
            return;
        const auto readBlock = [&](Connection &connection) -> Status {
            std::string content;
            const std::size_t end = std::min((block + 1) * samplesAtOnce, ids.size());
            for (std::size_t place = block * samplesAtOnce; place < end; ++place) {
                PRIMER_TRY(fetchContentInto(connection, ids[place], content));
                if constexpr (std::is_invocable_v<Work &, std::size_t, std::string_view, std::size_t>)
                    work(place, std::string_view(content), thread);
                else
                    work(place, std::string_view(content));
            }
            feedback.report(done += end - block * samplesAtOnce, total > 0 ? total : ids.size());
            return success();
        };
        if (const Status read = store.read(readBlock); !read) {
            const std::lock_guard lock(mutex);
            stops = true;
            if (!failure)
                failure = read.error();
        }
    });
    if (failure)
        return *failure;
    if (feedback.isCancelled())
        return Error{ErrorCode::Cancelled, "", "reading contents"};
    return success();
}

/// Calls make(content, thread) for every sample from several threads and take(place in `ids`, made) on the calling
/// thread in the order of `ids`. What is made and not taken yet is of 64 samples for each thread at most. Ends with the
/// first error in that order, take's own too, or Cancelled.
template<typename Make, typename Take>
Status forContentsInOrder(Store &store, std::span<const SampleId> ids, Feedback &feedback, Make make, Take take)
{
    constexpr std::size_t samplesAtOnce = 16, blocksAThread = 4;
    using Made = std::invoke_result_t<Make &, std::string_view, std::size_t>;
    using Block = Result<std::vector<Made>>;
    Status status = success();
    const auto makeBlock = [&](std::size_t block, std::size_t thread) -> Block {
        const auto some = ids.subspan(block * samplesAtOnce,
                                      std::min(samplesAtOnce, ids.size() - block * samplesAtOnce));
        return store.read([&](Connection &connection) -> Block {
            std::vector<Made> made;
            std::string content;
            for (const SampleId id : some) {
                if (feedback.isCancelled())
                    return Error{ErrorCode::Cancelled, "", "reading contents"};
                PRIMER_TRY(fetchContentInto(connection, id, content));
                made.push_back(make(std::string_view(content), thread));
            }
            return made;
        });
    };
    const auto takeBlock = [&](std::size_t block, Block &&made) {
        status = [&]() -> Status {
            if (!made)
                return made.error();
            for (std::size_t number = 0; number < made->size(); ++number)
                PRIMER_TRY(take(block * samplesAtOnce + number, std::move((*made)[number])));
            feedback.report(block * samplesAtOnce + made->size(), ids.size());
            return feedback.isCancelled() ? Status(Error{ErrorCode::Cancelled, "", "reading contents"}) : success();
        }();
        return status.ok();
    };
    forItemsInOrder((ids.size() + samplesAtOnce - 1) / samplesAtOnce, 0, blocksAThread * threadsOf(0), makeBlock,
                    takeBlock);
    return status;
}

} // namespace primer
