// Owns: writing a set of samples as a dataset in the Hub's layout: shards, card, attribution, manifest.
// Not here: choosing the samples (core/workspace/selection.h).
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/base/feedback.h"
#include "core/base/result.h"
#include "core/dataset/selection.h"
#include "core/storage/store.h"

namespace primer {

enum class ExportFormat { Parquet, Jsonl, JsonlZst };

struct ExportOptions {
    ExportFormat format = ExportFormat::Parquet;
    std::string name = "dataset";             ///< the card's title
    std::vector<std::string> allowedLicences; ///< SPDX ids; "unknown" by name
    std::string parquetProgram;               ///< path of primer-parquet, for Parquet
    std::int64_t shardBytes = 500'000'000;    ///< raw content bytes a shard, as `datasets` cuts them
    std::int64_t rowGroupBytes = 48 << 20;    ///< raw content bytes a Parquet row group (the viewer wants <= 100 MB)
};

struct ExportReport {
    std::int64_t samples = 0;
    std::int64_t bytes = 0; ///< raw content
    std::int64_t leftOutByLicence = 0;
    std::int64_t leftOutUnknown = 0; ///< of those, without a known licence
    std::int64_t notUtf8 = 0;        ///< contents whose invalid bytes were replaced by U+FFFD
    std::int64_t namesNotUtf8 = 0;   ///< rows in which a path, repository or another name was altered likewise
    std::map<std::string, std::int64_t> licences;
    std::vector<std::string> files; ///< relative to the target
    double seconds = 0;
    bool isForecast = false; ///< nothing was written: contents and names that need altering are not counted
};

/// Samples in the order of the selection; card and manifest say what it was made by. Of a content that lies in several
/// places, row and attribution name one whose licence lets it leave. The target is the old or the new complete dataset
/// whenever this is killed; a folder that holds anything but an earlier export of Primer, as it was written, is refused
/// with TargetNotOurs. The same workspace and options give identical bytes.
Result<ExportReport> exportDataset(Store &store, const Selection &selection, const std::string &target,
                                   const ExportOptions &options, Feedback &feedback);

} // namespace primer
