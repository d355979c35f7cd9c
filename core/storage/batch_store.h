// Owns: the SQL of batches of a labelling run that a server works off by itself. Not here: handing them in
// (core/teacher).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/storage/connection.h"
#include "core/storage/label_store.h"

namespace primer {

struct LabelBatch {
    std::int64_t id = 0;
    std::int64_t run = 0;
    std::string name;   ///< told to the server, so that it can be found there again
    std::string remote; ///< the server's id; "": it is not known that it was handed in
};

/// A request of a batch that has no end yet.
struct BatchRow {
    std::int64_t attempt = 0, position = 0, reservedNanos = 0;
    SampleId sample = 0;
    int turn = 0, attempts = 0, unknowns = 0;
};

/// Sets the worst case of each row aside as far as the budget goes; `nanos` belong to `items`. Without rows there is no
/// batch (id 0).
Result<LabelBatch> createBatch(Connection &connection, std::int64_t run, std::span<const LabelItem> items,
                               std::span<const std::int64_t> nanos);
Status setBatchRemote(Connection &connection, std::int64_t batch, const std::string &remote);
Status endBatch(Connection &connection, std::int64_t batch);
Result<std::vector<LabelBatch>> openBatches(Connection &connection, std::int64_t run);
Result<std::vector<BatchRow>> openRows(Connection &connection, std::int64_t batch);

} // namespace primer
