// Owns: what a use case works on: the stored rows of a workspace and the columns in memory over them, as one argument.
// Not here: opening them (core/workspace).
#pragma once

namespace primer {

class QueryEngine;
class Store;

/// Both outlive the call they are passed to.
struct WorkspaceData {
    Store &store;
    QueryEngine &query;
};

} // namespace primer
