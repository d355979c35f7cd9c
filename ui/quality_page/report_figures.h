// Owns: what the report dialog shows of a forest's report, as numbers and rows of points. Not here: showing it.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/quality/forest_record.h"

namespace primer {

struct ReportFigures {
    using Points = std::vector<std::pair<double, double>>; ///< x rises

    struct Measure {
        Points middle, low, high; ///< by cut
    };
    struct Quality {
        double areaUnderRoc = 0, averagePrecision = 0, brier = 0, f1 = 0;
        std::optional<std::pair<double, double>> f1Bounds;
    };
    std::int64_t labels = 0, positive = 0, learntFrom = 0, heldOut = 0;
    std::optional<Quality> forest;                      ///< nothing: one side would have had labels of one kind only
    std::optional<double> logisticAreaUnderRoc;         ///< of the simple model beside it
    std::vector<std::pair<std::int64_t, double>> seeds; ///< areas under ROC
    Measure precision, recall, f1;
    Points roc, precisionByRecall, calibration, areaByLabels, f1ByLabels;
    std::vector<std::pair<std::string, double>> importance; ///< by feature, the largest first

    static ReportFigures of(const ForestRecord &record);
};

} // namespace primer
