// Owns: what people do to a labelling run as a whole: giving it a title and notes, deleting it and bringing it back.
// Not here: its items and labels (label_store.h).
//
// A deleted run is listed no more and its labels count no more; what it was paid for and what the server said stay in
// the database, so that it can be brought back and no money goes unaccounted.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/storage/connection.h"

namespace primer {

/// An SQL condition for a run's id, as "r.id": true unless the run was deleted.
std::string isKeptRun(std::string_view id);

/// "" gives it its teacher's name again.
Status renameLabelRun(Connection &connection, std::int64_t run, const std::string &title);
Status setLabelRunNotes(Connection &connection, std::int64_t run, const std::string &notes);
/// Samples that it labelled last have the label before it as their current one, or none.
Status removeLabelRun(Connection &connection, std::int64_t run);
Status restoreLabelRun(Connection &connection, std::int64_t run);

} // namespace primer
