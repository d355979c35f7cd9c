#include "core/forest/classification_measures.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/base/random.h"

namespace primer {

namespace {

/// Places by descending score, without NaN.
std::vector<std::size_t> byScore(std::span<const float> scores)
{
    std::vector<std::size_t> order;
    for (std::size_t place = 0; place < scores.size(); ++place) {
        if (!std::isnan(scores[place]))
            order.push_back(place);
    }
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t left, std::size_t right) { return scores[left] > scores[right]; });
    return order;
}

double f1Of(std::int64_t truePositives, std::int64_t kept, std::int64_t positives)
{
    return kept + positives > 0 ? 2.0 * double(truePositives) / double(kept + positives) : 0;
}

ThresholdPoint pointOf(float threshold, std::int64_t truePositives, std::int64_t kept, std::int64_t positives,
                       std::int64_t all)
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
    const std::int64_t positives = std::accumulate(
        order.begin(), order.end(), std::int64_t(0),
        [&](std::int64_t sum, std::size_t place) { return sum + isPositive[place]; });
    std::vector<ThresholdPoint> curve;
    std::int64_t truePositives = 0;
    for (std::size_t number = 0; number < order.size(); ++number) {
        truePositives += isPositive[order[number]];
        if (number + 1 == order.size() || scores[order[number + 1]] != scores[order[number]])
            curve.push_back(pointOf(scores[order[number]], truePositives, std::int64_t(number) + 1, positives,
                                    std::int64_t(order.size())));
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

std::vector<CalibrationBin> calibrationBins(std::span<const float> scores, std::span<const std::uint8_t> isPositive,
                                            int bins)
{
    std::vector<CalibrationBin> all(std::size_t(std::max(1, bins)));
    for (std::size_t place = 0; place < scores.size(); ++place) {
        if (std::isnan(scores[place]))
            continue;
        CalibrationBin &bin =
            all[std::min(all.size() - 1, std::size_t(std::clamp(scores[place], 0.0F, 1.0F) * float(all.size())))];
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

std::vector<SurePoint> surePoints(std::span<const float> scores, std::span<const std::uint8_t> isPositive,
                                  std::span<const float> thresholds, std::uint64_t seed, int resamples)
{
    std::vector<float> rising(thresholds.begin(), thresholds.end());
    std::sort(rising.begin(), rising.end());
    // A sample is kept by the thresholds below its step; two cells a step, negative and positive.
    std::vector<std::size_t> cells;
    for (std::size_t place = 0; place < scores.size(); ++place) {
        if (!std::isnan(scores[place]))
            cells.push_back(
                2 * std::size_t(std::upper_bound(rising.begin(), rising.end(), scores[place]) - rising.begin())
                + (isPositive[place] ? 1 : 0));
    }
    std::vector<SurePoint> points;
    for (const float threshold : rising)
        points.push_back({pointAt(scores, isPositive, threshold), {}, {}, {}});
    if (cells.empty() || resamples < 1)
        return points;
    Random random(seed);
    std::vector<std::vector<ThresholdPoint>> draws(rising.size());
    for (int number = 0; number < resamples; ++number) {
        std::vector<std::int64_t> counts(2 * (rising.size() + 1));
        for (std::size_t draw = 0; draw < cells.size(); ++draw)
            ++counts[cells[random.below(cells.size())]];
        std::int64_t positives = 0, kept = 0, truePositives = 0;
        for (std::size_t step = 0; step <= rising.size(); ++step)
            positives += counts[2 * step + 1];
        for (std::size_t step = rising.size(); step > 0; --step) {
            kept += counts[2 * step] + counts[2 * step + 1];
            truePositives += counts[2 * step + 1];
            draws[step - 1].push_back(
                pointOf(rising[step - 1], truePositives, kept, positives, std::int64_t(cells.size())));
        }
    }
    for (std::size_t place = 0; place < points.size(); ++place) {
        const auto intervalOf = [&](double ThresholdPoint::*value) {
            std::vector<double> values;
            for (const ThresholdPoint &draw : draws[place])
                values.push_back(draw.*value);
            std::sort(values.begin(), values.end());
            const auto at = [&](double part) {
                return values[std::min(values.size() - 1, std::size_t(part * double(values.size())))];
            };
            return Interval{at(0.025), at(0.975)};
        };
        points[place].precision = intervalOf(&ThresholdPoint::precision);
        points[place].recall = intervalOf(&ThresholdPoint::recall);
        points[place].f1 = intervalOf(&ThresholdPoint::f1);
    }
    return points;
}

} // namespace primer
