// primer-test-forest FEATURES TARGETS COLUMNS TEST_FEATURES SCORES TREES THREADS: fits on raw fp32 files, writes the
// scores of the test rows; seconds of the fit and the median of five predictions as JSON on standard output. For the
// benchmark beside scikit-learn.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "core/forest/forest.h"

namespace {

std::vector<float> readFloats(const char *path)
{
    std::ifstream file(path, std::ios::binary | std::ios::ate);
    std::vector<float> values(std::size_t(file.tellg()) / sizeof(float));
    file.seekg(0);
    file.read(reinterpret_cast<char *>(values.data()), std::streamsize(values.size() * sizeof(float)));
    return values;
}

double secondsSince(std::chrono::steady_clock::time_point begin)
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

} // namespace

int main(int argc, char **argv)
{
    if (argc != 8)
        return 2;
    using namespace primer;
    const std::vector<float> features = readFloats(argv[1]), targets = readFloats(argv[2]), test = readFloats(argv[4]);
    const auto columns = std::size_t(std::atoll(argv[3]));
    ForestSettings settings;
    settings.trees = std::size_t(std::atoll(argv[6]));
    settings.threads = std::size_t(std::atoll(argv[7]));
    Feedback feedback;
    auto begin = std::chrono::steady_clock::now();
    const auto forest = Forest::fit({features.data(), targets.size(), columns}, targets, settings, feedback);
    const double fitSeconds = secondsSince(begin);
    if (!forest)
        return 1;
    std::vector<float> scores;
    std::vector<double> predictSeconds;
    for (int round = 0; round < 5; ++round) {
        begin = std::chrono::steady_clock::now();
        scores = (*forest)->predict({test.data(), test.size() / columns, columns}, settings.threads);
        predictSeconds.push_back(secondsSince(begin));
    }
    std::sort(predictSeconds.begin(), predictSeconds.end());
    std::ofstream(argv[5], std::ios::binary)
        .write(reinterpret_cast<const char *>(scores.data()), std::streamsize(scores.size() * sizeof(float)));
    std::printf("{\"fit_seconds\": %.4f, \"predict_seconds\": %.4f}\n", fitSeconds,
                predictSeconds[predictSeconds.size() / 2]);
    return 0;
}
