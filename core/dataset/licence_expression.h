// Owns: reading SPDX licence expressions (SPDX 2.3, annex D) so that doubt never allows anything.
// Not here: which licences may leave (core/exporters), telling a file's licence (core/importers).
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace primer {

/// Whether the expression is met by the operands that `isMet` accepts; these come in lower case. False for what is no
/// expression: an operand of several words counts only when `isMet` accepts all of it. Where AND and OR stand side by
/// side without parentheses, both orders of binding must be met.
bool meetsLicenceExpression(std::string_view expression, const std::function<bool(std::string_view)> &isMet);

/// Ids joined by AND, OR and WITH, parentheses that close.
bool isLicenceExpression(std::string_view text);

/// All of them at once, sorted, each once. "" (unknown) when one of them is empty or could change how the others read.
std::string allLicences(std::vector<std::string> names);

} // namespace primer
