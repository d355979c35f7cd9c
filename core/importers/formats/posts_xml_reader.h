// Owns: StackExchange's Posts.xml as a stream of rows, plain, compressed or inside a .7z, through expat. Not here: what
// a row means (staged_posts.h). Document types are read past: no entity they declare is known to the rows.
#pragma once

#include <memory>
#include <string>

#include "core/base/feedback.h"
#include "core/importers/formats/record_reader.h"

namespace primer {

/// Hands over StagedPosts. The cursor is where the next row may begin, and how it is encoded. What is not well-formed
/// costs the row it is in: reading goes on with the next "<row".
Result<std::unique_ptr<RecordReader>> openPostsXml(const std::string &path, const std::string &cursor,
                                                   const Feedback &feedback);

} // namespace primer
