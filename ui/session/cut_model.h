// Owns: the cut through the scores: its value, the rules before it, the view of the set that it goes through, what
// stays of it and how good that is, the thresholds it was kept as. Pages show and move it; nobody else keeps a copy.
// Not here: counting (core/quality/quality_view.h), fitting and scoring.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <QJsonObject>
#include <QObject>
#include <QTimer>

#include "core/base/result.h"
#include "core/quality/quality_view.h"
#include "core/storage/quality_store.h"
#include "core/workspace/workspace.h"
#include "ui/session/current_set.h"
#include "ui/session/quality_lists.h"

namespace primer {

class CutModel : public QObject
{
    Q_OBJECT
public:
    CutModel(std::shared_ptr<Workspace> workspace, CurrentSet &set, QObject *parent = nullptr);
    ~CutModel() override;

    /// In [0, 1], to three decimals: what is shown is what is meant.
    double value() const { return m_value; }
    void setValue(double value);
    /// Filters of the rules that are on, in order.
    const std::vector<std::string> &rules() const { return m_rules; }
    void setRules(const std::vector<std::string> &rules);

    /// Null until it was made.
    const std::shared_ptr<const QualityView> &view() const { return m_view; }
    /// Samples of the set without its cut, and after each rule.
    const std::vector<std::int64_t> &funnel() const { return m_funnel; }
    /// What the cut leaves of the view: counts, sources, precision and recall with their bounds.
    const CutResult &result() const { return m_result; }
    const QualityLists &lists() const { return m_lists; }
    bool areListsRead() const { return m_areListsRead; }
    bool hasScores() const { return m_lists.scored != 0; }

    /// While somebody looks, the view follows the set and the scores.
    void setWatched(bool isWatched);
    /// Thresholds and forests may be others now.
    void readLists();
    /// Labels or scores are others: read again at once while somebody looks, else when somebody does.
    void noteColumnsChanged();

    /// False when it was set on the scores of another forest: nothing is changed then.
    bool use(const Threshold &threshold);
    /// The set has no cut of its own, so that the view is of all of it.
    bool goesThroughWholeSet() const;
    /// Something of the set that a threshold cannot hold: a search, a queue.
    bool goesThroughMoreThanConditions() const;
    /// Those of the set, which are looked for among what the cut keeps.
    bool leavesOutNearDuplicates() const;
    /// As a new version of the name.
    void keep(const QString &name);
    /// What the cut keeps becomes the set of all pages: cut and rules become parts of it, in the place of those there
    /// were.
    void makeCurrentSet();

    QJsonObject toJson() const;
    void restore(const QJsonObject &stored);

Q_SIGNALS:
    void listsChanged();
    void viewChanged();
    /// The value, or what it cuts: `result` is another.
    void cutChanged();
    void rulesChanged();
    void kept(const primer::Threshold &threshold);
    void failed(const primer::Error &error);

private:
    struct Made {
        std::shared_ptr<const QualityView> view;
        std::vector<std::int64_t> funnel;
        std::shared_ptr<const RowMask> rows; ///< of the base
    };
    void makeView();
    std::shared_ptr<const RowMask> knownRows();
    void forgetRows();
    void adopt(const Made &made, bool areRowsNew);
    void cutAgain();

    std::shared_ptr<Workspace> m_workspace;
    CurrentSet &m_set;
    double m_value = 0.5;
    std::vector<std::string> m_rules;
    SampleSet m_base;                          ///< the set without its cut, which the view shows
    std::shared_ptr<const RowMask> m_answered; ///< the rows of m_answeredBase
    SampleSet m_answeredBase;
    std::shared_ptr<const QualityView> m_view;
    std::vector<std::int64_t> m_funnel;
    CutResult m_result;
    QualityLists m_lists;
    QTimer m_soon;
    std::shared_ptr<Feedback> m_feedback; ///< of the view that is made
    bool m_isWatched = false, m_areListsRead = false;
    quint64 m_viewGeneration = 0, m_listGeneration = 0, m_rowsGeneration = 0;
};

} // namespace primer
