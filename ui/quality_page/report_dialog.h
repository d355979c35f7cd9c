// Owns: showing how good a forest is on labels held out: curves, calibration, fewer labels, what it looks at.
// Not here: the report (core/workspace/quality.h).
#pragma once

#include <memory>
#include <vector>

#include <QDialog>

#include "core/storage/quality_store.h"
#include "ui/charts/series_column.h"

class QGridLayout;

namespace primer {

class LineChart;

class ReportDialog : public QDialog
{
    Q_OBJECT
public:
    explicit ReportDialog(const StoredForest &forest, QWidget *parent = nullptr);
    QList<LineChart *> charts() const { return m_charts; }

private:
    struct Curve;
    struct Report; ///< JSON, kept out of the header; of no use once the curves are made
    void addSummary(QGridLayout *grid, const Report &report);
    void addCutChart(QGridLayout *grid, const Report &report);
    void addCurves(QGridLayout *grid, const Report &report);
    void addCalibration(QGridLayout *grid, const Report &report);
    void addLearningCurve(QGridLayout *grid, const Report &report);
    void addImportance(QGridLayout *grid, const Report &report);
    LineChart *addChart(QGridLayout *grid, int row, int column, const QString &title, std::vector<Curve> curves);

    std::vector<std::unique_ptr<SeriesColumn>> m_columns;
    QList<LineChart *> m_charts;
};

} // namespace primer
