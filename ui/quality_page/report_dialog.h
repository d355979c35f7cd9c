// Owns: showing how good a forest is on labels held out: curves, calibration, fewer labels, what it looks at.
// Not here: the report (report_figures.h, core/quality/forest_report.h).
#pragma once

#include <memory>
#include <vector>

#include <QDialog>

#include "core/quality/feature_words.h"
#include "core/quality/forest_record.h"
#include "core/workspace/workspace.h"
#include "ui/charts/quantity.h"
#include "ui/charts/series_column.h"
#include "ui/quality_page/report_figures.h"

class QGridLayout;

namespace primer {

class BarChart;
class LineChart;
class MessageBar;

class ReportDialog : public QDialog
{
    Q_OBJECT
public:
    /// Reads the words of hashed features in the background, from samples held out, where importance is measured.
    ReportDialog(const ForestRecord &record, std::shared_ptr<Workspace> workspace, QWidget *parent = nullptr);
    QList<LineChart *> charts() const { return m_charts; }
    /// Null when there is no report.
    BarChart *importance() const { return m_importance; }

private:
    struct Curve {
        QString name;
        ReportFigures::Points points;
        bool isFaint = false, isPoints = false;
    };
    void addSummary(QGridLayout *grid, const ReportFigures &figures);
    void addCutChart(QGridLayout *grid, const ReportFigures &figures);
    void addCurves(QGridLayout *grid, const ReportFigures &figures);
    void addCalibration(QGridLayout *grid, const ReportFigures &figures);
    void addLearningCurve(QGridLayout *grid, const ReportFigures &figures);
    void addImportance(QGridLayout *grid, const ReportFigures &figures);
    void readWords(std::shared_ptr<Workspace> workspace, const ForestRecord &record);
    void showWords(const std::vector<FeatureWords> &words);
    LineChart *addChart(const QString &title, const Quantity &x, const Quantity &y, std::vector<Curve> curves);

    std::vector<std::unique_ptr<SeriesColumn>> m_columns;
    QList<LineChart *> m_charts;
    BarChart *m_importance = nullptr;
    MessageBar *m_messages;
};

} // namespace primer
