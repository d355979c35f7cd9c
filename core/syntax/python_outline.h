// Owns: the classes, functions and methods of a Python file, where they are and what is inside what. Thread-safe.
// Not here: counting (python_facts.h), showing them.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace primer {

struct CodeSymbol {
    enum class Kind { Class, Function, Method };
    Kind kind = Kind::Function;
    std::string name; ///< bytes of the file
    int line = 0;     ///< of its name, from 0
    int lastLine = 0; ///< the last one that belongs to it
    int depth = 0;    ///< how many symbols it is inside of
    bool operator==(const CodeSymbol &) const = default;
};

struct PythonOutline {
    static constexpr std::size_t maxBytes = 2u << 20; ///< longer texts are not parsed
    static constexpr std::size_t maxSymbols = 20'000; ///< the first ones

    bool isParsed = false;           ///< within the limits of size and time
    std::vector<CodeSymbol> symbols; ///< in the order of the file, each before those inside of it
};

/// `limit`: somebody waits for it.
PythonOutline pythonOutline(std::string_view source, std::chrono::milliseconds limit = std::chrono::milliseconds(500));

} // namespace primer
