// Owns: one block of a CUDA kernel on one CPU thread: each of its threads is a fiber; they meet at barriers and
// exchange values within warps of 32. A block whose threads can never meet ends the program with the reason.
// Not here: the words of CUDA (device_words.h).
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>

namespace primer::cuda_on_cpu {

/// The other order finds what relies on one: a result must not depend on it.
void runThreadsBackwards(bool backwards);

/// Runs `thread` once for each number from 0 to threads - 1; current() is that number inside.
void runBlock(int threads, const std::function<void()> &thread);

unsigned current();
/// Until every thread of the block that has not ended is here.
void meetBlock();
/// The bits that lane `own ^ distance` of the warp gives at the same call.
std::uint64_t exchangeInWarp(std::uint64_t bits, unsigned distance);

} // namespace primer::cuda_on_cpu
