// Owns: showing how good a forest is on labels held out: curves, calibration, fewer labels, what it looks at.
// Not here: the report (core/quality/forest_report.h).
#pragma once

#include <memory>
#include <vector>

#include <QDialog>

#include "core/quality/forest_record.h"
#include "ui/charts/series_column.h"

class QGridLayout;

namespace primer {

class LineChart;

class ReportDialog : public QDialog
{
    Q_OBJECT
public:
    explicit ReportDialog(const ForestRecord &record, QWidget *parent = nullptr);
    QList<LineChart *> charts() const { return m_charts; }

private:
    struct Curve;
    void addSummary(QGridLayout *grid, const ForestReport &report);
    void addCutChart(QGridLayout *grid, const ScoreMeasures &measures);
    void addCurves(QGridLayout *grid, const std::vector<HeldOutScore> &heldOut);
    void addCalibration(QGridLayout *grid, const ScoreMeasures &measures);
    void addLearningCurve(QGridLayout *grid, const ForestReport &report);
    void addImportance(QGridLayout *grid, const ForestReport &report);
    LineChart *addChart(QGridLayout *grid, int row, int column, const QString &title, std::vector<Curve> curves);

    std::vector<std::unique_ptr<SeriesColumn>> m_columns;
    QList<LineChart *> m_charts;
};

} // namespace primer
