#include "core/synthesis/diversity.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <functional>
#include <map>
#include <span>
#include <unordered_map>

#include "core/base/ascii.h"
#include "core/base/parallel.h"
#include "core/syntax/python_statements.h"
#include "core/synthesis/accepted_rows.h"
#include "core/synthesis/coverage.h"
#include "core/synthesis/reply_text.h"
#include "core/text/minhash.h"

namespace primer {

namespace {

constexpr std::int64_t rowsOtherwise = 2000;
constexpr std::size_t maxListed = 20, openingWords = 4;
constexpr double near = 0.5;

struct Text {
    std::string text, functionName, choice;
    PythonStatements outline; ///< of its code
    std::string opening;
};

bool isWordByte(char letter)
{
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9')
           || letter == '_' || static_cast<unsigned char>(letter) >= 0x80;
}

std::vector<std::string_view> wordsOf(std::string_view text, std::size_t most = SIZE_MAX)
{
    std::vector<std::string_view> words;
    for (std::size_t place = 0; place < text.size() && words.size() < most;) {
        while (place < text.size() && !isWordByte(text[place]))
            ++place;
        const std::size_t begin = place;
        while (place < text.size() && isWordByte(text[place]))
            ++place;
        if (place > begin)
            words.push_back(text.substr(begin, place - begin));
    }
    return words;
}

/// Of the docstring of the target function, or of a text that is prose.
std::string openingOf(const Text &one, TemplateKind kind)
{
    std::string source = one.text;
    if (kind == TemplateKind::Exercise || kind == TemplateKind::Rewrite) {
        const PythonStatement *target = one.outline.functionNamed(one.functionName);
        source = target ? docstringText(target->docstring.of(one.text)) : one.text;
    }
    std::string opening;
    for (const std::string_view word : wordsOf(source, openingWords))
        opening += (opening.empty() ? "" : " ") + lowered(word);
    return opening;
}

/// The code of a text that is not all code.
std::string codeIn(const std::string &text, TemplateKind kind)
{
    if (kind == TemplateKind::Exercise || kind == TemplateKind::Rewrite)
        return text;
    std::string code;
    for (const CodeBlock &block : codeBlocks(text))
        code += std::string(block.code.of(text)) + "\n";
    return code;
}

Spread spreadOfCounts(const std::map<std::string, std::int64_t> &counts)
{
    return spreadOf(std::vector<std::pair<std::string, std::int64_t>>(counts.begin(), counts.end()));
}

void measureWords(const std::vector<Text> &texts, Diversity &diversity)
{
    std::unordered_map<std::uint64_t, std::int64_t> trigrams;
    std::int64_t all = 0;
    for (const Text &one : texts) {
        std::uint64_t before = 0, last = 0;
        std::size_t number = 0;
        for (const std::string_view word : wordsOf(one.text)) {
            const std::uint64_t hash = std::hash<std::string_view>()(word) * 0x9e3779b97f4a7c15 + 1;
            if (++number >= 3) {
                ++trigrams[(before * 31 + last) * 0xd1342543de82ef95 + hash];
                ++all;
            }
            before = last;
            last = hash;
        }
    }
    for (const auto &[hash, count] : trigrams) {
        const double share = double(count) / double(all);
        diversity.trigramEntropyBits -= share * std::log2(share);
    }
    diversity.distinctTrigrams = all > 0 ? double(trigrams.size()) / double(all) : 0;
}

void measureOverlap(const std::vector<Text> &texts, Diversity &diversity)
{
    if (texts.size() < 2)
        return;
    MinHashSettings settings;
    settings.permutations = 128;
    const MinHasher hasher(settings);
    std::vector<std::uint32_t> signatures(texts.size() * hasher.size());
    const auto signatureOf = [&](std::size_t number) {
        return std::span(signatures).subspan(number * hasher.size(), hasher.size());
    };
    forItems(texts.size(), 0, [&](std::size_t number) { hasher.sign(texts[number].text, signatureOf(number)); });
    std::vector<double> nearest(texts.size());
    forItems(texts.size(), 0, [&](std::size_t number) {
        for (std::size_t other = 0; other < texts.size(); ++other) {
            if (other != number)
                nearest[number] = std::max(nearest[number],
                                           MinHasher::similarity(signatureOf(number), signatureOf(other)));
        }
    });
    for (const double similarity : nearest) {
        diversity.selfOverlap += similarity / double(texts.size());
        diversity.nearShare += (similarity >= near ? 1.0 : 0.0) / double(texts.size());
    }
}

Status measureAxes(const SynthesisParts &parts, const std::vector<Text> &texts, Diversity &diversity)
{
    for (std::size_t place = 0; place < parts.set.axes.size(); ++place) {
        const Axis &axis = parts.set.axes[place];
        if (!axis.isDrawn || axis.kind == AxisKind::Words || axis.kind == AxisKind::Samples)
            continue;
        const int levels = axis.kind == AxisKind::Pairs ? 1 : 0;
        std::map<std::string, std::int64_t> counts;
        for (const Text &one : texts) {
            const auto row = PRIMER_TRY(choiceOf(parts.set, one.choice));
            ++counts[bucketOf(parts.set, place, row[place], levels)];
        }
        AxisCoverage coverage;
        coverage.axis = axis.name;
        coverage.used = std::int64_t(counts.size());
        std::map<std::string, std::int64_t> buckets;
        for (std::uint64_t number = 0; number < sizeOf(parts.set, place); ++number)
            buckets.emplace(bucketOf(parts.set, place, std::uint32_t(number), levels), 0);
        coverage.values = std::int64_t(buckets.size());
        coverage.spread = spreadOfCounts(counts);
        diversity.axes.push_back(std::move(coverage));
    }
    return success();
}

Result<std::vector<Text>> textsOf(Store &store, const SynthesisParts &parts, std::int64_t maxRows, Feedback &feedback)
{
    const std::int64_t wanted = std::min(parts.run.accepted, maxRows > 0 ? maxRows : rowsOtherwise);
    std::vector<Text> texts;
    std::int64_t number = 0;
    PRIMER_TRY(forAcceptedRows(store, parts, feedback, [&](AcceptedRow &&row) -> Status {
        // At equal steps: row n is taken when n * wanted / all makes a step.
        const std::int64_t all = parts.run.accepted;
        if ((number + 1) * wanted / all > number * wanted / all)
            texts.push_back(
                {std::move(row.text), std::move(row.item.functionName), std::move(row.item.choice), {}, ""});
        ++number;
        return success();
    }));
    const TemplateKind kind = parts.promptTemplate.kind;
    forItems(texts.size(), 0, [&](std::size_t place) {
        texts[place].outline = pythonStatements(codeIn(texts[place].text, kind));
        texts[place].opening = openingOf(texts[place], kind);
    });
    return texts;
}

} // namespace

Spread spreadOf(std::vector<std::pair<std::string, std::int64_t>> counts)
{
    Spread spread;
    std::int64_t all = 0;
    for (const auto &[name, count] : counts)
        all += count;
    if (all == 0)
        return spread;
    std::stable_sort(counts.begin(), counts.end(),
                     [](const auto &one, const auto &two) { return one.second > two.second; });
    spread.kinds = std::int64_t(counts.size());
    for (const auto &[name, count] : counts) {
        const double share = double(count) / double(all);
        spread.entropyBits -= count > 0 ? share * std::log2(share) : 0;
    }
    spread.entropyBits = std::max(0.0, spread.entropyBits);
    spread.evenness = counts.size() > 1 ? spread.entropyBits / std::log2(double(counts.size())) : 1;
    spread.largestShare = double(counts[0].second) / double(all);
    counts.resize(std::min(counts.size(), maxListed));
    spread.most = std::move(counts);
    return spread;
}

Result<Diversity> diversityOf(Store &store, const std::string &run, std::int64_t maxRows, Feedback &feedback)
{
    const auto parts = PRIMER_TRY(synthesisParts(store, run));
    const auto texts = PRIMER_TRY(textsOf(store, parts, maxRows, feedback));
    Diversity diversity;
    diversity.name = parts.run.name;
    diversity.rows = std::int64_t(texts.size());
    diversity.of = parts.run.accepted;
    std::map<std::string, std::int64_t> names, openings, shapes, imports;
    for (const Text &one : texts) {
        if (!one.functionName.empty())
            ++names[one.functionName];
        ++openings[one.opening];
        const PythonStatement *target = one.outline.functionNamed(one.functionName);
        char shape[24];
        std::snprintf(shape, sizeof shape, "%016llx",
                      static_cast<unsigned long long>(target ? target->shape : one.outline.shape));
        ++shapes[shape];
        for (const std::string &module : one.outline.modules)
            ++imports[module];
    }
    diversity.functionNames = spreadOfCounts(names);
    diversity.openings = spreadOfCounts(openings);
    diversity.shapes = spreadOfCounts(shapes);
    diversity.imports = spreadOfCounts(imports);
    measureWords(texts, diversity);
    measureOverlap(texts, diversity);
    PRIMER_TRY(measureAxes(parts, texts, diversity));
    return diversity;
}

Result<DiversityComparison> compareDiversity(Store &store, const std::string &run, const std::string &baseline,
                                             std::int64_t maxRows, Feedback &feedback)
{
    std::int64_t rows = maxRows > 0 ? maxRows : rowsOtherwise;
    for (const std::string &name : {run, baseline}) {
        const auto parts = PRIMER_TRY(synthesisParts(store, name));
        rows = std::min(rows, parts.run.accepted);
    }
    if (rows < 2)
        return Error{ErrorCode::InvalidInput, "both runs need two accepted rows", run + ", " + baseline};
    DiversityComparison comparison;
    comparison.set = PRIMER_TRY(diversityOf(store, run, rows, feedback));
    comparison.baseline = PRIMER_TRY(diversityOf(store, baseline, rows, feedback));
    return comparison;
}

} // namespace primer
