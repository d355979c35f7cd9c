// Owns: the SQL of the scores that labelled samples get from trees which did not learn from them: what a forest's
// measures are made of. Not here: the scores of all samples, forests (quality_store.h), measures (core/forest).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/dataset/sample.h"
#include "core/storage/connection.h"

namespace primer {

/// Of a sample that the forest learnt from, by those of its trees that did not.
struct OwnScore {
    SampleId sample = 0;
    float score = 0;
};

/// Of a sample held out, by a forest fitted without it.
struct HeldOutScore {
    SampleId sample = 0; ///< 0: not known, of a report made before schema 3
    float score = 0;
    bool isPositive = false;
};

/// Once a forest.
Status putForestScores(Connection &connection, std::int64_t forest, std::span<const OwnScore> own,
                       std::span<const HeldOutScore> heldOut);
/// By sample. None in a workspace of an older schema that is open for reading only.
Result<std::vector<OwnScore>> ownScores(Connection &connection, std::int64_t forest);
/// In the order they were put. None as above.
Result<std::vector<HeldOutScore>> heldOutScores(Connection &connection, std::int64_t forest);

} // namespace primer
