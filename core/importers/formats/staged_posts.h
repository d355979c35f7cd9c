// Owns: a post of a StackExchange site on its way from a row of any format to its thread: which rows are posts, waiting
// as a StagedPost, joining. Not here: reading the rows (posts_xml_reader.h, row_mapper.h), keeping them (core/storage).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/importers/formats/record_reader.h"
#include "core/storage/store.h"

namespace primer {

/// A row of a table of posts. Names are StackExchange's own: PostTypeId, Body, Score, ...
class PostRow
{
public:
    /// Columns of numbers are taken as numbers where they are one; every other column is kept as it is written.
    void add(std::string_view name, std::string_view text);
    void add(std::string_view name, std::int64_t number);
    void clear();
    /// The body is Markdown, not HTML.
    void setMarkdown();

    /// Puts it among the posts of the batch, or tells why it is none: passed over by a rule, or quarantined with
    /// `position` and `excerpt`.
    void stage(const std::string &file, std::int64_t position, std::string_view excerpt, ImportBatch &batch) const;

private:
    void addName(std::string_view name);
    std::optional<std::int64_t> m_id;
    std::optional<std::int64_t> m_parent;
    std::optional<std::int64_t> m_type;
    std::string m_typeText;
    bool m_hasText = false; ///< a title or a body
    std::string m_json;     ///< members of an object
};

/// A staged post that is rejected after all, at the place it was read from.
QuarantinedRow quarantinedPost(const StagedPost &post, const std::string &file, const char *reason, std::string detail);

/// Threads of the staged posts of `source`, as records; cursor "threads:<last question id>". Posts that make no thread
/// (the question is missing, nothing is written in it) are quarantined at the place they were read from.
std::unique_ptr<RecordReader> openStagedThreads(Store &store, std::int64_t source, const std::string &file,
                                                const std::string &cursor);
/// True for a cursor of openStagedThreads.
bool isThreadCursor(const std::string &cursor);

} // namespace primer
