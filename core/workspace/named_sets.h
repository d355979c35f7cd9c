// Owns: saved views: sets of samples under a name. A view holds all of its set; what the filter language can say of it
// stands beside it, for who reads views without this. Not here: their SQL (core/storage/view_store.h).
#pragma once

#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/storage/connection.h"
#include "core/workspace/sample_set.h"

namespace primer {

struct NamedSet {
    std::string name;
    SampleSet set;
};

/// Inside a transaction. A view of the same name is replaced.
Status saveNamedSet(Connection &connection, const NamedSet &view);
Status removeNamedSet(Connection &connection, const std::string &name);
/// By name. One that was stored as a filter and a search is the set of those.
Result<std::vector<NamedSet>> namedSets(Connection &connection);
/// NotFound when there is none.
Result<NamedSet> namedSet(Connection &connection, const std::string &name);

} // namespace primer
