#include "core/synthesis/rejected_rows.h"

#include <algorithm>

#include "core/base/utf8.h"
#include "core/storage/synthesis_store.h"

namespace primer {

namespace {

constexpr std::size_t shownBytes = 2000;
constexpr std::int64_t rowsAtOnce = 5000;

/// The kind that lacks this row as an example; null when none does.
RejectedKind *kindOf(std::vector<RejectedKind> &kinds, const SynthesisItem &item, std::size_t examples)
{
    const bool isFailed = item.state == ItemState::Failed;
    if (!isFailed && item.verdict != SynthesisVerdict::Rejected)
        return nullptr;
    const std::string &reason = isFailed ? item.reason : item.problem;
    const auto found = std::find_if(kinds.begin(), kinds.end(), [&](const RejectedKind &kind) {
        return kind.reason == reason && kind.isFailed == isFailed;
    });
    return found != kinds.end() && found->examples.size() < examples ? &*found : nullptr;
}

bool lacksExamples(const std::vector<RejectedKind> &kinds, std::size_t examples)
{
    return std::any_of(kinds.begin(), kinds.end(), [examples](const RejectedKind &kind) {
        return std::int64_t(kind.examples.size()) < std::min(std::int64_t(examples), kind.count);
    });
}

} // namespace

Result<std::vector<RejectedKind>> rejectedKinds(Store &store, const std::string &run, std::size_t examples)
{
    auto reader = PRIMER_TRY(store.reader());
    const auto stored = PRIMER_TRY(synthesisRun(*reader, run));
    const auto counts = PRIMER_TRY(rejectCounts(*reader, stored.id));
    std::vector<RejectedKind> kinds;
    for (const RejectCount &one : counts)
        kinds.push_back({one.reason, one.isFailed, one.count, {}});
    for (std::int64_t after = -1; lacksExamples(kinds, examples);) {
        const auto items = PRIMER_TRY(
            synthesisItems(*reader, stored.id, std::optional<ItemState>(), after, rowsAtOnce));
        if (items.empty())
            break;
        after = items.back().position;
        for (const SynthesisItem &item : items) {
            RejectedKind *kind = kindOf(kinds, item, examples);
            if (!kind)
                continue;
            const auto reply = PRIMER_TRY(kind->isFailed
                                              ? lastReply(*reader, Ledger::Synthesis, stored.id, item.position)
                                              : replyOf(*reader, item.answer));
            kind->examples.push_back(
                {item.position, item.detail, replaceInvalidUtf8(std::string_view(reply).substr(0, shownBytes))});
        }
    }
    return kinds;
}

} // namespace primer
