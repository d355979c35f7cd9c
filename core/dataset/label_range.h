// Owns: which values a label may have. Not here: labels (sample.h), a teacher's own scale (prompt.h).
#pragma once

namespace primer {

/// The lowest is 0.
constexpr int maxLabel = 5;

} // namespace primer
