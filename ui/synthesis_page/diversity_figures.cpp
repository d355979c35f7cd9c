#include "ui/synthesis_page/diversity_figures.h"

#include <algorithm>

#include <QLocale>

#include "ui/code_view/display_text.h"

namespace primer {

namespace {

constexpr std::size_t maxShown = 6;
constexpr qsizetype nameLetters = 32;

double distinctNames(const Diversity &diversity)
{
    return diversity.rows > 0 ? double(diversity.functionNames.kinds) / double(diversity.rows) : 0;
}

double countOf(const Spread &spread, const std::string &name)
{
    for (const auto &[known, count] : spread.most) {
        if (known == name)
            return double(count);
    }
    return 0;
}

/// Bits to two decimals: more says nothing.
QString textOf(const Quantity &quantity, double value)
{
    return quantity.kind == Quantity::Kind::Number ? QLocale().toString(value, 'f', 2)
                                                   : QuantityText::value(quantity, value);
}

QString shortened(const std::string &text)
{
    const QString shown = displayText(text).text;
    return shown.size() > nameLetters ? shown.left(nameLetters) + QChar(0x2026) : shown;
}

} // namespace

BarData DiversityFigures::sideBySide(const MeasuredDiversity &measured, const Quantity &quantity,
                                     const std::vector<Figure> &figures)
{
    BarData data;
    data.quantity = quantity;
    const bool isCompared = !measured.against.empty();
    const QString baseline = displayText(measured.against).text;
    data.parts = {{displayText(measured.run).text, {ChartTone::Kind::Accent}}};
    if (isCompared)
        data.parts.push_back({baseline, {ChartTone::Kind::Faint}});
    for (const Figure &figure : figures) {
        const QString text = textOf(quantity, figure.set);
        if (!isCompared) {
            data.bars.push_back({figure.name, {figure.set}, text});
            continue;
        }
        data.bars.push_back({figure.name, {figure.set, 0}, text});
        data.bars.push_back({tr("– in %1").arg(baseline), {0, figure.baseline}, textOf(quantity, figure.baseline)});
    }
    return data;
}

BarData DiversityFigures::shares(const MeasuredDiversity &measured)
{
    const Diversity &set = measured.both.set, &baseline = measured.both.baseline;
    std::vector<Figure> figures;
    if (set.functionNames.kinds > 0)
        figures.push_back({tr("Distinct names"), distinctNames(set), distinctNames(baseline)});
    figures.push_back({tr("Distinct 3-grams"), set.distinctTrigrams, baseline.distinctTrigrams});
    figures.push_back({tr("Nearest overlap"), set.selfOverlap, baseline.selfOverlap});
    figures.push_back({tr("Half alike"), set.nearShare, baseline.nearShare});
    figures.push_back({tr("Top opening"), set.openings.largestShare, baseline.openings.largestShare});
    figures.push_back({tr("Top structure"), set.shapes.largestShare, baseline.shapes.largestShare});
    return sideBySide(measured, {tr("Share"), Quantity::Kind::Share, {}}, figures);
}

BarData DiversityFigures::entropies(const MeasuredDiversity &measured)
{
    const Diversity &set = measured.both.set, &baseline = measured.both.baseline;
    return sideBySide(measured, {tr("Entropy"), Quantity::Kind::Number, tr("bits")},
                      {{tr("Word 3-grams"), set.trigramEntropyBits, baseline.trigramEntropyBits},
                       {tr("Function names"), set.functionNames.entropyBits, baseline.functionNames.entropyBits},
                       {tr("Openings"), set.openings.entropyBits, baseline.openings.entropyBits},
                       {tr("Code structures"), set.shapes.entropyBits, baseline.shapes.entropyBits}});
}

BarData DiversityFigures::axes(const MeasuredDiversity &measured)
{
    const Diversity &set = measured.both.set, &baseline = measured.both.baseline;
    const auto shareOf = [](const AxisCoverage &axis) {
        return axis.values > 0 ? double(axis.used) / double(axis.values) : 0;
    };
    std::vector<Figure> figures;
    for (const AxisCoverage &axis : set.axes) {
        const auto other = std::find_if(baseline.axes.begin(), baseline.axes.end(),
                                        [&axis](const AxisCoverage &one) { return one.axis == axis.axis; });
        figures.push_back({shortened(axis.axis), shareOf(axis), other == baseline.axes.end() ? 0 : shareOf(*other)});
    }
    return sideBySide(measured, {tr("Values that occur"), Quantity::Kind::Share, {}}, figures);
}

BarData DiversityFigures::topOf(const MeasuredDiversity &measured, const Spread &set, const Spread &baseline)
{
    std::vector<Figure> figures;
    for (std::size_t place = 0; place < std::min(maxShown, set.most.size()); ++place) {
        const auto &[name, count] = set.most[place];
        figures.push_back({shortened(name), double(count), countOf(baseline, name)});
    }
    return sideBySide(measured, {tr("Rows"), Quantity::Kind::Count, {}}, figures);
}

BarData DiversityFigures::openings(const MeasuredDiversity &measured)
{
    return topOf(measured, measured.both.set.openings, measured.both.baseline.openings);
}

BarData DiversityFigures::imports(const MeasuredDiversity &measured)
{
    return topOf(measured, measured.both.set.imports, measured.both.baseline.imports);
}

} // namespace primer
