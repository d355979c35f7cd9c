// Owns: what of a reply's text is a model's thinking and no answer. Not here: fields of the reply that hold it
// (reply.h), the value.
#pragma once

#include <string>
#include <string_view>

namespace primer {

/// Without blocks of reasoning: <think>, <reasoning> and the like in any case, [THINK], channels other than the final
/// one. A block that is not closed goes to the end; one that is closed without having been opened began with the text
/// (servers that put the opening tag into the prompt leave it out).
std::string withoutReasoning(std::string_view content);

} // namespace primer
