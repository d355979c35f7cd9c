// Owns: what a row of a dataset that was exported here (core/exporters) says beside content and origin: the upstream
// columns it came with, its thread, a person's label. Not here: the columns every table may have (row_columns.h).
#pragma once

#include <simdjson.h>

#include "core/importers/formats/record_reader.h"
#include "core/importers/formats/row_value.h"

namespace primer {

/// False, and nothing is changed, when the columns are not what an export writes. `parser` is another than the row's,
/// kept from row to row.
bool takeOwnColumns(const simdjson::dom::object &row, const Blobs &blobs, simdjson::dom::parser &parser,
                    ImportRecord &record);

} // namespace primer
