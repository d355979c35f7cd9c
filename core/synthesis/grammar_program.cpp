#include "core/synthesis/grammar_program.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace primer {

namespace {

using Deed = GrammarDeed;
using Lines = std::vector<std::string>;

std::string typeOf(const GrammarTask &task) { return task.isText() ? "str" : "int"; }

std::string resultType(const GrammarTask &task)
{
    const std::string type = typeOf(task);
    switch (task.verb->deed) {
    case Deed::Count:
    case Deed::Total:
    case Deed::Measure:
    case Deed::Average: return "int";
    case Deed::Find:
    case Deed::Pick: return type + " | None";
    case Deed::Locate:
    case Deed::Accumulate:
    case Deed::Compare: return "list[int]";
    case Deed::Join: return "str";
    case Deed::Tally:
    case Deed::Index: return "dict[" + type + ", int]";
    case Deed::Group: return "dict[" + type + ", list[" + type + "]]";
    case Deed::Split: return "tuple[list[" + type + "], list[" + type + "]]";
    case Deed::Pair: return "list[tuple[" + type + ", " + type + "]]";
    case Deed::Chunk: return "list[list[" + type + "]]";
    case Deed::Check:
    case Deed::Confirm: return "bool";
    case Deed::Number: return "list[tuple[int, " + type + "]]";
    case Deed::Mark: return "list[bool]";
    default: return "list[" + type + "]";
    }
}

/// What a deed does at an element that is meant, and at one that is not, and what it gives in the end.
struct Sink {
    Lines begin, yes, no;
    std::string result;
};

class Writer
{
public:
    explicit Writer(const GrammarTask &task)
        : m_task(task), m_list(task.change > 0 ? "prepared" : std::string(task.noun->plural)), m_x(task.element),
          m_i(task.place), m_kept(task.kept)
    {}

    Lines body()
    {
        const std::string source(m_task.noun->plural);
        if (m_task.refusesEmpty) {
            add(0, "if not " + source + ":");
            add(1, "raise ValueError(\"there are no " + source + "\")");
        }
        if (m_task.change > 0)
            add(0, m_list + " = [" + changeCode() + " for " + m_x + " in " + source + "]");
        if (m_task.verb->deed == Deed::Trim) {
            trim();
            return std::move(m_lines);
        }
        const std::string expression = usesExpression() ? expressionOf() : "";
        if (expression.empty())
            loop();
        else
            add(0, "return " + expression);
        return std::move(m_lines);
    }

private:
    void add(int depth, const std::string &line)
    {
        m_lines.push_back(std::string(4 * std::size_t(depth + 1), ' ') + line);
    }

    std::string changeCode() const
    {
        constexpr std::array<const char *, 3> numbers{"abs({x})", "{x} % 100", "{x} * {x}"},
            texts{"{x}[::-1]", "{x}[:4]", "{x} + {x}[:1]"};
        return filledIn((m_task.isText() ? texts : numbers)[std::size_t(m_task.change - 1)], {{"x", m_x}});
    }
    std::string conditionOf(const std::string &x, const std::string &i) const
    {
        return filledIn(m_task.qualifier->code(m_task.isText()), {{"x", x}, {"i", i}, {"items", m_list}});
    }
    bool takesAll() const { return m_task.qualifier->word.empty(); }
    bool usesPlace() const { return m_task.qualifier->usesPlace; }
    std::string measure(const std::string &x) const { return m_task.isText() ? "len(" + x + ")" : x; }
    std::string key(const std::string &x) const { return m_task.isText() ? x + "[:1]" : x + " % 10"; }
    std::string blank() const { return m_task.isText() ? "\"\"" : "0"; }
    std::string heads(bool withPlace) const
    {
        return withPlace ? m_i + ", " + m_x + " in enumerate(" + m_list + ")" : m_x + " in " + m_list;
    }

    bool usesExpression() const
    {
        const Deed deed = m_task.verb->deed;
        return (m_task.manner == GrammarManner::Comprehension || m_task.manner == GrammarManner::Helper)
               && deed != Deed::Locate && deed != Deed::Index;
    }

    /// The condition in place, or a helper that tells it, which is then written.
    std::string condition()
    {
        if (m_task.manner != GrammarManner::Helper || takesAll())
            return conditionOf(m_x, m_i);
        add(0, "def is_meant(" + std::string(usesPlace() ? m_i + ": int, " : "") + m_x + ": " + typeOf(m_task)
                   + ") -> bool:");
        add(1, "return " + conditionOf(m_x, m_i));
        m_lines.emplace_back();
        return "is_meant(" + std::string(usesPlace() ? m_i + ", " : "") + m_x + ")";
    }

    std::string expressionOf()
    {
        const std::string holds = condition();
        const auto each = [&](const std::string &what) { return "[" + what + " for " + heads(usesPlace()) + "]"; };
        switch (m_task.verb->deed) {
        case Deed::Drop:
            return takesAll() ? "[]" : "[" + m_x + " for " + heads(usesPlace()) + " if not (" + holds + ")]";
        case Deed::Replace: return each(takesAll() ? blank() : blank() + " if " + holds + " else " + m_x);
        case Deed::Double: return each(takesAll() ? m_x + " * 2" : m_x + " * 2 if " + holds + " else " + m_x);
        case Deed::Mark: return each(takesAll() ? "True" : holds);
        case Deed::Confirm: return takesAll() ? "True" : "all(" + holds + " for " + heads(usesPlace()) + ")";
        case Deed::Check:
            if (!takesAll())
                return "any(" + holds + " for " + heads(usesPlace()) + ")";
            break;
        case Deed::Count:
            if (!takesAll())
                return "sum(1 for " + heads(usesPlace()) + " if " + holds + ")";
            break;
        default: break;
        }
        const std::string kept = takesAll() ? "list(" + m_list + ")"
                                            : "[" + m_x + " for " + heads(usesPlace()) + " if " + holds + "]";
        if (m_task.verb->deed == Deed::Collect)
            return kept;
        add(0, m_kept + " = " + kept);
        if (m_task.verb->deed == Deed::Split)
            return "(" + m_kept + ", "
                   + (takesAll() ? "[]" : "[" + m_x + " for " + heads(usesPlace()) + " if not (" + holds + ")]") + ")";
        return ofKept();
    }

    /// From the list of those that are meant.
    std::string ofKept()
    {
        const std::string &kept = m_kept;
        const bool isText = m_task.isText();
        const std::string measured = isText ? "[len(" + m_x + ") for " + m_x + " in " + kept + "]" : kept;
        switch (m_task.verb->deed) {
        case Deed::Count: return "len(" + kept + ")";
        case Deed::Total: return isText ? "sum(len(" + m_x + ") for " + m_x + " in " + kept + ")" : "sum(" + kept + ")";
        case Deed::Sort: return "sorted(" + kept + ")";
        case Deed::Rank: return "sorted(" + kept + ", reverse=True)";
        case Deed::Reverse: return kept + "[::-1]";
        case Deed::Find: return kept + "[0] if " + kept + " else None";
        case Deed::Pick: return "max(" + kept + ", default=None)";
        case Deed::Measure: add(0, "sizes = " + measured); return "max(sizes) - min(sizes) if sizes else 0";
        case Deed::Join: return "\"-\".join(" + (isText ? kept : "str(" + m_x + ") for " + m_x + " in " + kept) + ")";
        case Deed::Tally: return "{" + m_x + ": " + kept + ".count(" + m_x + ") for " + m_x + " in " + kept + "}";
        case Deed::Group:
            return "{" + key("one") + ": [" + m_x + " for " + m_x + " in " + kept + " if " + key(m_x)
                   + " == " + key("one") + "] for one in " + kept + "}";
        case Deed::Accumulate:
            add(0, "sizes = " + measured);
            return "[sum(sizes[:end + 1]) for end in range(len(sizes))]";
        case Deed::Pair: return "list(zip(" + kept + ", " + kept + "[1:]))";
        case Deed::Chunk: return "[" + kept + "[start:start + 3] for start in range(0, len(" + kept + "), 3)]";
        case Deed::Check: return "bool(" + kept + ")";
        case Deed::Average: add(0, "sizes = " + measured); return "sum(sizes) // len(sizes) if sizes else 0";
        case Deed::Rotate: return kept + "[1:] + " + kept + "[:1]";
        case Deed::Deduplicate: return "list(dict.fromkeys(" + kept + "))";
        case Deed::Compare:
            return "[" + measure("later") + " - " + measure("earlier") + " for earlier, later in zip(" + kept + ", "
                   + kept + "[1:])]";
        case Deed::Number: return "list(enumerate(" + kept + ", start=1))";
        default: return kept;
        }
    }

    Sink sink()
    {
        const std::string &x = m_x, &kept = m_kept, m = measure(m_x);
        switch (m_task.verb->deed) {
        case Deed::Count: return {{"count = 0"}, {"count += 1"}, {}, "count"};
        case Deed::Total: return {{"total = 0"}, {"total += " + m}, {}, "total"};
        case Deed::Locate: return {{"places = []"}, {"places.append(" + m_i + ")"}, {}, "places"};
        case Deed::Tally: return {{"counts = {}"}, {"counts[" + x + "] = counts.get(" + x + ", 0) + 1"}, {}, "counts"};
        case Deed::Group:
            return {{"groups = {}"}, {"groups.setdefault(" + key(x) + ", []).append(" + x + ")"}, {}, "groups"};
        case Deed::Accumulate:
            return {{"total = 0", "totals = []"}, {"total += " + m, "totals.append(total)"}, {}, "totals"};
        case Deed::Find: return {{}, {"return " + x}, {}, "None"};
        case Deed::Check: return {{}, {"return True"}, {}, "False"};
        case Deed::Confirm: return {{}, {"pass"}, {"return False"}, "True"};
        case Deed::Deduplicate:
            return {{kept + " = []"},
                    {"if " + x + " not in " + kept + ":", "    " + kept + ".append(" + x + ")"},
                    {},
                    kept};
        case Deed::Index: return {{"places = {}"}, {"places.setdefault(" + x + ", " + m_i + ")"}, {}, "places"};
        case Deed::Number:
            return {{"numbered = []"}, {"numbered.append((len(numbered) + 1, " + x + "))"}, {}, "numbered"};
        case Deed::Pick:
            return {{"best = None"}, {"if best is None or " + x + " > best:", "    best = " + x}, {}, "best"};
        case Deed::Reverse: return {{kept + " = []"}, {kept + ".insert(0, " + x + ")"}, {}, kept};
        case Deed::Average:
            return {{"total = 0", "count = 0"}, {"total += " + m, "count += 1"}, {}, "total // count if count else 0"};
        case Deed::Split:
            return {{kept + " = []", "others = []"},
                    {kept + ".append(" + x + ")"},
                    {"others.append(" + x + ")"},
                    "(" + kept + ", others)"};
        case Deed::Drop: return {{"others = []"}, {"continue"}, {"others.append(" + x + ")"}, "others"};
        case Deed::Replace:
            return {{"result = []"}, {"result.append(" + blank() + ")"}, {"result.append(" + x + ")"}, "result"};
        case Deed::Double:
            return {{"result = []"}, {"result.append(" + x + " * 2)"}, {"result.append(" + x + ")"}, "result"};
        case Deed::Mark: return {{"verdicts = []"}, {"verdicts.append(True)"}, {"verdicts.append(False)"}, "verdicts"};
        default: return {{kept + " = []"}, {kept + ".append(" + x + ")"}, {}, ""};
        }
    }

    void put(int depth, const Lines &lines)
    {
        for (const std::string &line : lines)
            add(depth, line);
    }

    void branches(int depth, const Sink &sink, const std::string &holds)
    {
        const bool skipsYes = sink.yes == Lines{"pass"} || sink.yes == Lines{"continue"};
        if (takesAll()) {
            put(depth, skipsYes ? Lines{"pass"} : sink.yes);
            return;
        }
        if (skipsYes) {
            add(depth, "if not (" + holds + "):");
            put(depth + 1, sink.no);
        } else if (m_task.manner == GrammarManner::Steps && sink.no.empty()) {
            add(depth, "is_meant = " + holds);
            add(depth, "if not is_meant:");
            add(depth + 1, "continue");
            put(depth, sink.yes);
        } else {
            add(depth, "if " + holds + ":");
            put(depth + 1, sink.yes);
            if (!sink.no.empty()) {
                add(depth, "else:");
                put(depth + 1, sink.no);
            }
        }
    }

    void loop()
    {
        const Sink sink = this->sink();
        const std::string holds = condition();
        put(0, sink.begin);
        if (m_task.manner == GrammarManner::While) {
            add(0, m_i + " = 0");
            add(0, "while " + m_i + " < len(" + m_list + "):");
            add(1, m_x + " = " + m_list + "[" + m_i + "]");
            branches(1, sink, holds);
            add(1, m_i + " += 1");
        } else {
            const Deed deed = m_task.verb->deed;
            add(0, "for " + heads(usesPlace() || deed == Deed::Locate || deed == Deed::Index) + ":");
            branches(1, sink, holds);
        }
        if (!sink.result.empty()) {
            add(0, "return " + sink.result);
            return;
        }
        const std::string result = ofKept(); // may add lines of its own
        add(0, "return " + result);
    }

    void trim()
    {
        const auto at = [&](const std::string &place) { return conditionOf(m_list + "[" + place + "]", place); };
        add(0, "start, end = 0, len(" + m_list + ")");
        add(0, "while start < end and (" + at("start") + "):");
        add(1, "start += 1");
        add(0, "last = end - 1");
        add(0, "while last >= start and (" + at("last") + "):");
        add(1, "last -= 1");
        add(0, "return " + m_list + "[start:last + 1]");
    }

    const GrammarTask &m_task;
    const std::string m_list, m_x, m_i, m_kept;
    Lines m_lines;
};

} // namespace

std::string filledIn(std::string_view pattern, const std::vector<std::pair<std::string_view, std::string>> &values)
{
    std::string text;
    for (std::size_t place = 0; place < pattern.size(); ++place) {
        const std::size_t close = pattern[place] == '{' ? pattern.find('}', place) : std::string_view::npos;
        const auto found = close == std::string_view::npos
                               ? values.end()
                               : std::find_if(values.begin(), values.end(), [&](const auto &value) {
                                     return value.first == pattern.substr(place + 1, close - place - 1);
                                 });
        if (found == values.end()) {
            text += pattern[place];
        } else {
            text += found->second;
            place = close;
        }
    }
    return text;
}

std::string headOf(const GrammarTask &task)
{
    std::string head = "def " + task.name + "(" + std::string(task.noun->plural) + ": list[" + typeOf(task) + "]";
    for (std::string_view rest = task.qualifier->parameters; !rest.empty();) {
        const std::size_t end = std::min(rest.find(' '), rest.size());
        head += ", " + std::string(rest.substr(0, end)) + ": int";
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return head + ") -> " + resultType(task) + ":";
}

std::vector<std::string> bodyOf(const GrammarTask &task) { return Writer(task).body(); }

std::string callOf(const GrammarTask &task, const GrammarList &items)
{
    std::string call = task.name + "(" + reprOf(items);
    const std::map<std::string_view, std::int64_t> given{{"limit", task.given.limit},
                                                         {"divisor", task.given.divisor},
                                                         {"low", task.given.low},
                                                         {"high", task.given.high}};
    for (std::string_view rest = task.qualifier->parameters; !rest.empty();) {
        const std::size_t end = std::min(rest.find(' '), rest.size());
        call += ", " + std::to_string(given.at(rest.substr(0, end)));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return call + ")";
}

} // namespace primer
