// Owns: a workspace with samples of several licences and places, and its export. Not here: what is expected.
#pragma once

#include <algorithm>
#include <filesystem>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "core/base/atomic_file.h"
#include "core/exporters/dataset_export.h"
#include "tests/support/stored_samples.h"
#include "tests/support/temporary_folder.h"

namespace primer::test {

class ExportTest : public ::testing::Test
{
protected:
    void SetUp() override
    {
        auto opened = Store::open(m_folder / "w.primer", Store::Access::ReadWrite, true);
        ASSERT_TRUE(opened.ok());
        m_store = std::move(*opened);
        m_options.format = ExportFormat::Jsonl;
        m_options.allowedLicences = {"MIT"};
    }

    /// A further sample, chosen for the export; one of a content that is there already is a further place of it.
    void add(const std::string &content, const std::string &licence, const std::string &path = "a.py")
    {
        ImportRecord record = pythonFile(content, path, "owner/repository");
        record.origin.licence = licence;
        m_records.push_back(std::move(record));
    }
    void store()
    {
        ASSERT_TRUE(addSamples(*m_store, m_records).ok());
        const SampleId count = *m_store->read(maxSampleId);
        for (SampleId id = 1; id <= count; ++id)
            m_selection.ids.push_back(id);
    }

    Result<ExportReport> run(const std::string &name = "out")
    {
        return exportDataset(*m_store, m_selection, m_folder / name, m_options, m_feedback);
    }

    std::vector<nlohmann::json> lines(const std::string &path) const
    {
        std::vector<nlohmann::json> parsed;
        const auto text = readFile(m_folder / path, 64 << 20);
        for (std::istringstream rest(text ? *text : std::string()); rest.good();) {
            std::string line;
            if (std::getline(rest, line) && !line.empty())
                parsed.push_back(nlohmann::json::parse(line));
        }
        return parsed;
    }

    /// Names in the folder of the test, but for the workspace.
    std::vector<std::string> names() const
    {
        std::vector<std::string> found;
        for (const auto &entry : std::filesystem::directory_iterator(m_folder.path())) {
            if (entry.path().filename() != "w.primer")
                found.push_back(entry.path().filename().string());
        }
        std::sort(found.begin(), found.end());
        return found;
    }

    TemporaryFolder m_folder;
    std::unique_ptr<Store> m_store;
    std::vector<ImportRecord> m_records;
    Selection m_selection;
    ExportOptions m_options;
    Feedback m_feedback;
};

} // namespace primer::test
