#include <cmath>

#include <gtest/gtest.h>

#include "core/labelling/agreement.h"
#include "core/labelling/heuristic_teacher.h"
#include "core/labelling/prompt.h"
#include "core/labelling/reasoning.h"
#include "core/labelling/reply.h"
#include "core/syntax/python_facts.h"
#include "core/text/hashed_features.h"

using namespace primer;

namespace {

std::string bodyOf(const std::string &choice, const std::string &further = "")
{
    return R"({"model":"m","choices":[)" + choice + R"(],"usage":{"prompt_tokens":12,"completion_tokens":3})" + further
           + "}";
}

} // namespace

TEST(Reply, isCompleteOnlyWhenItIsWhatWasAskedFor)
{
    const std::string good = R"({"finish_reason":"stop","message":{"content":"Educational value: 4"}})";
    const ChatReply reply = readChatReply(bodyOf(good));
    EXPECT_TRUE(reply.isComplete);
    EXPECT_EQ(reply.content, "Educational value: 4");
    EXPECT_EQ(reply.promptTokens, 12);
    EXPECT_EQ(reply.completionTokens, 3);
    const std::pair<std::string, const char *> bad[] = {
        {"", "not_json"},
        {"[1]", "not_json"},
        {bodyOf(good).substr(0, 40), "not_json"},
        {R"({"error":{"message":"x"}})", "error_body"},
        {bodyOf(""), "no_choices"},
        {R"({"choices":"x"})", "no_choices"},
        {bodyOf("7"), "no_choices"},
        {bodyOf(R"({"finish_reason":"length","message":{"content":"4"}})"), "cut_off"},
        {bodyOf(R"({"finish_reason":"content_filter","message":{"content":"4"}})"), "finish_content_filter"},
        {bodyOf(R"({"finish_reason":"MAX_TOKENS","message":{"content":"4"}})"), "cut_off"},
        {bodyOf(R"({"finish_reason":"SAFETY","message":{"content":"4"}})"), "finish_content_filter"},
        {bodyOf(R"({"finish_reason":"tool_calls","message":{"content":"4"}})"), "finish_tool_calls"},
        {bodyOf(R"({"finish_reason":"<b>\"Odd\" words</b>","message":{"content":"4"}})"), "finish_b_odd_words_b_"},
        {bodyOf(R"({"finish_reason":7,"message":{"content":"4"}})"), "finish_unknown"},
        {bodyOf(R"({"finish_reason":"stop","message":{"content":"4","refusal":"I cannot"}})"), "refusal"},
        {bodyOf(R"({"finish_reason":"stop","message":{"content":null,"refusal":"I cannot"}})"), "refusal"},
        {bodyOf(R"({"finish_reason":"stop","message":{"content":[{"type":"refusal","refusal":"no"}]}})"), "refusal"},
        {bodyOf(R"({"finish_reason":"refusal","message":{"content":"4"}})"), "refusal"},
        {bodyOf(R"({"finish_reason":"stop","message":{"content":null,"reasoning_content":"4"}})"), "only_reasoning"},
        {bodyOf(R"({"finish_reason":"stop","message":{"content":"","reasoning":"4"}})"), "only_reasoning"},
        {bodyOf(R"({"finish_reason":"stop","message":{"content":"<think>4</think>"}})"), "only_reasoning"},
        {bodyOf(R"({"finish_reason":"stop","message":{"content":[{"type":"thinking","text":"4"}]}})"),
         "only_reasoning"},
        {"data: {\"choices\":[]}\n\n", "streamed"},
        {bodyOf(R"({"finish_reason":"stop"})"), "no_message"},
        {bodyOf(R"({"finish_reason":"stop","message":{"content":null}})"), "null_content"},
        {bodyOf(R"({"finish_reason":"stop","message":{"content":[1]}})"), "no_text"},
        {std::string(100'000, '['), "not_json"},
    };
    for (const auto &[body, problem] : bad) {
        const ChatReply other = readChatReply(body);
        EXPECT_FALSE(other.isComplete) << body.substr(0, 80);
        EXPECT_EQ(other.problem, problem) << body.substr(0, 80);
    }
    EXPECT_EQ(readChatReply(R"({"usage":{"prompt_tokens":-4,"completion_tokens":"many"}})").promptTokens, -1);
}

TEST(Reply, endsInTheWordsOfManyServers)
{
    for (const char *finish : {R"("stop")", R"("STOP")", R"("FinishReason.STOP")", R"("eos_token")", R"("end_turn")",
                               R"("stop_sequence")", R"("COMPLETE")", R"("")", "null"}) {
        const ChatReply reply = readChatReply(
            bodyOf(R"({"finish_reason":)" + std::string(finish) + R"(,"message":{"content":"4"}})"));
        EXPECT_TRUE(reply.isComplete) << finish << " " << reply.problem;
    }
    EXPECT_TRUE(readChatReply(bodyOf(R"({"message":{"content":"4"}})")).isComplete);
    EXPECT_TRUE(readChatReply(bodyOf(R"({"message":{"content":"4","refusal":null}})", R"(,"error":{})")).isComplete);
}

TEST(Reply, isTheAnswerWithoutTheReasoning)
{
    const std::pair<const char *, const char *> cases[] = {
        {"4", "4"},
        {"<think>\n1\n</think>\n4", "\n4"},
        {"<think>\n1\nbut", ""},
        {"1\n</think>\n4", "\n4"},
        {"<THINK>1</Think>4", "4"},
        {"<thinking>1</thinking>4", "4"},
        {"<reasoning effort=\"high\">1</reasoning>4", "4"},
        {"< think >1</ think >4", "4"},
        {"<think>1<think>2</think>3</think>4", "4"},
        {"4<think>1</think>5", "4\n5"},
        {"[THINK]1[/THINK]4", "4"},
        {"<|begin_of_thought|>1<|end_of_thought|>4", "4"},
        {"\xe2\x97\x81think\xe2\x96\xb7"
         "1\xe2\x97\x81/think\xe2\x96\xb7"
         "4",
         "4"},
        {"&lt;think&gt;1&lt;/think&gt;4", "4"},
        {"<|channel|>analysis<|message|>1<|end|><|start|>assistant<|channel|>final<|message|>4<|return|>", "4"},
        {"<|channel|>analysis<|message|>1", ""},
        {"a <b>thin</b> think < 3 > 2 [4]", "a <b>thin</b> think < 3 > 2 [4]"},
        {"<thinker>4</thinker>", "<thinker>4</thinker>"},
        {"<think", "<think"},
    };
    for (const auto &[content, answer] : cases)
        EXPECT_EQ(withoutReasoning(content), answer) << content;
    const ChatReply parts = readChatReply(
        bodyOf(R"({"finish_reason":"stop","message":{"reasoning_content":"Educational value: 1","content":[)"
               R"({"type":"reasoning","text":"Educational value: 2"},{"type":"text","text":"Educational "},)"
               R"({"type":"output_text","text":"value: 4"},{"type":"image_url"}]}})"));
    EXPECT_TRUE(parts.isComplete);
    EXPECT_EQ(parts.content, "Educational value: 4");
}

TEST(Reply, hasOneValueInRangeOrNone)
{
    const Prompt prompt = *builtInPrompt("rubric");
    const std::pair<const char *, double> good[] = {{"Educational value: 4", 4},
                                                    {"It is fine.\n\n**Educational value: 3.5**\n", 3.5},
                                                    {"educational score: 0/5.", 0},
                                                    {"Educational value: 5\nso:\nEducational value: 5", 5}};
    for (const auto &[text, value] : good) {
        const ValueReply reply = readValue(prompt, text);
        EXPECT_TRUE(reply.isValue) << text;
        EXPECT_EQ(reply.value, value) << text;
    }
    EXPECT_EQ(readValue(prompt, "Clear and short.\nEducational value: 4").reasoning, "Clear and short.");
    const std::pair<const char *, const char *> bad[] = {
        {"", "no_value"},
        {"4", "no_value"},
        {"Educational value: NaN", "no_value"},
        {"Educational value: -1", "no_value"},
        {"Educational value: 6", "out_of_range"},
        {"Educational value: 99999999999999999999999", "out_of_range"},
        {"Educational value: 1\nEducational value: 4", "several_values"}};
    for (const auto &[text, problem] : bad) {
        const ValueReply reply = readValue(prompt, text);
        EXPECT_FALSE(reply.isValue) << text;
        EXPECT_EQ(reply.problem, problem) << text;
    }
}

TEST(Prompts, areCutAtALineAndSayHowMuchIsShown)
{
    for (const Prompt &prompt : builtInPrompts())
        EXPECT_TRUE(checkPrompt(prompt).ok()) << prompt.name;
    Prompt prompt = *builtInPrompt("line");
    prompt.maxBytes = 200;
    std::string sample;
    for (int line = 0; line < 40; ++line)
        sample += "value_" + std::to_string(line) + " = 1\n";
    const FilledPrompt filled = fillPrompt(prompt, sample);
    const std::size_t shown = std::size_t(std::lround(filled.coveredShare * double(sample.size())));
    EXPECT_LT(shown, 201U);
    EXPECT_GT(shown, 180U);
    EXPECT_EQ(sample[shown - 1], '\n');
    EXPECT_NE(filled.user.find(sample.substr(0, shown) + "\n[The first " + std::to_string(shown) + " of "
                               + std::to_string(sample.size()) + " bytes are shown.]"),
              std::string::npos);
    EXPECT_EQ(fillPrompt(prompt, "short").coveredShare, 1);
    // What a sample holds cannot stand for another sample, and its bytes become valid text.
    EXPECT_NE(fillPrompt(prompt, "{code} \xff").user.find("{code} \xef\xbf\xbd"), std::string::npos);
    // A line of its own length is not cut inside a character.
    const FilledPrompt wide = fillPrompt(prompt, std::string(199, 'a') + "\xea\xb0\x80\xea\xb0\x80");
    EXPECT_NE(wide.user.find(std::string(199, 'a') + "\n[The first 199 of 205"), std::string::npos);
    Prompt broken = prompt;
    broken.text = "no place";
    EXPECT_FALSE(checkPrompt(broken).ok());
    broken = prompt;
    broken.pattern = "(";
    EXPECT_EQ(checkPrompt(broken).error().code, ErrorCode::InvalidPattern);
    broken.pattern = "5";
    EXPECT_EQ(checkPrompt(broken).error().code, ErrorCode::InvalidPattern);
}

TEST(Agreement, isCohensWeightedKappa)
{
    const std::vector<ValuePair> pairs{{0, 0}, {0, 1}, {1, 1}, {1, 2}, {2, 2}, {2, 0}};
    const Agreement agreement = agreementOf(pairs, 0, 2);
    EXPECT_EQ(agreement.pairs, 6);
    EXPECT_EQ(agreement.confusion[2][0], 1);
    EXPECT_DOUBLE_EQ(agreement.exactShare, 0.5);
    EXPECT_DOUBLE_EQ(agreement.withinOneShare, 5.0 / 6);
    // Observed: 1 + 1 + 4 = 6. Expected: each off-diagonal pair weighs 2*2/6; four of distance 1 and two of 4: (4 + 8)
    // * 2 / 3 = 8.
    ASSERT_TRUE(agreement.kappa && agreement.kappaLow && agreement.kappaHigh);
    EXPECT_DOUBLE_EQ(*agreement.kappa, 1 - 6.0 / 8);
    EXPECT_LE(*agreement.kappaLow, *agreement.kappa);
    EXPECT_GE(*agreement.kappaHigh, *agreement.kappa);
}

TEST(Agreement, isUndefinedWhereNothingCanDisagree)
{
    const std::vector<ValuePair> same(20, {3, 3});
    std::vector<ValuePair> nearlySame = same, apart(20, {1, 4});
    nearlySame.push_back({2, 2});
    for (const std::vector<ValuePair> &pairs : {std::vector<ValuePair>(), same}) {
        const Agreement agreement = agreementOf(pairs, 0, 5);
        EXPECT_FALSE(agreement.kappa || agreement.kappaLow || agreement.kappaHigh);
        EXPECT_EQ(agreement.exactShare, pairs.empty() ? 0 : 1);
    }
    const Agreement one = agreementOf(nearlySame, 0, 5); // a third of the resamples is without the one that differs
    EXPECT_EQ(one.kappa, 1);
    EXPECT_FALSE(one.kappaLow || one.kappaHigh);
    EXPECT_EQ(agreementOf(apart, 0, 5).kappa, 0);
    apart.insert(apart.end(), 20, {4, 4});
    EXPECT_TRUE(agreementOf(apart, 0, 5).kappaLow.has_value());
}

TEST(PythonFactsTest, countsWhatAFileIsMadeOf)
{
    const PythonFacts facts = pythonFacts("\"\"\"Adds.\n\n>>> add(1, 2)\n3\n\"\"\"\nimport os\nfrom . import "
                                          "near\nfrom .far import x\n\n# a comment\nTABLE = [1, 2, 3]\n\n\n"
                                          "class Box:\n    def add(self, a):\n        '''Adds.'''\n        for b in "
                                          "a:\n            if b:\n                return b\n        self.x = 1\n\n"
                                          "def test_it():\n    assert add(1, 2) == 3\n    return [c for c in 'abc']\n");
    EXPECT_TRUE(facts.isParsed);
    EXPECT_FALSE(facts.hasErrors);
    EXPECT_TRUE(facts.hasModuleDocstring);
    EXPECT_EQ(facts.functions, 2);
    EXPECT_EQ(facts.documentedFunctions, 1);
    EXPECT_EQ(facts.classes, 1);
    EXPECT_EQ(facts.documentedClasses, 0);
    EXPECT_EQ(facts.imports, 3);
    EXPECT_EQ(facts.relativeImports, 2);
    EXPECT_EQ(facts.branches, 1);
    EXPECT_EQ(facts.loops, 2);
    EXPECT_EQ(facts.asserts, 1);
    EXPECT_EQ(facts.testFunctions, 1);
    EXPECT_EQ(facts.examples, 1);
    EXPECT_EQ(facts.plainAssignments, 1);
    EXPECT_EQ(facts.literalBytes, 9 + 5); // [1, 2, 3] and 'abc'
    EXPECT_EQ(facts.commentBytes, 11);
    EXPECT_TRUE(pythonFacts("def broken(:\n").hasErrors);
    EXPECT_TRUE(pythonFacts("").isParsed);
    EXPECT_FALSE(pythonFacts(std::string(PythonFacts::maxBytes + 1, ' ')).isParsed);
    EXPECT_TRUE(pythonFacts(std::string(20'000, '(')).hasErrors); // deep nesting neither crashes nor hangs
}

// The two kinds that phi-1's paper shows as high and low, in words of our own.
TEST(HeuristicTeacher, tellsLessonsFromBoilerplate)
{
    std::string lesson = "\"\"\"Distances between vectors.\"\"\"\nimport math\n\n";
    for (const char *name : {"euclidean", "manhattan", "cosine"}) {
        lesson += std::string("def ") + name + "(left, right):\n    \"\"\"The " + name
                  + " distance of two lists of numbers.\n\n    >>> " + name
                  + "([0], [0])\n    0\n    \"\"\"\n    total = 0\n    for a, b in zip(left, right):\n        if a != "
                    "b:\n            total += abs(a - b)\n    return math.sqrt(total)\n\n\n";
    }
    std::string boilerplate =
        "from .base import Base\nfrom .kinds import Kind\n\nclass Default(Base):\n    def __init__(self):\n";
    for (int number = 0; number < 25; ++number)
        boilerplate += "        self._field_" + std::to_string(number) + " = None\n";
    const HeuristicValue high = heuristicValue(SampleKind::Code, "python", lesson),
                         low = heuristicValue(SampleKind::Code, "python", boilerplate);
    ASSERT_TRUE(high.isValue && low.isValue);
    EXPECT_GE(high.value, 4) << high.reasoning;
    EXPECT_LE(low.value, 1) << low.reasoning;
    std::string table = "# This file is automatically generated, do not edit.\nCODES = {\n";
    for (int number = 0; number < 300; ++number)
        table += "    " + std::to_string(number) + ": 'code " + std::to_string(number) + "',\n";
    EXPECT_EQ(heuristicValue(SampleKind::Code, "python", table + "}\n").value, 0);
    EXPECT_EQ(heuristicValue(SampleKind::Code, "c", "int x;").problem, "not_python");
    EXPECT_FALSE(heuristicValue(SampleKind::Code, "python", std::string(5 << 20, 'x')).isValue);
}

TEST(HashedFeatures, areOfLengthOneAndTellTextsApart)
{
    std::vector<float> one(64), same(64), other(64), none(64, 7);
    hashedFeatures("def add(a, b): return a + b", one);
    hashedFeatures("def  add(a,b):\n  return a+b", same);
    hashedFeatures("class Table: rows = [1, 2, 3]", other);
    hashedFeatures(" \n\t", none);
    double length = 0, equal = 0, apart = 0;
    for (std::size_t place = 0; place < one.size(); ++place) {
        length += double(one[place]) * double(one[place]);
        equal += double(one[place]) * double(same[place]);
        apart += double(one[place]) * double(other[place]);
        EXPECT_EQ(none[place], 0);
    }
    EXPECT_NEAR(length, 1, 1e-5);
    EXPECT_NEAR(equal, 1, 1e-5); // spaces are no words
    EXPECT_LT(apart, 0.5);
    EXPECT_EQ(repeatedShare("a b c"), 0);
    std::string repeated;
    for (int turn = 0; turn < 10; ++turn)
        repeated += "one two three four five six seven eight nine ten eleven ";
    EXPECT_GT(repeatedShare(repeated), 0.8);
}
