// Owns: the figures of a measured run as bars beside those of its baseline. Not here: measuring
// (core/synthesis/diversity.h), drawing bars (ui/charts).
#pragma once

#include <QCoreApplication>

#include "ui/charts/bar_chart.h"
#include "ui/synthesis_page/synthesis_jobs.h"

namespace primer {

class DiversityFigures
{
    Q_DECLARE_TR_FUNCTIONS(primer::DiversityFigures)
public:
    /// What differs and what is alike, as shares of the rows.
    static BarData shares(const MeasuredDiversity &measured);
    static BarData entropies(const MeasuredDiversity &measured);
    /// How many of the values of each axis occur.
    static BarData axes(const MeasuredDiversity &measured);
    static BarData openings(const MeasuredDiversity &measured);
    static BarData imports(const MeasuredDiversity &measured);

private:
    struct Figure {
        QString name;
        double set = 0, baseline = 0;
    };
    static BarData sideBySide(const MeasuredDiversity &measured, const Quantity &quantity,
                              const std::vector<Figure> &figures);
    static BarData topOf(const MeasuredDiversity &measured, const Spread &set, const Spread &baseline);
};

} // namespace primer
