// Owns: how well scores separate two classes: at every threshold, over all of them, how sure that is. Not here: scores.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace primer {

/// Samples scored `threshold` or more are called positive.
struct ThresholdPoint {
    float threshold = 0;
    std::int64_t kept = 0;
    double precision = 0, recall = 0, f1 = 0;
    double falsePositiveRate = 0;
};

struct CalibrationBin {
    double meanScore = 0, positiveShare = 0;
    std::int64_t count = 0;
};

struct Interval {
    double low = 0, high = 0;
};

/// One point for each distinct score, from the highest down: the ROC and precision-recall curves. Scores that are NaN
/// are left out. isPositive: 0 or 1.
std::vector<ThresholdPoint> thresholdCurve(std::span<const float> scores, std::span<const std::uint8_t> isPositive);
ThresholdPoint pointAt(std::span<const float> scores, std::span<const std::uint8_t> isPositive, float threshold);
/// Area under the ROC curve, ties counted half; 0.5 when a class is missing.
double areaUnderRoc(std::span<const float> scores, std::span<const std::uint8_t> isPositive);
/// Mean precision over the recalls (no interpolation).
double averagePrecision(const std::vector<ThresholdPoint> &curve);
/// Mean squared difference of score and truth.
double brierScore(std::span<const float> scores, std::span<const std::uint8_t> isPositive);
/// Equal shares of the range [0, 1]; empty bins are left out.
std::vector<CalibrationBin> calibrationBins(std::span<const float> scores, std::span<const std::uint8_t> isPositive,
                                            int bins);
/// A point with 95 % percentile intervals over resamples of the samples (Efron 1979).
struct SurePoint {
    ThresholdPoint point;
    Interval precision, recall, f1;
};
/// One for each threshold; all from the same resamples.
std::vector<SurePoint> surePoints(std::span<const float> scores, std::span<const std::uint8_t> isPositive,
                                  std::span<const float> thresholds, std::uint64_t seed, int resamples = 1000);

} // namespace primer
