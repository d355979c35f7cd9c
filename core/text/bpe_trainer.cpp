#include "core/text/bpe_trainer.h"

#include <algorithm>
#include <queue>
#include <utility>

#include "core/text/pretokenizer.h"

namespace primer {

namespace {

using Pair = std::pair<TokenId, TokenId>;

/// Longer ones (data in literals) are counted in pieces: a merge passes over the pieces that have its pair, not over
/// megabytes, and equal pieces are one word. A pair across a cut is not seen; one in 16,384 teaches nothing.
constexpr std::size_t longestWord = std::size_t(1) << 14;

struct HashOfPair {
    std::size_t operator()(const Pair &pair) const
    {
        return std::size_t((std::uint64_t(pair.first) << 32 | pair.second) * 0x9e3779b97f4a7c15);
    }
};

struct Word {
    std::vector<TokenId> symbols;
    std::int64_t count;
};

struct Candidate {
    std::int64_t count;
    Pair pair;
    bool operator<(const Candidate &other) const
    {
        return count != other.count ? count < other.count : pair > other.pair;
    }
};

/// Pair statistics that follow the merges, so that each step looks only at the words it changes.
class PairCounts
{
public:
    explicit PairCounts(std::vector<Word> words) : m_words(std::move(words))
    {
        for (std::uint32_t word = 0; word < m_words.size(); ++word) {
            for (std::size_t place = 0; place + 1 < m_words[word].symbols.size(); ++place)
                change({m_words[word].symbols[place], m_words[word].symbols[place + 1]}, word, m_words[word].count);
        }
        for (const auto &[pair, entry] : m_pairs)
            m_queue.push({entry.count, pair});
    }

    /// False when nothing occurs at least `minimum` times.
    bool best(std::int64_t minimum, Pair &pair)
    {
        while (!m_queue.empty()) {
            const Candidate top = m_queue.top();
            m_queue.pop();
            const std::int64_t count = m_pairs[top.pair].count;
            if (count != top.count) {
                if (count > 0 && count < top.count)
                    m_queue.push({count, top.pair});
                continue;
            }
            if (count < 1 || count < minimum)
                return false;
            pair = top.pair;
            return true;
        }
        return false;
    }

    void merge(const Pair &pair, TokenId merged)
    {
        std::vector<std::uint32_t> words = std::move(m_pairs[pair].words);
        std::sort(words.begin(), words.end());
        words.erase(std::unique(words.begin(), words.end()), words.end());
        m_touched.clear();
        for (const std::uint32_t word : words)
            mergeIn(word, pair, merged);
        m_pairs[pair].count = 0;
        std::sort(m_touched.begin(), m_touched.end());
        m_touched.erase(std::unique(m_touched.begin(), m_touched.end()), m_touched.end());
        for (const Pair &touched : m_touched) {
            if (const std::int64_t count = m_pairs[touched].count; count > 0)
                m_queue.push({count, touched});
        }
    }

private:
    struct Entry {
        std::int64_t count = 0;
        std::vector<std::uint32_t> words;
    };

    void change(const Pair &pair, std::uint32_t word, std::int64_t by)
    {
        Entry &entry = m_pairs[pair];
        entry.count += by;
        if (by > 0 && (entry.words.empty() || entry.words.back() != word))
            entry.words.push_back(word);
    }

    /// One pass that closes up as it goes: a word costs its length, whatever the number of pairs in it.
    void mergeIn(std::uint32_t wordNumber, const Pair &pair, TokenId merged)
    {
        Word &word = m_words[wordNumber];
        auto &symbols = word.symbols;
        std::size_t kept = 0;
        for (std::size_t place = 0; place < symbols.size(); ++place) {
            const bool isPair = place + 1 < symbols.size() && symbols[place] == pair.first
                                && symbols[place + 1] == pair.second;
            if (!isPair) {
                symbols[kept++] = symbols[place];
                continue;
            }
            if (kept > 0) {
                change({symbols[kept - 1], pair.first}, wordNumber, -word.count);
                change({symbols[kept - 1], merged}, wordNumber, word.count);
                m_touched.push_back({symbols[kept - 1], merged});
            }
            if (place + 2 < symbols.size()) {
                change({pair.second, symbols[place + 2]}, wordNumber, -word.count);
                change({merged, symbols[place + 2]}, wordNumber, word.count);
                m_touched.push_back({merged, symbols[place + 2]});
            }
            symbols[kept++] = merged;
            ++place;
        }
        symbols.resize(kept);
    }

    std::vector<Word> m_words;
    std::unordered_map<Pair, Entry, HashOfPair> m_pairs;
    std::priority_queue<Candidate> m_queue;
    std::vector<Pair> m_touched;
};

} // namespace

void BpeTrainer::add(std::string_view text)
{
    while (!text.empty()) {
        const std::size_t size = pretokenLength(text);
        std::string_view word = text.substr(0, size);
        text.remove_prefix(size);
        for (; word.size() > longestWord; word.remove_prefix(longestWord))
            ++m_counts[std::string(word.substr(0, longestWord))];
        ++m_counts[std::string(word)];
    }
}

void BpeTrainer::add(const BpeTrainer &other)
{
    for (const auto &[pretoken, count] : other.m_counts)
        m_counts[pretoken] += count;
}

Result<std::shared_ptr<const Tokenizer>> BpeTrainer::train(TokenId size, std::int64_t minimumCount,
                                                           const std::vector<std::string> &special,
                                                           const Feedback *feedback) const
{
    std::vector<std::string> tokens;
    std::vector<AddedToken> added;
    for (const std::string &name : special) {
        added.push_back({name, TokenId(tokens.size()), true});
        tokens.push_back(name);
    }
    TokenId byteIds[256];
    for (const bool printable : {true, false}) { // GPT-2's order: its stand-ins sorted
        for (int byte = 0; byte < 256; ++byte) {
            if ((toByteAlphabet(std::string(1, char(byte))).size() == 1 || (byte >= 161 && byte != 173)) != printable)
                continue;
            byteIds[byte] = TokenId(tokens.size());
            tokens.push_back(std::string(1, char(byte)));
        }
    }
    if (size < tokens.size())
        return Error{ErrorCode::InvalidInput,
                     "a byte-level vocabulary has at least " + std::to_string(tokens.size()) + " tokens", ""};
    std::unordered_map<std::string, TokenId> ids;
    for (TokenId id = TokenId(special.size()); id < tokens.size(); ++id)
        ids.emplace(tokens[id], id);
    std::vector<Word> words;
    for (const auto &[text, count] : m_counts) {
        Word word{{}, count};
        for (const char byte : text)
            word.symbols.push_back(byteIds[static_cast<unsigned char>(byte)]);
        words.push_back(std::move(word));
    }
    PairCounts counts(std::move(words));
    std::vector<Pair> merges;
    Pair pair;
    while (tokens.size() < size && counts.best(minimumCount, pair)) {
        if (feedback && feedback->isCancelled())
            return Error{ErrorCode::Cancelled, "", "training a vocabulary"};
        std::string joined = tokens[pair.first] + tokens[pair.second];
        const auto [entry, isNew] = ids.try_emplace(joined, TokenId(tokens.size()));
        if (isNew)
            tokens.push_back(std::move(joined));
        merges.push_back(pair);
        counts.merge(pair, entry->second);
    }
    return Tokenizer::create(std::move(tokens), merges, std::move(added));
}

} // namespace primer
