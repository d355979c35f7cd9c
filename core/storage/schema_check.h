// Owns: whether a database has the tables, columns and indexes that its schema's version says. Not here: what is in
// them.
#pragma once

#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/storage/connection.h"

namespace primer {

/// What is missing or otherwise; empty when all is as the migrations make it.
Result<std::vector<std::string>> schemaProblems(Connection &connection);

} // namespace primer
