// Owns: reading the dates that HTTP headers hold. Not here: which header, clocks.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace primer {

/// Seconds since 1970 of a date in one of the three forms of RFC 9110, section 5.6.7; nothing for anything else.
std::optional<std::int64_t> httpDate(const std::string &text);

} // namespace primer
