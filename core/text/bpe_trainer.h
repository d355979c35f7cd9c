// Owns: learning byte-level BPE merges from text, as Hugging Face's BpeTrainer does with the byte alphabet: the most
// frequent pair first, of equals the one with the smaller ids. Not here: encoding.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/base/feedback.h"
#include "core/text/tokenizer.h"

namespace primer {

class BpeTrainer
{
public:
    /// Counts the pretokens of one text; texts may come in any order.
    void add(std::string_view text);
    /// Takes over the counts of another, as if its texts had been added here.
    void add(const BpeTrainer &other);

    /// `size` tokens in all, or fewer when no pair occurs `minimumCount` times. Ids: special tokens, then the bytes in
    /// GPT-2's order, then the merges. Cancelled by `feedback` between two merges.
    Result<std::shared_ptr<const Tokenizer>> train(TokenId size, std::int64_t minimumCount = 2,
                                                   const std::vector<std::string> &special = {Tokenizer::endOfTextName},
                                                   const Feedback *feedback = nullptr) const;

private:
    std::unordered_map<std::string, std::int64_t> m_counts;
};

} // namespace primer
