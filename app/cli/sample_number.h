// Owns: a sample's number as it is typed. Not here: looking the sample up.
#pragma once

#include <cstdint>
#include <limits>
#include <string>

#include "core/base/result.h"
#include "core/dataset/sample.h"

namespace primer::cli {

/// NotFound for a number that no sample can have: cut to fit, it would be another one's.
inline Result<SampleId> sampleOf(std::int64_t number)
{
    if (number < 1 || number > std::int64_t(std::numeric_limits<SampleId>::max()))
        return Error{ErrorCode::NotFound, "no such sample", std::to_string(number)};
    return SampleId(number);
}

} // namespace primer::cli
