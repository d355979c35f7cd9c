#include <set>

#include <gtest/gtest.h>

#include "core/syntax/python_statements.h"
#include "core/synthesis/acceptance.h"
#include "core/synthesis/grammar_program.h"
#include "core/synthesis/grammar_words.h"
#include "core/synthesis/grammar_writer.h"
#include "core/synthesis/prompt_plan.h"

using namespace primer;

namespace {

std::vector<SynthesisItem> itemsOf(const ConstraintSet &set, std::int64_t count)
{
    Feedback feedback;
    const auto plan = drawPlan(set, {PlanSampling::Cover, 3, count}, feedback);
    std::vector<SynthesisItem> items;
    for (std::int64_t row = 0; plan && row < plan->rows(); ++row) {
        SynthesisItem item;
        item.position = row;
        item.choice = choiceText(plan->row(row), plan->axes);
        item.seed = plan->seeds[std::size_t(row)];
        items.push_back(item);
    }
    return items;
}

} // namespace

TEST(Grammar, writesExercisesThatPassEveryRule)
{
    const ConstraintSet set = *loadConstraintSet("grammar-exercises");
    const PromptTemplate made = *loadTemplate("grammar-exercise");
    std::set<std::uint64_t> shapes;
    for (const SynthesisItem &item : itemsOf(set, 1500)) {
        const auto text = writeByGrammar(set, TemplateKind::Exercise, item);
        ASSERT_TRUE(text.ok()) << text.error().detail;
        EXPECT_EQ(*text, *writeByGrammar(set, TemplateKind::Exercise, item)) << "the same row, the same text";
        const auto row = *choiceOf(set, item.choice);
        const AcceptedAnswer answer = acceptAnswer(made, *text,
                                                   valueText(set, set.placeOf("name"), row[set.placeOf("name")]));
        EXPECT_TRUE(answer.isAccepted) << answer.problem << " " << answer.detail << "\n" << *text;
        shapes.insert(answer.shape);
    }
    EXPECT_GT(shapes.size(), 500u);
}

TEST(Grammar, writesLessonsThatPassEveryRule)
{
    const ConstraintSet set = *loadConstraintSet("grammar-textbooks");
    const PromptTemplate made = *loadTemplate("grammar-textbook");
    for (const SynthesisItem &item : itemsOf(set, 500)) {
        const auto text = writeByGrammar(set, TemplateKind::Textbook, item);
        ASSERT_TRUE(text.ok());
        const AcceptedAnswer answer = acceptAnswer(made, *text, "");
        EXPECT_TRUE(answer.isAccepted) << answer.problem << " " << answer.detail << "\n" << *text;
    }
}

TEST(Grammar, saysWhichWordsItDoesNotKnow)
{
    ConstraintSet set = *loadConstraintSet("grammar-exercises");
    EXPECT_FALSE(checkGrammarSet(set, TemplateKind::Rewrite).ok());
    set.axes[0].verbs.push_back("juggle");
    set.axes[0].nouns.push_back("torches");
    const Status checked = checkGrammarSet(set, TemplateKind::Exercise);
    ASSERT_FALSE(checked.ok());
    EXPECT_NE(checked.error().detail.find("juggle, torches"), std::string::npos) << checked.error().detail;
    EXPECT_FALSE(checkGrammarSet(*loadConstraintSet("textbooks"), TemplateKind::Textbook).ok());
}

TEST(Grammar, knowsWhatItsProgramsGive)
{
    GrammarTask task;
    task.name = "group_even_numbers";
    task.noun = grammarNoun("numbers");
    task.qualifier = grammarQualifier("even");
    task.verb = grammarVerb("group");
    task.element = "n";
    task.place = "i";
    task.kept = "kept";
    const GrammarList items{std::int64_t(12), std::int64_t(-3), std::int64_t(4), std::int64_t(-8), std::int64_t(22)};
    EXPECT_EQ(resultOf(task, items), "{2: [12, -8, 22], 4: [4]}");
    task.verb = grammarVerb("average");
    EXPECT_EQ(resultOf(task, items), "7");
    task.verb = grammarVerb("split");
    EXPECT_EQ(resultOf(task, items), "([12, 4, -8, 22], [-3])");
    task.verb = grammarVerb("trim");
    EXPECT_EQ(resultOf(task, items), "[-3]");
    task.noun = grammarNoun("words");
    task.verb = grammarVerb("index");
    EXPECT_EQ(resultOf(task, {std::string("four"), std::string("one"), std::string("four")}), "{'four': 0}");
}
