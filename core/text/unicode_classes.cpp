#include "core/text/unicode_classes.h"

#include <algorithm>
#include <iterator>

namespace primer {

namespace {

struct Range {
    char32_t first;
    char32_t last;
    CharacterClass characterClass;
};

constexpr Range ranges[] = {
#include "core/text/unicode_classes.inc"
};

} // namespace

CharacterClass classOf(char32_t codePoint)
{
    const Range *found = std::partition_point(std::begin(ranges), std::end(ranges),
                                              [codePoint](const Range &range) { return range.last < codePoint; });
    return found != std::end(ranges) && found->first <= codePoint ? found->characterClass : CharacterClass::Other;
}

} // namespace primer
