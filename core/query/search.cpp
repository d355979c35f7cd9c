#include "core/query/search.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <optional>
#include <thread>

#include "core/storage/sample_store.h"

namespace primer {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t firstPortion = 64;
constexpr std::size_t largestPortion = 4096;

std::vector<SampleId> findCandidates(const TrigramIndex &index, const SearchPattern &pattern, const RowMask &within,
                                     bool &usedIndex)
{
    std::vector<SampleId> ids;
    SampleId covered = 0;
    const std::string literal = requiredLiteral(pattern);
    if (!literal.empty()) {
        const auto groups = trigramGroups(literal, pattern.ignoreCase);
        for (const auto &segment : index.segments()) {
            for (const SampleId id : segment->candidates(groups)) {
                if (id <= within.size() && within[id - 1])
                    ids.push_back(id);
            }
            covered = segment->lastId();
            usedIndex = true;
        }
    }
    for (std::size_t place = covered; place < within.size(); ++place) {
        if (within[place])
            ids.push_back(SampleId(place + 1));
    }
    return ids;
}

/// Reads one portion with several threads; each takes the next sample, so a huge file holds up only one of them.
class PortionReader
{
public:
    explicit PortionReader(Store &store) : m_store(store) {}
    static Result<std::unique_ptr<PortionReader>> create(Store &store, const SearchPattern &pattern, int threads)
    {
        auto portion = std::make_unique<PortionReader>(store);
        for (int i = 0; i < threads; ++i) {
            auto matcher = PRIMER_TRY(ContentMatcher::create(pattern));
            portion->m_workers.push_back({std::move(matcher), {}});
        }
        return portion;
    }

    Status read(const SampleId *ids, std::size_t count, std::vector<Match> &matches, Clock::time_point deadline,
                const Feedback &feedback)
    {
        matches.assign(count, Match::No);
        std::atomic<std::size_t> next{0};
        std::atomic<bool> stopped{false};
        std::vector<Status> states(m_workers.size(), success());
        const auto work = [&](std::size_t worker) {
            Worker &own = m_workers[worker];
            auto reader = m_store.reader(); // of this thread: a lease cannot be handed on
            if (!reader) {
                states[worker] = reader.error();
                stopped = true;
                return;
            }
            for (std::size_t place = next++; place < count && !stopped; place = next++) {
                if (feedback.isCancelled() || Clock::now() > deadline) {
                    stopped = true;
                    return;
                }
                const Status read = fetchContentInto(**reader, ids[place], own.content);
                if (!read) {
                    states[worker] = read.error();
                    stopped = true;
                    return;
                }
                matches[place] = own.matcher->match(own.content);
            }
        };
        std::vector<std::thread> helpers;
        if (count > firstPortion) {
            for (std::size_t worker = 1; worker < m_workers.size(); ++worker)
                helpers.emplace_back(work, worker);
        }
        work(0);
        for (std::thread &helper : helpers)
            helper.join();
        for (const Status &state : states)
            PRIMER_TRY(state);
        m_stopped = stopped;
        return success();
    }

    bool stopped() const { return m_stopped; }

private:
    struct Worker {
        std::unique_ptr<ContentMatcher> matcher;
        std::string content;
    };
    Store &m_store;
    std::vector<Worker> m_workers;
    bool m_stopped = false;
};

} // namespace

Result<SearchOutcome> searchContents(Store &store, const TrigramIndex &index, const SearchPattern &pattern,
                                     const RowMask &within, const SearchLimits &limits, Feedback &feedback,
                                     const std::function<void(const std::vector<SampleId> &hits)> &found)
{
    const auto deadline = Clock::now() + std::chrono::milliseconds(limits.timeLimitMs);
    auto portions = PRIMER_TRY(PortionReader::create(store, pattern, std::max(1, limits.threads)));
    SearchOutcome outcome;
    const std::vector<SampleId> ids = findCandidates(index, pattern, within, outcome.usedIndex);
    outcome.candidates = std::int64_t(ids.size());
    std::vector<Match> matches;
    std::vector<SampleId> hits;
    std::size_t portion = firstPortion;
    for (std::size_t begin = 0; begin < ids.size(); begin += portion, portion = std::min(portion * 2, largestPortion)) {
        const std::size_t count = std::min(portion, ids.size() - begin);
        PRIMER_TRY(portions->read(ids.data() + begin, count, matches, deadline, feedback));
        hits.clear();
        for (std::size_t i = 0; i < count; ++i) {
            if (matches[i] == Match::Yes)
                hits.push_back(ids[begin + i]);
            outcome.undecided += matches[i] == Match::Undecided;
        }
        if (!hits.empty())
            found(hits);
        if (feedback.isCancelled())
            return Error{ErrorCode::Cancelled, "", "search"};
        if (portions->stopped()) {
            outcome.complete = false;
            return outcome;
        }
        outcome.looked += std::int64_t(count);
        feedback.report(std::uint64_t(outcome.looked), ids.size());
    }
    return outcome;
}

} // namespace primer
