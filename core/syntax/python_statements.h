// Owns: where the statements of a Python file begin and end, what its functions are called and hold, and its shape
// without names. Not here: counting (python_facts.h), judging (core/synthesis). Thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace primer {

/// Bytes of the text.
struct TextSpan {
    std::size_t begin = 0, end = 0;
    std::size_t size() const { return end - begin; }
    std::string_view of(std::string_view text) const { return text.substr(begin, end - begin); }
};

/// A statement at the left edge.
struct PythonStatement {
    enum class Kind { Import, Function, Class, Assignment, Docstring, Other };
    Kind kind = Kind::Other;
    TextSpan span;      ///< with decorators
    std::string name;   ///< of a function or class
    TextSpan docstring; ///< with its quotes; empty: none
    bool isStub =
        false; ///< of a function: its body does nothing but `pass`, `...`, a bare return, raise NotImplementedError
    bool isAsync = false;
    std::uint64_t shape = 0; ///< of a function: hash of its tree without names, values, comments and docstrings
};

struct PythonStatements {
    bool isParsed = false;   ///< within PythonFacts::maxBytes and the time limit; the rest is only then filled in
    bool hasErrors = false;  ///< with what the grammar lets pass and Python 3 does not: print and exec statements,
                             ///< return outside a function, break and continue outside a loop
    std::size_t errorAt = 0; ///< byte of the first one
    std::vector<PythonStatement> statements;
    std::vector<std::string> functionNames; ///< of every depth, in order
    std::vector<std::string> modules;       ///< imported, their first part, each once, in order; "." for relative ones
    std::uint64_t shape = 0;                ///< of the whole

    const PythonStatement *functionNamed(std::string_view name) const;
    std::size_t count(PythonStatement::Kind kind) const;
};

PythonStatements pythonStatements(std::string_view source);

/// The text of a docstring without quotes and prefix, its margin taken off as Python's inspect.cleandoc does.
std::string docstringText(std::string_view literal);

} // namespace primer
