// Owns: the SQL of sources, their cursors, rejected rows and staged posts. Not here: reading files (core/importers).
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "core/dataset/sample.h"
#include "core/storage/connection.h"
#include "core/storage/sample_store.h"

namespace primer {

struct Source {
    std::int64_t id = 0;
    std::string uri;  ///< canonical path
    std::string name; ///< what a person sees
    std::string format;
    std::string mapping;
    std::string fingerprint; ///< size and time of the file: a change means reading it again from its start
    std::string cursor;      ///< where to go on, in the importer's own terms; "" at the start
    bool finished = false;
    std::int64_t added = 0;
    std::int64_t duplicates = 0;
    std::int64_t quarantined = 0;
    std::int64_t bytes = 0;
};

/// Where an import of the source was broken off, "" where it would begin at the beginning.
Result<std::string> cursorToGoOnFrom(Connection &connection, const Source &wanted);
/// Finds the source or makes it. A finished or changed one starts again from the beginning: what is there already
/// counts as duplicate and is not doubled.
Result<Source> openSource(Connection &connection, Source wanted);
/// Inside the batch's own transaction: the cursor and the rows become durable together.
Status advanceSource(Connection &connection, std::int64_t source, const std::string &cursor, const InsertCounts &counts,
                     std::int64_t quarantined, bool finished);
Result<std::vector<Source>> listSources(Connection &connection);

/// Returns how many were new.
Result<std::int64_t> insertQuarantined(Connection &connection, std::int64_t source,
                                       std::span<const QuarantinedRow> rows);
Result<std::vector<QuarantinedRow>> listQuarantined(Connection &connection, std::int64_t limit);
Result<std::int64_t> countQuarantined(Connection &connection);

/// Posts wait here until the whole dump is read: an answer may come gigabytes after its question.
struct StagedPost {
    std::int64_t thread = 0; ///< the question's id
    bool isAnswer = false;
    std::int64_t id = 0;
    std::string json;
};
/// The places among `posts` of those that wait already: the first one of an id in a thread stays.
Result<std::vector<std::size_t>> stagePosts(Connection &connection, std::int64_t source,
                                            std::span<const StagedPost> posts);
/// Whole threads after the question `after`, in order of the question's id, at most `limit` of them. A thread
/// without its question starts with an answer.
Result<std::vector<std::vector<StagedPost>>> stagedThreads(Connection &connection, std::int64_t source,
                                                           std::int64_t after, int limit);
Status dropStagedPosts(Connection &connection, std::int64_t source);

std::string utcNow();

} // namespace primer
