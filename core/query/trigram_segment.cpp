#include "core/query/trigram_segment.h"

#include <iterator>
#include <algorithm>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/atomic_file.h"
#include "core/base/digest_bytes.h"

namespace primer {

namespace {

constexpr std::size_t trigramSpace = std::size_t(1) << 24;
constexpr char magic[8] = {'P', 'R', 'M', 'T', 'R', 'I', '1', '\n'};
constexpr std::uint32_t formatVersion = 1;

struct Header {
    char magic[8];
    std::uint32_t version;
    std::uint32_t firstId;
    std::uint32_t sampleCount;
    std::uint32_t trigramCount;
    std::uint64_t postingBytes;
};
static_assert(sizeof(Header) == 32);

void appendVarint(std::string &bytes, std::uint32_t value)
{
    while (value >= 0x80) {
        bytes.push_back(char(value | 0x80));
        value >>= 7;
    }
    bytes.push_back(char(value));
}

void appendNumbers(std::string &bytes, const std::vector<std::uint32_t> &numbers)
{
    bytes.append(reinterpret_cast<const char *>(numbers.data()), numbers.size() * sizeof(std::uint32_t));
}

} // namespace

TrigramSegmentBuilder::TrigramSegmentBuilder() : m_seen(trigramSpace / 64, 0) {}

void TrigramSegmentBuilder::add(std::string_view content)
{
    const std::size_t begin = m_trigrams.size();
    if (content.size() >= 3) {
        std::uint64_t *const seen = m_seen.data();
        const auto *bytes = reinterpret_cast<const unsigned char *>(content.data());
        std::uint32_t key = std::uint32_t(bytes[0]) << 8 | bytes[1];
        for (std::size_t i = 2; i < content.size(); ++i) {
            key = (key << 8 | bytes[i]) & 0xffffff;
            const std::uint64_t bit = std::uint64_t(1) << (key & 63);
            if (!(seen[key >> 6] & bit)) {
                seen[key >> 6] |= bit;
                m_trigrams.push_back(key);
            }
        }
        for (std::size_t i = begin; i < m_trigrams.size(); ++i)
            seen[m_trigrams[i] >> 6] = 0;
    }
    m_ends.push_back(m_trigrams.size());
    m_rawBytes += content.size();
}

bool TrigramSegmentBuilder::isFull() const { return m_ends.size() >= maxSamples || m_rawBytes >= maxRawBytes; }

Status TrigramSegmentBuilder::write(const std::string &path, SampleId firstId)
{
    // A counting sort over all possible trigrams: samples were added in order, so every list comes out in order.
    std::vector<std::uint32_t> starts(trigramSpace + 1, 0);
    for (const std::uint32_t trigram : m_trigrams)
        ++starts[trigram + 1];
    std::vector<std::uint32_t> keys;
    std::vector<std::uint32_t> counts;
    for (std::size_t trigram = 0; trigram < trigramSpace; ++trigram) {
        const std::uint32_t count = starts[trigram + 1];
        if (count) {
            keys.push_back(std::uint32_t(trigram));
            counts.push_back(count);
        }
        starts[trigram + 1] += starts[trigram];
    }
    std::vector<std::uint16_t> places(m_trigrams.size());
    std::size_t next = 0;
    for (std::size_t sample = 0; sample < m_ends.size(); ++sample) {
        for (; next < m_ends[sample]; ++next)
            places[starts[m_trigrams[next]]++] = std::uint16_t(sample);
    }
    const std::size_t sampleCount = m_ends.size();
    m_trigrams.clear();
    m_ends.clear();
    m_rawBytes = 0;
    std::vector<std::uint32_t>().swap(starts);

    std::string postings;
    postings.reserve(places.size() + places.size() / 4);
    std::vector<std::uint32_t> offsets;
    offsets.reserve(keys.size() + 1);
    std::size_t place = 0;
    for (const std::uint32_t count : counts) {
        offsets.push_back(std::uint32_t(postings.size()));
        std::uint32_t previous = 0;
        for (std::uint32_t i = 0; i < count; ++i, ++place) {
            appendVarint(postings, places[place] - previous);
            previous = places[place];
        }
    }
    offsets.push_back(std::uint32_t(postings.size()));

    Header header{};
    std::memcpy(header.magic, magic, sizeof magic);
    header.version = formatVersion;
    header.firstId = firstId;
    header.sampleCount = std::uint32_t(sampleCount);
    header.trigramCount = std::uint32_t(keys.size());
    header.postingBytes = postings.size();
    std::string file(reinterpret_cast<const char *>(&header), sizeof header);
    file.reserve(file.size() + keys.size() * 8 + postings.size() + 64);
    appendNumbers(file, keys);
    appendNumbers(file, offsets);
    file += postings;
    const Sha256Digest digest = sha256(file);
    file += bytesOf(digest);
    return writeFileAtomically(path, file);
}

Result<std::unique_ptr<TrigramSegment>> TrigramSegment::open(const std::string &path)
{
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return errnoError(errno, path);
    struct stat info {};
    ::fstat(descriptor, &info);
    const auto bytes = std::size_t(info.st_size);
    void *map = bytes >= sizeof(Header) + 36 ? ::mmap(nullptr, bytes, PROT_READ, MAP_PRIVATE, descriptor, 0)
                                             : MAP_FAILED;
    ::close(descriptor);
    if (map == MAP_FAILED)
        return Error{ErrorCode::Corrupt, "too short for an index segment", path};
    std::unique_ptr<TrigramSegment> segment(new TrigramSegment);
    segment->m_path = path;
    segment->m_map = static_cast<const std::uint8_t *>(map);
    segment->m_mapBytes = bytes;
    Header header{};
    std::memcpy(&header, map, sizeof header);
    const std::uint64_t expected = sizeof header + std::uint64_t(header.trigramCount) * 8 + 4 + header.postingBytes
                                   + 32;
    if (std::memcmp(header.magic, magic, sizeof magic) != 0 || header.version != formatVersion || expected != bytes
        || header.sampleCount > TrigramSegmentBuilder::maxSamples || header.firstId == 0)
        return Error{ErrorCode::Corrupt, "not an index segment of this version, or cut short", path};
    segment->m_firstId = header.firstId;
    segment->m_sampleCount = header.sampleCount;
    segment->m_trigramCount = header.trigramCount;
    segment->m_keys = reinterpret_cast<const std::uint32_t *>(segment->m_map + sizeof header);
    segment->m_offsets = segment->m_keys + header.trigramCount;
    segment->m_postings = reinterpret_cast<const std::uint8_t *>(segment->m_offsets + header.trigramCount + 1);
    segment->m_postingBytes = std::size_t(header.postingBytes);
    return segment;
}

TrigramSegment::~TrigramSegment()
{
    if (m_map)
        ::munmap(const_cast<std::uint8_t *>(m_map), m_mapBytes);
}

TrigramSegment::Posting TrigramSegment::posting(std::uint32_t trigram) const
{
    const std::uint32_t *const end = m_keys + m_trigramCount;
    const std::uint32_t *const found = std::lower_bound(m_keys, end, trigram);
    if (found == end || *found != trigram)
        return {};
    const std::size_t begin = m_offsets[found - m_keys];
    const std::size_t finish = m_offsets[found - m_keys + 1];
    if (begin > finish || finish > m_postingBytes)
        return {};
    return {m_postings + begin, m_postings + finish};
}

void TrigramSegment::decode(Posting posting, std::vector<std::uint32_t> &places) const
{
    std::uint32_t place = 0;
    const std::uint8_t *cursor = posting.begin;
    while (cursor < posting.end) {
        std::uint32_t gap = 0;
        for (int shift = 0; cursor < posting.end && shift < 35; shift += 7) {
            const std::uint8_t byte = *cursor++;
            gap |= std::uint32_t(byte & 0x7f) << shift;
            if (!(byte & 0x80))
                break;
        }
        place += gap;
        if (place >= m_sampleCount)
            return; // damaged: the verifying read of contents decides, so nothing wrong is shown
        places.push_back(place);
    }
}

std::vector<SampleId> TrigramSegment::candidates(const std::vector<std::vector<std::uint32_t>> &groups) const
{
    struct Group {
        std::vector<Posting> postings;
        std::size_t bytes = 0;
    };
    std::vector<Group> found;
    for (const std::vector<std::uint32_t> &variants : groups) {
        Group group;
        for (const std::uint32_t trigram : variants) {
            const Posting list = posting(trigram);
            if (list.begin != list.end) {
                group.postings.push_back(list);
                group.bytes += std::size_t(list.end - list.begin);
            }
        }
        if (group.postings.empty())
            return {};
        found.push_back(std::move(group));
    }
    std::sort(found.begin(), found.end(),
              [](const Group &left, const Group &right) { return left.bytes < right.bytes; });

    std::vector<std::uint32_t> kept, other, both;
    const auto decodeGroup = [this](const Group &group, std::vector<std::uint32_t> &places) {
        places.clear();
        for (const Posting &list : group.postings)
            decode(list, places);
        if (group.postings.size() > 1) {
            std::sort(places.begin(), places.end());
            places.erase(std::unique(places.begin(), places.end()), places.end());
        }
    };
    for (std::size_t i = 0; i < found.size(); ++i) {
        if (i == 0) {
            decodeGroup(found[i], kept);
            continue;
        }
        // Reading a long list to drop a few candidates costs more than looking at those candidates.
        if (kept.size() < 8 || found[i].bytes > 4096 * kept.size())
            break;
        decodeGroup(found[i], other);
        both.clear();
        std::set_intersection(kept.begin(), kept.end(), other.begin(), other.end(), std::back_inserter(both));
        kept.swap(both);
    }
    std::vector<SampleId> ids;
    ids.reserve(kept.size());
    for (const std::uint32_t place : kept)
        ids.push_back(m_firstId + place);
    return ids;
}

Status TrigramSegment::verify() const
{
    const Sha256Digest digest = sha256({reinterpret_cast<const char *>(m_map), m_mapBytes - 32});
    if (std::memcmp(digest.data(), m_map + m_mapBytes - 32, 32) != 0)
        return Error{ErrorCode::Corrupt, "sha256 of the index segment differs", m_path};
    return success();
}

std::vector<std::vector<std::uint32_t>> trigramGroups(std::string_view text, bool ignoreCase)
{
    const auto isLetter = [](std::uint8_t byte) { return (byte | 0x20) >= 'a' && (byte | 0x20) <= 'z'; };
    std::vector<std::vector<std::uint32_t>> groups;
    for (std::size_t i = 0; i + 3 <= text.size(); ++i) {
        const std::uint8_t bytes[3] = {std::uint8_t(text[i]), std::uint8_t(text[i + 1]), std::uint8_t(text[i + 2])};
        std::vector<std::uint32_t> variants;
        for (unsigned choice = 0; choice < (ignoreCase ? 8u : 1u); ++choice) {
            std::uint32_t key = 0;
            for (unsigned place = 0; place < 3; ++place) {
                std::uint8_t byte = bytes[place];
                if (ignoreCase && isLetter(byte))
                    byte = std::uint8_t((byte & ~0x20) | ((choice >> place & 1) << 5));
                key = key << 8 | byte;
            }
            variants.push_back(key);
        }
        std::sort(variants.begin(), variants.end());
        variants.erase(std::unique(variants.begin(), variants.end()), variants.end());
        groups.push_back(std::move(variants));
    }
    std::sort(groups.begin(), groups.end());
    groups.erase(std::unique(groups.begin(), groups.end()), groups.end());
    return groups;
}

} // namespace primer
