// Owns: the sets that were before the current one, and those that were taken back. Not here: the current one
// (current_set.h).
#pragma once

#include <optional>
#include <vector>

#include <QJsonArray>
#include <QJsonObject>

#include "core/workspace/sample_set.h"

namespace primer {

class SetHistory
{
public:
    static constexpr std::size_t maxSteps = 50;

    /// `before` is what the set was; what was taken back is gone now.
    void add(const SampleSet &before);
    /// The set before `now`, which can be had again; nothing when there is none.
    std::optional<SampleSet> undo(const SampleSet &now);
    std::optional<SampleSet> redo(const SampleSet &now);
    bool canUndo() const { return !m_past.empty(); }
    bool canRedo() const { return !m_future.empty(); }
    /// Oldest first.
    const std::vector<SampleSet> &past() const { return m_past; }

    QJsonObject toJson() const;
    void restore(const QJsonObject &stored);

private:
    std::vector<SampleSet> m_past, m_future; ///< the next ones last
};

QJsonObject toJson(const SampleSet &set);
/// Nothing when it is none.
std::optional<SampleSet> setOf(const QJsonObject &stored);

} // namespace primer
