#include "core/workspace/near_copies.h"

#include <chrono>
#include <mutex>
#include <optional>
#include <string>

#include "core/base/parallel.h"
#include "core/storage/sample_store.h"

namespace primer {

namespace {

constexpr std::size_t samplesAtOnce = 512; ///< for one connection, one after the other

} // namespace

Result<NearCopies> findNearCopies(Store &store, std::span<const SampleId> ids, const MinHashSettings &settings, Feedback &feedback)
{
    const auto begin = std::chrono::steady_clock::now();
    PRIMER_TRY(settings.check());
    const MinHasher hasher(settings);
    std::vector<std::uint32_t> signatures(ids.size() * hasher.size());
    std::mutex mutex;
    std::optional<Error> failure;
    std::size_t done = 0;
    double readingSeconds = 0;
    forItems((ids.size() + samplesAtOnce - 1) / samplesAtOnce, 0, [&](std::size_t block) {
        if (feedback.isCancelled())
            return;
        const auto signBlock = [&]() -> Status {
            auto reader = store.reader();
            if (!reader)
                return reader.error();
            std::string content;
            std::chrono::duration<double> reading{};
            for (std::size_t place = block * samplesAtOnce; place < std::min((block + 1) * samplesAtOnce, ids.size()); ++place) {
                const auto from = std::chrono::steady_clock::now();
                PRIMER_TRY(fetchContentInto(**reader, ids[place], content));
                reading += std::chrono::steady_clock::now() - from;
                hasher.sign(content, std::span(signatures).subspan(place * hasher.size(), hasher.size()));
            }
            const std::lock_guard lock(mutex);
            readingSeconds += reading.count();
            return success();
        };
        const Status signedAll = signBlock();
        const std::lock_guard lock(mutex);
        if (!signedAll && !failure)
            failure = signedAll.error();
        done += samplesAtOnce;
        feedback.report(std::min(done, ids.size()), ids.size());
    });
    if (failure)
        return *failure;
    if (feedback.isCancelled())
        return Error{ErrorCode::Cancelled, "", "near-duplicates"};
    const auto first = nearDuplicates(signatures, settings, feedback);
    if (!first)
        return first.error();
    NearCopies result;
    for (std::size_t place = 0; place < ids.size(); ++place) {
        if ((*first)[place] == place)
            result.kept.push_back(ids[place]);
        else
            result.copies.push_back({ids[place], ids[(*first)[place]]});
    }
    result.readingSeconds = readingSeconds;
    result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    return result;
}

} // namespace primer
