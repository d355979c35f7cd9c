#include "core/synthesis/grammar_writer.h"

#include <algorithm>
#include <array>

#include "core/base/random.h"
#include "core/synthesis/grammar_text.h"
#include "core/synthesis/prompt_plan.h"

namespace primer {

namespace {

constexpr std::array<std::pair<std::string_view, GrammarManner>, 5> manners{
    {{"a loop", GrammarManner::Loop},
     {"a comprehension", GrammarManner::Comprehension},
     {"small steps", GrammarManner::Steps},
     {"a helper", GrammarManner::Helper},
     {"a while loop", GrammarManner::While}}};
constexpr std::array<std::string_view, 3> difficulties{"easy", "medium", "hard"};

std::size_t nameAxisOf(const ConstraintSet &set)
{
    return std::size_t(
        std::find_if(set.axes.begin(), set.axes.end(), [](const Axis &axis) { return axis.kind == AxisKind::Names; })
        - set.axes.begin());
}

std::string unknownWords(const Axis &names)
{
    std::string unknown;
    const auto note = [&unknown](const std::string &word) { unknown += (unknown.empty() ? "" : ", ") + word; };
    for (const std::string &word : names.verbs) {
        if (!grammarVerb(word))
            note(word);
    }
    for (const std::string &word : names.qualifiers) {
        if (!grammarQualifier(word))
            note(word.empty() ? "\"\"" : word);
    }
    for (const std::string &word : names.nouns) {
        if (!grammarNoun(word))
            note(word);
    }
    return unknown;
}

GrammarValue drawValue(const GrammarNoun &noun, Random &random)
{
    if (!noun.isText())
        return noun.low + std::int64_t(random.below(std::uint64_t(noun.high - noun.low + 1)));
    const auto count = 1 + std::count(noun.words.begin(), noun.words.end(), ' ');
    std::string_view rest = noun.words;
    for (std::uint64_t skip = random.below(std::uint64_t(count)); skip > 0; --skip)
        rest.remove_prefix(rest.find(' ') + 1);
    return std::string(rest.substr(0, rest.find(' ')));
}

/// A list in which some hold and some do not, where that can be had.
GrammarList drawList(const GrammarTask &task, Random &random)
{
    constexpr int maxTries = 40;
    GrammarList items;
    for (int tries = 0; tries < maxTries; ++tries) {
        items.clear();
        const std::uint64_t size = 4 + random.below(5);
        while (items.size() < size) {
            const bool repeats = !items.empty() && random.below(4) == 0;
            items.push_back(repeats ? items[random.below(items.size())] : drawValue(*task.noun, random));
        }
        const std::size_t kept = keptOf(task, items).size();
        if (kept > 0 && (kept < items.size() || task.qualifier->word.empty()))
            break;
    }
    return items;
}

GrammarParameters drawParameters(const GrammarTask &task, Random &random)
{
    GrammarParameters given;
    const std::int64_t low = task.isText() ? 3 : task.noun->low, high = task.isText() ? 7 : task.noun->high;
    given.limit = low + 1 + std::int64_t(random.below(std::uint64_t(std::max<std::int64_t>(1, high - low - 1))));
    given.divisor = 2 + std::int64_t(random.below(task.isText() ? 3 : 6));
    given.low = low + std::int64_t(random.below(std::uint64_t(std::max<std::int64_t>(1, (high - low) / 2))));
    given.high = given.low + 1 + std::int64_t(random.below(std::uint64_t(std::max<std::int64_t>(1, high - given.low))));
    return given;
}

std::string valueOn(const ConstraintSet &set, const std::vector<std::uint32_t> &row, std::string_view axis)
{
    const std::size_t place = set.placeOf(axis);
    return place < set.axes.size() && set.axes[place].isDrawn ? valueText(set, place, row[place]) : "";
}

GrammarTask taskOf(const ConstraintSet &set, const std::vector<std::uint32_t> &row, Random &random)
{
    const std::size_t place = nameAxisOf(set);
    const NameParts parts = namePartsOf(set.axes[place], row[place]);
    GrammarTask task;
    task.name = valueText(set, place, row[place]);
    task.noun = grammarNoun(parts.noun);
    task.qualifier = grammarQualifier(parts.qualifier);
    task.verb = grammarVerb(parts.verb);
    const std::string manner = valueOn(set, row, "manner"), difficulty = valueOn(set, row, "difficulty");
    task.manner = manners[random.below(manners.size())].second;
    for (const auto &[word, known] : manners) {
        if (word == manner)
            task.manner = known;
    }
    const bool isHard = difficulty == "hard";
    if (isHard || difficulty == "medium")
        task.change = 1 + int(random.below(3));
    task.refusesEmpty = isHard && task.verb->deed != GrammarDeed::Confirm;
    const std::string singular(task.noun->singular);
    task.element = random.below(3) == 0 ? singular.substr(0, 1) : singular;
    constexpr std::array<const char *, 4> places{"place", "index", "position", "at"};
    constexpr std::array<const char *, 5> kepts{"kept", "chosen", "matching", "selected", "found"};
    task.place = places[random.below(places.size())];
    task.kept = random.below(2) == 0 ? "chosen_" + std::string(task.noun->plural) : kepts[random.below(kepts.size())];
    task.given = drawParameters(task, random);
    return task;
}

} // namespace

Status checkGrammarSet(const ConstraintSet &set, TemplateKind kind)
{
    const auto invalid = [](const std::string &what, const std::string &where) {
        return Status(Error{ErrorCode::InvalidInput, what, where});
    };
    if (kind != TemplateKind::Exercise && kind != TemplateKind::Textbook)
        return invalid("grammar-1 writes exercises and sections of textbooks", "template");
    const std::size_t place = nameAxisOf(set);
    if (place == set.axes.size())
        return invalid("grammar-1 writes from an axis of names, as in the set grammar-exercises", set.name);
    const Axis &names = set.axes[place];
    if (names.verbs.empty() || names.nouns.empty() || !names.others.empty() || names.fromWorkspace > 0)
        return invalid("grammar-1 writes from verbs and nouns, not from whole names", names.name);
    if (const std::string unknown = unknownWords(names); !unknown.empty())
        return invalid("words that grammar-1 does not know: " + unknown, names.name);
    const auto allKnown = [&set](std::string_view axis, auto isKnown) {
        const Axis *list = set.axis(axis);
        return !list || std::all_of(list->values.begin(), list->values.end(), isKnown);
    };
    if (!allKnown("manner", [](const AxisValue &value) {
            return std::any_of(manners.begin(), manners.end(),
                               [&](const auto &one) { return one.first == value.text; });
        }))
        return invalid("a loop, a comprehension, small steps, a helper or a while loop", "manner");
    if (!allKnown("difficulty", [](const AxisValue &value) {
            return std::find(difficulties.begin(), difficulties.end(), value.text) != difficulties.end();
        }))
        return invalid("easy, medium or hard", "difficulty");
    return success();
}

Result<std::string> writeByGrammar(const ConstraintSet &set, TemplateKind kind, const SynthesisItem &item)
{
    PRIMER_TRY(checkGrammarSet(set, kind));
    const auto row = PRIMER_TRY(choiceOf(set, item.choice));
    Random random(item.seed);
    const GrammarTask task = taskOf(set, row, random);
    std::vector<GrammarList> examples;
    for (std::uint64_t count = 1 + random.below(2); count > 0; --count)
        examples.push_back(drawList(task, random));
    if (kind == TemplateKind::Exercise)
        return exerciseText(task, examples, random);
    GrammarTask other = task;
    while (other.manner == task.manner)
        other.manner = manners[random.below(manners.size())].second;
    return lessonText(task, other, examples, valueOn(set, row, "audience"), random);
}

} // namespace primer
