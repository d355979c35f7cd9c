// Owns: a licence's SPDX id from a file header, a LICENSE file or package metadata, after the phrases and names of
// resources/rules/licences.json. Not here: legal advice: what is not plainly said stays unknown ("").
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/base/result.h"

namespace primer {

/// An SPDX-License-Identifier line, or a well-known notice, in the first 4 KiB of a source file.
std::string licenceOfHeader(std::string_view content);
/// The text of a LICENSE or COPYING file.
std::string licenceOfText(std::string_view text);
/// A Python package's METADATA: License-Expression, classifiers, then a short License field.
std::string licenceOfPythonMetadata(std::string_view metadata);

struct LicenceText {
    std::string id;                   ///< of the SPDX list
    std::vector<std::string> phrases; ///< all of them are there; lower case, single spaces
    std::string orLater;              ///< the id of a notice that allows later versions, "" where there is none
    bool opensItsText = false;        ///< further down the first phrase is a mention of this licence by another
};
struct LicenceRules {
    std::vector<LicenceText> texts;                     ///< the more particular first
    std::unordered_map<std::string, std::string> names; ///< as package metadata writes them, in lower case
};
/// InvalidInput when an id has not the form of SPDX, or a phrase could never be found.
Result<LicenceRules> parseLicenceRules(std::string_view json);

} // namespace primer
