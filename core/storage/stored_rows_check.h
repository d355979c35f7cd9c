// Owns: whether the rows that a dataset is made of agree with each other and with their contents, so that a flipped bit
// in any of them shows. Not here: the pages (integrityReport), the schema (schema_check.h).
#pragma once

#include <string>
#include <vector>

#include "core/base/feedback.h"
#include "core/base/result.h"
#include "core/dataset/sample.h"
#include "core/storage/connection.h"

namespace primer {

/// What is told twice and not the same both times: a sample and its origins, its copies, its judgement and label, words
/// that are missing, upstream columns and their checksum. At most some of each kind.
Result<std::vector<std::string>> rowProblems(Connection &connection, const Feedback &feedback);

/// One content against its digest and measures, one thread against its text. "" when they agree.
Result<std::string> contentProblem(Connection &connection, SampleId sample);

} // namespace primer
