// Owns: a licence's SPDX id from a file header, a LICENSE file or package metadata, after the phrases and names of
// resources/rules/licences.json. Not here: legal advice: what is not plainly said stays unknown ("").
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/base/result.h"

namespace primer {

/// The SPDX-License-Identifier lines, or a well-known notice, in the first 4 KiB of a source file. Nothing when it
/// names no licence; "" when it names one that cannot be read: then nothing around the file may stand in for it.
std::optional<std::string> licenceOfHeader(std::string_view content);
/// The text of a LICENSE or COPYING file; "" when it is none that is known.
std::string licenceOfText(std::string_view text);
/// A Python package's METADATA: License-Expression, else the License field and the classifiers, which must not say
/// different things: what they name is joined by AND. Nothing and "" as above.
std::optional<std::string> licenceOfPythonMetadata(std::string_view metadata);

struct LicenceText {
    std::string id;                   ///< of the SPDX list
    std::vector<std::string> phrases; ///< all of them are there; lower case, single spaces
    std::string orLater;              ///< the id of a notice that allows later versions, "" where there is none
    bool opensItsText = false;        ///< further down the first phrase is a mention of this licence by another
};
struct LicenceRules {
    std::vector<LicenceText> texts;                        ///< the more particular first
    std::unordered_map<std::string, std::string> names;    ///< as package metadata writes them, in lower case
    std::unordered_map<std::string, std::string> families; ///< names of several licences, and how their ids begin
};
/// InvalidInput when an id has not the form of SPDX, or a phrase could never be found.
Result<LicenceRules> parseLicenceRules(std::string_view json);

} // namespace primer
