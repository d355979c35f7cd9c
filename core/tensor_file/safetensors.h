// Owns: the safetensors format, strictly: a reader that maps and refuses what it does not understand, a writer.
// Not here: what the tensors mean (weights.h).
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace primer {

enum class TensorType { F32, F16, BF16, I64, I32, U8, Bool };

std::size_t bytesOf(TensorType type);
const char *tensorTypeName(TensorType type);

struct TensorView {
    TensorType type = TensorType::F32;
    std::vector<std::int64_t> shape;
    std::string_view bytes; ///< row-major, little-endian; lives as long as the file
};

class SafetensorsFile
{
public:
    static constexpr std::uint64_t headerLimit = 100'000'000;

    /// Corrupt when the header is over the limit or no JSON, a tensor's bytes are not its shape's, two overlap, a hole
    /// is left, or the file is longer or shorter than the header says. Unsupported for other types of numbers.
    static Result<std::shared_ptr<const SafetensorsFile>> open(const std::string &path);
    ~SafetensorsFile();
    SafetensorsFile(const SafetensorsFile &) = delete;
    SafetensorsFile &operator=(const SafetensorsFile &) = delete;

    const std::map<std::string, TensorView> &tensors() const { return m_tensors; }
    const std::map<std::string, std::string> &metadata() const { return m_metadata; }

private:
    SafetensorsFile() = default;
    Status parse(const std::string &path);
    const char *m_data = nullptr;
    std::size_t m_size = 0;
    std::map<std::string, TensorView> m_tensors;
    std::map<std::string, std::string> m_metadata;
};

/// Writes beside `path`, syncs and renames over it: a file that is there stays until the new one is whole. Tensors in
/// the order of the map, each aligned to 8 bytes by a padded header.
Status writeSafetensors(const std::string &path, const std::map<std::string, TensorView> &tensors,
                        const std::map<std::string, std::string> &metadata);

} // namespace primer
