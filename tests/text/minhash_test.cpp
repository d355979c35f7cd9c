#include <cmath>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "core/base/random.h"
#include "core/text/minhash.h"
#include "core/text/signature_index.h"

using namespace primer;

namespace {

std::vector<std::string> randomWords(std::size_t count, std::uint64_t seed)
{
    Random random(seed);
    std::vector<std::string> words;
    for (std::size_t number = 0; number < count; ++number)
        words.push_back("w" + std::to_string(random.below(100'000)));
    return words;
}

std::string joined(const std::vector<std::string> &words)
{
    std::string text;
    for (const std::string &word : words)
        text += word + (text.size() % 3 == 0 ? " " : ".\n");
    return text;
}

double exactSimilarity(const std::vector<std::string> &left, const std::vector<std::string> &right)
{
    const auto shinglesOf = [](const std::vector<std::string> &words) {
        std::set<std::vector<std::string>> shingles;
        for (std::size_t begin = 0; begin + 5 <= words.size(); ++begin)
            shingles.insert({words.begin() + std::ptrdiff_t(begin), words.begin() + std::ptrdiff_t(begin) + 5});
        return shingles;
    };
    const auto one = shinglesOf(left), two = shinglesOf(right);
    std::size_t common = 0;
    for (const auto &shingle : one)
        common += two.count(shingle);
    return double(common) / double(one.size() + two.size() - common);
}

std::vector<std::uint32_t> signaturesOf(const std::vector<std::string> &texts, const MinHashSettings &settings)
{
    const MinHasher hasher(settings);
    std::vector<std::uint32_t> signatures(texts.size() * hasher.size());
    for (std::size_t number = 0; number < texts.size(); ++number)
        hasher.sign(texts[number], std::span(signatures).subspan(number * hasher.size(), hasher.size()));
    return signatures;
}

} // namespace

TEST(MinHash, estimatesTheJaccardSimilarity)
{
    const MinHashSettings settings;
    const MinHasher hasher(settings);
    std::vector<std::uint32_t> one(hasher.size()), two(hasher.size());
    double difference = 0;
    for (std::uint64_t round = 0; round < 40; ++round) {
        const auto left = randomWords(400, round);
        auto right = left;
        Random random(round + 100);
        for (std::uint64_t change = 0; change < round; ++change)
            right[random.below(right.size())] = "changed";
        hasher.sign(joined(left), one);
        hasher.sign(joined(right), two);
        const double exact = exactSimilarity(left, right), error = MinHasher::similarity(one, two) - exact;
        EXPECT_LT(std::abs(error), 5 * std::sqrt(exact * (1 - exact) / 256) + 0.004)
            << round; // five standard deviations
        difference += error;
    }
    EXPECT_LT(std::abs(difference / 40), 0.02) << "no bias";
}

TEST(MinHash, seesWordsOnlyAndTheirOrder)
{
    const MinHasher hasher({});
    std::vector<std::uint32_t> one(hasher.size()), two(hasher.size());
    const auto similarity = [&](std::string_view left, std::string_view right) {
        hasher.sign(left, one);
        hasher.sign(right, two);
        return MinHasher::similarity(one, two);
    };
    EXPECT_EQ(similarity("def f(x):\n    return x + 1\n", "def  f( x ) :return x-1"), 1);
    EXPECT_LT(similarity("a b c d e f g h", "h g f e d c b a"), 0.2);
    EXPECT_EQ(similarity("one two", "one, two!"), 1);
    EXPECT_LT(similarity("one two", "two one"), 0.2);
    EXPECT_EQ(similarity("", "+-*/"), 1); // both without words; never joined, see below
}

TEST(NearDuplicates, keepsTheFirstOfEachCluster)
{
    std::vector<std::string> texts;
    std::vector<std::uint32_t> wanted;
    for (std::uint64_t family = 0; family < 60; ++family) {
        const auto words = randomWords(300, family);
        const auto first = std::uint32_t(texts.size());
        for (int copy = 0; copy < 3; ++copy) {
            auto changed = words;
            if (copy > 0)
                changed[std::size_t(copy) * 90] = "edit"; // Jaccard about 0.97
            texts.push_back(joined(changed));
            wanted.push_back(first);
        }
        auto relative = words;
        for (std::size_t place = 0; place < relative.size(); place += 12)
            relative[place] = "other" + std::to_string(place); // about 0.4: stays
        wanted.push_back(std::uint32_t(texts.size()));
        texts.push_back(joined(relative));
    }
    for (const char *wordless : {"", "()", "+ - *"}) {
        wanted.push_back(std::uint32_t(texts.size()));
        texts.push_back(wordless);
    }
    const MinHashSettings settings;
    Feedback feedback;
    const auto found = nearDuplicates(signaturesOf(texts, settings), settings, feedback);
    ASSERT_TRUE(found.ok());
    EXPECT_EQ(*found, wanted);
    feedback.cancel();
    EXPECT_EQ(nearDuplicates(signaturesOf(texts, settings), settings, feedback).error().code, ErrorCode::Cancelled);
    MinHashSettings wrong;
    wrong.permutations = 100;
    Feedback calm;
    EXPECT_EQ(nearDuplicates({}, wrong, calm).error().code, ErrorCode::InvalidInput);
}

TEST(NearDuplicates, bandsFitTheThreshold)
{
    // The usual optimum for 256 permutations at 0.7 (bigcode-dataset's run of The Stack has these).
    EXPECT_EQ(bandsFor(0.7, 256), (std::pair<std::size_t, std::size_t>(25, 10)));
    const auto [bands, rows] = bandsFor(0.5, 128);
    EXPECT_LE(bands * rows, 128u);
    EXPECT_NEAR(std::pow(1.0 / double(bands), 1.0 / double(rows)), 0.5, 0.1);
}

TEST(SignatureIndex, keepsTheFirstAndFindsWhatIsNearIt)
{
    const MinHashSettings settings;
    const MinHasher hasher(settings);
    SignatureIndex index(settings);
    const auto signatureFor = [&](const std::vector<std::string> &words) {
        std::vector<std::uint32_t> signature(hasher.size());
        hasher.sign(joined(words), signature);
        return signature;
    };
    for (std::uint64_t number = 0; number < 50; ++number) {
        const auto words = randomWords(200, number);
        EXPECT_FALSE(index.find(signatureFor(words)));
        index.add(signatureFor(words), std::int64_t(number) * 10);
        auto near = words, far = words;
        near[100] = "other"; // five shingles of 196
        for (std::size_t place = 0; place < far.size(); place += 12)
            far[place] = "other" + std::to_string(place);
        EXPECT_EQ(index.find(signatureFor(near)), std::optional(std::int64_t(number) * 10));
        EXPECT_FALSE(index.find(signatureFor(far)));
    }
    const auto again = randomWords(200, 7);
    index.add(signatureFor(again), 999);
    EXPECT_EQ(index.find(signatureFor(again)), std::optional(std::int64_t(70))) << "the first one that was added";
    index.add(signatureFor({}), 1);
    EXPECT_FALSE(index.find(signatureFor({}))) << "a text without words is like no other";
    EXPECT_EQ(index.size(), 51u);
}
