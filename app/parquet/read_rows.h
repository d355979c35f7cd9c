// Owns: the rows of a Parquet file as frames on standard output. Not here: what they mean.
#pragma once

#include <cstdint>
#include <string>

namespace primer {

/// "" when every row was written, else what went wrong.
std::string readRows(const std::string &path, std::int64_t firstRow);

} // namespace primer
