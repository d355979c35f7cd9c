#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <set>

#include <gtest/gtest.h>

#include "core/base/atomic_file.h"
#include "core/base/random.h"
#include "core/forest/classification_measures.h"
#include "core/forest/forest.h"
#include "core/forest/logistic.h"
#include "tests/support/temporary_folder.h"

using namespace primer;

namespace {

/// Two columns decide, noisily; the rest is noise.
struct Sample {
    std::vector<float> features, targets;
    std::vector<std::uint8_t> isPositive;
    std::size_t columns;

    Sample(std::size_t rows, std::size_t width, std::uint64_t seed) : columns(width)
    {
        Random random(seed);
        for (std::size_t row = 0; row < rows; ++row) {
            for (std::size_t column = 0; column < width; ++column)
                features.push_back(float(random.uniform() * 2 - 1));
            const float *values = features.data() + row * width;
            const float one = values[std::min<std::size_t>(3, width - 1)],
                        two = values[std::min<std::size_t>(7, width - 1)];
            const bool isOne = double(one) + double(two) * double(two) + (random.uniform() - 0.5) * 0.6 > 0.3;
            targets.push_back(isOne ? 1 : 0);
            isPositive.push_back(isOne);
        }
    }
    FeatureMatrix matrix() const { return {features.data(), targets.size(), columns}; }
};

std::shared_ptr<Forest> fitted(const Sample &sample, ForestSettings settings = {})
{
    Feedback feedback;
    auto forest = Forest::fit(sample.matrix(), sample.targets, settings, feedback);
    EXPECT_TRUE(forest.ok());
    return std::make_shared<Forest>(**forest);
}

} // namespace

TEST(Forest, separatesWhatItHasNotSeen)
{
    const Sample seen(4000, 20, 1), unseen(4000, 20, 2);
    const auto forest = fitted(seen);
    const auto scores = forest->predict(unseen.matrix(), 2);
    EXPECT_GT(areaUnderRoc(scores, unseen.isPositive), 0.93);
    // Out-of-bag estimates tell it beforehand.
    EXPECT_NEAR(areaUnderRoc(forest->outOfBag(), seen.isPositive), areaUnderRoc(scores, unseen.isPositive), 0.02);
    const auto importance = forest->permutationImportance(unseen.matrix(), unseen.targets, 5, 2);
    for (std::size_t column = 0; column < importance.size(); ++column) {
        if (column != 3 && column != 7) {
            EXPECT_LT(importance[column] * 5, std::min(importance[3], importance[7])) << column;
        }
    }
}

TEST(Forest, scoresManyRowsAsItScoresEachAlone)
{
    // Widths around what is binned at once; a regressor has as many leaf values as samples; not-a-number and the
    // infinities.
    for (const std::size_t width : {std::size_t(1), std::size_t(15), std::size_t(33)}) {
        Sample seen(3000, width, 11);
        Random random(12);
        for (float &target : seen.targets) // in one round all the same: trees of a leaf alone
            target = width == 15 ? 2.f : target + float(random.uniform());
        const auto forest = fitted(seen);
        Sample asked(1100, width, 13);
        const float strange[] = {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity(),
                                 -std::numeric_limits<float>::infinity(), 0.f};
        for (std::size_t place = 0; place < asked.features.size(); place += 7)
            asked.features[place] = strange[place / 7 % 4];
        for (std::size_t place = 3; place < asked.features.size(); place += 11)
            asked.features[place] = seen.features[place]; // some lie on a threshold's side exactly
        const std::vector<float> together = forest->predict(asked.matrix(), 2);
        for (std::size_t row = 0; row < asked.targets.size(); ++row)
            ASSERT_EQ(forest->predict({asked.features.data() + row * width, 1, width}, 1).front(), together[row])
                << width << " " << row;
    }
}

TEST(Forest, isTheSameForEveryNumberOfThreads)
{
    const Sample sample(1500, 40, 3);
    ForestSettings settings;
    settings.trees = 20;
    settings.threads = 1;
    const auto one = fitted(sample, settings);
    settings.threads = 5;
    const auto five = fitted(sample, settings);
    EXPECT_EQ(one->predict(sample.matrix(), 1), five->predict(sample.matrix(), 3));
    EXPECT_TRUE(
        std::equal(one->outOfBag().begin(), one->outOfBag().end(), five->outOfBag().begin(),
                   [](float left, float right) { return left == right || (std::isnan(left) && std::isnan(right)); }));
    settings.seed = 2;
    EXPECT_NE(fitted(sample, settings)->predict(sample.matrix(), 1), one->predict(sample.matrix(), 1));
}

TEST(Forest, regressesAndKeepsItsSettings)
{
    Sample sample(3000, 10, 4);
    for (std::size_t row = 0; row < sample.targets.size(); ++row)
        sample.targets[row] = 3 * sample.features[row * 10] - 2;
    ForestSettings settings;
    settings.minLeaf = 5;
    settings.featuresPerSplit = 5;
    const auto predictions = fitted(sample, settings)->predict(sample.matrix(), 0);
    double error = 0, spread = 0;
    for (std::size_t row = 0; row < predictions.size(); ++row) {
        error += std::pow(double(predictions[row] - sample.targets[row]), 2);
        spread += std::pow(double(sample.targets[row]) + 2, 2);
    }
    EXPECT_LT(error, 0.02 * spread);
    settings.maxDepth = 1;
    settings.trees = 1;
    const auto stump = fitted(sample, settings)->predict(sample.matrix(), 0);
    EXPECT_LE(std::set<float>(stump.begin(), stump.end()).size(), 2u);
}

TEST(Forest, weighsRareClasses)
{
    Sample sample(4000, 6, 5);
    Random random(1);
    for (std::size_t row = 0; row < sample.targets.size(); ++row)
        sample.targets[row] = random.uniform() < 0.05 ? 1 : 0; // nothing to learn: scores are near the share
    ForestSettings settings;
    settings.minLeaf = 400;
    const auto meanOf = [&] {
        const auto scores = fitted(sample, settings)->predict(sample.matrix(), 0);
        return std::accumulate(scores.begin(), scores.end(), 0.0) / double(scores.size());
    };
    EXPECT_NEAR(meanOf(), 0.05, 0.02);
    settings.positiveWeight = 0;
    EXPECT_NEAR(meanOf(), 0.5, 0.1);
}

TEST(Forest, calibratesItsScores)
{
    const Sample seen(6000, 12, 6), unseen(6000, 12, 7);
    const auto forest = fitted(seen);
    const double before = brierScore(forest->predict(unseen.matrix(), 0), unseen.isPositive);
    forest->calibrate(seen.targets);
    const auto scores = forest->predict(unseen.matrix(), 0);
    EXPECT_LT(brierScore(scores, unseen.isPositive), before + 1e-4);
    for (const CalibrationBin &bin : calibrationBins(scores, unseen.isPositive, 10)) {
        if (bin.count > 200) {
            EXPECT_NEAR(bin.meanScore, bin.positiveShare, 0.08);
        }
    }
}

TEST(Forest, missingAndConstantFeaturesAreNoTrouble)
{
    Sample sample(500, 5, 8);
    for (std::size_t row = 0; row < 500; ++row) {
        sample.features[row * 5] = 1;
        if (row % 3 == 0)
            sample.features[row * 5 + 3] = std::numeric_limits<float>::quiet_NaN();
        if (row % 7 == 0)
            sample.features[row * 5 + 4] = std::numeric_limits<float>::infinity();
    }
    ForestSettings settings;
    settings.trees = 10;
    for (const float score : fitted(sample, settings)->predict(sample.matrix(), 0)) {
        EXPECT_GE(score, 0);
        EXPECT_LE(score, 1);
    }
    Sample constant(50, 3, 9);
    std::fill(constant.features.begin(), constant.features.end(), 2.0F);
    const auto scores = fitted(constant, settings)->predict(constant.matrix(), 0);
    EXPECT_EQ(std::set<float>(scores.begin(), scores.end()).size(), 1u);
}

TEST(Forest, refusesWhatItCannotLearnFrom)
{
    const Sample sample(10, 3, 1);
    Feedback feedback;
    const auto codeOf = [&](const FeatureMatrix &matrix, std::vector<float> targets, ForestSettings settings) {
        return Forest::fit(matrix, targets, settings, feedback).error().code;
    };
    EXPECT_EQ(codeOf({}, {}, {}), ErrorCode::InvalidInput);
    EXPECT_EQ(codeOf(sample.matrix(), {1, 0}, {}), ErrorCode::InvalidInput);
    std::vector<float> targets = sample.targets;
    targets[3] = std::numeric_limits<float>::infinity();
    EXPECT_EQ(codeOf(sample.matrix(), targets, {}), ErrorCode::InvalidInput);
    ForestSettings settings;
    settings.trees = 0;
    EXPECT_EQ(codeOf(sample.matrix(), sample.targets, settings), ErrorCode::InvalidInput);
    feedback.cancel();
    EXPECT_EQ(codeOf(sample.matrix(), sample.targets, {}), ErrorCode::Cancelled);
}

TEST(ForestFile, comesBackAndRefusesDamage)
{
    const test::TemporaryFolder folder;
    const Sample sample(400, 8, 10);
    ForestSettings settings;
    settings.trees = 5;
    settings.positiveWeight = 2;
    const auto forest = fitted(sample, settings);
    forest->calibrate(sample.targets);
    ASSERT_TRUE(forest->save(folder / "a.forest", R"({"labels":"heuristic"})").ok());
    std::string lineage;
    const auto back = Forest::load(folder / "a.forest", &lineage);
    ASSERT_TRUE(back.ok());
    EXPECT_EQ(lineage, R"({"labels":"heuristic"})");
    EXPECT_EQ((*back)->predict(sample.matrix(), 0), forest->predict(sample.matrix(), 0));
    EXPECT_EQ((*back)->settings().positiveWeight, 2);
    const std::string whole = *readFile(folder / "a.forest", 1 << 24);
    const auto codeOf = [&](const std::string &bytes) {
        test::writeFile(folder / "b.forest", bytes);
        return Forest::load(folder / "b.forest").error().code;
    };
    Random random(3);
    for (int number = 0; number < 200; ++number) {
        std::string changed = whole;
        changed[random.below(changed.size())] ^= char(1 << random.below(8));
        EXPECT_NE(codeOf(changed), ErrorCode::Cancelled); // any error, never a forest: error() would throw
    }
    for (const std::size_t size : {std::size_t(0), std::size_t(20), whole.size() / 2, whole.size() - 1})
        EXPECT_EQ(codeOf(whole.substr(0, size)), ErrorCode::Corrupt);
    std::string newer = whole;
    newer[8] = 9;
    EXPECT_EQ(codeOf(newer), ErrorCode::NewerFormat);
}

TEST(ForestReport, countsByHand)
{
    const std::vector<float> scores{0.9F, 0.8F, 0.8F, 0.4F, 0.1F, std::numeric_limits<float>::quiet_NaN()};
    const std::vector<std::uint8_t> truth{1, 1, 0, 1, 0, 1};
    const auto curve = thresholdCurve(scores, truth);
    ASSERT_EQ(curve.size(), 4u);
    EXPECT_EQ(curve[1].kept, 3);
    EXPECT_DOUBLE_EQ(curve[1].precision, 2.0 / 3);
    EXPECT_DOUBLE_EQ(curve[1].recall, 2.0 / 3);
    EXPECT_DOUBLE_EQ(curve[1].f1, 2.0 / 3);
    EXPECT_DOUBLE_EQ(curve[1].falsePositiveRate, 0.5);
    // Pairs in order: (0.9 over both) 2, (0.8 over 0.1) 1, tie with 0.8 one half, (0.4 over 0.1) 1: 4.5 of 6.
    EXPECT_DOUBLE_EQ(areaUnderRoc(scores, truth), 4.5 / 6);
    EXPECT_DOUBLE_EQ(averagePrecision(curve), 1.0 / 3 + 1.0 / 3 * 2 / 3 + 1.0 / 3 * 3 / 4);
    const auto point = pointAt(scores, truth, 0.8F);
    EXPECT_EQ(point.kept, 3);
    EXPECT_DOUBLE_EQ(point.f1, curve[1].f1);
    const std::vector<float> thresholds{0.9F, 0.4F, 0.8F};
    const auto sure = surePoints(scores, truth, thresholds, 1);
    ASSERT_EQ(sure.size(), 3U);
    EXPECT_FLOAT_EQ(sure[1].point.threshold, 0.8F); // in rising order
    EXPECT_DOUBLE_EQ(sure[1].point.f1, point.f1);
    for (const SurePoint &one : sure) {
        EXPECT_LT(one.f1.low, one.point.f1);
        EXPECT_GT(one.f1.high, one.point.f1);
        EXPECT_LE(one.precision.low, one.point.precision);
        EXPECT_GE(one.recall.high, one.point.recall);
    }
    EXPECT_DOUBLE_EQ(areaUnderRoc(scores, std::vector<std::uint8_t>(6, 1)), 0.5);
}

TEST(LogisticTest, findsWhatPartsTwoClasses)
{
    constexpr std::size_t rows = 2000, columns = 5;
    Random random(1);
    std::vector<float> features, targets;
    for (std::size_t row = 0; row < rows; ++row) {
        double margin = 0.5;
        for (std::size_t column = 0; column < columns; ++column) {
            features.push_back(float(random.uniform() * 4 - 2)
                               * (column == 4 ? 1000.f : 1.f)); // of another scale, and of no use
            margin += column < 3 ? double(features.back()) * (column == 1 ? -2 : 1.5) : 0;
        }
        targets.push_back(random.uniform() < 1 / (1 + std::exp(-margin)) ? 1.f : 0.f);
    }
    Feedback feedback;
    const FeatureMatrix matrix{features.data(), rows, columns};
    const auto fitted = Logistic::fit(matrix, targets, 1, feedback);
    ASSERT_TRUE(fitted.ok());
    const auto scores = fitted->predict(matrix);
    std::vector<std::uint8_t> truth;
    for (const float target : targets)
        truth.push_back(target > 0 ? 1 : 0);
    EXPECT_GT(areaUnderRoc(scores, truth), 0.9);
    for (const CalibrationBin &bin : calibrationBins(scores, truth, 5))
        EXPECT_NEAR(bin.meanScore, bin.positiveShare, 0.06); // the model is the true one, so it is calibrated
    EXPECT_FALSE(Logistic::fit(matrix, {}, 1, feedback).ok());
}
