#include "core/dataset/selection.h"

namespace primer {

std::string Selection::description() const
{
    std::string text = filter;
    const auto add = [&text](const std::string &further) { text += (text.empty() ? "" : " ") + further; };
    if (!search.empty())
        add((searchIsRegex ? "regex: " : "search: ") + search);
    if (nearDuplicates)
        add("without near-duplicates");
    if (thinnedFrom > 0)
        add("(" + std::to_string(ids.size()) + " of " + std::to_string(thinnedFrom) + ")");
    return text;
}

} // namespace primer
