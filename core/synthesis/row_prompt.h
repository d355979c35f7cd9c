// Owns: a planned row as what it asks: its prompt with everything filled in, what identifies it, what is told of it in
// records. Not here: drawing rows (prompt_plan.h), asking.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/hashing.h"
#include "core/base/result.h"
#include "core/storage/store.h"
#include "core/storage/synthesis_store.h"
#include "core/synthesis/prompt_plan.h"
#include "core/synthesis/prompt_template.h"

namespace primer {

/// A run with what it was drawn up from.
struct SynthesisParts {
    SynthesisRun run;
    ConstraintSet set;
    PromptTemplate promptTemplate;
    PlanRequest plan;
};
Result<SynthesisParts> synthesisParts(Store &store, const std::string &nameOrNumber);

class RowPrompts
{
public:
    /// Both must outlive it. From any thread.
    RowPrompts(Store &store, const ConstraintSet &set, const PromptTemplate &promptTemplate)
        : m_store(store), m_set(set), m_template(promptTemplate)
    {}

    /// What is filled in for {axis}; samples with their text.
    Result<Filling> fillingOf(const std::vector<std::uint32_t> &row, std::uint64_t seed) const;
    Result<FilledTemplate> promptOf(const SynthesisItem &item) const;
    /// The same as records tell it: trees by path, samples by number; a JSON object.
    Result<std::string> constraintsJson(const SynthesisItem &item) const;
    /// What the function of an exercise shall be called, "" for any.
    Result<std::string> nameOf(const SynthesisItem &item) const;
    /// The sample that a rewrite is of; 0 for none.
    Result<SampleId> sampleOf(const SynthesisItem &item) const;

private:
    Store &m_store;
    const ConstraintSet &m_set;
    const PromptTemplate &m_template;
};

/// Of an extract: at most so many bytes of valid UTF-8, cut after its last whole line where there is one.
std::string extractOf(std::string_view content, std::size_t maxBytes);

/// Model, template and prompt: what is the same is not asked twice. Temperature, limits and constraints are not in it.
Sha256Digest promptKeyOf(const std::string &model, const PromptTemplate &promptTemplate, const FilledTemplate &prompt);

} // namespace primer
