// Owns: reading single values of a table's row: texts, numbers, licences, and upstream columns kept as they are.
// Not here: which column is which (row_mapper.h).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <simdjson.h>

namespace primer {

/// Strings set aside by primer-parquet. A JSON string that begins with U+0000 followed by a number stands for one of
/// them (core/parquet/frames.h); rows without any have no such references.
using Blobs = std::vector<std::string>;

/// A string, whether inline or set aside; its bytes may be no UTF-8 then.
std::optional<std::string_view> stringOf(const simdjson::dom::element &value, const Blobs &blobs);
/// The string itself, moved out of the blobs where it lies there: contents are large. `value` is a string.
std::string takeString(const simdjson::dom::element &value, Blobs &blobs);
std::optional<double> numberOf(const simdjson::dom::element &value, const Blobs &blobs);
std::optional<std::int64_t> integerOf(const simdjson::dom::element &value, const Blobs &blobs);

/// A string, a list of strings, or BigQuery's {"list":[{"item":..}]}. What has any other shape, or a member that has,
/// is an unknown licence (""), never the part of it that can be read.
std::string licenceOfValue(const simdjson::dom::element &value, const Blobs &blobs);

/// The object as JSON without the named keys, "" when nothing is left. Bytes that are no UTF-8 become
/// {"$base64": ..}.
std::string columnsWithout(const simdjson::dom::object &row, const std::vector<std::string_view> &without,
                           const Blobs &blobs);

} // namespace primer
