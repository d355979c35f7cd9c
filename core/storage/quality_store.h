// Owns: the SQL of facts about contents, forests, their scores and thresholds. Not here: making them (core/workspace).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/dataset/sample.h"
#include "core/storage/connection.h"

namespace primer {

/// What a cheap look at a content tells.
struct SampleFacts {
    SampleId sample = 0;
    std::optional<bool> parses;            ///< empty: no Python
    double commentShare = 0;               ///< of the bytes, comments and docstrings
    std::optional<double> documentedShare; ///< of functions and classes
    double repetition = 0;                 ///< share of word 10-grams that were there before
};
Status putFacts(Connection &connection, std::span<const SampleFacts> facts);
/// Samples above `after` without facts, by id.
Result<std::vector<SampleId>> samplesWithoutFacts(Connection &connection, SampleId after, int limit);

struct StoredForest {
    std::int64_t id = 0;
    std::string features; ///< names of the embedding sets, joined with "+"
    std::string teacher;  ///< whose labels
    double positiveFrom = 3;
    std::string file; ///< relative to the workspace
    std::string reportJson;
    std::string createdAt;
};
Result<std::int64_t> putForest(Connection &connection, const StoredForest &forest);
Result<std::vector<StoredForest>> listForests(Connection &connection);
Result<StoredForest> storedForest(Connection &connection, std::int64_t id);

/// The scores of a forest take the place of those before.
Status replaceScores(Connection &connection, std::int64_t forest, std::span<const SampleId> samples,
                     std::span<const float> scores);
/// Whose scores the samples have; 0 when none.
Result<std::int64_t> scoredForest(Connection &connection);

/// A cut through the scores of one forest, with the stages before it. Never changed: a new cut is a new version.
struct Threshold {
    std::int64_t id = 0;
    std::string name;
    int version = 0;
    std::int64_t forest = 0;
    double cut = 0;
    std::string stages; ///< the rule stages that are on, as filters, one a line
    std::string filter; ///< what the set was cut from
    std::int64_t kept = 0, total = 0;
    std::string createdAt;
};
/// Gives the version and the id.
Result<Threshold> putThreshold(Connection &connection, Threshold threshold);
Result<std::vector<Threshold>> listThresholds(Connection &connection);
/// "NAME" is the newest version, "NAME@3" that one.
Result<Threshold> thresholdByName(Connection &connection, const std::string &name);

} // namespace primer
