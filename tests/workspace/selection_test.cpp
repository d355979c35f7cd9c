#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "core/quality/embedding.h"
#include "core/quality/forest_fit.h"
#include "core/quality/forest_scoring.h"
#include "core/quality/thresholds.h"
#include "core/storage/view_store.h"
#include "core/workspace/quality_start.h"
#include "core/workspace/selection.h"
#include "core/workspace/workspace.h"
#include "tests/support/labelled_files.h"
#include "tests/support/temporary_folder.h"

using namespace primer;

namespace {

class SelectionTest : public ::testing::Test
{
protected:
    static constexpr int files = test::labelledFileCount;

    void SetUp() override
    {
        auto opened = Workspace::open(m_folder / "w.primer", Store::Access::ReadWrite, true);
        ASSERT_TRUE(opened.ok()) << opened.error().detail;
        m_workspace = std::move(*opened);
        const Status added = test::addSamples(m_workspace->store(), test::labelledFiles());
        ASSERT_TRUE(added.ok()) << added.error().detail;
    }

    test::TemporaryFolder m_folder;
    std::unique_ptr<Workspace> m_workspace;
    Feedback m_feedback;
};

} // namespace

TEST_F(SelectionTest, aThresholdIsASetWithItsLineage)
{
    ASSERT_TRUE(test::labelFiles(m_workspace->store(), 1).ok());
    EmbedRequest embed;
    embed.samples = *allSamples(*m_workspace);
    embed.width = 64;
    ASSERT_TRUE(embedSamples(m_workspace->store(), embed, m_feedback).ok());
    FitRequest fit;
    fit.teacher = "a teacher";
    fit.forest.trees = 30;
    fit.isQuick = true;
    const auto fitted = fitForest(*m_workspace, fit, m_feedback);
    ASSERT_TRUE(fitted.ok()) << fitted.error().detail;
    ASSERT_TRUE(scoreSamples(*m_workspace, fitted->forest, m_feedback).ok());
    const auto first = saveThreshold(*m_workspace, "good", "language:python", {"max_line<=1000"}, 0.5, m_feedback);
    ASSERT_TRUE(first.ok()) << first.error().detail;
    ASSERT_TRUE(saveThreshold(*m_workspace, "good", "", {}, 0, m_feedback).ok());
    SelectionRequest request;
    const auto ask = [&request](const char *threshold) { request.samples.parts = {SetPart::threshold(threshold)}; };
    ask("good@1");
    const auto selection = selectSamples(*m_workspace, request, m_feedback);
    ASSERT_TRUE(selection.ok());
    EXPECT_EQ(std::int64_t(selection->ids.size()), first->kept);
    EXPECT_EQ(selection->threshold, "good@1");
    EXPECT_EQ(selection->filter, filterOf(*first));
    EXPECT_EQ(selection->description(), filterOf(*first));
    const auto lineage = nlohmann::json::parse(selection->lineageJson);
    EXPECT_EQ(lineage["threshold"]["forest"]["labels"]["teacher"], "a teacher");
    EXPECT_EQ(lineage["threshold"]["forest"]["labels"]["count"], files);
    ask("good");
    const auto newest = selectSamples(*m_workspace, request, m_feedback);
    ASSERT_TRUE(newest.ok());
    EXPECT_EQ(newest->ids.size(), std::size_t(files));
    EXPECT_EQ(newest->threshold, "good@2");
    ask("good@7");
    EXPECT_EQ(selectSamples(*m_workspace, request, m_feedback).error().code, ErrorCode::NotFound);
    // Another forest's scores: the threshold does not silently mean them.
    const auto other = fitForest(*m_workspace, fit, m_feedback);
    ASSERT_TRUE(other.ok() && scoreSamples(*m_workspace, other->forest, m_feedback).ok());
    ask("good@1");
    EXPECT_EQ(selectSamples(*m_workspace, request, m_feedback).error().code, ErrorCode::InvalidInput);
}

TEST_F(SelectionTest, saysWhatWasDone)
{
    const auto everything = selectSamples(*m_workspace, {}, m_feedback);
    ASSERT_TRUE(everything.ok());
    EXPECT_EQ(everything->description(), "");
    EXPECT_FALSE(everything->nearDuplicates);
    EXPECT_EQ(everything->thinnedFrom, 0);
    std::string copy = test::labelledFiles()[7].content;
    copy.back() = ' ';
    ASSERT_TRUE(test::addSamples(m_workspace->store(), {test::pythonFile(copy, "copy.py", "elsewhere")}).ok());
    ASSERT_TRUE(m_workspace->store()
                    .write(Durability::Durable,
                           [](Connection &connection) {
                               SavedView view;
                               view.name = "lists";
                               view.filter = "size>=1";
                               view.search = "sort_list";
                               return saveView(connection, view);
                           })
                    .ok());
    SelectionRequest request;
    request.samples = setOf("language:python");
    request.samples.put(SetPart::nearDuplicatesLeftOut());
    request.view = "lists";
    request.maxSamples = 50;
    const auto selection = selectSamples(*m_workspace, request, m_feedback);
    ASSERT_TRUE(selection.ok()) << selection.error().detail;
    EXPECT_EQ(selection->view, "lists");
    EXPECT_EQ(selection->filter, "language:python size>=1");
    EXPECT_EQ(selection->search, "sort_list");
    ASSERT_TRUE(selection->nearDuplicates);
    EXPECT_EQ(selection->nearDuplicates->dropped, 1);
    EXPECT_EQ(selection->thinnedFrom, files / 2);
    EXPECT_EQ(selection->ids.size(), 50U);
    EXPECT_TRUE(std::is_sorted(selection->ids.begin(), selection->ids.end()));
    EXPECT_GT(selection->ids.back(), SampleId(files - 20)) << "from the whole of the set";
    EXPECT_EQ(selection->description(),
              "language:python size>=1 search: sort_list without near-duplicates (50 of 200)");
    const auto lineage = nlohmann::json::parse(selection->lineageJson);
    EXPECT_EQ(lineage["near_duplicates"]["dropped"], 1);
    EXPECT_EQ(lineage["thinned"]["from"], files / 2);
    EXPECT_EQ(lineage["view"]["name"], "lists");
    EXPECT_EQ(lineage["view"]["set"]["parts"][1]["text"], "sort_list");
    // More than there are is all of them.
    request.maxSamples = 5000;
    EXPECT_EQ(selectSamples(*m_workspace, request, m_feedback)->ids.size(), std::size_t(files / 2));
}
