// Owns: the tools of the quality page: forest, cut as a number, thresholds, what to do with what is kept.
// Not here: the cut (ui/session/cut_model.h), doing any of it.
#pragma once

#include "ui/quality_page/score_histogram.h"
#include "ui/session/cut_model.h"
#include "ui/widgets/flow_row.h"

class QComboBox;
class QDoubleSpinBox;
class QPushButton;

namespace primer {

class CutBar : public FlowRow
{
    Q_OBJECT
public:
    explicit CutBar(CutModel &cut, QWidget *parent = nullptr);
    QDoubleSpinBox *cutInput() const { return m_value; }
    /// While they are looked for they are not looked for again.
    void setCanFindCopies(bool can);

Q_SIGNALS:
    void forestChosen(std::int64_t forest, const QString &name);
    void thresholdChosen(const primer::Threshold &threshold);
    void stackingChosen(primer::ScoreHistogram::Stacking stacking);
    void fitWanted();
    void reportWanted();
    void keepWanted();
    void setWanted();
    void copiesWanted();

private:
    void makeLayout();
    void connectAll();
    void showLists();
    void showValue();

    CutModel &m_cut;
    QComboBox *m_forest, *m_stacking, *m_thresholds;
    QDoubleSpinBox *m_value;
    QPushButton *m_fit, *m_report, *m_keep, *m_choose, *m_copies;
};

} // namespace primer
