#include <chrono>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "core/query/column_statistics.h"
#include "core/query/query_engine.h"
#include "core/query/value_condition.h"
#include "core/storage/column_presence.h"
#include "core/storage/import_store.h"
#include "core/storage/sample_store.h"
#include "tests/support/temporary_folder.h"

using namespace primer;

namespace {

/// Sample N of `rows`: N % 4 stars, none for each third, one of three licences.
class Statistics : public testing::Test
{
protected:
    void make(int rows)
    {
        m_engine.reset();
        m_store.reset();
        auto opened = Store::open(m_folder / "w.primer", Store::Access::ReadWrite, true);
        ASSERT_TRUE(opened.ok());
        m_store = std::move(*opened);
        const Status written = m_store->write(Durability::Bulk, [rows](Connection &connection) -> Status {
            Source wanted;
            wanted.uri = wanted.name = "file";
            const Source source = PRIMER_TRY(openSource(connection, wanted));
            TermCache terms;
            std::vector<PreparedRecord> records;
            for (int number = 1; number <= rows; ++number) {
                ImportRecord record;
                record.content = "x = " + std::to_string(number) + "\n";
                record.position = number;
                record.origin.path = "pkg/" + std::to_string(number % 5) + ".py";
                record.origin.licence = number % 10 == 0 ? "" : number % 2 ? "MIT" : "Apache-2.0";
                record.origin.createdAt = "2024-0" + std::to_string(1 + number % 9) + "-01";
                if (number % 3 != 0)
                    record.origin.stars = number % 4;
                records.push_back(prepare(std::move(record)));
            }
            PRIMER_TRY(insertSamples(connection, source.id, records, terms));
            return success();
        });
        ASSERT_TRUE(written.ok()) << written.error().detail;
        m_engine = std::make_unique<QueryEngine>(*m_store, m_folder / "w.primer/index");
    }

    Result<ColumnStatistics> of(Column column, const RowMask &mask)
    {
        return columnStatistics(*m_store, m_engine->columns(), column, mask, Feedback());
    }

    const test::TemporaryFolder m_folder;
    std::unique_ptr<Store> m_store;
    std::unique_ptr<QueryEngine> m_engine;
};

} // namespace

TEST_F(Statistics, AreThoseOfTheMask)
{
    make(60);
    const RowMask all(60, 1);
    const auto stars = of(Column::Stars, all);
    ASSERT_TRUE(stars.ok());
    EXPECT_EQ(stars->rows, 60);
    EXPECT_EQ(stars->missing, 20);
    EXPECT_EQ(stars->distinct, 4);
    EXPECT_EQ(stars->min, 0);
    EXPECT_EQ(stars->max, 3);
    EXPECT_EQ(stars->median, 1); // ten of each: the lower of the two in the middle
    EXPECT_TRUE(stars->isInteger);
    std::int64_t inShape = 0;
    for (const std::int64_t samples : stars->shape)
        inShape += samples;
    EXPECT_EQ(inShape, 40);
    EXPECT_EQ(stars->shape.front(), 10);
    EXPECT_EQ(stars->shape.back(), 10);

    RowMask some(60, 0);
    some[0] = some[1] = some[4] = 1; // 1, 2 and 5: stars 1, 2, 1
    const auto fewer = of(Column::Stars, some);
    EXPECT_EQ(fewer->rows, 3);
    EXPECT_EQ(fewer->missing, 0);
    EXPECT_EQ(fewer->distinct, 2);
    EXPECT_EQ(fewer->min, 1);
    EXPECT_EQ(fewer->median, 1);
    EXPECT_EQ(fewer->max, 2);

    const auto licences = of(Column::Licence, all);
    EXPECT_EQ(licences->missing, 6);
    EXPECT_EQ(licences->distinct, 2);
    ASSERT_EQ(licences->words.size(), 2u);
    EXPECT_EQ(licences->words[0], std::pair(std::string("MIT"), std::int64_t(30)));
    EXPECT_EQ(licences->words[1].second, 24);

    const auto paths = of(Column::Path, all);
    EXPECT_EQ(paths->missing, 0);
    EXPECT_EQ(paths->distinct, 5);
    EXPECT_EQ(paths->first, "pkg/0.py");
    EXPECT_EQ(paths->last, "pkg/4.py");

    const auto days = of(Column::CreatedAt, all);
    EXPECT_EQ(days->min, 20240101);
    EXPECT_EQ(days->max, 20240901);

    const auto labels = of(Column::Label, all);
    EXPECT_EQ(labels->missing, 60);
    EXPECT_FALSE(labels->hasValues());
    EXPECT_TRUE(labels->shape.empty());
    const auto nothing = of(Column::Stars, RowMask());
    EXPECT_EQ(nothing->rows, 0);
    EXPECT_FALSE(nothing->hasValues());
}

TEST_F(Statistics, CanBeCancelled)
{
    make(5);
    Feedback feedback;
    feedback.cancel();
    for (const Column column : {Column::Stars, Column::Licence, Column::Path, Column::CreatedAt}) {
        const auto statistics = columnStatistics(*m_store, m_engine->columns(), column, RowMask(5, 1), feedback);
        ASSERT_FALSE(statistics.ok());
        EXPECT_EQ(statistics.error().code, ErrorCode::Cancelled);
    }
}

TEST_F(Statistics, ColumnsWithoutAnyValueAreKnown)
{
    make(0);
    EXPECT_TRUE(m_store->read(columnsWithoutValues)->empty()); // nothing is hidden before there is anything
    make(3);
    const auto empty = m_store->read(columnsWithoutValues);
    ASSERT_TRUE(empty.ok());
    EXPECT_EQ(*empty,
              (std::vector<Column>{Column::Repository, Column::Language, Column::Score, Column::Label, Column::Verdict,
                                   Column::TeacherValue, Column::TeacherName, Column::Quality}));
}

TEST_F(Statistics, AConditionByAValueChoosesTheRowsThatHaveIt)
{
    make(60);
    std::vector<SampleId> ids;
    for (SampleId id = 1; id <= 60; ++id)
        ids.push_back(id);
    const auto rows = m_store->read(fetchRows, ids);
    ASSERT_TRUE(rows.ok());
    for (const ColumnInfo &info : allColumns()) {
        for (const std::size_t place : {0u, 2u, 9u}) {
            const std::string condition = valueCondition((*rows)[place], info.column);
            if (condition.empty())
                continue;
            const auto filter = Filter::parse(condition);
            ASSERT_TRUE(filter.ok()) << condition;
            const auto mask = m_engine->columns().evaluate(*filter, Feedback());
            ASSERT_TRUE(mask.ok());
            EXPECT_TRUE((**mask)[place]) << condition;
            const auto without = m_engine->columns().evaluate(*Filter::parse(oppositeCondition(condition)), Feedback());
            for (std::size_t other = 0; other < 60; ++other)
                EXPECT_NE((**mask)[other], (**without)[other]) << condition;
        }
    }
    SampleRow odd;
    odd.licence = "a \"b\"";
    EXPECT_EQ(valueCondition(odd, Column::Licence), "");
    odd.path = "a dir/b, c.py";
    EXPECT_EQ(valueCondition(odd, Column::Path), "path:\"a dir/b, c.py\"");
    EXPECT_EQ(valueCondition(odd, Column::Stars), "stars:none");
}
