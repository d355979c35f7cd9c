// Owns: labelled samples with their rows and what belongs together, as a forest learns from them. Not here: learning.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/base/feedback.h"
#include "core/base/result.h"
#include "core/dataset/sample.h"
#include "core/forest/binned_features.h"
#include "core/quality/feature_rows.h"
#include "core/query/workspace_data.h"

namespace primer {

struct LabelChoice {
    std::string teacher;     ///< whose labels; humanTeacher for judgements, "" for the current ones of any teacher
    double positiveFrom = 3; ///< a value of this and more is positive
    std::vector<SampleId> leaveOut; ///< neither they nor their near-duplicates are learnt from
};

struct LabelledExamples {
    std::vector<SampleId> ids;
    std::vector<float> rows;         ///< [ids.size(), columns]
    std::vector<float> targets;      ///< 1 for positive ones, else 0
    std::vector<std::size_t> groups; ///< as in group_split.h
    std::int64_t nearDuplicates = 0;
    std::size_t columns = 0;

    /// Those labelled as chosen that have a vector.
    static Result<LabelledExamples> read(const WorkspaceData &data, const FeatureRows &features,
                                         const LabelChoice &choice, Feedback &feedback);

    /// Those whose flag is `side`.
    LabelledExamples part(const std::vector<std::uint8_t> &flags, std::uint8_t side) const;
    FeatureMatrix matrix() const { return {rows.data(), ids.size(), columns}; }
    std::vector<std::uint8_t> truth() const;
    std::size_t positives() const;
    bool hasBothSides() const { return positives() > 0 && positives() < ids.size(); }
};

} // namespace primer
