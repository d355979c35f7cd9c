// Owns: counting what a Python file is made of. Not here: whether that is good (core/labelling). Thread-safe.
#pragma once

#include <cstdint>
#include <string_view>

namespace primer {

struct PythonFacts {
    static constexpr std::size_t maxBytes = 4u << 20; ///< longer texts are not parsed

    bool isParsed = false;  ///< within the limits of size and time; the rest is only then filled in
    bool hasErrors = false; ///< as far as the grammar can tell
    std::int64_t functions = 0, documentedFunctions = 0;
    std::int64_t classes = 0, documentedClasses = 0;
    bool hasModuleDocstring = false;
    std::int64_t docstringBytes = 0, commentBytes = 0;
    std::int64_t imports = 0, relativeImports = 0;
    std::int64_t branches = 0, loops = 0; ///< if, match, try, with; for, while, comprehensions
    std::int64_t returns = 0, asserts = 0, calls = 0, examples = 0; ///< examples: docstrings with ">>>"
    std::int64_t testFunctions = 0;                                 ///< named test...
    std::int64_t plainAssignments = 0; ///< of a name or attribute to a constant, name or empty collection
    std::int64_t literalBytes = 0;     ///< strings that are no docstrings, and collections outside functions
    std::int64_t longestFunctionLines = 0, functionLines = 0;

    double documentedShare() const
    {
        const std::int64_t all = functions + classes;
        return all > 0 ? double(documentedFunctions + documentedClasses) / double(all) : 0;
    }
};

PythonFacts pythonFacts(std::string_view source);

} // namespace primer
