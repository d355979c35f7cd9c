#include "core/synthesis/grammar_words.h"

#include <algorithm>

namespace primer {

namespace {

std::int64_t number(const GrammarValue &value) { return std::get<std::int64_t>(value); }
bool isText(const GrammarValue &value) { return std::holds_alternative<std::string>(value); }
const std::string &text(const GrammarValue &value) { return std::get<std::string>(value); }

/// A number, or the length of a text.
std::int64_t sizeOf(const GrammarValue &value)
{
    return isText(value) ? std::int64_t(text(value).size()) : number(value);
}

std::int64_t modulo(std::int64_t value, std::int64_t by) { return ((value % by) + by) % by; } // as Python's

std::int64_t digitSum(std::int64_t value)
{
    std::int64_t sum = 0;
    for (value = value < 0 ? -value : value; value > 0; value /= 10)
        sum += value % 10;
    return sum;
}

std::int64_t vowels(const std::string &word)
{
    return std::count_if(word.begin(), word.end(),
                         [](char letter) { return std::string_view("aeiou").find(letter) != std::string_view::npos; });
}

bool isMirrored(const GrammarValue &value)
{
    const std::string word = isText(value) ? text(value) : std::to_string(number(value));
    return std::equal(word.begin(), word.end(), word.rbegin());
}

using List = const GrammarList &;
using Given = const GrammarParameters &;

constexpr GrammarNoun nouns[] = {
    {"numbers", "number", "some whole numbers", -40, 60, ""},
    {"scores", "score", "the results of a quiz", 0, 100, ""},
    {"prices", "price", "what things in a shop cost", 1, 250, ""},
    {"temperatures", "temperature", "what a thermometer showed at noon", -15, 38, ""},
    {"ages", "age", "how old the members of a club are", 5, 90, ""},
    {"distances", "distance", "the legs of a journey in kilometres", 1, 120, ""},
    {"weights", "weight", "the weights of parcels in kilograms", 1, 60, ""},
    {"readings", "reading", "what a sensor measured each minute", -30, 130, ""},
    {"marks", "mark", "the marks of a class", 1, 20, ""},
    {"steps", "step", "how far a robot moved each time", -12, 12, ""},
    {"heights", "height", "the heights of plants in centimetres", 3, 220, ""},
    {"durations", "duration", "how long songs take in seconds", 20, 400, ""},
    {"votes", "vote", "the votes that each district counted", 0, 900, ""},
    {"points", "point", "the points of a team in every match", 0, 40, ""},
    {"levels", "level", "the level of a river each morning", 10, 99, ""},
    {"speeds", "speed", "the speeds of passing cars", 20, 140, ""},
    {"deposits", "deposit", "what went into and out of an account", -80, 200, ""},
    {"ratings", "rating", "the stars that guests gave", 1, 10, ""},
    {"costs", "cost", "the costs of a project by week", 5, 500, ""},
    {"orders", "order", "how many pieces each customer ordered", 1, 48, ""},
    {"offsets", "offset", "how far clocks were off, in seconds", -59, 59, ""},
    {"angles", "angle", "the angles at which an arm was turned", 0, 359, ""},
    {"words", "word", "the words of a sentence", 0, 0,
     "level river stone kayak cloud lantern green noon table paper radar window bridge eve moon candle"},
    {"names", "name", "who is on the list of guests", 0, 0,
     "anna otto maria bob hannah leon sofia ivan elena tom ada emre lin noor grace felix"},
    {"cities", "city", "where a train stops", 0, 0,
     "oslo lima paris berlin accra tunis osaka quito turin dakar riga seoul porto izmir perth ankara"},
    {"fruits", "fruit", "what lies in a basket", 0, 0,
     "apple pear plum banana cherry fig mango kiwi grape lemon melon orange peach quince papaya olive"},
    {"animals", "animal", "what was seen in the forest", 0, 0,
     "fox owl hare deer badger otter wolf heron mouse eagle lynx adder beaver marten toad civic"},
    {"colours", "colour", "the colours in a box of paints", 0, 0,
     "red blue green amber violet black white ochre indigo cyan olive beige rose grey ivory umber"},
    {"tools", "tool", "what hangs on the wall of a workshop", 0, 0,
     "saw drill hammer plane chisel pliers level file clamp ruler wrench awl rasp knife square lathe"},
    {"rivers", "river", "the rivers on a map", 0, 0,
     "nile rhine loire oder tiber ebro elbe volga indus niger congo amur seine tagus drava aare"},
    {"titles", "title", "the titles on a shelf", 0, 0,
     "dunes harbour winter ember silence orchard compass mirrors tides rotor echo meadow shadow voyage canon refer"},
    {"tags", "tag", "the tags of an article", 0, 0,
     "python data loops maths art music civic news code testing sport food noon travel health kayak"},
    {"planets", "planet", "what a telescope was pointed at", 0, 0,
     "mercury venus earth mars jupiter saturn uranus neptune pluto ceres eris haumea sedna vesta pallas juno"},
    {"flowers", "flower", "what grows in a garden", 0, 0,
     "rose tulip lily daisy iris aster poppy violet orchid lilac crocus dahlia peony lotus zinnia pansy"},
    {"sports", "sport", "what a school offers in the afternoon", 0, 0,
     "chess judo rowing tennis hockey golf rugby fencing karate diving polo archery boxing cycling skating sumo"},
    {"instruments", "instrument", "the instruments of an orchestra", 0, 0,
     "violin viola cello oboe flute harp horn tuba drum piano organ guitar banjo lute gong zither"},
    {"trees", "tree", "the trees along a path", 0, 0,
     "oak ash elm birch maple cedar larch alder hazel willow linden beech rowan aspen yew acacia"},
    {"birds", "bird", "what came to the feeder", 0, 0,
     "robin wren finch raven swift heron stork crane eagle dove lark gull crow tern quail sparrow"},
    {"labels", "label", "the labels on a row of jars", 0, 0,
     "salt sugar flour rice beans oats mint anise thyme sage cumin clove basil dill madam pepper"},
    {"countries", "country", "the countries of a tournament", 0, 0,
     "peru chad cuba mali oman iran iraq togo kenya japan chile spain nepal egypt india fiji"},
};

constexpr GrammarQualifier qualifiers[] = {
    {"", "", "", "True", "True", "", false, [](List, std::size_t, Given) { return true; }},
    {"even", "are even", "have an even number of letters", "{x} % 2 == 0", "len({x}) % 2 == 0", "", false,
     [](List items, std::size_t at, Given) { return modulo(sizeOf(items[at]), 2) == 0; }},
    {"odd", "are odd", "have an odd number of letters", "{x} % 2 == 1", "len({x}) % 2 == 1", "", false,
     [](List items, std::size_t at, Given) { return modulo(sizeOf(items[at]), 2) == 1; }},
    {"large", "are greater than {limit}", "have more than {limit} letters", "{x} > limit", "len({x}) > limit", "limit",
     false, [](List items, std::size_t at, Given given) { return sizeOf(items[at]) > given.limit; }},
    {"small", "are less than {limit}", "have fewer than {limit} letters", "{x} < limit", "len({x}) < limit", "limit",
     false, [](List items, std::size_t at, Given given) { return sizeOf(items[at]) < given.limit; }},
    {"repeated", "occur more than once", "occur more than once", "{items}.count({x}) > 1", "{items}.count({x}) > 1", "",
     false, [](List items, std::size_t at, Given) { return std::count(items.begin(), items.end(), items[at]) > 1; }},
    {"unique", "occur exactly once", "occur exactly once", "{items}.count({x}) == 1", "{items}.count({x}) == 1", "",
     false, [](List items, std::size_t at, Given) { return std::count(items.begin(), items.end(), items[at]) == 1; }},
    {"early", "stand in the first half of the list", "stand in the first half of the list", "{i} < len({items}) // 2",
     "{i} < len({items}) // 2", "", true, [](List items, std::size_t at, Given) { return at < items.size() / 2; }},
    {"late", "stand in the second half of the list", "stand in the second half of the list", "{i} >= len({items}) // 2",
     "{i} >= len({items}) // 2", "", true, [](List items, std::size_t at, Given) { return at >= items.size() / 2; }},
    {"alternate", "stand at an even place, counted from zero", "stand at an even place, counted from zero",
     "{i} % 2 == 0", "{i} % 2 == 0", "", true, [](List, std::size_t at, Given) { return at % 2 == 0; }},
    {"round", "are multiples of ten", "begin and end with the same letter", "{x} % 10 == 0", "{x}[:1] == {x}[-1:]", "",
     false,
     [](List items, std::size_t at, Given) {
         return isText(items[at]) ? text(items[at]).front() == text(items[at]).back() : number(items[at]) % 10 == 0;
     }},
    {"mirrored", "read the same from both sides", "read the same from both sides", "str({x}) == str({x})[::-1]",
     "{x} == {x}[::-1]", "", false, [](List items, std::size_t at, Given) { return isMirrored(items[at]); }},
    {"rising", "are greater than the one before", "come later in the alphabet than the one before",
     "{i} > 0 and {x} > {items}[{i} - 1]", "{i} > 0 and {x} > {items}[{i} - 1]", "", true,
     [](List items, std::size_t at, Given) { return at > 0 && items[at] > items[at - 1]; }},
    {"falling", "are less than the one before", "come earlier in the alphabet than the one before",
     "{i} > 0 and {x} < {items}[{i} - 1]", "{i} > 0 and {x} < {items}[{i} - 1]", "", true,
     [](List items, std::size_t at, Given) { return at > 0 && items[at] < items[at - 1]; }},
    {"divisible", "are divisible by {divisor}", "have a length divisible by {divisor}", "{x} % divisor == 0",
     "len({x}) % divisor == 0", "divisor", false,
     [](List items, std::size_t at, Given given) { return modulo(sizeOf(items[at]), given.divisor) == 0; }},
    {"heavy", "have digits that add up to more than nine", "hold more than two vowels",
     "sum(int(digit) for digit in str(abs({x}))) > 9", "sum(letter in \"aeiou\" for letter in {x}) > 2", "", false,
     [](List items, std::size_t at, Given) {
         return isText(items[at]) ? vowels(text(items[at])) > 2 : digitSum(number(items[at])) > 9;
     }},
    {"light", "have digits that add up to less than six", "hold fewer than two vowels",
     "sum(int(digit) for digit in str(abs({x}))) < 6", "sum(letter in \"aeiou\" for letter in {x}) < 2", "", false,
     [](List items, std::size_t at, Given) {
         return isText(items[at]) ? vowels(text(items[at])) < 2 : digitSum(number(items[at])) < 6;
     }},
    {"bounded", "lie between {low} and {high}, both included", "have between {low} and {high} letters",
     "low <= {x} <= high", "low <= len({x}) <= high", "low high", false,
     [](List items, std::size_t at, Given given) {
         return given.low <= sizeOf(items[at]) && sizeOf(items[at]) <= given.high;
     }},
    {"outer", "stand at either end of the list", "stand at either end of the list", "{i} in (0, len({items}) - 1)",
     "{i} in (0, len({items}) - 1)", "", true,
     [](List items, std::size_t at, Given) { return at == 0 || at + 1 == items.size(); }},
    {"inner", "stand at neither end of the list", "stand at neither end of the list", "0 < {i} < len({items}) - 1",
     "0 < {i} < len({items}) - 1", "", true,
     [](List items, std::size_t at, Given) { return at > 0 && at + 1 < items.size(); }},
};

constexpr GrammarVerb verbs[] = {
    {"count", GrammarDeed::Count, "Count {those}", "how many there are", "0"},
    {"total", GrammarDeed::Total, "Add up {those}", "their sum", "0"},
    {"collect", GrammarDeed::Collect, "Collect {those}", "them in the order of the list", "an empty list"},
    {"sort", GrammarDeed::Sort, "Put {those} in ascending order", "them from the least to the greatest",
     "an empty list"},
    {"rank", GrammarDeed::Rank, "Put {those} in descending order", "them from the greatest to the least",
     "an empty list"},
    {"reverse", GrammarDeed::Reverse, "Turn the order of {those} round", "them from the last to the first",
     "an empty list"},
    {"find", GrammarDeed::Find, "Find the first of {those}", "that {Noun}", "None"},
    {"locate", GrammarDeed::Locate, "Tell at which places {those} are found", "the places, counted from zero",
     "an empty list"},
    {"pick", GrammarDeed::Pick, "Pick the greatest of {those}", "that {Noun}", "None"},
    {"measure", GrammarDeed::Measure, "Measure how far apart the extremes of {those} are",
     "the difference between the greatest and the least", "0"},
    {"join", GrammarDeed::Join, "Write {those} into one text with hyphens between", "the text", "an empty text"},
    {"tally", GrammarDeed::Tally, "Tally how often each of {those} occurs", "a dictionary from value to number",
     "an empty dictionary"},
    {"group", GrammarDeed::Group, "Group {those} by {key}", "a dictionary from key to list", "an empty dictionary"},
    {"split", GrammarDeed::Split, "Split the {nouns} into {those} and the others", "a pair of lists",
     "a first list that is empty"},
    {"drop", GrammarDeed::Drop, "Leave out {those}", "the others in the order of the list", "the list as it was"},
    {"replace", GrammarDeed::Replace, "Put {blank} in the place of {those}", "a new list of the same length",
     "an equal list"},
    {"double", GrammarDeed::Double, "Double {those} and leave the others as they are", "a new list of the same length",
     "an equal list"},
    {"accumulate", GrammarDeed::Accumulate, "Keep a running total of {those}", "the totals, one behind each",
     "an empty list"},
    {"pair", GrammarDeed::Pair, "Pair each of {those} with the next one", "the pairs in order", "an empty list"},
    {"chunk", GrammarDeed::Chunk, "Cut {those} into pieces of three", "the pieces, of which the last may be shorter",
     "an empty list"},
    {"check", GrammarDeed::Check, "Check whether there are any of {those}", "True when there is one", "False"},
    {"confirm", GrammarDeed::Confirm, "Confirm that all {nouns} are among {those}", "True when none is left out",
     "False, unless the list is empty"},
    {"average", GrammarDeed::Average, "Work out the average of {those}, rounded down", "a whole number", "0"},
    {"rotate", GrammarDeed::Rotate, "Move the first of {those} behind the last", "them in their new order",
     "an empty list"},
    {"deduplicate", GrammarDeed::Deduplicate, "Keep each of {those} once",
     "them in the order in which they first occur", "an empty list"},
    {"compare", GrammarDeed::Compare, "Compare each of {those} with the next one",
     "the differences, later less earlier", "an empty list"},
    {"number", GrammarDeed::Number, "Number {those} from one", "pairs of number and {Noun}", "an empty list"},
    {"mark", GrammarDeed::Mark, "Mark which of the {nouns} are among {those}", "True or False for each of them",
     "a list of False alone"},
    {"index", GrammarDeed::Index, "Tell for each of {those} where it first occurs", "a dictionary from value to place",
     "an empty dictionary"},
    {"trim", GrammarDeed::Trim, "Leave {those} away at both ends of the list, and nowhere else", "what lies between",
     "the list as it was"},
};

template<typename Words, typename Name>
auto find(const Words &words, std::string_view wanted, Name name)
{
    const auto found = std::find_if(std::begin(words), std::end(words),
                                    [&](const auto &word) { return word.*name == wanted; });
    return found == std::end(words) ? nullptr : &*found;
}

} // namespace

std::span<const GrammarNoun> grammarNouns() { return nouns; }
std::span<const GrammarQualifier> grammarQualifiers() { return qualifiers; }
std::span<const GrammarVerb> grammarVerbs() { return verbs; }
const GrammarNoun *grammarNoun(std::string_view plural) { return find(nouns, plural, &GrammarNoun::plural); }
const GrammarQualifier *grammarQualifier(std::string_view word)
{
    return find(qualifiers, word, &GrammarQualifier::word);
}
const GrammarVerb *grammarVerb(std::string_view word) { return find(verbs, word, &GrammarVerb::word); }

} // namespace primer
