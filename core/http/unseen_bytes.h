// Owns: ending connections that bring more than may be while Qt shows nothing of it: the body of a 401 or 407, which it
// gathers by itself, and headers without an end. Not here: what Qt shows (transfer.h).
#pragma once

#include <cstdint>
#include <set>

namespace primer {

/// Ends every TCP connection of this process to one of the ports that has brought more than `maxBytes`. How many.
int endConnectionsBeyond(const std::set<std::uint16_t> &ports, std::int64_t maxBytes);

} // namespace primer
