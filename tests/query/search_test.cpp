#include <iterator>
#include <gtest/gtest.h>

#include "core/base/random.h"
#include "core/query/query_engine.h"
#include "core/storage/import_store.h"
#include "core/storage/judgement_store.h"
#include "core/storage/sample_store.h"
#include "tests/support/temporary_folder.h"

using namespace primer;
using primer::test::TemporaryFolder;

namespace {

/// Pseudo-code of a small vocabulary, so that patterns hit some files and not others, with odd bytes in between.
std::string contentOf(int number)
{
    static const char *const words[] = {"def ",   "return",     "self.",     "x += 1",   "\n",
                                        "    ",   "quicksort(", "[::-1]",    "Élan",     "\t",
                                        "lambda", "None",       "import os", "\xff\xfe", "# TODO: sort"};
    Random random{std::uint64_t(number) + 1};
    std::string text = "id " + std::to_string(number) + "\n";
    for (std::uint64_t i = 0, length = random.below(60); i < length; ++i)
        text += words[random.below(std::size(words))];
    return text;
}

class SearchTest : public ::testing::Test
{
protected:
    void SetUp() override
    {
        auto opened = Store::open(m_folder / "w.primer", Store::Access::ReadWrite, true);
        ASSERT_TRUE(opened.ok());
        m_store = std::move(*opened);
        m_engine = std::make_unique<QueryEngine>(*m_store, m_folder / "w.primer/index");
        add(0, 700);
    }

    void add(int from, int to)
    {
        const Status status = m_store->write(Durability::Bulk, [&](Connection &connection) -> Status {
            Source wanted;
            wanted.uri = "/generated";
            wanted.name = "generated";
            const auto source = openSource(connection, wanted);
            std::vector<PreparedRecord> records;
            for (int i = from; i < to; ++i) {
                ImportRecord record;
                record.content = contentOf(i);
                record.position = i;
                record.origin.path = "dir" + std::to_string(i % 7) + "/file" + std::to_string(i) + ".py";
                record.origin.licence = i % 3 ? "MIT" : "";
                record.origin.language = "python";
                record.origin.repository = "r" + std::to_string(i % 5);
                record.origin.createdAt = i % 2 ? "2021-03-0" + std::to_string(i % 9 + 1) + "T00:00:00Z" : "";
                if (i % 4)
                    record.origin.stars = i % 40;
                records.push_back(prepare(std::move(record)));
            }
            TermCache terms;
            const auto inserted = insertSamples(connection, source->id, records, terms);
            return inserted ? success() : Status(inserted.error());
        });
        ASSERT_TRUE(status.ok()) << status.error().detail;
    }

    std::vector<SampleId> run(const std::string &filter, const SearchPattern &search = {}, const std::string &sort = {})
    {
        QuerySpec spec;
        spec.filter = filter;
        spec.search = search;
        spec.sort = sort;
        Feedback feedback;
        const auto answer = m_engine->run(spec, feedback);
        EXPECT_TRUE(answer.ok()) << answer.error().detail;
        m_last = (*answer)->search;
        return (*answer)->ids;
    }

    TemporaryFolder m_folder;
    std::unique_ptr<Store> m_store;
    std::unique_ptr<QueryEngine> m_engine;
    SearchOutcome m_last;
};

const SearchPattern patterns[] = {
    {"quicksort(", false, false},
    {"QUICKSORT(", false, true},
    {"[::-1]", false, false},
    {"Élan", false, false},
    {"se", false, false},
    {"\xff\xfe", false, false},
    {"\nid", false, false},
    {"x += 1x += 1", false, false},
    {"nowhere to be found", false, false},
    {"def .*return", true, false},
    {"(quick|slow)sort", true, false},
    {"import\\s+os", true, false},
    {"self\\.+", true, false},
    {"lambda?None", true, false},
    {"TODO: sort(ed)?", true, false},
    {"[qQ]uicksort\\(", true, false},
    {"todo", true, true},
    {"^id 1\\d\\d$", true, false},
    {"None{2}", true, false},
    {"(?i)QUICK", true, false},
    {"\\x71uick", true, false},
    {"quicksort\\(\\[::", true, false},
};

} // namespace

TEST_F(SearchTest, TheIndexFindsExactlyWhatAScanFinds)
{
    std::vector<std::vector<SampleId>> scanned;
    for (const SearchPattern &pattern : patterns) {
        scanned.push_back(run({}, pattern));
        EXPECT_FALSE(m_last.usedIndex);
    }
    Feedback feedback;
    ASSERT_TRUE(m_engine->index().build(*m_store, feedback).ok());
    ASSERT_EQ(m_engine->index().indexedUpTo(), 700u);
    for (std::size_t i = 0; i < std::size(patterns); ++i)
        EXPECT_EQ(run({}, patterns[i]), scanned[i]) << patterns[i].text;
    EXPECT_FALSE(scanned[0].empty());
    EXPECT_TRUE(scanned[8].empty());
    run({}, patterns[0]);
    EXPECT_TRUE(m_last.usedIndex);
    EXPECT_LT(m_last.looked, 700);
}

TEST_F(SearchTest, WhatCameAfterTheIndexIsFoundToo)
{
    Feedback feedback;
    ASSERT_TRUE(m_engine->index().build(*m_store, feedback).ok());
    add(700, 900);
    const auto before = run({}, patterns[0]);
    ASSERT_TRUE(m_engine->index().build(*m_store, feedback).ok());
    EXPECT_EQ(m_engine->index().segments().size(), 1u); // the short last segment was merged
    EXPECT_EQ(run({}, patterns[0]), before);
    EXPECT_GT(before.back(), 700u);
    // And a fresh start reads the same segments.
    TrigramIndex again(m_folder / "w.primer/index");
    EXPECT_EQ(again.indexedUpTo(), 900u);
    EXPECT_TRUE(again.verify().ok());
}

TEST_F(SearchTest, ADamagedSegmentIsBuiltAgain)
{
    Feedback feedback;
    ASSERT_TRUE(m_engine->index().build(*m_store, feedback).ok());
    for (const auto &entry : std::filesystem::directory_iterator(m_folder / "w.primer/index"))
        std::filesystem::resize_file(entry.path(), std::filesystem::file_size(entry.path()) - 1);
    TrigramIndex damaged(m_folder / "w.primer/index");
    EXPECT_EQ(damaged.indexedUpTo(), 0u);
    ASSERT_TRUE(damaged.build(*m_store, feedback).ok());
    EXPECT_EQ(damaged.indexedUpTo(), 700u);
}

TEST_F(SearchTest, FiltersCombine)
{
    const auto ids = run("licence:MIT stars>=20 -repo:r0");
    ASSERT_FALSE(ids.empty());
    for (const SampleId id : ids) {
        const int i = int(id) - 1;
        EXPECT_TRUE(i % 3 != 0 && i % 4 != 0 && i % 40 >= 20 && i % 5 != 0) << i;
    }
    EXPECT_EQ(run("licence:none").size() + run("licence:any").size(), 700u);
    EXPECT_EQ(run("stars:none").size(), 175u);
    EXPECT_EQ(run("path:dir3/").size(), 100u);
    EXPECT_EQ(run("path:dir3/*9.py,dir4/*9.py").size(), 20u);
    EXPECT_EQ(run("created:2021-03-02..2021-03-03 utf8:0").size() + run("created:2021-03-02..2021-03-03 utf8:1").size(),
              run("created:2021-03-02..2021-03-03").size());
}

TEST_F(SearchTest, SortingKeepsMissingValuesLast)
{
    const auto up = run({}, {}, "stars");
    const auto down = run({}, {}, "-stars");
    const auto starsOf = [](SampleId id) { return (id - 1) % 4 ? int((id - 1) % 40) : -1; };
    for (std::size_t i = 0; i + 1 < 525; ++i) {
        EXPECT_LE(starsOf(up[i]), starsOf(up[i + 1]));
        EXPECT_GE(starsOf(down[i]), starsOf(down[i + 1]));
    }
    for (std::size_t i = 525; i < 700; ++i) {
        EXPECT_EQ(starsOf(up[i]), -1);
        EXPECT_EQ(starsOf(down[i]), -1);
    }
    const auto byPath = run({}, {}, "path");
    EXPECT_EQ(byPath.front(), 1u); // dir0/file0.py
}

TEST_F(SearchTest, AnExpressionThatGivesUpIsUndecidedNotAMiss)
{
    const Status status = m_store->write(Durability::Bulk, [&](Connection &connection) -> Status {
        Source wanted;
        wanted.uri = "/evil";
        wanted.name = "evil";
        const auto source = openSource(connection, wanted);
        ImportRecord record;
        record.content = std::string(60, 'a') + "!";
        std::vector<PreparedRecord> records;
        records.push_back(prepare(std::move(record)));
        TermCache terms;
        return insertSamples(connection, source->id, records, terms).ok() ? success() : Status(Error{});
    });
    ASSERT_TRUE(status.ok());
    run("source:evil", {"^(a+)+$", true, false});
    EXPECT_EQ(m_last.undecided, 1);
}

TEST_F(SearchTest, ABadExpressionIsAnErrorWithItsPlace)
{
    QuerySpec spec;
    spec.search = {"def (", true, false};
    Feedback feedback;
    const auto answer = m_engine->run(spec, feedback);
    ASSERT_FALSE(answer.ok());
    EXPECT_EQ(answer.error().code, ErrorCode::InvalidPattern);
    EXPECT_EQ(answer.error().where, "5");
}

TEST_F(SearchTest, HistogramCountsEverySampleOnce)
{
    const auto mask = m_engine->columns().evaluate(*Filter::parse("licence:MIT"), {});
    ASSERT_TRUE(mask.ok());
    const auto histogram = m_engine->columns().histogram(Column::Stars, **mask, 20);
    std::int64_t all = 0, selected = 0;
    for (std::size_t bin = 0; bin < histogram->all.size(); ++bin) {
        all += histogram->all[bin];
        selected += histogram->selected[bin];
    }
    EXPECT_EQ(all, 525);
    EXPECT_EQ(selected + histogram->withoutValue, std::int64_t(run("licence:MIT").size()));
    // What a bar says is what its filter gives.
    for (std::size_t bin = 0; bin < histogram->all.size(); ++bin) {
        const double low = histogram->edges[bin];
        const double high = histogram->edges[bin + 1] - 1;
        EXPECT_EQ(std::int64_t(run("licence:MIT " + rangeCondition(Column::Stars, low, high).toString()).size()),
                  histogram->selected[bin]);
    }
}
