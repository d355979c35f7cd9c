// Owns: judging one sample after another: the items of a queue (or of the current set), the place among them, the
// judgement that is being stored, what was given, and the way back. A sample is left only when its judgement is on
// disk. Not here: storing (judging.h), showing a sample, keys.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include <QHash>
#include <QJsonObject>
#include <QObject>

#include "core/base/result.h"
#include "core/dataset/sample.h"
#include "core/workspace/workspace.h"
#include "ui/session/current_set.h"
#include "ui/session/judged_count.h"
#include "ui/session/judging.h"
#include "ui/session/workspace_lists.h"

namespace primer {

class JudgingQueue : public QObject
{
    Q_OBJECT
public:
    static constexpr int noValue = -1; ///< skipped or discarded

    struct Progress {
        int done = 0, total = 0;
    };

    JudgingQueue(std::shared_ptr<Workspace> workspace, CurrentSet &set, WorkspaceLists &lists, Judging &judging,
                 QObject *parent = nullptr);

    /// 0: the current set is judged.
    std::int64_t queue() const { return m_queue; }
    /// False until somebody chose what to judge, in this window or the one before.
    bool isChosen() const { return m_isChosen; }
    /// Every sample of the queue was judged.
    bool isFinished() const;
    /// Nobody else's opinion may be shown. So it is too while it is not known yet.
    bool isBlind() const { return m_isBlind; }
    bool isLoading() const { return m_isLoading; }
    const std::vector<SampleId> &items() const { return *m_items; }
    int place() const { return m_place; }
    /// 0 when there is nothing to judge.
    SampleId current() const { return m_current; }
    /// What comes after the current one, or 0.
    SampleId next() const;
    bool isPending() const { return m_pending.has_value(); }
    bool isReady() const { return m_current != 0 && !isPending(); }
    /// What was judged: in this queue, or of the current set at all.
    Progress progress() const;
    /// What was given to the sample in this queue: a value, or noValue.
    std::optional<int> given(SampleId sample) const;
    /// Of this session and not taken back, newest last.
    std::vector<Judgement> history() const;

    /// `first` is gone to when it is among the items, else the first one that is open.
    void choose(std::int64_t queue, SampleId first = 0);
    /// What to judge is open again.
    void leave();
    void step(int by);
    /// The first that was not judged in this queue; nothing happens when there is none.
    void goToOpen();
    /// Nothing happens when it is not among the items.
    void goToSample(SampleId sample);
    /// Does nothing while another is being stored, or without a sample.
    void judge(Verdict verdict, int value, const QString &note, const QString &annotator);
    /// Once more, after `judgementFailed`.
    void judgeAgain(const Judgement &judgement);
    /// False when there is nothing to take back, or something is being stored.
    bool undoLast();

    QJsonObject toJson() const;
    /// Where an earlier window was.
    void restore(const QJsonObject &stored);

Q_SIGNALS:
    /// Another queue, or what is known of it.
    void queueChanged();
    /// Another sample, or the same again after the items of its queue were read. A set that changes around it is told
    /// by `progressChanged` alone.
    void currentChanged();
    /// isPending, current or the items have changed.
    void readyChanged();
    void progressChanged();
    void historyChanged();
    /// It is on disk. `currentChanged` follows unless it was the last one.
    void judged(const primer::Judgement &judgement);
    void endReached();
    void judgementFailed(const primer::Judgement &judgement, const primer::Error &error);
    void undone(primer::SampleId sample);
    void failed(const primer::Error &error);

private:
    using Items = std::vector<SampleId>;
    struct Done {
        Judgement judgement;
        std::optional<int> before; ///< what had been given in the queue
    };
    struct Loaded;

    void load();
    void takeQueue(const Loaded &loaded);
    void takeSet();
    void goTo(int place);
    void setPending(std::optional<Done> pending);
    void onUndoFailed(std::int64_t judgement, const Error &error);
    std::vector<Done>::iterator doneBy(std::int64_t judgement);
    void onJudged(const Judgement &judgement);
    void onUndone(std::int64_t judgement, SampleId sample);
    int placeOf(SampleId sample) const;

    std::shared_ptr<Workspace> m_workspace;
    CurrentSet &m_set;
    WorkspaceLists &m_lists;
    Judging &m_judging;
    std::shared_ptr<const Items> m_items = std::make_shared<Items>(); ///< never null
    QHash<SampleId, int> m_given;                                     ///< in this queue
    std::int64_t m_queue = 0;
    JudgedCount m_judged; ///< of the current set
    bool m_isChosen = false;
    bool m_isBlind = false;
    bool m_isLoading = false;
    int m_place = 0;
    SampleId m_current = 0;
    SampleId m_wanted = 0;         ///< to go back to once the items are there
    std::optional<Done> m_pending; ///< being stored or taken back
    std::vector<Done> m_done;
    quint64 m_generation = 0;
};

} // namespace primer
