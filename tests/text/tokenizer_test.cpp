#include <algorithm>
#include <fstream>
#include <span>

#include <gtest/gtest.h>

#include "core/base/feedback.h"
#include "core/base/random.h"
#include "core/text/bpe_trainer.h"
#include "core/text/pretokenizer.h"
#include "core/text/token_encoder.h"
#include "core/text/unicode_classes.h"
#include "tests/support/temporary_folder.h"

using namespace primer;

namespace {

const std::string vocabularyFolder = PRIMER_GPT2_VOCABULARY;

std::shared_ptr<const Tokenizer> codegen()
{
    static const auto tokenizer = Tokenizer::load(vocabularyFolder);
    return tokenizer ? *tokenizer : nullptr;
}

std::vector<TokenId> encode(std::string_view text, SpecialTokens special = SpecialTokens::AsText)
{
    TokenEncoder encoder(codegen(), special);
    std::vector<TokenId> ids;
    encoder.encode(text, ids);
    return ids;
}

std::vector<std::string> split(std::string_view text)
{
    std::vector<std::string> pieces;
    while (!text.empty()) {
        const std::size_t size = pretokenLength(text);
        pieces.emplace_back(text.substr(0, size));
        text.remove_prefix(size);
    }
    return pieces;
}

using Ids = std::vector<TokenId>;
using Pieces = std::vector<std::string>;

} // namespace

TEST(CodegenTokenizer, givesTheIdsOfTheReference)
{
    ASSERT_TRUE(codegen());
    const std::string spaces(64, ' ');
    const std::string tabs(12, '\t');
    const std::vector<std::pair<std::string, Ids>> golden{
        {"Hello world", {15496, 995}},
        {" Hello world", {18435, 995}},
        {"def f(x):\n    return x+1\n", {4299, 277, 7, 87, 2599, 198, 50284, 7783, 2124, 10, 16, 198}},
        {"    return", {50284, 7783}},
        {spaces.substr(0, 32) + "x", {50257, 2124}},
        {spaces.substr(0, 33) + "x", {50257, 50286, 87}},
        {spaces.substr(0, 62) + "x", {50257, 50257, 87}},
        {"\treturn", {197, 7783}},
        {"\t\treturn", {50294, 7783}},
        {tabs.substr(0, 10) + "x", {50287, 197, 87}},
        {tabs.substr(0, 11) + "x", {50287, 50294, 87}},
        {"\n\n    x", {628, 50284, 87}},
        {"\n    \n", {198, 50284, 198}},
        {"\n\n\n", {628, 198}},
        {"    \tx", {50284, 197, 87}},
        {"a   b", {64, 50285, 65}},
        {"x = 1  # c\n", {87, 796, 352, 50286, 2, 269, 198}},
        {"\r\n    x", {201, 198, 50284, 87}},
        {"I'LL it's I'll", {40, 6, 3069, 340, 338, 314, 1183}},
        {"\u00e9 \u4e2d\u6587 \U0001F642", {2634, 220, 40792, 23877, 229, 32485}},
        {"\u00a0\u00a0x", {1849, 1849, 87}},
        {"1234567 12", {10163, 2231, 3134, 1105}},
    };
    for (const auto &[text, ids] : golden)
        EXPECT_EQ(encode(text), ids) << text;
}

TEST(CodegenTokenizer, takesControlTokensInSamplesAsText)
{
    const std::string text = "    <|endoftext|>    x";
    EXPECT_EQ(encode(text, SpecialTokens::AsControls), (Ids{50284, 50256, 50284, 87}));
    const Ids ids = encode(text);
    EXPECT_EQ(std::count(ids.begin(), ids.end(), 50256u), 0);
    EXPECT_EQ(*codegen()->decode(ids), text);
    EXPECT_EQ(codegen()->endOfText(), 50256u);
    EXPECT_EQ(codegen()->size(), 50295u);
}

TEST(CodegenTokenizer, bringsBackEveryByte)
{
    std::string bytes;
    for (int round = 0; round < 40; ++round) {
        for (int byte = 0; byte < 256; ++byte)
            bytes += char((byte * (round * 2 + 1)) & 255);
    }
    EXPECT_EQ(*codegen()->decode(encode(bytes)), bytes);
    const std::string run(50'000, 'a'); // a pretoken far longer than a word
    EXPECT_EQ(*codegen()->decode(encode(run)), run);
    EXPECT_FALSE(codegen()->decode(Ids{50294, 60000}).ok());
}

TEST(CodegenTokenizer, longAndShortPretokensAreMergedAlike)
{
    // 95 letters go the quadratic way, 97 the heap's; both begin with the same 90.
    std::string word;
    for (int letter = 0; letter < 97; ++letter)
        word += char('a' + (letter * letter) % 7);
    const Ids shorter = encode(word.substr(0, 95));
    const Ids longer = encode(word);
    EXPECT_TRUE(std::equal(shorter.begin(), shorter.begin() + 20, longer.begin()));
}

TEST(Pretokenizer, splitsAsTheExpression)
{
    EXPECT_EQ(split("it's we'll 'tis"), (Pieces{"it", "'s", " we", "'ll", " '", "tis"}));
    EXPECT_EQ(split("a  b"), (Pieces{"a", " ", " b"}));
    EXPECT_EQ(split("a \n"), (Pieces{"a", " \n"}));
    EXPECT_EQ(split("x\n\n\ty"), (Pieces{"x", "\n\n", "\t", "y"}));
    EXPECT_EQ(split("foo_bar12(3)"), (Pieces{"foo", "_", "bar", "12", "(", "3", ")"}));
    EXPECT_EQ(split("\u00bd\u00b2x"), (Pieces{"\u00bd\u00b2", "x"}));
    EXPECT_EQ(split("\xff\xc3x"), (Pieces{"\xff\xc3", "x"}));
}

TEST(UnicodeClasses, knowTheirCorners)
{
    EXPECT_EQ(classOf(0x85), CharacterClass::Space);
    EXPECT_EQ(classOf(0x200B), CharacterClass::Other);
    EXPECT_EQ(classOf(0x2028), CharacterClass::Space);
    EXPECT_EQ(classOf(0x2160), CharacterClass::Number);
    EXPECT_EQ(classOf(0xAC00), CharacterClass::Letter);
    EXPECT_EQ(classOf(0x10FFFF), CharacterClass::Other);
}

TEST(TokenizerFiles, comeBackFromTokenizerJson)
{
    const test::TemporaryFolder folder;
    test::writeFile(folder / "tokenizer.json", codegen()->toJson());
    const auto read = Tokenizer::load(folder.path());
    ASSERT_TRUE(read.ok()) << read.error().detail;
    EXPECT_EQ((*read)->digest(), codegen()->digest());
}

TEST(TokenizerFiles, otherKindsAreRefused)
{
    const test::TemporaryFolder folder;
    const std::vector<std::pair<std::string, ErrorCode>> bad{
        {"{", ErrorCode::Corrupt},
        {"[]", ErrorCode::Unsupported},
        {R"({"model":{"type":"WordPiece"}})", ErrorCode::Unsupported},
        {R"({"normalizer":{"type":"NFC"},"model":{"type":"BPE"}})", ErrorCode::Unsupported},
        {R"({"pre_tokenizer":{"type":"ByteLevel","add_prefix_space":true},"model":{"type":"BPE"}})",
         ErrorCode::Unsupported},
        {R"({"pre_tokenizer":{"type":"ByteLevel"},"model":{"type":"BPE","vocab":{"a":0},"merges":[]}})",
         ErrorCode::Unsupported},
        {R"({"pre_tokenizer":{"type":"ByteLevel"},"model":{"type":"BPE","vocab":{"a":0},"merges":["a b"]}})",
         ErrorCode::Corrupt},
        {R"({"pre_tokenizer":{"type":"ByteLevel"},"model":{"type":"BPE","vocab":{"a":99999999999},"merges":[]}})",
         ErrorCode::Corrupt},
    };
    for (const auto &[json, code] : bad) {
        test::writeFile(folder / "t.json", json);
        const auto read = Tokenizer::load(folder / "t.json");
        ASSERT_FALSE(read.ok()) << json;
        EXPECT_EQ(read.error().code, code) << json << read.error().detail;
        EXPECT_EQ(read.error().where, folder / "t.json");
    }
    EXPECT_EQ(Tokenizer::load(folder / "none.json").error().code, ErrorCode::NotFound);
}

TEST(BpeTrainer, mergesTheMostFrequentPairFirst)
{
    BpeTrainer trainer;
    for (int turn = 0; turn < 3; ++turn)
        trainer.add("abab abab ab");
    const auto small = trainer.train(260);
    ASSERT_TRUE(small.ok());
    // 257 is "<|endoftext|>" and the bytes; then a+b, " "+ab?, ...: nine "ab" more than anything else.
    EXPECT_EQ((*small)->bytesOf(257), "ab");
    EXPECT_FALSE(trainer.train(100).ok());
    TokenEncoder encoder(*small);
    std::vector<TokenId> ids;
    encoder.encode("xabab", ids);
    EXPECT_EQ(*(*small)->decode(ids), "xabab");
}

TEST(BpeTrainer, oneLongWordCostsItsLength)
{
    // A word of 200,000 letters took seconds and four times as long at twice the length; three million never ended.
    constexpr std::size_t letters = 3'000'000;
    BpeTrainer equal;
    equal.add(std::string(letters, 'x'));
    const auto one = equal.train(300);
    ASSERT_TRUE(one.ok());
    EXPECT_EQ((*one)->bytesOf(257), "xx");
    EXPECT_EQ((*one)->bytesOf(258), "xxxx");
    Random random(3);
    std::string data;
    while (data.size() < letters)
        data += char('a' + random.below(26));
    BpeTrainer mixed;
    mixed.add(data);
    const auto two = mixed.train(700);
    ASSERT_TRUE(two.ok());
    EXPECT_EQ((*two)->size(), 700U);
}

TEST(BpeTrainer, countsOverlappingPairsAsTheyAreMerged)
{
    // "aaa" has two pairs, of which one is merged; after it, "aa"+"a" is left.
    BpeTrainer trainer;
    for (int turn = 0; turn < 5; ++turn)
        trainer.add("aaaaa baaab");
    const auto trained = trainer.train(262);
    ASSERT_TRUE(trained.ok());
    EXPECT_EQ((*trained)->bytesOf(257), "aa");
    EXPECT_EQ((*trained)->bytesOf(258), "aaa") << "of what is left, the most frequent";
}

TEST(BpeTrainer, hearsThatItIsCancelled)
{
    BpeTrainer trainer;
    trainer.add("some words some words");
    Feedback feedback;
    feedback.cancel();
    EXPECT_EQ(trainer.train(300, 2, {Tokenizer::endOfTextName}, &feedback).error().code, ErrorCode::Cancelled);
}
