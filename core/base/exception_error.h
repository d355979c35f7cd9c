// Owns: an exception of a library as an Error in words for a person: no class names, no stack of C++ calls. For the one
// place in each program that everything passes. Not here: failures that are expected (Result).
#pragma once

#include <exception>
#include <string>

#include "core/base/result.h"

namespace primer {

/// Corrupt for what a JSON library threw, LimitExceeded for everything else (LibTorch, memory).
Error errorOf(const std::exception &failure, std::string where = "");

} // namespace primer
