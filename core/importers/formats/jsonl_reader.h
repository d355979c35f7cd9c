// Owns: JSON lines, plain or compressed: one object a line, a bad line is quarantined and the rest goes on.
// Not here: which key fills which field (row_mapper.h).
#pragma once

#include <memory>
#include <string>

#include "core/base/feedback.h"
#include "core/importers/formats/record_reader.h"

namespace primer {

/// `feedback` outlives the reader: a cancel is heard within a line and while it goes to where an import stopped.
Result<std::unique_ptr<RecordReader>> openJsonl(const std::string &path, const ColumnMapping &mapping,
                                                const std::string &cursor, const Feedback &feedback);

/// The first rows of a file as JSON texts, for the mapping dialog.
Result<std::vector<std::string>> previewJsonl(const std::string &path, std::size_t rows);

} // namespace primer
