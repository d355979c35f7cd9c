// Owns: the set that all pages share: its parts and order as one value, the samples they choose now, why a part is not
// applied, and the way back through its changes. Not here: what a part means (core/workspace/set_answer.h), how it is
// shown (ui/set_bar), a cut before it is a part (cut_model.h).
#pragma once

#include <memory>
#include <string>

#include <QJsonObject>
#include <QObject>

#include "core/base/feedback.h"
#include "core/base/result.h"
#include "core/query/query_engine.h"
#include "core/workspace/sample_set.h"
#include "core/workspace/selection.h"
#include "core/workspace/set_answer.h"
#include "core/workspace/workspace.h"
#include "ui/session/set_history.h"

namespace primer {

class CurrentSet : public QObject
{
    Q_OBJECT
public:
    enum class Change {
        Step,  ///< can be undone by itself
        Typing ///< one step with those just before it
    };

    explicit CurrentSet(std::shared_ptr<Workspace> workspace, QObject *parent = nullptr);
    ~CurrentSet() override;

    const SampleSet &value() const { return m_value; }
    /// The one door through which the set changes; asks when it did. An order alone is no step to undo.
    void change(const SampleSet &value, Change kind = Change::Step);
    void undo();
    void redo();
    const SetHistory &history() const { return m_history; }
    /// Asks the same question again: rows may have come.
    void refresh();

    /// By part: why it is not applied, as far as it is known.
    const SetProblems &problems() const { return m_problems; }
    /// Never null; empty until the first answer, and as it was while a new question is answered or has failed.
    std::shared_ptr<const RowSet> rows() const { return m_rows; }
    /// Of the set, which were left out; null when they were not looked for.
    const std::shared_ptr<const KnownNearDuplicates> &nearDuplicates() const { return m_nearDuplicates; }
    bool isQuerying() const { return m_feedback != nullptr; }
    /// Nothing is on that leaves anything out.
    bool isEverything() const { return m_value.isEverything(); }
    /// What an export or a training starts from: what is applied, which is what is shown.
    SelectionRequest selection() const;

    QJsonObject toJson() const;
    void restore(const QJsonObject &stored);

Q_SIGNALS:
    void valueChanged();
    void problemsChanged();
    void rowsChanged();
    void queryFailed(const primer::Error &error);

private:
    void take(const SampleSet &value);
    void ask();
    void takeProblems(const SetProblems &problems);

    std::shared_ptr<Workspace> m_workspace;
    SampleSet m_value;
    SetProblems m_problems; ///< as long as the parts
    SetHistory m_history;
    Change m_lastChange = Change::Step;
    std::shared_ptr<const RowSet> m_rows = std::make_shared<RowSet>();
    std::shared_ptr<const KnownNearDuplicates> m_nearDuplicates, m_knownNearDuplicates;
    std::shared_ptr<Feedback> m_feedback; ///< of the question that is being answered
    quint64 m_generation = 0;
};

} // namespace primer
