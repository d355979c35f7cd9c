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
    void addSummary(QGridLayout *grid);
    void addCutChart(QGridLayout *grid);
    void addCurves(QGridLayout *grid);
    void addCalibration(QGridLayout *grid);
    void addLearningCurve(QGridLayout *grid);
    void addImportance(QGridLayout *grid);
    LineChart *addChart(QGridLayout *grid, int row, int column, const QString &title, std::vector<Curve> curves);

    const std::shared_ptr<const void> m_report; ///< JSON, kept out of the header
    std::vector<std::unique_ptr<SeriesColumn>> m_columns;
    QList<LineChart *> m_charts;
};

} // namespace primer
