// Owns: exceptions of libraries as errors, for the one boundary of each program and thread. Not here: errors that may
// be expected, which no exception tells.
#pragma once

#include <exception>
#include <string>
#include <utility>

#include "core/base/result.h"

namespace primer {

/// Without the names that the JSON library puts in front ("[json.exception.type_error.302] "), wherever they stand.
std::string withoutExceptionNames(std::string words);
inline Error withoutExceptionNames(Error error)
{
    error.detail = withoutExceptionNames(std::move(error.detail));
    return error;
}
/// A JSON exception is Corrupt, a lack of memory LimitExceeded; of the file system what its code says.
Error errorOf(const std::exception &thrown, std::string where = "");

/// What `work` returns, or the exception that left it as an error.
template<typename Work>
auto caught(Work &&work, std::string where = "") -> decltype(work())
{
    try {
        return work();
    } catch (const std::exception &thrown) {
        return errorOf(thrown, std::move(where));
    }
}

} // namespace primer
