// Owns: carrying the requests of a run through: rows to requests, replies to the ledger, the budget, what to do about
// faults (README). A run may be ended and gone on with at any time. Not here: what is asked and what is made of the
// answers (teacher_run.h, core/synthesis).
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/base/feedback.h"
#include "core/base/result.h"
#include "core/labelling/prompt.h"
#include "core/storage/request_ledger.h"
#include "core/storage/store.h"
#include "core/teacher/chat_request.h"
#include "core/teacher/endpoint.h"

namespace primer {

constexpr int maxUnknowns = 1; ///< requests of a row that are sent again without knowing what became of the first

struct RequestItem {
    std::int64_t position = 0;
    ItemState state = ItemState::Waiting;
    int attempts = 0, unknowns = 0;
};

/// What a run asks, and what it does with the answers. Called from many threads at once.
class RequestSource
{
public:
    /// `outcome`: the word that an answered attempt is kept with.
    RequestSource(Ledger ledger, std::int64_t run, std::string outcome)
        : m_ledger(ledger), m_run(run), m_outcome(std::move(outcome))
    {}
    virtual ~RequestSource() = default;
    RequestSource(const RequestSource &) = delete;
    RequestSource &operator=(const RequestSource &) = delete;

    Ledger ledger() const { return m_ledger; }
    std::int64_t run() const { return m_run; }
    const std::string &outcome() const { return m_outcome; }

    virtual Result<FilledPrompt> promptOf(const RequestItem &item) = 0;
    virtual ReplyVerdict judge(const HttpReply &reply, const WorstCase &worst) = 0;
    /// In the transaction that settles the attempt, when the verdict is an answer (Action::Label).
    virtual Status keep(Connection &connection, const RequestItem &item, std::int64_t attempt,
                        const ReplyVerdict &verdict) = 0;

private:
    const Ledger m_ledger;
    const std::int64_t m_run;
    const std::string m_outcome;
};

struct RequestLimits {
    std::int64_t maxRows = 0;  ///< 0: all
    bool beginsSlowly = false; ///< concurrency_gate.h
};

struct RequestOutcome {
    std::int64_t requests = 0;
    std::string stopped; ///< why rows still wait: "", budget, limit, cancelled, refused_key, no_credit, unreachable
};

/// Asks for the rows. Cancelling lets what is under way come in for some seconds. Errors are those of the database and
/// of the source; what the endpoint does ends in the outcome.
Result<RequestOutcome> runRequests(Store &store, RequestSource &source, const Endpoint &endpoint, const ApiKey &key,
                                   std::vector<RequestItem> items, const RequestLimits &limits, Feedback &feedback);

/// Before a run goes on: requests without an end are taken for charged.
Status settleAfterKill(Store &store, Ledger ledger, std::int64_t run);

} // namespace primer
