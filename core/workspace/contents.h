// Owns: reading the contents of many samples on all cores. Not here: what is done with one.
#pragma once

#include <algorithm>
#include <atomic>
#include <mutex>
#include <optional>
#include <span>
#include <string>

#include "core/base/feedback.h"
#include "core/base/parallel.h"
#include "core/base/result.h"
#include "core/dataset/sample.h"
#include "core/storage/sample_store.h"
#include "core/storage/store.h"

namespace primer {

/// Calls work(place in `ids`, content) for every sample, in any order, from several threads. Progress is
/// `begin` + samples done of `total` (0: of ids.size()). Ends with the first error, or Cancelled.
template<typename Work>
Status forContents(Store &store, std::span<const SampleId> ids, Feedback &feedback, Work work, std::uint64_t begin = 0,
                   std::uint64_t total = 0)
{
    constexpr std::size_t samplesAtOnce = 256; // for one connection, one after the other
    std::mutex mutex;
    std::optional<Error> failure;
    std::atomic<std::uint64_t> done{begin};
    std::atomic<bool> stops{false};
    forItems((ids.size() + samplesAtOnce - 1) / samplesAtOnce, 0, [&](std::size_t block) {
        if (stops || feedback.isCancelled())
            return;
        const auto readBlock = [&]() -> Status {
            auto reader = store.reader();
            if (!reader)
                return reader.error();
            std::string content;
            const std::size_t end = std::min((block + 1) * samplesAtOnce, ids.size());
            for (std::size_t place = block * samplesAtOnce; place < end; ++place) {
                PRIMER_TRY(fetchContentInto(**reader, ids[place], content));
                work(place, std::string_view(content));
            }
            feedback.report(done += end - block * samplesAtOnce, total > 0 ? total : ids.size());
            return success();
        };
        if (const Status read = readBlock(); !read) {
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

} // namespace primer
