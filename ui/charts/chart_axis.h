// Owns: one axis of a chart: its range of values, the scale that puts them in the chart's coordinates, its ticks. Qt's
// axis is touched only when something of it changes. Not here: how numbers are written (quantity.h).
#pragma once

#include <vector>

#include <QCategoryAxis>

#include "ui/charts/quantity.h"

class QChart;

namespace primer {

struct ChartStyle;

class ChartAxis
{
public:
    /// Qt's logarithmic axis has labels at powers only, so that a scale is a matter of this class: series are given in
    /// the chart's coordinates, and Qt's axis is even.
    enum class Scale { Linear, Logarithmic, SquareRoot };

    ChartAxis(QChart *chart, Qt::Alignment side);
    QCategoryAxis *axis() const { return m_axis; }
    const Quantity &quantity() const { return m_quantity; }
    void setQuantity(const Quantity &quantity) { m_quantity = quantity; }
    Scale scale() const { return m_scale; }
    void setScale(Scale scale) { m_scale = scale; }
    /// Instead of a scale: bars of equal width over bins of any; bin `i` is centred at coordinate `i`.
    void setBins(std::vector<double> edges, bool areIntegers);
    const std::vector<double> &bins() const { return m_edges; }
    void setRange(double low, double high);
    double low() const { return m_low; }
    double high() const { return m_high; }
    /// With the unit that suits the range.
    QString title() const;

    double coordinateOf(double value) const;
    double valueAt(double coordinate) const;
    double firstCoordinate() const;
    double lastCoordinate() const;
    /// At most about so many, at round values.
    std::vector<double> ticks(int wanted) const;
    QString labelOf(double value) const;

    void applyStyle(const ChartStyle &style);
    /// Brings Qt's axis up to date.
    void show(int ticks, bool hasTitle);
    void setVisible(bool isVisible) { m_axis->setVisible(isVisible); }
    /// Attaching a series may have set the range of Qt's axis.
    void forget() { m_shown = {}; }

    /// 1, 2 or 5 times a power of ten, at least span / parts.
    static double niceDistance(double span, int parts);
    /// The next 1, 2 or 5 times a power of ten at or below, at or above.
    static double niceBelow(double value);
    static double niceAbove(double value);

private:
    struct Shown {
        double first = 0, last = 0;
        std::vector<double> places;
        QStringList labels;
        bool operator==(const Shown &) const = default;
    };
    bool hasBins() const { return m_edges.size() > 1; }
    /// Else round values, wherever they lie on the scale.
    bool hasEvenTicks() const { return hasBins() ? m_hasEvenBins : m_scale == Scale::Linear; }
    AxisUnit unit() const;
    double tickDistance(int wanted) const;
    std::vector<double> evenTicks(double distance) const;
    std::vector<double> roundTicks(int wanted) const;
    double tickCoordinate(double value) const;
    void showCategories(const Shown &next);

    QCategoryAxis *m_axis; ///< the chart's
    Quantity m_quantity;
    Scale m_scale = Scale::Linear;
    std::vector<double> m_edges;
    bool m_hasIntegerBins = false, m_hasUnitBins = false, m_hasEvenBins = false;
    double m_low = 0, m_high = 1;
    double m_distance = 0; ///< of the ticks shown; 0: not even
    Shown m_shown;
};

} // namespace primer
