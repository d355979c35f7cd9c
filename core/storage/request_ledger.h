// Owns: the SQL of requests that cost money, whatever they ask for: each is written down with its worst case before it
// is sent, settled by its answer, and taken for charged when its end is not known. Not here: sending (core/teacher),
// the runs and rows (label_store.h, synthesis_store.h).
//
// Money is counted in nano-dollars: a price of 0.15 dollars a million tokens is 150 a token.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/storage/connection.h"

namespace primer {

/// Whose runs, rows and requests: the tables of both have the same columns for what is done here.
enum class Ledger { Labels, Synthesis };

/// Of a row of a run. Answered is Labelled in a labelling run.
enum class ItemState : int { Waiting = 0, Sent = 1, Labelled = 2, Answered = 2, Failed = 3 };

/// `reason`: a stable word, of a failure.
Status setItemState(Connection &connection, Ledger ledger, std::int64_t run, std::int64_t position, ItemState state,
                    const std::string &reason);

/// Sets the worst case aside and writes the request down; 0 when the budget does not hold it: nothing may be sent then.
Result<std::int64_t> reserveAttempt(Connection &connection, Ledger ledger, std::int64_t run, std::int64_t position,
                                    std::int64_t nanos);
/// What is set aside for requests under way.
Result<std::int64_t> reservedNanos(Connection &connection, Ledger ledger, std::int64_t run);

struct AttemptEnd {
    std::int64_t attempt = 0;
    std::int64_t run = 0, position = 0;
    std::string outcome;
    std::int64_t chargedNanos = 0;
    int httpStatus = 0;
    std::int64_t promptTokens = 0, completionTokens = 0;
    double seconds = 0;
    std::string reply; ///< raw, as it came
    bool isUnknown = false;
    ItemState next = ItemState::Waiting;
    std::string reason;
};
/// Gives back what was reserved, books the charge, keeps the reply. NotFound when the attempt was settled before.
Status settleAttempt(Connection &connection, Ledger ledger, const AttemptEnd &end);
/// After a kill: requests without an end are taken for charged, and their items wait again when `maxUnknowns` allows.
Result<std::int64_t> settleInterrupted(Connection &connection, Ledger ledger, std::int64_t run, int maxUnknowns);

/// What the requests of a run took: for the forecast of the rest.
struct AttemptFacts {
    std::int64_t promptTokens = 0, completionTokens = 0, chargedNanos = 0;
    double seconds = 0;
    bool isAnswered = false;
};
Result<std::vector<AttemptFacts>> attemptFacts(Connection &connection, Ledger ledger, std::int64_t run);
/// The last raw reply for an item, "" when none came.
Result<std::string> lastReply(Connection &connection, Ledger ledger, std::int64_t run, std::int64_t position);

} // namespace primer
