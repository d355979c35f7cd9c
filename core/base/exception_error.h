// Owns: an exception of a library as an Error in words for a person: no class names, no stack of C++ calls. For the one
// place in each program that everything passes. Not here: failures that are expected (Result).
#pragma once

#include <exception>
#include <string>
#include <utility>

#include "core/base/result.h"

namespace primer {

/// Corrupt for what a JSON library threw, LimitExceeded for everything else (LibTorch, memory).
Error errorOf(const std::exception &failure, std::string where = "");

/// Without the names that the JSON library puts in front ("[json.exception.type_error.302] "), wherever they stand.
std::string withoutExceptionNames(std::string words);
inline Error withoutExceptionNames(Error error)
{
    error.detail = withoutExceptionNames(std::move(error.detail));
    return error;
}

/// What `work` returns, or the exception that left it as an error: the boundary of a program or thread.
template<typename Work>
auto caught(Work &&work, std::string where = "") -> decltype(work())
{
    try {
        return work();
    } catch (const std::exception &failure) {
        return errorOf(failure, std::move(where));
    }
}

} // namespace primer
