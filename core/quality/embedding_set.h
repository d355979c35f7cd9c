// Owns: the vectors of a workspace's samples on disk and reading them. Not here: making them (embedding.h).
//
// WORKSPACE/embeddings/NAME/ holds set.json (what made the vectors, their width) and one folder batch-NNNNN for each
// time samples were added: ids.safetensors ("ids" int32), part-NNNNN.safetensors ("vectors" fp32 [rows, width]), and
// batch.json last: a folder without it does not count.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/dataset/sample.h"
#include "core/tensor_file/safetensors.h"

namespace primer {

struct EmbeddingSetInfo {
    std::string name;
    std::string kind; ///< hashed or model
    std::int64_t width = 0;
    std::string source; ///< of a model: its weights' sha256; of hashed features: their version
    std::string settingsJson = "{}";

    std::string toJson() const;
    static Result<EmbeddingSetInfo> fromJson(const std::string &text, const std::string &where);
    bool sameMakerAs(const EmbeddingSetInfo &other) const
    {
        return kind == other.kind && source == other.source && settingsJson == other.settingsJson;
    }
};

class EmbeddingSet
{
public:
    static std::string folderOf(const std::string &workspace, const std::string &name)
    {
        return workspace + "/embeddings/" + name;
    }
    static std::vector<std::string> names(const std::string &workspace);

    /// NotFound when there is no such set, Corrupt when a finished batch is not whole.
    static Result<std::shared_ptr<const EmbeddingSet>> open(const std::string &workspace, const std::string &name);

    const EmbeddingSetInfo &info() const { return m_info; }
    std::size_t width() const { return std::size_t(m_info.width); }
    /// Rising.
    const std::vector<SampleId> &ids() const { return m_ids; }
    /// width() numbers; `place` in ids(). Thread-safe.
    const float *vector(std::size_t place) const { return m_rows[place]; }
    /// The place of a sample, or ids().size().
    std::size_t placeOf(SampleId id) const;
    int batches() const { return m_batches; }

private:
    Status addBatch(const std::string &folder);
    EmbeddingSetInfo m_info;
    std::vector<SampleId> m_ids;
    std::vector<const float *> m_rows;
    std::vector<std::shared_ptr<const SafetensorsFile>> m_files;
    int m_batches = 0;
};

} // namespace primer
