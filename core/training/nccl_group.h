// Owns: how the NCCL group in libprimer_cuda.so is asked for. Not here: the group (nccl_group.cpp, in that library).
#pragma once

#include <memory>

#include <c10/util/intrusive_ptr.h>

#include "core/training/collectives.h"

namespace c10d {
class Store;
}

namespace primer {

inline constexpr char ncclGroupMakerName[] = "primerNcclGroup";
/// Small things (numbers, CPU tensors) go through `store`'s group.
using NcclGroupMaker = Collectives *(*)(const ProcessPlace &place, const c10::intrusive_ptr<c10d::Store> &store,
                                        std::unique_ptr<Collectives> small);

} // namespace primer
