// Owns: JSON objects that name a key twice: its last value stands, as Python's json, JavaScript and pandas have it.
// Not here: which column is which (row_columns.h).
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include <simdjson.h>

namespace primer {

/// True when an object in it, at any depth, names a key twice.
bool hasRepeatedKeys(const simdjson::dom::element &value);

struct LastValues {
    std::string json; ///< every key once, with its last value
    /// A licence was told twice and differently, or a key within one was: it cannot be known which is meant.
    bool differsInLicence = false;
};
LastValues lastValuesOf(
    const simdjson::dom::element &value,
    const std::function<bool(std::string_view)> &isLicence = [](std::string_view) { return false; });

} // namespace primer
