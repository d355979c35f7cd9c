// Owns: the frames between primer-parquet and its parent. As in memory: both run on one machine.
//
// Each frame: FrameHeader, then `jsonBytes` of a JSON object, then for each blob u32 size and bytes. A string that is
// long, is not UTF-8 or begins with U+0000 stands in the JSON as "\u0000n", n being its number among the blobs, so that
// nothing a file holds can be taken for such a reference. A Group says which rows follow: `row` to before
// `nextRow`. Lost says that those cannot be read (json = why); reading goes on behind them. The last frame has kind End
// or Failure (json = message).
// The other way, for writing: u64 size, then a row as encodeRow makes it; the end of input ends the file. Answered by
// one frame: End or Failure.
#pragma once

#include <cstdint>

namespace primer {

struct FrameHeader {
    enum Kind : std::uint32_t { Row = 1, End = 2, Failure = 3, Group = 4, Lost = 5 };
    std::uint32_t kind = Row;
    std::uint32_t jsonBytes = 0;
    std::uint32_t blobCount = 0;
    std::uint32_t reserved = 0;
    std::uint64_t row = 0;
    std::uint64_t nextRow = 0; ///< of Group and Lost
    std::uint64_t totalRows = 0;
};
static_assert(sizeof(FrameHeader) == 40);

constexpr std::uint32_t maxFrameBytes = 256u << 20;

} // namespace primer
