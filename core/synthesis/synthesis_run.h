// Owns: a run of synthesis from its drawing up to its target: rows planned and stored, asked or written, looked at,
// until enough are accepted; extended later. Not here: requests and money (core/teacher), acceptance itself.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/feedback.h"
#include "core/base/result.h"
#include "core/storage/store.h"
#include "core/synthesis/acceptance_pass.h"
#include "core/synthesis/row_prompt.h"
#include "core/teacher/endpoint.h"
#include "core/teacher/forecast.h"

namespace primer {

/// InvalidInput for what no run may be called.
Status checkRunName(const std::string &name);

struct SynthesisRequest {
    std::string name; ///< letters, digits, '-', '_' and '.'
    ConstraintSet set;
    PromptTemplate promptTemplate;
    PlanRequest plan;
    std::optional<Endpoint> endpoint; ///< without one grammar-1 writes
    std::int64_t target = 0;          ///< accepted rows; 0: all rows are asked
    std::int64_t budgetNanos = 0;
    std::span<const SampleId> samples; ///< for names and extracts
};

/// What would be asked: nothing is stored or sent.
struct SynthesisPreview {
    ConstraintSet set; ///< with its values, as the template draws it
    PromptPlan plan;
    std::int64_t known = 0;            ///< rows, of the first thousand, that were answered before
    std::int64_t looked = 0;           ///< rows that were looked at for that
    double bytesPerPrompt = 0;         ///< mean over them
    std::vector<FilledTemplate> first; ///< prompts of the first rows

    /// At four bytes a token, nothing cached.
    double tokensPerPrompt() const { return bytesPerPrompt / 4; }
    /// What it costs at the most: every reply as long as it may be.
    std::int64_t maxNanos(const Endpoint &endpoint) const;
};
Result<SynthesisPreview> previewSynthesis(Store &store, const SynthesisRequest &request, std::size_t shown,
                                          Feedback &feedback);

/// Writes the run down with all its rows; nothing is sent. The run's number.
Result<std::int64_t> createSynthesis(Store &store, const SynthesisRequest &request, Feedback &feedback);

/// What changes when a run is extended: rows are added behind those it has, nothing that was answered is lost.
struct SynthesisExtension {
    std::int64_t count = 0; ///< rows in all; 0: as it is
    std::optional<std::int64_t> target, budgetNanos;
    std::optional<double> temperature;
    std::optional<int> concurrency;
};
Status extendSynthesis(Store &store, const std::string &run, const SynthesisExtension &extension, Feedback &feedback);

struct SynthesisReport {
    SynthesisRun run;          ///< as it stands now
    std::int64_t requests = 0; ///< of this call
    std::int64_t reused = 0;   ///< rows of this call that an earlier answer served
    std::string stopped;       ///< why rows still wait: "", target, budget, limit, cancelled, refused_key, ...
    double seconds = 0;
    Forecast forecast; ///< of the rest to the target, at the yield so far; zeros without requests
    double yield() const
    {
        const auto ended = double(run.answered + run.failed);
        return ended > 0 ? double(run.accepted) / ended : 0;
    }
};
struct SynthesisLimits {
    std::int64_t maxRows = 0; ///< of this call; 0: as many as it takes
    /// Above 0: rows before this position stay as they are, and the target is not looked at (queueMoreOf).
    std::int64_t from = 0;
    AcceptanceSettings acceptance;
};
/// Goes on until the target is accepted, the rows or the budget are at an end, or it is cancelled. `key` is not looked
/// at by runs of grammar-1.
Result<SynthesisReport> carryOnSynthesis(Store &store, const std::string &run, const ApiKey &key,
                                         const SynthesisLimits &limits, Feedback &feedback);
/// As it stands, without asking.
Result<SynthesisReport> synthesisStatus(Store &store, const std::string &run);

} // namespace primer
