// Owns: Parquet rows through a child program with capped memory, so that a hostile file ends the child and not the
// window. Not here: Arrow (parquet_worker.cpp), which key fills which field (row_mapper.h).
#pragma once

#include <memory>
#include <string>

#include "core/importers/formats/record_reader.h"

namespace primer {

/// `worker` is the path of the program primer-parquet.
Result<std::unique_ptr<RecordReader>> openParquet(const std::string &path, const ColumnMapping &mapping,
                                                  const std::string &cursor, const std::string &worker);

Result<std::vector<std::string>> previewParquet(const std::string &path, std::size_t rows, const std::string &worker);

} // namespace primer
