#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "core/base/feedback.h"

using namespace primer;

TEST(FeedbackStep, TheWholeRunsOnceFromNothingToAll)
{
    Feedback feedback;
    feedback.report(7, 9); // of something before
    std::vector<std::uint64_t> seen;
    std::vector<std::string> names;
    const auto look = [&] {
        seen.push_back(feedback.done());
        EXPECT_EQ(feedback.total(), 10'000U);
        if (names.empty() || names.back() != feedback.current())
            names.push_back(feedback.current());
    };
    {
        const FeedbackStep step(feedback, "import", 0, 0.5);
        look();
        for (std::uint64_t done = 0; done <= 100; done += 10) {
            feedback.report(done, 100);
            look();
        }
        feedback.report(3, 100); // a second pass over the same
        look();
        feedback.setItems(5);
        feedback.setCurrent("a.jsonl");
        look();
    }
    {
        const FeedbackStep step(feedback, "quality", 0.5, 1);
        EXPECT_EQ(feedback.items(), 0U);
        look();
        {
            const FeedbackStep inner(feedback, "facts", 0, 0.5);
            feedback.report(1, 2);
            look();
            EXPECT_EQ(seen.back(), 6'250U);
        }
        look();
        EXPECT_EQ(seen.back(), 7'500U);
        const FeedbackStep inner(feedback, "scores", 0.5, 1);
        feedback.report(20, 10); // more than was thought
        look();
        feedback.report(1, 0); // of an unknown number
        look();
    }
    EXPECT_EQ(feedback.done(), 10'000U);
    EXPECT_EQ(seen.front(), 0U);
    EXPECT_TRUE(std::is_sorted(seen.begin(), seen.end())) << ::testing::PrintToString(seen);
    EXPECT_EQ(names, (std::vector<std::string>{"import", "import: a.jsonl", "quality", "facts", "quality", "scores"}));
}

TEST(FeedbackStep, WithoutStepsWhatIsReportedIsWhatIsSeen)
{
    Feedback feedback;
    feedback.report(5, 10);
    feedback.report(2, 4);
    EXPECT_EQ(feedback.done(), 2U);
    EXPECT_EQ(feedback.total(), 4U);
}
