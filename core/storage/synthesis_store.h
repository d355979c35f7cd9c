// Owns: the SQL of synthesis: the sets and templates that runs used, runs, planned prompts, answers by what was asked,
// verdicts and accepted texts. Not here: requests and money (request_ledger.h), what any of it means (core/synthesis).
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/hashing.h"
#include "core/dataset/sample.h"
#include "core/storage/connection.h"
#include "core/storage/request_ledger.h"

namespace primer {

/// A constraint set or a template, whole.
struct SynthesisDocument {
    std::int64_t id = 0;
    std::string kind; ///< set, template
    std::string name, body;
};
/// The same body again is the same document.
Result<std::int64_t> keepDocument(Connection &connection, const SynthesisDocument &document);
Result<SynthesisDocument> synthesisDocument(Connection &connection, std::int64_t id);

struct SynthesisRun {
    std::int64_t id = 0;
    std::string name;
    std::string kind;                         ///< chat, grammar
    std::string writer;                       ///< the model, or grammar-1
    std::int64_t set = 0, promptTemplate = 0; ///< documents
    std::string planJson, settingsJson;       ///< settings: the endpoint; never a key
    std::int64_t target = 0;                  ///< accepted rows at which the run ends; 0: every row is asked
    std::int64_t budgetNanos = 0, spentNanos = 0, reservedNanos = 0;
    std::string createdAt;
    std::int64_t planned = 0, waiting = 0, answered = 0, failed = 0, accepted = 0, rejected = 0, imported = 0;
};

enum class SynthesisVerdict : int { None = 0, Accepted = 1, Rejected = 2 };

struct SynthesisItem {
    std::int64_t position = 0;
    std::string choice; ///< numbers with commas: what was drawn on each axis
    std::uint64_t seed = 0;
    ItemState state = ItemState::Waiting;
    std::string reason; ///< of a failure: a stable word
    int attempts = 0, unknowns = 0;
    std::int64_t answer = 0; ///< the attempt whose reply answers this row; 0: none
    SynthesisVerdict verdict = SynthesisVerdict::None;
    std::string problem; ///< of a rejection: a stable word
    std::string detail, functionName;
    SampleId sample = 0; ///< 0: not imported
};

/// InvalidInput when the name is taken.
Result<std::int64_t> createSynthesisRun(Connection &connection, const SynthesisRun &run);
/// Behind those that are there: `position` counts on from the last one.
Status addSynthesisItems(Connection &connection, std::int64_t run, std::span<const SynthesisItem> items);
/// Target, budget and settings may change; the plan's text too when it grew.
Status updateSynthesisRun(Connection &connection, const SynthesisRun &run);
Result<std::vector<SynthesisRun>> listSynthesisRuns(Connection &connection);
/// By name, or by number. NotFound.
Result<SynthesisRun> synthesisRun(Connection &connection, const std::string &nameOrNumber);

/// In order of position, those behind `after`.
Result<std::vector<SynthesisItem>> synthesisItems(Connection &connection, std::int64_t run,
                                                  std::optional<ItemState> state, std::int64_t after,
                                                  std::int64_t limit);
Result<std::optional<SynthesisItem>> synthesisItem(Connection &connection, std::int64_t run, std::int64_t position);
/// Failed rows, or rejected ones, wait again with their attempts forgotten; those of one reason, or "" for all. How
/// many. A rejected row's answer is then no longer the answer to its prompt.
Result<std::int64_t> retrySynthesis(Connection &connection, std::int64_t run, const std::string &reason, bool rejected);

/// 0 when nobody asked that before.
Result<std::int64_t> answerOf(Connection &connection, const Sha256Digest &promptKey);
/// The row is answered by the attempt, and so is whoever asks the same again.
Status putAnswer(Connection &connection, std::int64_t run, std::int64_t position, const Sha256Digest &promptKey,
                 std::int64_t attempt);
/// What a writer without a model wrote, as an attempt that cost nothing; its number.
Result<std::int64_t> putWritten(Connection &connection, std::int64_t run, std::int64_t position, std::string_view text);
Result<std::string> replyOf(Connection &connection, std::int64_t attempt);

struct SynthesisJudgement {
    std::int64_t position = 0;
    SynthesisVerdict verdict = SynthesisVerdict::None;
    std::string problem, detail, functionName;
    std::string text; ///< of an accepted one
};
/// Texts of rows that are no longer accepted go.
Status putJudgements(Connection &connection, std::int64_t run, std::span<const SynthesisJudgement> judgements);
Result<std::string> acceptedText(Connection &connection, std::int64_t run, std::int64_t position);
Status setSample(Connection &connection, std::int64_t run, std::int64_t position, SampleId sample);
struct RejectCount {
    std::string reason;
    bool isFailed = false; ///< no answer came; else one came and was rejected
    std::int64_t count = 0;
};
/// Failures and rejections by their word, most first.
Result<std::vector<RejectCount>> rejectCounts(Connection &connection, std::int64_t run);
/// The samples that a run's rows were imported as.
Result<std::vector<SampleId>> importedSamples(Connection &connection, std::int64_t run);

} // namespace primer
