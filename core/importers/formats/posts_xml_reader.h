// Owns: StackExchange's Posts.xml as a stream of <row .../> elements, plain or inside a .7z, and joining the staged
// posts to threads. Not here: a general XML parser: document types and entities beyond the five are not processed.
#pragma once

#include <memory>
#include <string>

#include "core/importers/record_reader.h"
#include "core/storage/store.h"

namespace primer {

/// Hands over StagedPosts. The cursor is the byte offset of the next row.
Result<std::unique_ptr<RecordReader>> openPostsXml(const std::string &path, const std::string &cursor);

/// Threads of the staged posts of `source`, as records; cursor "threads:<last question id>". Answers whose question
/// is missing become a quarantined row.
std::unique_ptr<RecordReader> openStagedThreads(Store &store, std::int64_t source, const std::string &file,
                                                const std::string &cursor);
/// True for a cursor of openStagedThreads.
bool isThreadCursor(const std::string &cursor);

} // namespace primer
