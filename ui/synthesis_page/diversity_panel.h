// Owns: how diverse the accepted rows of a run are, beside a baseline: where they are homogeneous in sentences, figures
// as charts. Not here: measuring (core/synthesis/diversity.h), carrying it out (synthesis_jobs.h).
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <QWidget>

#include "core/storage/synthesis_store.h"
#include "ui/synthesis_page/synthesis_jobs.h"

class QComboBox;
class QLabel;
class QPushButton;
class QStackedWidget;

namespace primer {

class BarChart;

class DiversityPanel : public QWidget
{
    Q_OBJECT
public:
    explicit DiversityPanel(QWidget *parent = nullptr);

    /// `runs`: all there are, to choose a baseline from.
    void show(const SynthesisRun &run, const std::vector<SynthesisRun> &runs);
    void clear();
    void setMeasuring(bool isMeasuring);
    /// Kept for its run until that has other rows.
    void take(const std::shared_ptr<const MeasuredDiversity> &measured);
    QComboBox *baseline() const { return m_baseline; }
    QPushButton *measureButton() const { return m_measure; }
    QLabel *findings() const { return m_findings; }
    BarChart *shares() const { return m_shares; }
    /// What stands in the place of the charts, "" while they are shown.
    QString note() const;

Q_SIGNALS:
    void measureWanted(const std::string &against);
    void cellsWanted();
    void saveFailed(const primer::Error &error);

private:
    void makeLayout();
    QWidget *makeCharts();
    void showState();
    void showMeasured();

    QComboBox *m_baseline;
    QPushButton *m_measure, *m_cells;
    QLabel *m_findings, *m_note;
    BarChart *m_shares, *m_entropies, *m_axes, *m_openings, *m_imports;
    QStackedWidget *m_stack;
    SynthesisRun m_run;
    std::shared_ptr<const MeasuredDiversity> m_measured;
    bool m_isMeasuring = false;
};

} // namespace primer
