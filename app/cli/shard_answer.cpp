#include "app/cli/shard_answer.h"
#include "core/exporters/shard_export.h"

namespace primer::cli {

Json jsonOf(const MadeShards &made)
{
    const ShardReport &report = made.report;
    return {{"samples", report.samples},
            {"tokens", report.tokens},
            {"held_out_samples", report.heldOutSamples},
            {"held_out_tokens", report.heldOutTokens},
            {"groups", made.split.groups},
            {"held_out_groups", made.split.heldOutGroups},
            {"bytes", report.bytes},
            {"bytes_per_token", report.bytesPerToken},
            {"near_duplicates_dropped", made.selection.nearDuplicates ? made.selection.nearDuplicates->dropped : 0},
            {"tokenizer_sha256", report.tokenizerDigest},
            {"seconds", report.seconds}};
}

} // namespace primer::cli
