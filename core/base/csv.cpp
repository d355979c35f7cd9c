#include "core/base/csv.h"

namespace primer {

std::string csvCell(std::string_view text)
{
    std::string cell = "\"";
    for (const char character : text) {
        if (character == '"')
            cell.push_back('"');
        cell.push_back(character);
    }
    return cell + '"';
}

} // namespace primer
