// Owns: the segments of a workspace's search index on disk, and building what is missing.
// Not here: reading contents to confirm a candidate (search.h). Derived data: may be deleted at any time.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "core/base/feedback.h"
#include "core/query/trigram_segment.h"
#include "core/storage/store.h"

namespace primer {

class TrigramIndex
{
public:
    /// Opens the segments under `folder`; damaged ones and what follows them are removed and built again.
    explicit TrigramIndex(std::string folder);

    /// Samples 1..indexedUpTo() are covered.
    SampleId indexedUpTo() const;
    /// Thread-safe against build(): sees the segments that were there at the call.
    std::vector<std::shared_ptr<const TrigramSegment>> segments() const;

    /// Indexes what the store holds beyond indexedUpTo(); one caller at a time. Progress in raw bytes. Small last
    /// segments are made anew together with what was added after them, so their number stays low.
    Status build(Store &store, Feedback &feedback);
    Status verify() const;

private:
    std::string m_folder;
    mutable std::mutex m_mutex;
    std::vector<std::shared_ptr<const TrigramSegment>> m_segments;
};

} // namespace primer
