#include <memory>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "core/query/label_sampling.h"
#include "core/query/query_engine.h"
#include "core/storage/sample_store.h"
#include "tests/support/labelled_store.h"

using namespace primer;

namespace {

class SamplingTest : public test::LabelledStoreTest
{};

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
