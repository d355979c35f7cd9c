#include "core/quality/embedding_set.h"

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <numeric>
#include <system_error>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/base/exception_error.h"
#include "core/base/atomic_file.h"
#include "core/base/log.h"

namespace primer {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t manifestLimit = 1 << 20;

/// Names in order; the numbers in them have leading zeros.
std::vector<std::string> entriesWith(const std::string &folder, const std::string &prefix)
{
    std::vector<std::string> paths;
    std::error_code failure;
    for (const auto &entry : fs::directory_iterator(folder, failure)) {
        if (entry.path().filename().string().starts_with(prefix))
            paths.push_back(entry.path().string());
    }
    std::sort(paths.begin(), paths.end());
    return paths;
}

} // namespace

std::string EmbeddingSetInfo::toJson() const
{
    return nlohmann::ordered_json{{"version", 1},     {"name", name},
                                  {"kind", kind},     {"width", width},
                                  {"source", source}, {"settings", nlohmann::ordered_json::parse(settingsJson)}}
               .dump(2)
           + "\n";
}

Result<EmbeddingSetInfo> EmbeddingSetInfo::fromJson(const std::string &text, const std::string &where)
{
    const auto json = nlohmann::ordered_json::parse(text, nullptr, false);
    if (!json.is_object() || json.value("version", 0) > 1)
        return Error{json.is_object() ? ErrorCode::NewerFormat : ErrorCode::Corrupt, "not a description of vectors",
                     where};
    EmbeddingSetInfo info;
    try {
        info.name = json.at("name");
        info.kind = json.at("kind");
        info.width = json.at("width");
        info.source = json.at("source");
        info.settingsJson = json.at("settings").dump();
    } catch (const nlohmann::json::exception &problem) {
        return Error{ErrorCode::Corrupt, withoutExceptionNames(problem.what()), where};
    }
    if (info.width <= 0 || info.width > 1 << 20)
        return Error{ErrorCode::Corrupt, "a width of " + std::to_string(info.width), where};
    return info;
}

std::vector<std::string> EmbeddingSet::names(const std::string &workspace)
{
    std::vector<std::string> names;
    for (const std::string &path : entriesWith(workspace + "/embeddings", "")) {
        std::error_code failure;
        if (fs::exists(path + "/set.json", failure))
            names.push_back(fs::path(path).filename().string());
    }
    return names;
}

Result<std::shared_ptr<const EmbeddingSet>> EmbeddingSet::open(const std::string &workspace, const std::string &name)
{
    const std::string folder = folderOf(workspace, name);
    const auto text = readFile(folder + "/set.json", manifestLimit);
    if (!text && text.error().code != ErrorCode::NotFound)
        log::failure(log::Level::Warning, text.error(), "a set of vectors");
    if (!text)
        return Error{ErrorCode::NotFound, "no vectors of this name; primer-cli embed makes them", name};
    auto info = PRIMER_TRY(EmbeddingSetInfo::fromJson(*text, folder + "/set.json"));
    auto set = std::make_shared<EmbeddingSet>();
    set->m_info = std::move(info);
    std::error_code failure;
    for (const std::string &batch : entriesWith(folder, "batch-")) {
        if (fs::exists(batch + "/batch.json", failure))
            PRIMER_TRY(set->addBatch(batch));
    }
    std::vector<std::size_t> order(set->m_ids.size());
    std::iota(order.begin(), order.end(), std::size_t(0));
    if (!std::is_sorted(set->m_ids.begin(), set->m_ids.end())) {
        std::stable_sort(order.begin(), order.end(),
                         [&](std::size_t left, std::size_t right) { return set->m_ids[left] < set->m_ids[right]; });
        std::vector<SampleId> ids;
        std::vector<const float *> rows;
        for (const std::size_t place : order) {
            ids.push_back(set->m_ids[place]);
            rows.push_back(set->m_rows[place]);
        }
        set->m_ids = std::move(ids);
        set->m_rows = std::move(rows);
    }
    return std::shared_ptr<const EmbeddingSet>(std::move(set));
}

Status EmbeddingSet::addBatch(const std::string &folder)
{
    const auto idFile = PRIMER_TRY(SafetensorsFile::open(folder + "/ids.safetensors"));
    const auto found = idFile->tensors().find("ids");
    if (found == idFile->tensors().end() || found->second.type != TensorType::I32)
        return Error{ErrorCode::Corrupt, "no ids", folder};
    const std::size_t before = m_ids.size();
    m_ids.resize(before + found->second.bytes.size() / sizeof(SampleId));
    if (!found->second.bytes.empty())
        std::memcpy(m_ids.data() + before, found->second.bytes.data(), found->second.bytes.size());
    for (const std::string &path : entriesWith(folder, "part-")) {
        const auto part = PRIMER_TRY(SafetensorsFile::open(path));
        const auto vectors = part->tensors().find("vectors");
        if (vectors == part->tensors().end() || vectors->second.type != TensorType::F32
            || vectors->second.shape.size() != 2 || vectors->second.shape[1] != m_info.width)
            return Error{ErrorCode::Corrupt, "no vectors of width " + std::to_string(m_info.width), path};
        const auto *row = reinterpret_cast<const float *>(vectors->second.bytes.data());
        for (std::int64_t number = 0; number < vectors->second.shape[0]; ++number, row += m_info.width)
            m_rows.push_back(row);
        m_files.push_back(part);
    }
    ++m_batches;
    return m_rows.size() == m_ids.size()
               ? success()
               : Status(Error{ErrorCode::Corrupt, "ids and vectors are not equally many", folder});
}

std::size_t EmbeddingSet::placeOf(SampleId id) const
{
    const auto found = std::lower_bound(m_ids.begin(), m_ids.end(), id);
    return found != m_ids.end() && *found == id ? std::size_t(found - m_ids.begin()) : m_ids.size();
}

} // namespace primer
