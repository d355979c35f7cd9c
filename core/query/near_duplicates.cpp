#include "core/query/near_duplicates.h"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <string_view>

#include "core/base/parallel.h"
#include "core/storage/contents.h"

namespace primer {

Result<NearDuplicates> findNearDuplicates(Store &store, std::span<const SampleId> ids, const MinHashSettings &settings,
                                          Feedback &feedback)
{
    using Clock = std::chrono::steady_clock;
    const auto begin = Clock::now();
    PRIMER_TRY(settings.check());
    const MinHasher hasher(settings);
    std::vector<std::uint32_t> signatures(ids.size() * hasher.size());
    std::atomic<std::int64_t> signingNanos{0};
    PRIMER_TRY(forContents(store, ids, feedback, [&](std::size_t place, std::string_view content) {
        const auto from = Clock::now();
        hasher.sign(content, std::span(signatures).subspan(place * hasher.size(), hasher.size()));
        signingNanos += std::chrono::nanoseconds(Clock::now() - from).count();
    }));
    const double reading = double(threadsOf(0)) * std::chrono::duration<double>(Clock::now() - begin).count()
                           - double(signingNanos) * 1e-9;
    const auto first = PRIMER_TRY(nearDuplicates(signatures, settings, feedback));
    NearDuplicates result;
    for (std::size_t place = 0; place < ids.size(); ++place) {
        if (first[place] == place)
            result.kept.push_back(ids[place]);
        else
            result.copies.push_back({ids[place], ids[first[place]]});
    }
    result.readingSeconds = reading;
    result.seconds = std::chrono::duration<double>(Clock::now() - begin).count();
    return result;
}

} // namespace primer
