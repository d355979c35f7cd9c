#include "core/workspace/sample_set.h"

#include <algorithm>
#include <array>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/quality/thresholds.h"
#include "core/query/filter.h"

namespace primer {

using Json = nlohmann::ordered_json;

namespace {

constexpr std::array<std::pair<SetPart::Kind, const char *>, 7> kinds{
    {{SetPart::Kind::Condition, "condition"},
     {SetPart::Kind::Rule, "rule"},
     {SetPart::Kind::Search, "search"},
     {SetPart::Kind::Cut, "cut"},
     {SetPart::Kind::Threshold, "threshold"},
     {SetPart::Kind::NearDuplicates, "near_duplicates"},
     {SetPart::Kind::Queue, "queue"}}};

bool isSingle(SetPart::Kind kind)
{
    return kind == SetPart::Kind::Search || kind == SetPart::Kind::Cut || kind == SetPart::Kind::NearDuplicates;
}

std::string wordsOf(const SetPart &part)
{
    switch (part.kind) {
    case SetPart::Kind::Condition:
    case SetPart::Kind::Rule: return part.text;
    case SetPart::Kind::Search: return (part.isRegex ? "regex: " : "search: ") + part.text;
    case SetPart::Kind::Cut:
        return cutCondition(part.cut) + (part.forest > 0 ? " of forest " + std::to_string(part.forest) : std::string());
    case SetPart::Kind::Threshold: return "threshold " + part.text;
    case SetPart::Kind::NearDuplicates: return "without near-duplicates";
    case SetPart::Kind::Queue: return "queue " + (part.text.empty() ? std::to_string(part.queue) : part.text);
    }
    return {};
}

Json jsonOf(const SetPart &part)
{
    const auto kind = std::find_if(kinds.begin(), kinds.end(), [&](const auto &one) { return one.first == part.kind; });
    Json json{{"kind", kind->second}};
    if (!part.text.empty())
        json["text"] = part.text;
    if (!part.isOn)
        json["off"] = true;
    if (part.isRegex)
        json["regex"] = true;
    if (part.ignoreCase)
        json["ignore_case"] = true;
    if (part.kind == SetPart::Kind::Cut)
        json["cut"] = part.cut;
    if (part.forest != 0)
        json["forest"] = part.forest;
    if (part.queue != 0)
        json["queue"] = part.queue;
    return json;
}

Result<SetPart> partOf(const Json &json)
{
    const std::string word = json.at("kind").get<std::string>();
    const auto kind = std::find_if(kinds.begin(), kinds.end(), [&](const auto &one) { return word == one.second; });
    if (kind == kinds.end())
        return Error{ErrorCode::Corrupt, "a set has a part of an unknown kind", word};
    SetPart part;
    part.kind = kind->first;
    part.text = json.value("text", std::string());
    part.isOn = !json.value("off", false);
    part.isRegex = json.value("regex", false);
    part.ignoreCase = json.value("ignore_case", false);
    part.cut = json.value("cut", 0.0);
    part.forest = json.value("forest", std::int64_t(0));
    part.queue = json.value("queue", std::int64_t(0));
    return part;
}

} // namespace

SetPart SetPart::of(Kind kind, std::string text)
{
    SetPart part;
    part.kind = kind;
    part.text = std::move(text);
    return part;
}

SetPart SetPart::search(const SearchPattern &pattern)
{
    SetPart part = of(Kind::Search, pattern.text);
    part.isRegex = pattern.isRegex;
    part.ignoreCase = pattern.ignoreCase;
    return part;
}

SetPart SetPart::cutAt(double cut, std::int64_t forest)
{
    SetPart part = of(Kind::Cut, {});
    part.cut = cut;
    part.forest = forest;
    return part;
}

SetPart SetPart::ofQueue(std::int64_t queue, std::string name)
{
    SetPart part = of(Kind::Queue, std::move(name));
    part.queue = queue;
    return part;
}

bool SampleSet::isEverything() const
{
    return std::none_of(parts.begin(), parts.end(), [](const SetPart &part) { return part.isOn; });
}

const SetPart *SampleSet::find(SetPart::Kind kind) const
{
    const auto found = std::find_if(parts.begin(), parts.end(),
                                    [kind](const SetPart &part) { return part.kind == kind; });
    return found == parts.end() ? nullptr : &*found;
}

SearchPattern SampleSet::search() const
{
    const SetPart *part = find(SetPart::Kind::Search);
    return part && part->isOn ? part->pattern() : SearchPattern();
}

void SampleSet::put(const SetPart &part)
{
    const auto same = std::find_if(parts.begin(), parts.end(), [&part](const SetPart &known) {
        return known.kind == part.kind
               && (isSingle(part.kind) || (known.text == part.text && known.queue == part.queue));
    });
    if (same != parts.end())
        *same = part;
    else
        parts.push_back(part);
}

void SampleSet::remove(SetPart::Kind kind)
{
    std::erase_if(parts, [kind](const SetPart &part) { return part.kind == kind; });
}

void SampleSet::putRange(const std::string &condition)
{
    const auto wanted = Filter::parse(condition);
    if (wanted && !wanted->isEmpty()) {
        const Column column = wanted->conditions.front().column;
        std::erase_if(parts, [column](const SetPart &part) {
            if (part.kind != SetPart::Kind::Condition)
                return false;
            const auto known = Filter::parse(part.text);
            return known && known->conditions.size() == 1 && known->conditions.front().column == column
                   && known->conditions.front().isRange();
        });
    }
    put(SetPart::condition(condition));
}

std::string SampleSet::description() const
{
    std::string text;
    for (const SetPart &part : parts) {
        if (part.isOn)
            text += (text.empty() ? "" : " ") + wordsOf(part);
    }
    return text;
}

std::string SampleSet::toJson() const
{
    Json list = Json::array();
    for (const SetPart &part : parts)
        list.push_back(jsonOf(part));
    Json json{{"parts", list}};
    if (!sort.empty())
        json["sort"] = sort;
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Result<SampleSet> SampleSet::fromJson(const std::string &json)
{
    SampleSet set;
    try {
        const Json whole = Json::parse(json);
        for (const Json &entry : whole.at("parts")) {
            SetPart part = PRIMER_TRY(partOf(entry));
            set.parts.push_back(std::move(part));
        }
        set.sort = whole.value("sort", std::string());
    } catch (const Json::exception &failure) {
        return Error{ErrorCode::Corrupt, failure.what(), "a set of samples"};
    }
    return set;
}

std::vector<SetPart> conditionsOf(const std::string &filter)
{
    std::vector<SetPart> parts;
    for (const std::string &word : Filter::words(filter))
        parts.push_back(SetPart::condition(word));
    return parts;
}

std::optional<SetPart> partOfSamples(std::vector<SampleId> samples)
{
    constexpr int maxStretches = 100;
    std::sort(samples.begin(), samples.end());
    samples.erase(std::unique(samples.begin(), samples.end()), samples.end());
    std::string condition;
    int stretches = 0;
    for (std::size_t first = 0; first < samples.size();) {
        std::size_t last = first;
        while (last + 1 < samples.size() && samples[last + 1] == samples[last] + 1)
            ++last;
        if (++stretches > maxStretches)
            return std::nullopt;
        condition += (condition.empty() ? "id:" : ",") + std::to_string(samples[first]);
        if (last > first)
            condition += ".." + std::to_string(samples[last]);
        first = last + 1;
    }
    return condition.empty() ? std::nullopt : std::optional(SetPart::condition(condition));
}

SampleSet setOf(const std::string &filter, const SearchPattern &search, const std::string &sort)
{
    SampleSet set;
    set.parts = conditionsOf(filter);
    if (!search.text.empty())
        set.parts.push_back(SetPart::search(search));
    set.sort = sort;
    return set;
}

} // namespace primer
