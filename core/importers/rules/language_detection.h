// Owns: a file's programming language by its name and first line, after the table resources/rules/languages.json.
// Not here: grammars.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace primer {

/// Lower-case language name, or "" when the name and first line do not tell.
std::string detectLanguage(std::string_view path, std::string_view content);
/// True for a file a source tree import takes: its name says it is source code or prose about it.
bool isSourceFile(std::string_view path);
/// "Python" and "PYTHON" are "python".
std::string normalisedLanguage(std::string_view name);

struct LanguageRule {
    std::string name;                      ///< lower case
    std::vector<std::string> extensions;   ///< lower case, without the dot; case is ignored
    std::vector<std::string> fileNames;    ///< whole names, as written
    std::vector<std::string> interpreters; ///< of a first line "#!", without a version
};
/// The table of a JSON text. InvalidInput when a language has no extension, or two share an extension, a file name or
/// an interpreter: which of them is meant could not be told.
Result<std::vector<LanguageRule>> parseLanguages(std::string_view json);
/// The table that is built in.
const std::vector<LanguageRule> &knownLanguages();

} // namespace primer
