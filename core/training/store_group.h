// Owns: processes working together over c10d's store: every process the same bits, slowly. Not here: who they are
// (collectives.h), whether they live (process_watch.h).
#pragma once

#include <memory>

#include <c10/util/intrusive_ptr.h>
#include <torch/csrc/distributed/c10d/Store.hpp>

#include "core/training/collectives.h"
#include "core/training/process_watch.h"

namespace primer {

/// `store` is a connection of its own: the watch has another.
std::unique_ptr<Collectives> storeGroup(const ProcessPlace &place, c10::intrusive_ptr<c10d::Store> store,
                                        std::unique_ptr<ProcessWatch> watch);

} // namespace primer
