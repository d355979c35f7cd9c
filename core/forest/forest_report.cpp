#include "core/forest/forest_report.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/base/random.h"

namespace primer {

namespace {

/// Places by falling score, without NaN.
std::vector<std::size_t> byScore(std::span<const float> scores)
{
    std::vector<std::size_t> order;
    for (std::size_t place = 0; place < scores.size(); ++place) {
        if (!std::isnan(scores[place]))
            order.push_back(place);
    }
    std::stable_sort(order.begin(), order.end(), [&](std::size_t left, std::size_t right) { return scores[left] > scores[right]; });
    return order;
}

double f1Of(std::int64_t truePositives, std::int64_t kept, std::int64_t positives)
{
    return kept + positives > 0 ? 2.0 * double(truePositives) / double(kept + positives) : 0;
}

ThresholdPoint pointOf(float threshold, std::int64_t truePositives, std::int64_t kept, std::int64_t positives, std::int64_t all)
{
    ThresholdPoint point{threshold, kept, 0, 0, f1Of(truePositives, kept, positives), 0};
    point.precision = kept > 0 ? double(truePositives) / double(kept) : 1;
    point.recall = positives > 0 ? double(truePositives) / double(positives) : 0;
    point.falsePositiveRate = all > positives ? double(kept - truePositives) / double(all - positives) : 0;
    return point;
}

} // namespace

std::vector<ThresholdPoint> thresholdCurve(std::span<const float> scores, std::span<const std::uint8_t> isPositive)
{
    const std::vector<std::size_t> order = byScore(scores);
    const std::int64_t positives = std::accumulate(order.begin(), order.end(), std::int64_t(0), [&](std::int64_t sum, std::size_t place) { return sum + isPositive[place]; });
    std::vector<ThresholdPoint> curve;
    std::int64_t truePositives = 0;
    for (std::size_t number = 0; number < order.size(); ++number) {
        truePositives += isPositive[order[number]];
        if (number + 1 == order.size() || scores[order[number + 1]] != scores[order[number]])
            curve.push_back(pointOf(scores[order[number]], truePositives, std::int64_t(number) + 1, positives, std::int64_t(order.size())));
    }
    return curve;
}

ThresholdPoint pointAt(std::span<const float> scores, std::span<const std::uint8_t> isPositive, float threshold)
{
    std::int64_t truePositives = 0, kept = 0, positives = 0, all = 0;
    for (std::size_t place = 0; place < scores.size(); ++place) {
        if (std::isnan(scores[place]))
            continue;
        const bool isKept = scores[place] >= threshold;
        ++all;
        positives += isPositive[place];
        kept += isKept;
        truePositives += isKept && isPositive[place];
    }
    return pointOf(threshold, truePositives, kept, positives, all);
}

double areaUnderRoc(std::span<const float> scores, std::span<const std::uint8_t> isPositive)
{
    double area = 0, lastX = 0, lastY = 0;
    const auto curve = thresholdCurve(scores, isPositive);
    const bool hasBoth = !curve.empty() && curve.back().recall > 0 && curve.back().falsePositiveRate > 0;
    if (!hasBoth)
        return 0.5;
    for (const ThresholdPoint &point : curve) {
        area += (point.falsePositiveRate - lastX) * (point.recall + lastY) / 2;
        lastX = point.falsePositiveRate;
        lastY = point.recall;
    }
    return area;
}

double averagePrecision(const std::vector<ThresholdPoint> &curve)
{
    double sum = 0, last = 0;
    for (const ThresholdPoint &point : curve) {
        sum += (point.recall - last) * point.precision;
        last = point.recall;
    }
    return sum;
}

double brierScore(std::span<const float> scores, std::span<const std::uint8_t> isPositive)
{
    double sum = 0;
    std::int64_t count = 0;
    for (std::size_t place = 0; place < scores.size(); ++place) {
        if (std::isnan(scores[place]))
            continue;
        const double difference = double(scores[place]) - double(isPositive[place]);
        sum += difference * difference;
        ++count;
    }
    return count > 0 ? sum / double(count) : 0;
}

std::vector<CalibrationBin> calibrationBins(std::span<const float> scores, std::span<const std::uint8_t> isPositive, int bins)
{
    std::vector<CalibrationBin> all(std::size_t(std::max(1, bins)));
    for (std::size_t place = 0; place < scores.size(); ++place) {
        if (std::isnan(scores[place]))
            continue;
        CalibrationBin &bin = all[std::min(all.size() - 1, std::size_t(std::clamp(scores[place], 0.0F, 1.0F) * float(all.size())))];
        bin.meanScore += double(scores[place]);
        bin.positiveShare += double(isPositive[place]);
        ++bin.count;
    }
    std::erase_if(all, [](const CalibrationBin &bin) { return bin.count == 0; });
    for (CalibrationBin &bin : all) {
        bin.meanScore /= double(bin.count);
        bin.positiveShare /= double(bin.count);
    }
    return all;
}

Interval f1Interval(std::span<const float> scores, std::span<const std::uint8_t> isPositive, float threshold, std::uint64_t seed, int resamples, double share)
{
    std::vector<std::uint8_t> kinds; // bit 0: kept, bit 1: positive
    for (std::size_t place = 0; place < scores.size(); ++place) {
        if (!std::isnan(scores[place]))
            kinds.push_back(std::uint8_t((scores[place] >= threshold ? 1 : 0) | (isPositive[place] ? 2 : 0)));
    }
    if (kinds.empty() || resamples < 1)
        return {};
    Random random(seed);
    std::vector<double> values;
    for (int number = 0; number < resamples; ++number) {
        std::int64_t counts[4] = {};
        for (std::size_t draw = 0; draw < kinds.size(); ++draw)
            ++counts[kinds[random.below(kinds.size())]];
        values.push_back(f1Of(counts[3], counts[1] + counts[3], counts[2] + counts[3]));
    }
    std::sort(values.begin(), values.end());
    const auto at = [&](double part) { return values[std::min(values.size() - 1, std::size_t(part * double(values.size())))]; };
    return {at((1 - share) / 2), at((1 + share) / 2)};
}

} // namespace primer
