#include <memory>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "core/query/label_sampling.h"
#include "core/query/query_engine.h"
#include "core/storage/sample_store.h"
#include "tests/support/labelled_files.h"
#include "tests/support/temporary_folder.h"

using namespace primer;

namespace {

/// Labelled files in a store with the columns over it, as the modules above open them.
class SamplingTest : public ::testing::Test
{
protected:
    static constexpr int files = test::labelledFileCount;

    void SetUp() override
    {
        auto opened = Store::open(m_folder / "w.primer", Store::Access::ReadWrite, true);
        ASSERT_TRUE(opened.ok()) << opened.error().detail;
        m_store = std::move(*opened);
        m_query = std::make_unique<QueryEngine>(*m_store, m_folder / "w.primer/index");
        const Status added = test::addSamples(*m_store, test::labelledFiles());
        ASSERT_TRUE(added.ok()) << added.error().detail;
        for (SampleId id = 1; id <= files; ++id)
            m_all.push_back(id);
    }

    test::TemporaryFolder m_folder;
    std::unique_ptr<Store> m_store;
    std::unique_ptr<QueryEngine> m_query;
    std::vector<SampleId> m_all;
};

} // namespace

TEST_F(SamplingTest, samplesAreDrawnAsAsked)
{
    SamplingRequest draw;
    draw.count = 30;
    for (const Sampling kind : {Sampling::Random, Sampling::Stratified, Sampling::Diverse}) {
        draw.kind = kind;
        const auto once = drawSamples(*m_query, draw, m_all), twice = drawSamples(*m_query, draw, m_all);
        ASSERT_TRUE(once.ok());
        EXPECT_EQ(once->size(), 30U);
        EXPECT_EQ(*once, *twice);
        EXPECT_EQ(std::set<SampleId>(once->begin(), once->end()).size(), 30U);
    }
    draw.kind = Sampling::Diverse;
    std::set<std::string> repositories;
    draw.count = 10;
    for (const SampleRow &row : *m_store->read(fetchRows, *drawSamples(*m_query, draw, m_all)))
        repositories.insert(row.repository);
    EXPECT_EQ(repositories.size(), 10U);
    draw.kind = Sampling::Uncertain;
    EXPECT_TRUE(drawSamples(*m_query, draw, m_all)->empty()) << "without scores nothing is uncertain";
    draw.kind = Sampling::Stratified;
    draw.stratifyBy = "size";
    EXPECT_FALSE(drawSamples(*m_query, draw, m_all).ok());
}
