// Owns: the quality page: scores of the current set, the cut and what it does, stages, thresholds, real files next to
// the cut. Not here: learning and scoring (core/quality), widgets of its parts.
#pragma once

#include <memory>
#include <optional>

#include <QTimer>
#include <QWidget>

#include "ui/models/workspace_session.h"
#include "ui/quality_page/quality_lists.h"
#include "core/query/near_copies.h"
#include "core/quality/quality_view.h"

class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QPushButton;
class QStackedWidget;

namespace primer {

class CutStrip;
class MessageBar;
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
    QDoubleSpinBox *cutInput() const { return m_cut; }
    MessageBar *messages() const { return m_messages; }
    /// Null until it was made.
    std::shared_ptr<const QualityView> view() const { return m_view; }
    /// Labels, vectors, forest and scores without a key, as a job.
    void start();
    void keepThreshold(const QString &name);

Q_SIGNALS:
    void sampleOpened(primer::SampleId sample);
    /// The current set is what the cut keeps now.
    void setChosen();

protected:
    void showEvent(QShowEvent *event) override;

private:
    void makeLayout();
    QWidget *makeEmptyState();
    void connectAll();
    void reload();
    void refresh();
    void setCut(double cut);
    void showCut();
    void showLists();
    void openFit();
    void openReport();
    void askForName();
    void chooseSet();
    void useThreshold(const Threshold &threshold);
    void lookForCopies();
    void runJob(const QString &kind, const QString &subject, Job::Work work);
    void showError(const Error &error);
    std::string baseFilter() const;

    WorkspaceSession &m_session;
    QStackedWidget *m_stack;
    QWidget *m_content;
    MessageBar *m_messages;
    QComboBox *m_forest, *m_stacking, *m_thresholds;
    QDoubleSpinBox *m_cut;
    QPushButton *m_fit, *m_report, *m_keep, *m_choose, *m_copies, *m_start;
    QLabel *m_summary, *m_quality, *m_emptyText;
    ScoreHistogram *m_histogram;
    SourceBars *m_sources;
    StageList *m_stages;
    CutStrip *m_above, *m_below;
    std::shared_ptr<const QualityView> m_view;
    std::vector<std::int64_t> m_funnel;
    QualityLists m_lists;
    std::string m_filter; ///< of the set that the page cuts
    QTimer m_refreshSoon;
    quint64 m_generation = 0, m_listGeneration = 0;
};

} // namespace primer
