// Owns: storing judgements, taking them back, drafts of notes; all off the UI thread, and what each did to its sample.
// Not here: which sample is judged next (judging_queue.h).
#pragma once

#include <memory>
#include <optional>

#include <QObject>
#include <QString>

#include "core/base/result.h"
#include "core/dataset/sample.h"
#include "core/workspace/workspace.h"

namespace primer {

/// What a sample's row says of people: its newest judgement that stands.
struct CurrentLabel {
    SampleId sample = 0;
    std::optional<int> value;
    std::optional<Verdict> verdict;
};

class Judging : public QObject
{
    Q_OBJECT
public:
    explicit Judging(std::shared_ptr<Workspace> workspace, QObject *parent = nullptr);

    /// Answers with `judged` once it is on disk, or with `judgementFailed`.
    void judge(const Judgement &judgement);
    /// Answers with `undone` or `undoFailed`.
    void undo(std::int64_t judgement);
    void saveDraft(SampleId sample, const QString &note);
    /// Another part judged a sample: everybody is told.
    void noteLabel(const CurrentLabel &label) { Q_EMIT labelChanged(label); }

Q_SIGNALS:
    /// With its id; `labelChanged` comes before it.
    void judged(const primer::Judgement &judgement);
    void judgementFailed(const primer::Judgement &judgement, const primer::Error &error);
    void undone(std::int64_t judgement, primer::SampleId sample);
    void undoFailed(std::int64_t judgement, const primer::Error &error);
    /// Of one sample; all others are as they were.
    void labelChanged(const primer::CurrentLabel &label);
    /// What was asked for is done, but its row could not be read again, or a draft was not stored.
    void failed(const primer::Error &error);

private:
    std::shared_ptr<Workspace> m_workspace;
};

} // namespace primer
