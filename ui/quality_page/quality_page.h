// Owns: the quality page: scores of the current set, the cut and what it does, rules, thresholds, real files next to
// the cut. Not here: the cut (ui/session/cut_model.h), jobs (quality_jobs.h), widgets of its parts.
#pragma once

#include <memory>

#include <QWidget>

#include "core/query/near_duplicates.h"
#include "ui/session/workspace_session.h"

class QDoubleSpinBox;
class QPushButton;
class QScrollArea;
class QSplitter;
class QStackedWidget;

namespace primer {

class CutBar;
class CutStrip;
class CutSummary;
class MessageBar;
class QualityGap;
class QualityJobs;
class ScoreHistogram;
class SourceBars;
class StageList;

class QualityPage : public QWidget
{
    Q_OBJECT
public:
    explicit QualityPage(WorkspaceSession &session, QWidget *parent = nullptr);

    ScoreHistogram *histogram() const { return m_histogram; }
    StageList *stages() const { return m_stages; }
    CutStrip *above() const { return m_above; }
    CutStrip *below() const { return m_below; }
    QDoubleSpinBox *cutInput() const;
    CutSummary *summary() const { return m_summary; }
    /// What is shown while there are no scores to show.
    QualityGap *gap() const { return m_gap; }
    MessageBar *messages() const { return m_messages; }

    void openFit();

Q_SIGNALS:
    void sampleOpened(primer::SampleId sample);
    void importWanted();
    /// The current set is what the cut keeps now.
    void setChosen();

protected:
    void showEvent(QShowEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void makeLayout();
    QWidget *makeSide();
    void connectCut();
    void connectBar();
    void connectJobs();
    void showGap();
    void giveFocus();
    void showCut();
    void fitSide();
    void openReport();
    void openCopies(const std::shared_ptr<const NearDuplicates> &copies);
    void askForName();
    void useThreshold(const Threshold &threshold);

    WorkspaceSession &m_session;
    CutModel &m_cut;
    QualityJobs *m_jobs;
    QStackedWidget *m_stack;
    MessageBar *m_messages;
    CutBar *m_bar;
    QualityGap *m_gap;
    CutSummary *m_summary;
    QScrollArea *m_side;
    QSplitter *m_parts;      ///< histogram and side, cards
    bool m_isParted = false; ///< by a person
    ScoreHistogram *m_histogram;
    SourceBars *m_sources;
    StageList *m_stages;
    CutStrip *m_above, *m_below;
};

} // namespace primer
