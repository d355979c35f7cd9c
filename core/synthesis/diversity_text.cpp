// Diversity as JSON and as lines for a terminal.
#include <cstdio>

#include <nlohmann/json.hpp>

#include "core/synthesis/diversity.h"

namespace primer {

namespace {

using Json = nlohmann::ordered_json;

Json jsonOf(const Spread &spread)
{
    Json json{{"kinds", spread.kinds},
              {"entropy_bits", spread.entropyBits},
              {"evenness", spread.evenness},
              {"largest_share", spread.largestShare},
              {"most", Json::array()}};
    for (const auto &[name, count] : spread.most)
        json["most"].push_back({{"value", name}, {"count", count}});
    return json;
}

std::string words(const char *format, double first, double second = 0)
{
    char text[160];
    std::snprintf(text, sizeof text, format, first, second);
    return text;
}

std::string number(double value) { return words(value < 10 ? "%.2f" : value < 1000 ? "%.1f" : "%.0f", value); }
std::string percent(double share) { return words("%.1f %%", 100 * share); }

} // namespace

std::vector<Homogeneity> homogeneitiesOf(const Diversity &diversity)
{
    using Kind = Homogeneity::Kind;
    std::vector<Homogeneity> found;
    constexpr double manyAlike = 0.1, fewNames = 0.9, muchOverlap = 0.4, manyNear = 0.1, oneShape = 0.1;
    if (diversity.rows < 2)
        return found;
    const double distinct = double(diversity.functionNames.kinds) / double(diversity.rows);
    if (diversity.functionNames.kinds > 0 && distinct < fewNames)
        found.push_back({Kind::Names, distinct, {}});
    if (diversity.openings.largestShare > manyAlike && !diversity.openings.most.empty())
        found.push_back({Kind::Openings, diversity.openings.largestShare, diversity.openings.most[0].first});
    if (diversity.selfOverlap > muchOverlap)
        found.push_back({Kind::Overlap, diversity.selfOverlap, {}});
    if (diversity.nearShare > manyNear)
        found.push_back({Kind::Near, diversity.nearShare, {}});
    if (diversity.shapes.largestShare > oneShape)
        found.push_back({Kind::Shapes, diversity.shapes.largestShare, {}});
    for (const AxisCoverage &axis : diversity.axes) {
        if (axis.used * 2 < std::min(axis.values, diversity.rows))
            found.push_back({Kind::Axis, 0, axis.axis, axis.values, axis.used});
    }
    return found;
}

std::vector<std::string> homogeneities(const Diversity &diversity)
{
    std::vector<std::string> found;
    for (const Homogeneity &one : homogeneitiesOf(diversity)) {
        const std::string share = percent(one.share);
        switch (one.kind) {
        case Homogeneity::Kind::Names: found.push_back("only " + share + " of the function names are different"); break;
        case Homogeneity::Kind::Openings:
            found.push_back(share + " of the texts begin with \"" + one.what + "\"");
            break;
        case Homogeneity::Kind::Overlap:
            found.push_back("a text and its nearest share " + share + " of their word 5-grams");
            break;
        case Homogeneity::Kind::Near:
            found.push_back(share + " of the texts have another that shares half of its word 5-grams");
            break;
        case Homogeneity::Kind::Shapes:
            found.push_back(share + " of the programs have the same syntax tree but for names");
            break;
        case Homogeneity::Kind::Axis:
            found.push_back("of " + std::to_string(one.values) + " values of " + one.what + " only "
                            + std::to_string(one.used) + " occur");
            break;
        }
    }
    return found;
}

std::string diversityJson(const Diversity &diversity)
{
    Json json{{"run", diversity.name},
              {"rows", diversity.rows},
              {"of", diversity.of},
              {"distinct_function_names",
               diversity.rows > 0 ? double(diversity.functionNames.kinds) / double(diversity.rows) : 0},
              {"function_names", jsonOf(diversity.functionNames)},
              {"openings", jsonOf(diversity.openings)},
              {"trigram_entropy_bits", diversity.trigramEntropyBits},
              {"distinct_trigrams", diversity.distinctTrigrams},
              {"self_overlap", diversity.selfOverlap},
              {"near_share", diversity.nearShare},
              {"shapes", jsonOf(diversity.shapes)},
              {"imports", jsonOf(diversity.imports)},
              {"axes", Json::array()},
              {"homogeneous", homogeneities(diversity)}};
    for (const AxisCoverage &axis : diversity.axes)
        json["axes"].push_back(
            {{"axis", axis.axis}, {"values", axis.values}, {"used", axis.used}, {"spread", jsonOf(axis.spread)}});
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string diversityText(const Diversity &diversity, const Diversity *baseline)
{
    std::string text;
    const auto line = [&](const char *what, const std::string &one, const std::string &two) {
        char words[200];
        std::snprintf(words, sizeof words, "%-44s %14s %14s\n", what, one.c_str(), baseline ? two.c_str() : "");
        text += words;
    };
    const auto both = [&](const char *what, auto figure) {
        line(what, figure(diversity), baseline ? figure(*baseline) : std::string());
    };
    line("", diversity.name.substr(0, 14), baseline ? baseline->name.substr(0, 14) : "");
    both("rows measured", [](const Diversity &one) { return std::to_string(one.rows); });
    both("distinct function names", [](const Diversity &one) {
        return percent(one.rows > 0 ? double(one.functionNames.kinds) / double(one.rows) : 0);
    });
    both("different openings (four words)", [](const Diversity &one) { return std::to_string(one.openings.kinds); });
    both("share of the most frequent opening", [](const Diversity &one) { return percent(one.openings.largestShare); });
    both("entropy of word 3-grams, bits", [](const Diversity &one) { return number(one.trigramEntropyBits); });
    both("different word 3-grams", [](const Diversity &one) { return percent(one.distinctTrigrams); });
    both("overlap with the nearest other text", [](const Diversity &one) { return percent(one.selfOverlap); });
    both("texts with another at 0.5 or more", [](const Diversity &one) { return percent(one.nearShare); });
    both("different syntax trees", [](const Diversity &one) { return std::to_string(one.shapes.kinds); });
    both("share of the most frequent tree", [](const Diversity &one) { return percent(one.shapes.largestShare); });
    both("entropy of trees, bits", [](const Diversity &one) { return number(one.shapes.entropyBits); });
    both("modules imported", [](const Diversity &one) { return std::to_string(one.imports.kinds); });
    for (const AxisCoverage &axis : diversity.axes) {
        std::string other;
        for (const AxisCoverage &two : baseline ? baseline->axes : std::vector<AxisCoverage>()) {
            if (two.axis == axis.axis)
                other = std::to_string(two.used) + " of " + std::to_string(two.values);
        }
        line(("values of " + axis.axis + " that occur").c_str(),
             std::to_string(axis.used) + " of " + std::to_string(axis.values), other);
    }
    for (const Diversity *one : {&diversity, baseline}) {
        for (const std::string &words : one ? homogeneities(*one) : std::vector<std::string>())
            text += one->name + " is homogeneous: " + words + "\n";
    }
    return text;
}

} // namespace primer
