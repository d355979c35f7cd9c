#include "core/tensor_file/safetensors.h"

#include <algorithm>
#include <cstring>
#include <cstdio>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include "core/base/atomic_file.h"
#include "core/base/descriptor.h"

namespace primer {

namespace {

using nlohmann::json;

struct NamedType {
    TensorType type;
    const char *name;
    std::size_t bytes;
};

constexpr NamedType types[] = {
    {TensorType::F32, "F32", 4},   {TensorType::F16, "F16", 2}, {TensorType::BF16, "BF16", 2},
    {TensorType::I64, "I64", 8},   {TensorType::I32, "I32", 4}, {TensorType::U8, "U8", 1},
    {TensorType::Bool, "BOOL", 1},
};

Error corrupt(const std::string &why, const std::string &where = {}) { return Error{ErrorCode::Corrupt, why, where}; }

struct Entry {
    TensorView view;
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
};

/// Sizes are multiplied with care: a shape is untrusted.
Result<std::uint64_t> sizeOf(const TensorView &view, const std::string &name)
{
    std::uint64_t size = bytesOf(view.type);
    for (const std::int64_t extent : view.shape) {
        if (extent < 0 || __builtin_mul_overflow(size, std::uint64_t(extent), &size))
            return corrupt("tensor " + name + " has an impossible shape");
    }
    return size;
}

Result<Entry> entryOf(const std::string &name, const json &value)
{
    if (!value.is_object() || value.size() != 3 || !value.contains("dtype") || !value.contains("shape")
        || !value.contains("data_offsets"))
        return corrupt("tensor " + name + " lacks dtype, shape or data_offsets, or has more");
    Entry entry;
    const auto type = std::find_if(std::begin(types), std::end(types),
                                   [&](const NamedType &known) { return value["dtype"] == known.name; });
    if (type == std::end(types))
        return Error{ErrorCode::Unsupported, "tensor " + name + " is of type " + value["dtype"].dump(), ""};
    entry.view.type = type->type;
    const json &shape = value["shape"];
    const json &offsets = value["data_offsets"];
    if (!shape.is_array() || shape.size() > 8 || !offsets.is_array() || offsets.size() != 2)
        return corrupt("tensor " + name + " has a malformed shape or place");
    for (const json &extent : shape) {
        if (!extent.is_number_unsigned() || extent.get<std::uint64_t>() > (std::uint64_t(1) << 62))
            return corrupt("tensor " + name + " has an impossible shape");
        entry.view.shape.push_back(extent.get<std::int64_t>());
    }
    if (!offsets[0].is_number_unsigned() || !offsets[1].is_number_unsigned())
        return corrupt("tensor " + name + " has a malformed place");
    entry.begin = offsets[0].get<std::uint64_t>();
    entry.end = offsets[1].get<std::uint64_t>();
    const auto size = PRIMER_TRY(sizeOf(entry.view, name));
    if (entry.end < entry.begin || entry.end - entry.begin != size)
        return corrupt("tensor " + name + " has " + std::to_string(entry.end - entry.begin) + " bytes, its shape needs "
                       + std::to_string(size));
    return entry;
}

} // namespace

std::size_t bytesOf(TensorType type)
{
    return std::find_if(std::begin(types), std::end(types),
                        [type](const NamedType &known) { return known.type == type; })
        ->bytes;
}

const char *tensorTypeName(TensorType type)
{
    return std::find_if(std::begin(types), std::end(types),
                        [type](const NamedType &known) { return known.type == type; })
        ->name;
}

Result<std::shared_ptr<const SafetensorsFile>> SafetensorsFile::open(const std::string &path)
{
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return errnoError(errno, path);
    struct stat info {};
    if (::fstat(descriptor, &info) != 0 || !S_ISREG(info.st_mode) || info.st_size < 8) {
        ::close(descriptor);
        return corrupt("too short for a safetensors file", path);
    }
    std::shared_ptr<SafetensorsFile> file(new SafetensorsFile);
    file->m_size = std::size_t(info.st_size);
    void *data = ::mmap(nullptr, file->m_size, PROT_READ, MAP_PRIVATE, descriptor, 0);
    ::close(descriptor);
    if (data == MAP_FAILED)
        return errnoError(errno, path);
    file->m_data = static_cast<const char *>(data);
    if (const Status parsed = file->parse(path); !parsed) {
        Error error = parsed.error();
        error.where = path;
        return error;
    }
    return std::shared_ptr<const SafetensorsFile>(std::move(file));
}

SafetensorsFile::~SafetensorsFile()
{
    if (m_data)
        ::munmap(const_cast<char *>(m_data), m_size);
}

Status SafetensorsFile::parse(const std::string &path)
{
    (void)path;
    std::uint64_t headerBytes = 0;
    std::memcpy(&headerBytes, m_data, sizeof headerBytes);
    if (headerBytes > headerLimit || headerBytes > m_size - 8 || headerBytes < 2 || m_data[8] != '{')
        return corrupt("its header of " + std::to_string(headerBytes) + " bytes does not fit");
    // A name that stands twice would silently hide a tensor.
    std::vector<std::string> names;
    bool isRepeated = false;
    const json root = json::parse(
        m_data + 8, m_data + 8 + headerBytes,
        [&](int depth, json::parse_event_t event, json &parsed) {
            if (depth == 1 && event == json::parse_event_t::key) {
                isRepeated = isRepeated
                             || std::find(names.begin(), names.end(), parsed.get<std::string>()) != names.end();
                if (names.size() < 100'000)
                    names.push_back(parsed.get<std::string>());
            }
            return true;
        },
        false);
    if (!root.is_object() || isRepeated)
        return corrupt(isRepeated ? "a name stands twice in the header" : "its header is not a JSON object");
    std::vector<std::pair<std::string, Entry>> entries;
    for (const auto &[name, value] : root.items()) {
        if (name == "__metadata__") {
            for (const auto &[key, text] : value.items())
                m_metadata[key] = text.is_string() ? text.get<std::string>() : text.dump();
            continue;
        }
        auto entry = PRIMER_TRY(entryOf(name, value));
        entries.emplace_back(name, std::move(entry));
    }
    std::sort(entries.begin(), entries.end(), [](const auto &a, const auto &b) {
        return std::pair(a.second.begin, a.second.end) < std::pair(b.second.begin, b.second.end);
    });
    std::uint64_t expected = 0;
    for (const auto &[name, entry] : entries) {
        if (entry.begin != expected)
            return corrupt("tensor " + name
                           + (entry.begin < expected ? " overlaps another" : " leaves a hole before it"));
        expected = entry.end;
    }
    const std::size_t dataBegin = 8 + std::size_t(headerBytes);
    if (expected != m_size - dataBegin)
        return corrupt("it has " + std::to_string(m_size - dataBegin) + " bytes of tensors, its header says "
                       + std::to_string(expected));
    for (auto &[name, entry] : entries) {
        entry.view.bytes = {m_data + dataBegin + entry.begin, std::size_t(entry.end - entry.begin)};
        m_tensors.emplace(name, std::move(entry.view));
    }
    return success();
}

Status writeSafetensors(const std::string &path, const std::map<std::string, TensorView> &tensors,
                        const std::map<std::string, std::string> &metadata)
{
    json root = json::object();
    if (!metadata.empty())
        root["__metadata__"] = metadata;
    std::uint64_t at = 0;
    for (const auto &[name, view] : tensors) {
        root[name] = {{"dtype", tensorTypeName(view.type)},
                      {"shape", view.shape},
                      {"data_offsets", {at, at + view.bytes.size()}}};
        at += view.bytes.size();
    }
    std::string header = root.dump();
    header.resize((header.size() + 7) / 8 * 8, ' ');
    const std::uint64_t headerBytes = header.size();
    const std::string partial = path + ".partial";
    const auto write = [&]() -> Status {
        const Descriptor file(::open(partial.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
        if (file.get() < 0)
            return errnoError(errno, path);
        PRIMER_TRY(writeFully(file.get(), {reinterpret_cast<const char *>(&headerBytes), sizeof headerBytes}, path));
        PRIMER_TRY(writeFully(file.get(), header, path));
        for (const auto &[name, view] : tensors)
            PRIMER_TRY(writeFully(file.get(), view.bytes, path));
        return ::fsync(file.get()) == 0 ? success() : Status(errnoError(errno, path));
    };
    Status written = write();
    if (written && ::rename(partial.c_str(), path.c_str()) != 0)
        written = errnoError(errno, path);
    if (!written)
        ::unlink(partial.c_str());
    return written;
}

} // namespace primer
