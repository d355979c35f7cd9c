// Owns: a prompt template as a value and its file, filling it, and what its replies must be to be accepted. Not here:
// drawing what is filled in (prompt_plan.h), checking replies (acceptance.h).
//
// The file is one JSON object:
//   {"format": "primer-template", "version": 1, "name": "exercise", "revision": 2,
//    "kind": "exercise",                     textbook, exercise, rewrite or free
//    "system": "...", "text": "Write a function named `{name}` about {topic} ...",
//    "begin": "<<<BEGIN>>>", "end": "<<<END>>>",          what the answer stands between; both "" for the whole reply
//    "json_field": "code",                   instead: the reply is a JSON object and the answer this field of it
//    "accept": {"min_docstring": 30, "helpers": false, "min_prose_share": 0.25, "max_prose_share": 0.95,
//               "min_bytes": 400, "max_bytes": 20000}}
// {axis} stands for what was drawn on an axis of the constraint set, {begin} and {end} for the sentinels, {{ and }} for
// braces. Unknown keys are refused.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "core/synthesis/constraint_set.h"

namespace primer {

enum class TemplateKind { Textbook, Exercise, Rewrite, Free };
const char *nameOf(TemplateKind kind);

struct AcceptanceRules {
    std::size_t minDocstring = 20;                    ///< bytes of its text; exercises and rewrites
    bool allowsHelpers = false;                       ///< exercises: further functions at the left edge
    double minProseShare = 0.2, maxProseShare = 0.97; ///< textbooks: bytes outside code
    std::size_t minBytes = 40, maxBytes = 40'000;
};

struct PromptTemplate {
    std::string name;
    int revision = 1;
    TemplateKind kind = TemplateKind::Exercise;
    std::string system, text;
    std::string begin, end, jsonField;
    AcceptanceRules accept;

    /// The axes that it names, each once.
    Result<std::vector<std::string>> placeholders() const;
    /// InvalidInput for a placeholder that is no axis of the set, and for an exercise without an axis of names whose
    /// text names one.
    Status check(const ConstraintSet &set) const;
    std::string toJson() const;
    /// The axis of names that an exercise's function is called by; "" for none.
    std::string nameAxis(const ConstraintSet &set) const;
};

Result<PromptTemplate> templateFromJson(const std::string &text, const std::string &where);
/// A path, or the name of one that comes with Primer.
Result<PromptTemplate> loadTemplate(const std::string &pathOrName);
std::vector<std::string> builtInTemplateNames();
/// The one that belongs to a set that comes with Primer; "" for another set.
std::string templateNameFor(const std::string &set);

/// What is filled in: name and text.
using Filling = std::vector<std::pair<std::string, std::string>>;
struct FilledTemplate {
    std::string system, user;
};
/// A template that was checked. Text that is filled in is not looked at for placeholders again.
FilledTemplate fillTemplate(const PromptTemplate &promptTemplate, const Filling &filling);

} // namespace primer
