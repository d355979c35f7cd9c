// Owns: a licence's SPDX id from a file header, a LICENSE file or package metadata. Not here: legal advice: what is
// not plainly said stays unknown ("").
#pragma once

#include <string>
#include <string_view>

namespace primer {

/// An SPDX-License-Identifier line, or a well-known notice, in the first 4 KiB of a source file.
std::string licenceOfHeader(std::string_view content);
/// The text of a LICENSE or COPYING file.
std::string licenceOfText(std::string_view text);
/// A Python package's METADATA: License-Expression, classifiers, then a short License field.
std::string licenceOfPythonMetadata(std::string_view metadata);

} // namespace primer
