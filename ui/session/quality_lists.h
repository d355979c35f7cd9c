// Owns: what scores can be made of and cut by, read off the UI thread: forests, thresholds, vectors, teachers.
// Not here: choosing among them.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/quality/forest_record.h"
#include "core/storage/quality_store.h"
#include "core/workspace/workspace.h"

namespace primer {

struct QualityLists {
    std::vector<StoredForest> forests;
    std::vector<Threshold> thresholds;
    std::vector<std::string> embeddings;
    std::vector<std::pair<std::string, std::int64_t>> teachers; ///< with the number of their current labels
    std::int64_t judged = 0;
    std::int64_t scored = 0;                    ///< whose scores the samples have
    std::shared_ptr<const ForestRecord> report; ///< of that one; null when there is none

    static Result<QualityLists> read(Workspace &workspace);
};

} // namespace primer
