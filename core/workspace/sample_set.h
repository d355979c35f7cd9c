// Owns: a set of samples as a value: its parts (conditions, search, cut, threshold, rules, near-duplicates left out, a
// queue), each of which can be off, and the order; in JSON and in words. Not here: which samples that are
// (set_answer.h), showing and editing it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/dataset/sample.h"
#include "core/query/content_matcher.h"

namespace primer {

struct SetPart {
    enum class Kind {
        Condition,      ///< `text` in the filter language
        Rule,           ///< the same, one of the rule stages
        Search,         ///< `text` in contents
        Cut,            ///< scores of `forest` from `cut`
        Threshold,      ///< `text`: NAME or NAME@VERSION
        NearDuplicates, ///< those of an earlier sample are left out, of what all other parts choose
        Queue           ///< the samples of `queue`, whose name is `text`
    };
    Kind kind = Kind::Condition;
    bool isOn = true;
    std::string text;
    bool isRegex = false, ignoreCase = false;
    double cut = 0;
    std::int64_t forest = 0; ///< 0: whichever the samples have the scores of
    std::int64_t queue = 0;

    static SetPart condition(std::string text) { return of(Kind::Condition, std::move(text)); }
    static SetPart rule(std::string text) { return of(Kind::Rule, std::move(text)); }
    static SetPart search(const SearchPattern &pattern);
    static SetPart cutAt(double cut, std::int64_t forest);
    static SetPart threshold(std::string name) { return of(Kind::Threshold, std::move(name)); }
    static SetPart nearDuplicatesLeftOut() { return of(Kind::NearDuplicates, {}); }
    static SetPart ofQueue(std::int64_t queue, std::string name);

    SearchPattern pattern() const { return {text, isRegex, ignoreCase}; }
    bool operator==(const SetPart &) const = default;

private:
    static SetPart of(Kind kind, std::string text);
};

struct SampleSet {
    std::vector<SetPart> parts; ///< all that are on must hold; of Search, Cut and NearDuplicates there is one at most
    std::string sort;           ///< a column's name, "-" before it for descending; "" is the order of import

    bool operator==(const SampleSet &) const = default;
    /// Every sample: nothing that is on.
    bool isEverything() const;
    /// What is searched for; text "" when nothing is.
    SearchPattern search() const;
    /// Null when there is none, on or off.
    const SetPart *find(SetPart::Kind kind) const;
    /// Takes the place of the one of its kind where there can be one only; else it is added unless it is there.
    void put(const SetPart &part);
    void remove(SetPart::Kind kind);
    /// Takes the place of the conditions on its column that are ranges, as a brush over a histogram means it.
    void putRange(const std::string &condition);

    /// In one line, what is on, for records and lists.
    std::string description() const;
    std::string toJson() const;
    /// Corrupt when it is no set. Parts of a kind that is not known are refused, not dropped: the set would be larger.
    static Result<SampleSet> fromJson(const std::string &json);
};

/// The conditions of a filter as a person or an earlier version wrote it, one by one: one that cannot be read is a part
/// too, and an unclosed quotation mark makes one of the rest.
std::vector<SetPart> conditionsOf(const std::string &filter);
/// The condition on their ids that chooses these samples and no other; nothing when it would be longer than anybody
/// reads (more than 100 stretches of ids), and a queue has to hold them.
std::optional<SetPart> partOfSamples(std::vector<SampleId> samples);
/// A set of a filter, a search and an order.
SampleSet setOf(const std::string &filter, const SearchPattern &search = {}, const std::string &sort = {});

} // namespace primer
