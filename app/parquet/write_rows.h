// Owns: rows from standard input into a Parquet file. Not here: which rows.
#pragma once

#include <cstdint>
#include <string>

namespace primer {

/// "" when the file is complete and synced, else what went wrong.
std::string writeRows(const std::string &path, std::int64_t rowGroupBytes);

} // namespace primer
