// Owns: what the engine's large blocks of CPU memory come from. Not here: CUDA's (LibTorch has its own cache).
#pragma once

namespace primer {

/// Large blocks of tensors are kept when freed and given out again by size, on huge pages: a training step asks for the
/// same sizes each time, and fresh pages from the system cost a fifth of a step of a small model. For the whole
/// program; call once, before tensors are made.
void keepTensorMemory();

} // namespace primer
