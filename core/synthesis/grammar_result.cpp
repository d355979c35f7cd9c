// What the functions of grammar-1 give, as Python shows it.
#include <algorithm>
#include <cstdlib>
#include <utility>

#include "core/synthesis/grammar_program.h"

namespace primer {

namespace {

using Deed = GrammarDeed;

std::int64_t sizeOf(const GrammarValue &value)
{
    const auto *text = std::get_if<std::string>(&value);
    return text ? std::int64_t(text->size()) : std::get<std::int64_t>(value);
}

std::int64_t floorDivided(std::int64_t value, std::int64_t by) { return value / by - (value % by < 0); }

std::string plain(const GrammarValue &value)
{
    const auto *text = std::get_if<std::string>(&value);
    return text ? *text : std::to_string(std::get<std::int64_t>(value));
}

std::string repr(const GrammarValue &value)
{
    return std::holds_alternative<std::string>(value) ? "'" + plain(value) + "'" : plain(value);
}

template<typename Items, typename Show>
std::string listed(const Items &items, Show show, const char *open = "[", const char *close = "]")
{
    std::string text = open;
    for (std::size_t place = 0; place < items.size(); ++place)
        text += (place > 0 ? ", " : "") + show(items[place]);
    return text + close;
}

std::string sizes(const std::vector<std::int64_t> &numbers)
{
    return listed(numbers, [](std::int64_t number) { return std::to_string(number); });
}

/// In the order of first occurrence.
template<typename Value>
std::vector<std::pair<GrammarValue, Value>> keyed(const GrammarList &keys, const std::vector<Value> &values,
                                                  void (*join)(Value &, const Value &))
{
    std::vector<std::pair<GrammarValue, Value>> entries;
    for (std::size_t place = 0; place < keys.size(); ++place) {
        const auto found = std::find_if(entries.begin(), entries.end(),
                                        [&](const auto &entry) { return entry.first == keys[place]; });
        if (found == entries.end())
            entries.emplace_back(keys[place], values[place]);
        else
            join(found->second, values[place]);
    }
    return entries;
}

std::string dictionary(const std::vector<std::pair<GrammarValue, std::int64_t>> &entries)
{
    return listed(
        entries, [](const auto &entry) { return repr(entry.first) + ": " + std::to_string(entry.second); }, "{", "}");
}

std::string grouped(const GrammarList &kept)
{
    GrammarList keys;
    std::vector<GrammarList> values;
    for (const GrammarValue &value : kept) {
        const auto *text = std::get_if<std::string>(&value);
        const std::int64_t rest = text ? 0 : ((std::get<std::int64_t>(value) % 10) + 10) % 10;
        keys.push_back(text ? GrammarValue(text->substr(0, 1)) : GrammarValue(rest));
        values.push_back({value});
    }
    const auto groups = keyed<GrammarList>(keys, values, [](GrammarList &into, const GrammarList &more) {
        into.insert(into.end(), more.begin(), more.end());
    });
    return listed(
        groups, [](const auto &entry) { return repr(entry.first) + ": " + reprOf(entry.second); }, "{", "}");
}

std::string ofNumbers(Deed deed, const GrammarList &kept)
{
    std::vector<std::int64_t> numbers, result;
    std::int64_t total = 0;
    for (const GrammarValue &value : kept) {
        total += sizeOf(value);
        if (deed == Deed::Accumulate)
            result.push_back(total);
        if (deed == Deed::Compare && !numbers.empty())
            result.push_back(sizeOf(value) - numbers.back());
        numbers.push_back(sizeOf(value));
    }
    if (deed == Deed::Accumulate || deed == Deed::Compare)
        return sizes(result);
    if (deed == Deed::Total)
        return std::to_string(total);
    if (numbers.empty())
        return "0";
    const auto [least, greatest] = std::minmax_element(numbers.begin(), numbers.end());
    return std::to_string(deed == Deed::Measure ? *greatest - *least
                                                : floorDivided(total, std::int64_t(numbers.size())));
}

std::string ofEach(const GrammarTask &task, const GrammarList &items, const std::vector<bool> &holds)
{
    GrammarList result, others;
    std::string marks;
    for (std::size_t place = 0; place < items.size(); ++place) {
        marks += std::string(place > 0 ? ", " : "") + (holds[place] ? "True" : "False");
        GrammarValue value = items[place];
        if (!holds[place])
            others.push_back(value);
        if (holds[place] && task.verb->deed == Deed::Replace)
            value = task.isText() ? GrammarValue(std::string()) : GrammarValue(std::int64_t(0));
        else if (holds[place] && task.verb->deed == Deed::Double)
            value = task.isText() ? GrammarValue(plain(value) + plain(value)) : GrammarValue(sizeOf(value) * 2);
        result.push_back(value);
    }
    if (task.verb->deed == Deed::Mark)
        return "[" + marks + "]";
    return reprOf(task.verb->deed == Deed::Drop ? others : result);
}

std::string trimmed(const GrammarList &items, const std::vector<bool> &holds)
{
    std::size_t begin = 0, end = items.size();
    while (begin < end && holds[begin])
        ++begin;
    while (end > begin && holds[end - 1])
        --end;
    return reprOf(GrammarList(items.begin() + std::ptrdiff_t(begin), items.begin() + std::ptrdiff_t(end)));
}

std::string ofPlaces(Deed deed, const GrammarList &items, const std::vector<bool> &holds)
{
    std::vector<std::int64_t> places;
    GrammarList kept;
    for (std::size_t place = 0; place < items.size(); ++place) {
        if (!holds[place])
            continue;
        places.push_back(std::int64_t(place));
        kept.push_back(items[place]);
    }
    if (deed == Deed::Locate)
        return sizes(places);
    return dictionary(keyed<std::int64_t>(kept, places, [](std::int64_t &, const std::int64_t &) {}));
}

std::string ofKeptList(Deed deed, GrammarList kept, const GrammarList &others)
{
    const auto isAny = !kept.empty();
    switch (deed) {
    case Deed::Count: return std::to_string(kept.size());
    case Deed::Sort: std::sort(kept.begin(), kept.end()); return reprOf(kept);
    case Deed::Rank: std::sort(kept.rbegin(), kept.rend()); return reprOf(kept);
    case Deed::Reverse: std::reverse(kept.begin(), kept.end()); return reprOf(kept);
    case Deed::Find: return isAny ? repr(kept.front()) : "None";
    case Deed::Pick: return isAny ? repr(*std::max_element(kept.begin(), kept.end())) : "None";
    case Deed::Join: {
        std::string text;
        for (std::size_t place = 0; place < kept.size(); ++place)
            text += (place > 0 ? "-" : "") + plain(kept[place]);
        return "'" + text + "'";
    }
    case Deed::Tally:
        return dictionary(keyed<std::int64_t>(kept, std::vector<std::int64_t>(kept.size(), 1),
                                              [](std::int64_t &count, const std::int64_t &more) { count += more; }));
    case Deed::Group: return grouped(kept);
    case Deed::Split: return "(" + reprOf(kept) + ", " + reprOf(others) + ")";
    case Deed::Pair: {
        std::vector<std::string> pairs;
        for (std::size_t place = 1; place < kept.size(); ++place)
            pairs.push_back("(" + repr(kept[place - 1]) + ", " + repr(kept[place]) + ")");
        return listed(pairs, [](const std::string &pair) { return pair; });
    }
    case Deed::Chunk: {
        std::vector<std::string> pieces;
        for (std::size_t from = 0; from < kept.size(); from += 3)
            pieces.push_back(reprOf(GrammarList(kept.begin() + std::ptrdiff_t(from),
                                                kept.begin() + std::ptrdiff_t(std::min(from + 3, kept.size())))));
        return listed(pieces, [](const std::string &piece) { return piece; });
    }
    case Deed::Check: return isAny ? "True" : "False";
    case Deed::Confirm: return others.empty() ? "True" : "False";
    case Deed::Rotate:
        if (isAny)
            std::rotate(kept.begin(), kept.begin() + 1, kept.end());
        return reprOf(kept);
    case Deed::Deduplicate: {
        GrammarList once;
        for (const GrammarValue &value : kept) {
            if (std::find(once.begin(), once.end(), value) == once.end())
                once.push_back(value);
        }
        return reprOf(once);
    }
    case Deed::Number: {
        std::vector<std::string> pairs;
        for (std::size_t place = 0; place < kept.size(); ++place)
            pairs.push_back("(" + std::to_string(place + 1) + ", " + repr(kept[place]) + ")");
        return listed(pairs, [](const std::string &pair) { return pair; });
    }
    default: return reprOf(kept);
    }
}

std::vector<bool> holdsOf(const GrammarTask &task, const GrammarList &items)
{
    std::vector<bool> holds(items.size());
    for (std::size_t place = 0; place < items.size(); ++place)
        holds[place] = task.qualifier->holds(items, place, task.given);
    return holds;
}

} // namespace

bool isMeasured(GrammarDeed deed)
{
    return deed == Deed::Total || deed == Deed::Measure || deed == Deed::Average || deed == Deed::Accumulate
           || deed == Deed::Compare;
}

std::string reprOf(const GrammarList &items) { return listed(items, repr); }

GrammarList changedOf(const GrammarTask &task, const GrammarList &items)
{
    GrammarList changed;
    for (const GrammarValue &value : items) {
        if (task.isText()) {
            std::string text = plain(value);
            if (task.change == 1)
                std::reverse(text.begin(), text.end());
            else if (task.change == 2)
                text.resize(std::min<std::size_t>(text.size(), 4));
            else if (task.change == 3)
                text += text.substr(0, 1);
            changed.emplace_back(std::move(text));
            continue;
        }
        const std::int64_t number = std::get<std::int64_t>(value);
        changed.emplace_back(task.change == 1   ? std::abs(number)
                             : task.change == 2 ? ((number % 100) + 100) % 100
                             : task.change == 3 ? number * number
                                                : number);
    }
    return changed;
}

GrammarList keptOf(const GrammarTask &task, const GrammarList &items)
{
    const GrammarList changed = changedOf(task, items);
    const std::vector<bool> holds = holdsOf(task, changed);
    GrammarList kept;
    for (std::size_t place = 0; place < changed.size(); ++place) {
        if (holds[place])
            kept.push_back(changed[place]);
    }
    return kept;
}

std::string resultOf(const GrammarTask &task, const GrammarList &items)
{
    const GrammarList changed = changedOf(task, items);
    const std::vector<bool> holds = holdsOf(task, changed);
    const Deed deed = task.verb->deed;
    if (isMeasured(deed))
        return ofNumbers(deed, keptOf(task, items));
    switch (deed) {
    case Deed::Drop:
    case Deed::Replace:
    case Deed::Double:
    case Deed::Mark: return ofEach(task, changed, holds);
    case Deed::Trim: return trimmed(changed, holds);
    case Deed::Locate:
    case Deed::Index: return ofPlaces(deed, changed, holds);
    default: break;
    }
    GrammarList kept, others;
    for (std::size_t place = 0; place < changed.size(); ++place)
        (holds[place] ? kept : others).push_back(changed[place]);
    return ofKeptList(deed, std::move(kept), others);
}

} // namespace primer
