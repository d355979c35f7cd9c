// Owns: labelled files in a store with the columns over it, for tests. Not here: what the files are (labelled_files.h).
#pragma once

#include <memory>
#include <vector>

#include <gtest/gtest.h>

#include "core/query/query_engine.h"
#include "core/storage/store.h"
#include "tests/support/labelled_files.h"
#include "tests/support/temporary_folder.h"

namespace primer::test {

class LabelledStoreTest : public ::testing::Test
{
protected:
    static constexpr int files = labelledFileCount;

    void SetUp() override
    {
        auto opened = Store::open(m_folder / "w.primer", Store::Access::ReadWrite, true);
        ASSERT_TRUE(opened.ok()) << opened.error().detail;
        m_store = std::move(*opened);
        m_query = std::make_unique<QueryEngine>(*m_store, m_folder / "w.primer/index");
        const Status added = addSamples(*m_store, labelledFiles());
        ASSERT_TRUE(added.ok()) << added.error().detail;
        for (SampleId id = 1; id <= files; ++id)
            m_all.push_back(id);
    }

    TemporaryFolder m_folder;
    std::unique_ptr<Store> m_store;
    std::unique_ptr<QueryEngine> m_query;
    std::vector<SampleId> m_all;
};

} // namespace primer::test
