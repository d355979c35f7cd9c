#include "core/dataset/token_shard.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <filesystem>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/atomic_file.h"

namespace primer {

namespace {

constexpr std::size_t bufferBytes = std::size_t(4) << 20;

static_assert(std::endian::native == std::endian::little, "shards are little-endian and mapped as they are");

} // namespace

Result<std::unique_ptr<TokenShardWriter>> TokenShardWriter::create(const std::string &path,
                                                                   std::uint64_t vocabularySize,
                                                                   const Sha256Digest &tokenizerDigest)
{
    ShardHeader header;
    header.idBytes = vocabularySize <= 65536 ? 2 : 4;
    header.vocabularySize = vocabularySize;
    header.tokenizerDigest = tokenizerDigest;
    const std::string partial = path + ".partial";
    const int descriptor = ::open(partial.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (descriptor < 0)
        return errnoError(errno, partial);
    std::unique_ptr<TokenShardWriter> writer(new TokenShardWriter(path, descriptor, header));
    PRIMER_TRY(writeFully(descriptor, {reinterpret_cast<const char *>(&header), sizeof header}, partial));
    return writer;
}

TokenShardWriter::TokenShardWriter(std::string path, int descriptor, const ShardHeader &header)
    : m_path(std::move(path)), m_descriptor(descriptor), m_header(header)
{
    m_buffer.reserve(bufferBytes);
}

TokenShardWriter::~TokenShardWriter()
{
    if (m_descriptor < 0)
        return;
    ::close(m_descriptor);
    ::unlink((m_path + ".partial").c_str());
}

Status TokenShardWriter::append(std::span<const std::uint32_t> ids)
{
    for (const std::uint32_t id : ids) {
        if (id >= m_header.vocabularySize)
            return Error{ErrorCode::InvalidInput, "id " + std::to_string(id) + " is not in the vocabulary", m_path};
        const auto *bytes = reinterpret_cast<const char *>(&id);
        m_buffer.insert(m_buffer.end(), bytes, bytes + m_header.idBytes);
    }
    m_header.count += ids.size();
    return m_buffer.size() >= bufferBytes ? flush() : success();
}

Status TokenShardWriter::flush()
{
    m_hash.update({m_buffer.data(), m_buffer.size()});
    const Status written = writeFully(m_descriptor, {m_buffer.data(), m_buffer.size()}, m_path + ".partial");
    m_buffer.clear();
    return written;
}

Status TokenShardWriter::finish()
{
    const std::string partial = m_path + ".partial";
    PRIMER_TRY(flush());
    m_header.payloadDigest = m_hash.finish();
    if (::pwrite(m_descriptor, &m_header, sizeof m_header, 0) != ssize_t(sizeof m_header) || ::fsync(m_descriptor) != 0)
        return errnoError(errno, partial);
    ::close(m_descriptor);
    m_descriptor = -1;
    if (::rename(partial.c_str(), m_path.c_str()) != 0)
        return errnoError(errno, m_path);
    return success();
}

Result<std::shared_ptr<const TokenShard>> TokenShard::open(const std::string &path)
{
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return errnoError(errno, path);
    struct stat info {};
    ShardHeader header;
    const bool isRead = ::fstat(descriptor, &info) == 0
                        && ::pread(descriptor, &header, sizeof header, 0) == ssize_t(sizeof header);
    const auto refuse = [&](ErrorCode code, const char *why) {
        ::close(descriptor);
        return Error{code, why, path};
    };
    if (!isRead || header.magic != ShardHeader::expectedMagic)
        return refuse(ErrorCode::Corrupt, "not a token shard");
    if (header.version > ShardHeader::currentVersion)
        return refuse(ErrorCode::NewerFormat, "a token shard of a later version");
    const auto payload = std::uint64_t(info.st_size) - sizeof header;
    if ((header.idBytes != 2 && header.idBytes != 4) || header.count > payload
        || header.count * header.idBytes != payload)
        return refuse(ErrorCode::Corrupt, "a token shard whose length is not what its header says");
    void *data = ::mmap(nullptr, std::size_t(info.st_size), PROT_READ, MAP_SHARED, descriptor, 0);
    if (data == MAP_FAILED)
        return refuse(ErrorCode::Io, "could not be mapped");
    ::close(descriptor);
    return std::shared_ptr<const TokenShard>(
        new TokenShard(path, header, static_cast<const char *>(data), std::size_t(info.st_size)));
}

TokenShard::TokenShard(std::string path, const ShardHeader &header, const char *data, std::size_t bytes)
    : m_path(std::move(path)), m_header(header), m_data(data), m_bytes(bytes)
{}

TokenShard::~TokenShard() { ::munmap(const_cast<char *>(m_data), m_bytes); }

void TokenShard::read(std::uint64_t begin, std::span<std::int64_t> target) const
{
    const char *from = m_data + sizeof(ShardHeader) + begin * m_header.idBytes;
    for (std::int64_t &id : target) {
        std::uint32_t value = 0;
        std::memcpy(&value, from, m_header.idBytes);
        id = value;
        from += m_header.idBytes;
    }
}

Status TokenShard::verify() const
{
    const std::string_view payload(m_data + sizeof(ShardHeader), m_bytes - sizeof(ShardHeader));
    if (sha256(payload) != m_header.payloadDigest)
        return Error{ErrorCode::Corrupt, "the sha256 of its ids is not the one it was written with", m_path};
    std::vector<std::int64_t> ids(1 << 16);
    for (std::uint64_t at = 0; at < count(); at += ids.size()) {
        const auto part = std::span(ids).first(std::min<std::uint64_t>(ids.size(), count() - at));
        read(at, part);
        if (*std::max_element(part.begin(), part.end()) >= std::int64_t(m_header.vocabularySize))
            return Error{ErrorCode::Corrupt, "it holds an id outside its vocabulary", m_path};
    }
    return success();
}

Result<TokenSet> TokenSet::open(const std::string &folder)
{
    std::error_code failure;
    std::vector<std::string> paths;
    for (std::filesystem::directory_iterator it(folder, failure), end; !failure && it != end; it.increment(failure)) {
        if (it->path().extension() == ".tok")
            paths.push_back(it->path().string());
    }
    if (failure)
        return errnoError(failure.value(), folder);
    if (paths.empty())
        return Error{ErrorCode::NotFound, "no token shards (*.tok) in it", folder};
    std::sort(paths.begin(), paths.end());
    TokenSet set;
    for (const std::string &path : paths) {
        auto shard = PRIMER_TRY(TokenShard::open(path));
        if (!set.m_shards.empty() && shard->header().tokenizerDigest != set.tokenizerDigest())
            return Error{ErrorCode::InvalidInput, "made with another tokenizer than " + set.m_shards.front()->path(),
                         path};
        set.m_begins.push_back(set.m_count);
        set.m_count += shard->count();
        set.m_shards.push_back(std::move(shard));
    }
    return set;
}

void TokenSet::read(std::uint64_t begin, std::span<std::int64_t> target) const
{
    auto shard = std::size_t(std::upper_bound(m_begins.begin(), m_begins.end(), begin) - m_begins.begin()) - 1;
    while (!target.empty()) {
        const std::uint64_t inside = begin - m_begins[shard];
        const auto part = target.first(std::min<std::uint64_t>(target.size(), m_shards[shard]->count() - inside));
        m_shards[shard]->read(inside, part);
        begin += part.size();
        target = target.subspan(part.size());
        ++shard;
    }
}

Sha256Digest TokenSet::digest() const
{
    Sha256 hash;
    for (const auto &shard : m_shards) {
        hash.update(std::filesystem::path(shard->path()).filename().string());
        hash.update({reinterpret_cast<const char *>(shard->header().payloadDigest.data()), 32});
    }
    return hash.finish();
}

Status TokenSet::verify() const
{
    for (const auto &shard : m_shards)
        PRIMER_TRY(shard->verify());
    return success();
}

} // namespace primer
