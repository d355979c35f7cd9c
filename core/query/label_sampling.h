// Owns: drawing the samples that are to be judged or labelled. Seeded: the same request over the same samples draws the
// same. Not here: queues and runs of them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/dataset/sample.h"
#include "core/query/query_engine.h"

namespace primer {

enum class Sampling {
    Random,
    Stratified, ///< every word of a column in turn until it is used up
    Diverse,    ///< every repository in turn
    Uncertain,  ///< forest scores nearest to one half first; samples without a score are left out
};

struct SamplingRequest {
    Sampling kind = Sampling::Random;
    std::string stratifyBy = "source"; ///< for Stratified: a Term column's name
    std::int64_t count = 100;
    std::uint64_t seed = 1;
};

Result<Sampling> samplingByName(const std::string &name);
Result<std::vector<SampleId>> drawSamples(QueryEngine &query, const SamplingRequest &request,
                                          std::vector<SampleId> from);

} // namespace primer
