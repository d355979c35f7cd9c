// Owns: a file's programming language by name and first line. Not here: grammars.
#pragma once

#include <string>
#include <string_view>

namespace primer {

/// Lower-case language name, or "" when the name and first line do not tell.
std::string detectLanguage(std::string_view path, std::string_view content);
/// True for a file a source tree import takes: its name says it is source code or prose about it.
bool isSourceFile(std::string_view path);
/// "Python" and "PYTHON" are "python".
std::string normalisedLanguage(std::string_view name);

} // namespace primer
