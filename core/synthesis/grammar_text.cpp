#include "core/synthesis/grammar_text.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <initializer_list>
#include <string_view>

namespace primer {

namespace {

using Deed = GrammarDeed;

std::string pick(Random &random, std::initializer_list<std::string> of)
{
    return *(of.begin() + random.below(of.size()));
}

std::string capital(std::string text)
{
    if (!text.empty())
        text[0] = char(std::toupper(static_cast<unsigned char>(text[0])));
    return text;
}

std::string small(std::string text)
{
    if (!text.empty())
        text[0] = char(std::tolower(static_cast<unsigned char>(text[0])));
    return text;
}

/// Lines of at most 88 characters, each with the margin before it.
std::string wrapped(const std::string &text, const std::string &margin)
{
    constexpr std::size_t width = 88;
    std::string out, line;
    for (std::size_t from = 0; from < text.size();) {
        const std::size_t to = std::min(text.find(' ', from), text.size());
        const std::string word = text.substr(from, to - from);
        if (!line.empty() && margin.size() + line.size() + 1 + word.size() > width) {
            out += (out.empty() ? "" : "\n" + margin) + line;
            line.clear();
        }
        line += (line.empty() ? "" : " ") + word;
        from = to + 1;
    }
    return out + (out.empty() ? "" : "\n" + margin) + line;
}

std::string numberOrName(bool byName, std::int64_t value, std::string_view name)
{
    return byName ? "`" + std::string(name) + "`" : std::to_string(value);
}

/// "are greater than `limit`", or with the numbers of an example.
std::string phraseOf(const GrammarTask &task, bool byName)
{
    return filledIn(task.qualifier->phrase(task.isText()),
                    {{"limit", numberOrName(byName, task.given.limit, "limit")},
                     {"divisor", numberOrName(byName, task.given.divisor, "divisor")},
                     {"low", numberOrName(byName, task.given.low, "low")},
                     {"high", numberOrName(byName, task.given.high, "high")}});
}

std::string thoseOf(const GrammarTask &task, bool byName)
{
    std::string those = std::string("the ") + std::string(task.noun->plural);
    if (task.isText() && isMeasured(task.verb->deed))
        those = "the lengths of " + those;
    const std::string phrase = phraseOf(task, byName);
    return phrase.empty() ? those : those + " that " + phrase;
}

std::string deedOf(const GrammarTask &task, bool byName)
{
    return filledIn(task.verb->phrase, {{"those", thoseOf(task, byName)},
                                        {"nouns", std::string(task.noun->plural)},
                                        {"Noun", std::string(task.noun->singular)},
                                        {"key", task.isText() ? "their first letter" : "their remainder by ten"},
                                        {"blank", task.isText() ? "an empty text" : "zero"}});
}

std::string resultWords(const GrammarTask &task)
{
    return filledIn(task.verb->result, {{"Noun", std::string(task.noun->singular)}});
}

std::string changeWords(const GrammarTask &task, Random &random)
{
    const std::string nouns(task.noun->plural), noun(task.noun->singular);
    const std::array<std::string, 3> numbers{
        pick(random, {"Before anything else the sign of every " + noun + " is dropped.",
                      "Signs do not matter: every " + noun + " counts by its absolute value."}),
        pick(random, {"Only the remainder of each " + noun + " by one hundred is looked at.",
                      "Every " + noun + " is first reduced to its remainder by 100."}),
        pick(random, {"Every " + noun + " is squared first.", "What counts is the square of each " + noun + "."})};
    const std::array<std::string, 3> texts{
        pick(random, {"Every " + noun + " is first written backwards.",
                      "The " + nouns + " are read from right to left before they are looked at."}),
        pick(random, {"Only the first four letters of each " + noun + " count.",
                      "Each " + noun + " is first cut to four letters."}),
        pick(random, {"The first letter of each " + noun + " is first put behind it once more.",
                      "Every " + noun + " first gets its own first letter added at its end."})};
    return (task.isText() ? texts : numbers)[std::size_t(task.change - 1)];
}

std::string openingOf(const GrammarTask &task, Random &random)
{
    const std::string deed = deedOf(task, true), origin(task.noun->origin), nouns(task.noun->plural);
    return pick(random,
                {deed + ".", "Given " + origin + ", " + small(deed) + ".",
                 "Input: " + origin + ", as a list. " + deed + ".", deed + "; `" + nouns + "` holds " + origin + ".",
                 "The list `" + nouns + "` holds " + origin + ". " + deed + ".",
                 deed + " and return " + resultWords(task) + ".",
                 "Return " + resultWords(task) + ". The task: " + small(deed) + "."});
}

struct Parameter {
    std::string name, type, words;
};

std::vector<Parameter> parametersOf(const GrammarTask &task, Random &random)
{
    const std::string type = task.isText() ? "str" : "int";
    std::vector<Parameter> parameters{
        {std::string(task.noun->plural), "list[" + type + "]",
         pick(random, {std::string(task.noun->origin), "the " + std::string(task.noun->plural) + " in order",
                       "what is looked at, in order"})}};
    const std::string_view names = task.qualifier->parameters;
    const std::string what = task.isText() ? "letters" : "the value";
    if (names == "limit")
        parameters.push_back({"limit", "int", pick(random, {"the bound for " + what, "where the line is drawn"})});
    else if (names == "divisor")
        parameters.push_back(
            {"divisor", "int",
             pick(random, {"what must divide without rest, above zero", "a whole number above zero"})});
    else if (names == "low high") {
        parameters.push_back({"low", "int", "the least that is allowed"});
        parameters.push_back({"high", "int", "the greatest that is allowed"});
    }
    return parameters;
}

std::string sectionsOf(const GrammarTask &task, Random &random)
{
    const std::string margin = "    ", result = resultWords(task);
    const auto parameters = parametersOf(task, random);
    std::string text;
    switch (random.below(5)) {
    case 0:
        text = "\n" + margin + "Args:\n";
        for (const Parameter &one : parameters)
            text += margin + "    " + one.name + ": " + one.words + "\n";
        return text + "\n" + margin + "Returns:\n" + margin + "    " + capital(result) + ".\n";
    case 1:
        text = "\n" + margin + "Parameters\n" + margin + "----------\n";
        for (const Parameter &one : parameters)
            text += margin + one.name + " : " + one.type + "\n" + margin + "    " + capital(one.words) + ".\n";
        return text + "\n" + margin + "Returns\n" + margin + "-------\n" + margin + capital(result) + ".\n";
    case 2:
        text = "\n";
        for (const Parameter &one : parameters)
            text += margin + ":param " + one.name + ": " + one.words + "\n";
        return text + margin + ":returns: " + result + "\n";
    case 3:
        text = "\n" + margin + "Parameters:\n";
        for (const Parameter &one : parameters)
            text += margin + "- " + one.name + " (" + one.type + "): " + one.words + "\n";
        return text + margin + "Returns: " + result + "\n";
    default: return "";
    }
}

/// What comes of none is then not what the verb's words say: the list was changed before.
bool isEdgeChanged(const GrammarTask &task)
{
    const Deed deed = task.verb->deed;
    return task.change > 0
           && (deed == Deed::Drop || deed == Deed::Replace || deed == Deed::Double || deed == Deed::Trim);
}

std::string edgeOf(const GrammarTask &task, Random &random)
{
    const std::string nouns(task.noun->plural);
    if (isEdgeChanged(task) && !task.refusesEmpty)
        return "";
    if (task.refusesEmpty)
        return pick(random, {"A list without " + nouns + " is refused with a ValueError.",
                             "Raises ValueError when there are no " + nouns + "."});
    if (task.verb->deed == Deed::Confirm)
        return "An empty list gives True.";
    const std::string empty(task.verb->empty);
    return task.qualifier->word.empty() ? ""
                                        : pick(random, {"When there is none of them, the result is " + empty + ".",
                                                        "Without such " + nouns + " it gives " + empty + ".",
                                                        "None of them at all means " + empty + ".", ""});
}

std::string exampleOf(const GrammarTask &task, const std::vector<GrammarList> &examples, Random &random)
{
    const std::string margin = "    ";
    std::string text = "\n";
    if (random.below(2) == 0) {
        for (const GrammarList &items : examples) {
            const std::string result = resultOf(task, items);
            text += margin + ">>> " + callOf(task, items) + "\n" + (result == "None" ? "" : margin + result + "\n");
        }
        return text;
    }
    text += margin
            + pick(random, {"Example: `" + callOf(task, examples[0]) + "` gives `" + resultOf(task, examples[0]) + "`.",
                            "For example, " + callOf(task, examples[0]) + " == " + resultOf(task, examples[0]) + ".",
                            callOf(task, examples[0]) + " -> " + resultOf(task, examples[0])})
            + "\n";
    return text;
}

std::string functionOf(const GrammarTask &task, const std::string &docstring)
{
    std::string text = headOf(task) + "\n" + docstring;
    for (const std::string &line : bodyOf(task))
        text += line + "\n";
    return text;
}

/// A block that runs, with what it prints beside it.
std::string blockOf(const GrammarTask &task, const std::vector<GrammarList> &examples, Random &random,
                    bool hasDocstring)
{
    std::string code =
        "```python\n"
        + functionOf(task, hasDocstring ? "    \"\"\"" + wrapped(deedOf(task, true) + ".", "    ") + "\"\"\"\n" : "");
    code += "\n\n";
    const std::string name = pick(random, {"example", "first", "sample", "given", "data"});
    for (std::size_t number = 0; number < examples.size(); ++number) {
        const std::string variable = name + (number > 0 ? std::to_string(number + 1) : "");
        GrammarTask named = task;
        const std::string call = callOf(named, examples[number]);
        const std::string list = reprOf(examples[number]);
        code += variable + " = " + list + "\n";
        code += "print(" + task.name + "(" + variable + call.substr(task.name.size() + 1 + list.size()) + ")  # "
                + (resultOf(task, examples[number]).starts_with("'")
                       ? resultOf(task, examples[number]).substr(1, resultOf(task, examples[number]).size() - 2)
                       : resultOf(task, examples[number]))
                + "\n";
    }
    return code + "```\n";
}

std::string introduction(const GrammarTask &task, const std::string &audience, Random &random)
{
    const std::string nouns(task.noun->plural), noun(task.noun->singular), origin(task.noun->origin),
        deed = small(deedOf(task, false));
    const std::string who = audience.empty() ? "readers" : audience;
    return pick(
        random,
        {capital(origin) + ", all in one list: how do we " + deed
             + "? The answer is short, but each of its lines has a reason, and this section is about the reasons.",
         "To " + deed + ": that is the task, and a list with " + origin + " is all we have. For " + who
             + " the point is less the result than the habit of saying exactly what is meant.",
         "Take " + origin + ", written on a slip of paper. With a pencil you would go from " + noun + " to " + noun
             + " and " + deed + ". A program does the same, one " + noun + " at a time.",
         "From " + origin + " we want to " + deed + ". Two decisions are hidden in that sentence, and in this section "
             + who + " take them one after the other.",
         capital(deed) + ": what does that mean? Before any code is written, say it in plain words: look at every "
             + noun + ", decide, act. The list of " + nouns + " itself is not changed by any of this.",
         capital(nouns) + " are made to be walked through. Here the list holds " + origin
             + ", and what is wanted is to " + deed + ". Much of programming is deciding what to keep."});
}

std::string conditionWords(const GrammarTask &task, Random &random)
{
    const std::string nouns(task.noun->plural), noun(task.noun->singular), phrase = phraseOf(task, false);
    if (phrase.empty())
        return pick(random,
                    {"Nothing is sorted out here: every " + noun
                         + " takes part. That makes the condition the simplest one there is, and it may be left out.",
                     "All " + nouns + " count alike, so there is no question to ask of each one before it is used."});
    const std::string condition = filledIn(
        task.qualifier->code(task.isText()),
        {{"x", task.element}, {"i", task.place}, {"items", std::string(task.noun->plural)}});
    return pick(random,
                {"The first decision is which " + nouns + " are meant: those that " + phrase
                     + ". In Python the question reads `" + condition + "`, and its answer is either True or False.",
                 "Which " + nouns + " do we mean? Only those that " + phrase + ". The expression `" + condition
                     + "` says so; for every other " + noun + " it is False.",
                 "The condition deserves a line of its own in our thoughts. A " + noun
                     + " belongs to the chosen ones when it is among those that " + phrase + ", which is what `"
                     + condition + "` tests.",
                 "It helps to test the condition by hand before trusting it. Take any " + noun
                     + " and ask whether it is one of those that " + phrase + ": `" + condition
                     + "` must agree with you."});
}

std::string walkThrough(const GrammarTask &task, const GrammarList &items, Random &random)
{
    const std::string nouns(task.noun->plural), kept = reprOf(keptOf(task, items)), list = reprOf(items),
                                                result = resultOf(task, items);
    const std::string changed = task.change > 0
                                    ? " After the first step the list reads " + reprOf(changedOf(task, items)) + "."
                                    : "";
    return pick(random, {"Follow one run. The list is " + list + "." + changed + " The " + nouns + " that pass are "
                             + kept + ", and so the function gives " + result + ".",
                         "Example 1: Consider the list " + list + "." + changed
                             + " What is left after the condition is " + kept + "; the result is " + result + ".",
                         "Take " + list + " and go through it with a finger." + changed + " You stop at " + kept
                             + ". From these comes the answer, " + result + ".",
                         "For " + list + " the answer is " + result + "." + changed + " It comes about because exactly "
                             + kept + " fulfil the condition."});
}

std::string mannerWords(GrammarManner manner, Random &random)
{
    switch (manner) {
    case GrammarManner::Loop:
        return pick(random, {"a plain loop, which shows every step", "a loop with one decision in it"});
    case GrammarManner::Comprehension:
        return pick(random, {"a comprehension, which reads almost like the sentence we began with",
                             "an expression that builds its list at once"});
    case GrammarManner::Steps:
        return pick(random,
                    {"a loop that gives the decision a name", "a loop that passes over what is not meant and goes on"});
    case GrammarManner::Helper:
        return pick(random, {"a helper inside the function, so that the condition can be read by itself",
                             "a small inner function for the condition"});
    case GrammarManner::While:
        return pick(random, {"a while loop that counts the places itself",
                             "a while loop, where nothing is hidden, not even the counting"});
    }
    return "";
}

std::string closing(const GrammarTask &task, Random &random)
{
    const std::string nouns(task.noun->plural), empty(task.verb->empty);
    const std::string edge =
        task.refusesEmpty     ? "A list without " + nouns + " is refused, because no honest answer exists for it."
        : isEdgeChanged(task) ? "Lists in which no " + std::string(task.noun->singular)
                                    + " fulfils the condition deserve a test of their own."
        : task.verb->deed == Deed::Confirm
            ? "An empty list gives True: there is no " + std::string(task.noun->singular) + " that speaks against it."
            : "When no " + std::string(task.noun->singular) + " fulfils the condition, the result is " + empty + ".";
    return pick(
        random,
        {edge + " Ask such questions before somebody else's data asks them.", "One case is easily forgotten. " + edge,
         "Both versions agree on every list. " + edge + " Which one you prefer is a matter of who will read it.",
         "Try it with a list of your own, then with an empty one. " + edge});
}

} // namespace

std::string exerciseText(const GrammarTask &task, const std::vector<GrammarList> &examples, Random &random)
{
    const std::string margin = "    ";
    std::string docstring = wrapped(openingOf(task, random), margin);
    std::string rest = task.change > 0 ? changeWords(task, random) : "";
    if (const std::string edge = edgeOf(task, random); !edge.empty())
        rest += (rest.empty() ? "" : " ") + edge;
    if (!rest.empty())
        docstring += "\n\n" + margin + wrapped(rest, margin);
    docstring += "\n" + sectionsOf(task, random) + exampleOf(task, examples, random);
    return functionOf(task, margin + "\"\"\"" + docstring + margin + "\"\"\"\n");
}

std::string lessonText(const GrammarTask &task, const GrammarTask &other, const std::vector<GrammarList> &examples,
                       const std::string &audience, Random &random)
{
    std::vector<std::string> parts{introduction(task, audience, random)};
    if (task.change > 0)
        parts.push_back(changeWords(task, random));
    parts.push_back(conditionWords(task, random));
    const std::string second = pick(
        random, {"The second decision is what becomes of them: we want " + resultWords(task) + ".",
                 "What shall come out? In this case " + resultWords(task) + ", and nothing else.",
                 "The result is " + resultWords(task) + ". Saying that in advance keeps the function honest."});
    const std::string walk = walkThrough(task, examples[0], random);
    const bool walksFirst = random.below(2) == 0;
    parts.push_back(second + (walksFirst ? " " + walk : ""));
    parts.push_back("Here it is with " + mannerWords(task.manner, random) + ":");
    parts.push_back(blockOf(task, examples, random, true));
    if (!walksFirst)
        parts.push_back(walk);
    parts.push_back(pick(random, {"The same can be said with ", "There is another way to put it: ", "Compare it with "})
                    + mannerWords(other.manner, random) + ".");
    parts.push_back(blockOf(other, {examples[0]}, random, random.below(2) == 0));
    parts.push_back(closing(task, random));
    std::string text;
    for (const std::string &part : parts)
        text += (text.empty() ? "" : "\n") + (part.starts_with("```") ? part : wrapped(part, "") + "\n");
    return text;
}

} // namespace primer
