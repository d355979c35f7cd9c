// Owns: the rows that forests learn from and score: the vectors of several embedding sets side by side.
// Not here: the sets (embedding_set.h), labels.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/dataset/sample.h"
#include "core/quality/embedding_set.h"

namespace primer {

/// "a+b" as the names of sets, and back.
std::vector<std::string> splitNames(const std::string &joined);
std::string joinNames(const std::vector<std::string> &names);

class FeatureRows
{
public:
    static Result<FeatureRows> open(const std::string &workspace, const std::vector<std::string> &names);
    std::size_t columns() const { return m_columns; }
    /// "SET[PLACE]"
    std::string nameOf(std::size_t column) const;
    /// Those with a vector in every set, rising.
    const std::vector<SampleId> &ids() const { return m_ids; }
    /// ids must all have vectors. [ids.size(), columns()]
    std::vector<float> rows(std::span<const SampleId> ids) const;

private:
    std::vector<std::string> m_names;
    std::vector<std::shared_ptr<const EmbeddingSet>> m_sets;
    std::vector<SampleId> m_ids;
    std::size_t m_columns = 0;
};

} // namespace primer
