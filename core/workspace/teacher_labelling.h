// Owns: labelling runs of a model over a workspace: drawing them up, carrying them through, forecasting the rest, and
// comparing labels with labels and judgements. Not here: requests (core/teacher).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/base/feedback.h"
#include "core/base/result.h"
#include "core/dataset/prompt.h"
#include "core/dataset/sample.h"
#include "core/labelling/agreement.h"
#include "core/teacher/endpoint.h"
#include "core/teacher/forecast.h"
#include "core/teacher/key_source.h"
#include "core/teacher/teacher_run.h"
#include "core/workspace/workspace.h"

namespace primer {

struct TeacherRequest {
    Endpoint endpoint;
    Prompt prompt;
    std::vector<SampleId> samples;
    std::int64_t repeated = 0;    ///< of the samples, asked a second time
    bool usesBatches = false;     ///< by the Batch API: cheaper, within a day
    std::int64_t budgetNanos = 0; ///< nothing is sent that could go beyond it
};

/// Writes the run down; nothing is sent.
Result<std::int64_t> createTeacherRun(Workspace &workspace, const TeacherRequest &request);
/// Carries it on; by batches when it was drawn up so (then maxRows is the size of a batch). The columns show the new
/// labels when it returns.
Result<TeacherRunReport> carryOnTeacherRun(Workspace &workspace, std::int64_t run, const ApiKey &key,
                                           std::int64_t maxRows, Feedback &feedback, std::int64_t pollMs = 10'000);
/// The key of the endpoint that a run asks (findKey). InvalidInput when it asks none.
Result<ApiKey> keyForRun(Workspace &workspace, std::int64_t run, const std::string &variable);
Result<Forecast> forecastRest(Workspace &workspace, std::int64_t run);

/// Two sides and the samples that both have a value of. A side is a teacher's name or humanTeacher; the same teacher
/// twice compares its first labels with the repeated ones.
struct Comparison {
    Agreement agreement;
    struct Row {
        SampleId sample = 0;
        double first = 0, second = 0;
    };
    std::vector<Row> furthest; ///< those that differ most first, only those that differ
};
Result<Comparison> compareLabels(Workspace &workspace, const std::string &first, const std::string &second,
                                 std::size_t maxRows);

} // namespace primer
