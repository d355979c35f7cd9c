// Owns: the question which columns no sample has a value in. Not here: the values (sample_store.h).
#pragma once

#include <vector>

#include "core/base/result.h"
#include "core/dataset/columns.h"
#include "core/storage/connection.h"

namespace primer {

/// Of those that may be without: a size or a path is always there. None while there are no samples. Stops at a column's
/// first value, so that a full column costs nothing and an empty one a walk over the rows.
Result<std::vector<Column>> columnsWithoutValues(Connection &connection);

} // namespace primer
