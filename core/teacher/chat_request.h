// Owns: a row as a chat request, and what its reply means for the row and the ledger. Not here: sending, threads.
#pragma once

#include <functional>
#include <string>

#include "core/dataset/prompt.h"
#include "core/labelling/prompt.h"
#include "core/storage/label_store.h"
#include "core/teacher/endpoint.h"
#include "core/http/http_request.h"

namespace primer {

/// The JSON of a chat completion.
std::string chatBody(const Endpoint &endpoint, const FilledPrompt &prompt);

struct ReplyVerdict {
    enum class Action {
        Label,       ///< an answer; of a labelling run, `label` is filled in
        Fail,        ///< final for the row
        Again,       ///< refused, costs nothing: ask again
        Unknown,     ///< perhaps carried out: ask at most once more
        StopAll,     ///< key or credit: no request may go for a while
        Unreachable, ///< nothing was sent
    };
    Action action = Action::Fail;
    std::string reason; ///< a stable word
    std::int64_t chargedNanos = 0;
    std::int64_t promptTokens = 0, completionTokens = 0;
    TeacherLabel label; ///< value, reasoning
};

/// What a request may take at the most.
struct WorstCase {
    std::int64_t promptTokens = 0; ///< every byte of the prompt one, and what a server puts around the messages
    std::int64_t nanos = 0;        ///< with all tokens that a reply may have
};
WorstCase worstCaseOf(const Endpoint &endpoint, const FilledPrompt &prompt);

/// `worst` is what an answer is taken to have cost that does not say its usage, or says what cannot be: nothing, or
/// more than was sent and asked for.
ReplyVerdict judgeReply(const Endpoint &endpoint, const Prompt &prompt, const HttpReply &reply, const WorstCase &worst);

/// As judgeReply for a reply of text: `read` makes of a verdict that is an answer so far what its text says.
ReplyVerdict judgeText(const Endpoint &endpoint, const HttpReply &reply, const WorstCase &worst,
                       const std::function<void(const std::string &content, ReplyVerdict &verdict)> &read);

/// What of a reply goes into the workspace: nothing that holds the key.
struct KeptReply {
    std::string body;
    std::string reason;    ///< of the verdict
    std::string reasoning; ///< of the label
};
KeptReply keptReply(const ApiKey &key, std::string_view body, const ReplyVerdict &verdict);
/// What an attempt ended with, and what becomes of its row; whose it is the caller says.
AttemptEnd endOfAttempt(const HttpReply &reply, const ReplyVerdict &verdict, const KeptReply &kept, ItemState next);

} // namespace primer
