#include "core/query/trigram_index.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "core/base/log.h"
#include "core/storage/sample_store.h"

namespace primer {

namespace fs = std::filesystem;

namespace {

constexpr SampleId smallSegment = 16384; ///< samples; a shorter last segment is merged with what comes after it

std::string segmentPath(const std::string &folder, SampleId first, SampleId last)
{
    char name[64];
    std::snprintf(name, sizeof name, "/trigram-%010u-%010u.seg", first, last);
    return folder + name;
}

} // namespace

TrigramIndex::TrigramIndex(std::string folder) : m_folder(std::move(folder))
{
    std::error_code ignored;
    fs::create_directories(m_folder, ignored);
    std::vector<std::string> paths;
    for (const fs::directory_entry &entry : fs::directory_iterator(m_folder, ignored)) {
        if (entry.path().extension() == ".seg")
            paths.push_back(entry.path().string());
    }
    std::sort(paths.begin(), paths.end());
    for (const std::string &path : paths) {
        auto segment = TrigramSegment::open(path);
        const SampleId expected = m_segments.empty() ? 1 : m_segments.back()->lastId() + 1;
        if (!segment)
            log::failure(log::Level::Warning, segment.error(), "a segment of the search index is made again");
        if (!segment || (*segment)->firstId() != expected) {
            fs::remove(path, ignored);
            continue;
        }
        m_segments.push_back(std::move(*segment));
    }
}

SampleId TrigramIndex::indexedUpTo() const
{
    const std::lock_guard lock(m_mutex);
    return m_segments.empty() ? 0 : m_segments.back()->lastId();
}

std::vector<std::shared_ptr<const TrigramSegment>> TrigramIndex::segments() const
{
    const std::lock_guard lock(m_mutex);
    return m_segments;
}

Status TrigramIndex::build(Store &store, Feedback &feedback)
{
    auto reader = PRIMER_TRY(store.reader());
    const auto newest = PRIMER_TRY(maxSampleId(*reader));
    if (newest <= indexedUpTo())
        return success();

    std::shared_ptr<const TrigramSegment> replaced;
    SampleId first = indexedUpTo() + 1;
    if (const auto known = segments(); !known.empty()) {
        const SampleId samples = known.back()->lastId() - known.back()->firstId() + 1;
        if (samples < smallSegment) {
            replaced = known.back();
            first = replaced->firstId();
        }
    }
    TrigramSegmentBuilder builder;
    std::string content;
    std::uint64_t bytesDone = 0;
    const SampleId begin = first;
    for (SampleId id = first; id <= newest; ++id) {
        if (feedback.isCancelled())
            return Error{ErrorCode::Cancelled, "", "search index"};
        PRIMER_TRY(fetchContentInto(*reader, id, content));
        builder.add(content);
        bytesDone += content.size();
        if ((id & 0xff) == 0)
            feedback.report(id - begin + 1, newest - begin + 1);
        if (!builder.isFull() && id != newest)
            continue;
        const std::string path = segmentPath(m_folder, first, id);
        PRIMER_TRY(builder.write(path, first));
        auto segment = PRIMER_TRY(TrigramSegment::open(path));
        {
            const std::lock_guard lock(m_mutex);
            if (replaced)
                m_segments.pop_back();
            m_segments.push_back(std::move(segment));
        }
        if (replaced) {
            std::error_code failure;
            const std::string path = segmentPath(m_folder, replaced->firstId(), replaced->lastId());
            fs::remove(path, failure);
            if (failure)
                log::failure(log::Level::Warning, errnoError(failure.value(), path), "an old segment is left over");
            replaced.reset();
        }
        first = id + 1;
    }
    feedback.report(newest - begin + 1, newest - begin + 1);
    return success();
}

Status TrigramIndex::verify() const
{
    for (const auto &segment : segments())
        PRIMER_TRY(segment->verify());
    return success();
}

} // namespace primer
