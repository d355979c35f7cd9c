// Owns: the teacher that needs no key: a value by counting what a file is made of. Its labels carry its name
// everywhere. Not here: counting (core/syntax). The README says what it looks at and how it was made.
#pragma once

#include <string>
#include <string_view>

#include "core/dataset/sample.h"
#include "core/syntax/python_facts.h"

namespace primer {

constexpr const char *heuristicTeacherName = "heuristic-1";

struct HeuristicValue {
    bool isValue = false;
    std::string problem;   ///< not_python, too_long
    int value = 0;         ///< 0-5
    std::string reasoning; ///< what gave and took points, in English
};

/// `language` as the importers tell it. Threads are judged by their Markdown.
HeuristicValue heuristicValue(SampleKind kind, std::string_view language, std::string_view content);
HeuristicValue heuristicValue(const PythonFacts &facts, std::string_view content);

} // namespace primer
