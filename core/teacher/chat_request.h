// Owns: a row as a chat request, and what its reply means for the row and the ledger. Not here: sending, threads.
#pragma once

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
        Label,       ///< `label` is filled in
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

/// `reservedNanos` is what an answer that does not say its usage is taken to have cost.
ReplyVerdict judgeReply(const Endpoint &endpoint, const Prompt &prompt, const HttpReply &reply,
                        std::int64_t reservedNanos);
/// The same for the body of an answer with status 200, as the Batch API keeps them.
ReplyVerdict judgeBody(const Endpoint &endpoint, const Prompt &prompt, const std::string &body,
                       std::int64_t reservedNanos);

} // namespace primer
