#include "ui/session/judging_queue.h"

#include <algorithm>
#include <utility>

#include "core/jobs/background.h"
#include "core/storage/judgement_store.h"

namespace primer {

namespace {

int givenBy(const Judgement &judgement)
{
    return judgement.verdict == Verdict::Value ? judgement.value : JudgingQueue::noValue;
}

} // namespace

struct JudgingQueue::Loaded {
    Queue queue;
    std::vector<QueueItem> items;

    static Result<Loaded> read(Connection &connection, std::int64_t queue)
    {
        Loaded loaded;
        const auto queues = PRIMER_TRY(listQueues(connection));
        const auto known = std::find_if(queues.begin(), queues.end(),
                                        [queue](const Queue &one) { return one.id == queue; });
        if (known == queues.end())
            return Error{ErrorCode::NotFound, "no such queue", std::to_string(queue)};
        loaded.queue = *known;
        loaded.items = PRIMER_TRY(queueItems(connection, queue));
        return loaded;
    }
};

JudgingQueue::JudgingQueue(std::shared_ptr<Workspace> workspace, CurrentSet &set, WorkspaceLists &lists,
                           Judging &judging, QObject *parent)
    : QObject(parent), m_workspace(std::move(workspace)), m_set(set), m_lists(lists), m_judging(judging),
      m_judged(m_workspace, judging)
{
    connect(&m_judged, &JudgedCount::changed, this, &JudgingQueue::progressChanged);
    connect(&m_judged, &JudgedCount::failed, this, &JudgingQueue::failed);
    connect(&judging, &Judging::judged, this, &JudgingQueue::onJudged);
    connect(&judging, &Judging::judgementFailed, this, [this](const Judgement &judgement, const Error &error) {
        setPending(std::nullopt);
        Q_EMIT judgementFailed(judgement, error);
    });
    connect(&judging, &Judging::undone, this, &JudgingQueue::onUndone);
    connect(&judging, &Judging::undoFailed, this, &JudgingQueue::onUndoFailed);
    connect(&set, &CurrentSet::rowsChanged, this, [this] {
        if (m_queue == 0)
            takeSet();
    });
    connect(&lists, &WorkspaceLists::queueCreated, this, [this](std::int64_t queue) { choose(queue); });
    connect(&lists, &WorkspaceLists::queueRestored, this, [this](std::int64_t queue) { choose(queue); });
    connect(&lists, &WorkspaceLists::queueExtended, this, [this](std::int64_t queue) {
        if (queue == m_queue)
            choose(queue, m_current);
    });
    connect(&lists, &WorkspaceLists::queueRemoved, this, [this](const RemovedQueue &removed) {
        // They stand, but the way back to them led through the queue.
        std::erase_if(m_done, [&removed](const Done &done) { return done.judgement.queue == removed.queue.id; });
        Q_EMIT historyChanged();
        if (removed.queue.id == m_queue)
            leave();
    });
    takeSet();
}

SampleId JudgingQueue::next() const
{
    const std::size_t after = std::size_t(m_place) + 1;
    return m_current != 0 && after < m_items->size() ? (*m_items)[after] : 0;
}

JudgingQueue::Progress JudgingQueue::progress() const
{
    const int total = int(m_items->size());
    return {m_queue ? int(m_given.size()) : std::min(m_judged.judged(), total), total};
}

bool JudgingQueue::isFinished() const
{
    return m_queue != 0 && !m_isLoading && !m_items->empty() && std::size_t(m_given.size()) >= m_items->size();
}

std::optional<int> JudgingQueue::given(SampleId sample) const
{
    const auto found = m_given.constFind(sample);
    return found == m_given.constEnd() ? std::nullopt : std::optional(*found);
}

std::vector<Judgement> JudgingQueue::history() const
{
    std::vector<Judgement> judgements;
    for (const Done &done : m_done)
        judgements.push_back(done.judgement);
    return judgements;
}

void JudgingQueue::choose(std::int64_t queue, SampleId first)
{
    m_queue = queue;
    m_isChosen = true;
    m_place = 0;
    m_wanted = first;
    load();
}

void JudgingQueue::leave()
{
    m_queue = 0;
    m_isChosen = false;
    m_place = 0;
    load();
}

void JudgingQueue::restore(const QJsonObject &stored)
{
    m_queue = stored.value(QStringLiteral("queue")).toInteger();
    m_place = stored.value(QStringLiteral("place")).toInt();
    m_wanted = SampleId(stored.value(QStringLiteral("sample")).toInteger());
    m_isChosen = m_queue != 0 || stored.value(QStringLiteral("is_chosen")).toBool();
    load();
}

QJsonObject JudgingQueue::toJson() const
{
    return {{QStringLiteral("queue"), qint64(m_queue)},
            {QStringLiteral("sample"), qint64(m_wanted ? m_wanted : m_current)},
            {QStringLiteral("place"), m_place},
            {QStringLiteral("is_chosen"), m_isChosen}};
}

void JudgingQueue::load()
{
    const quint64 generation = ++m_generation;
    m_given.clear();
    if (m_queue == 0) {
        m_isLoading = false;
        m_isBlind = false;
        Q_EMIT queueChanged();
        m_wanted = m_wanted ? m_wanted : m_current;
        m_current = 0; // shown anew, as one that is not judged blindly
        takeSet();
        return;
    }
    const Queue *known = m_lists.queue(m_queue);
    m_isBlind = !known || known->blind;
    m_isLoading = true;
    m_items = std::make_shared<Items>();
    m_current = 0;
    Q_EMIT queueChanged();
    Q_EMIT currentChanged();
    Q_EMIT readyChanged();
    inBackground(
        this, [workspace = m_workspace, queue = m_queue] { return workspace->store().read(Loaded::read, queue); },
        [this, generation](const Result<Loaded> &loaded) {
            if (generation != m_generation)
                return;
            if (loaded) {
                takeQueue(*loaded);
                return;
            }
            Q_EMIT failed(loaded.error());
            choose(0); // what cannot be read cannot be judged
        });
}

void JudgingQueue::takeQueue(const Loaded &loaded)
{
    auto items = std::make_shared<Items>();
    int firstOpen = -1;
    for (const QueueItem &item : loaded.items) {
        if (item.judgement)
            m_given.insert(item.sample, givenBy(*item.judgement));
        else if (firstOpen < 0)
            firstOpen = int(items->size());
        items->push_back(item.sample);
    }
    m_items = std::move(items);
    m_isLoading = false;
    m_isBlind = loaded.queue.blind;
    Q_EMIT queueChanged();
    const int wanted = placeOf(m_wanted);
    goTo(wanted >= 0 ? wanted : std::max(0, firstOpen));
}

/// The samples of the current set as they are now; the one that is judged stays when it is among them.
void JudgingQueue::takeSet()
{
    const auto rows = m_set.rows();
    m_items = std::shared_ptr<const Items>(rows, &rows->ids);
    m_judged.follow(rows);
    const int wanted = placeOf(m_wanted);
    const int kept = wanted >= 0 ? wanted : placeOf(m_current);
    if (kept >= 0 && m_items->at(std::size_t(kept)) == m_current) {
        m_place = kept; // the same sample: whoever shows it has nothing to do
        m_wanted = 0;
        Q_EMIT readyChanged();
        Q_EMIT progressChanged();
        return;
    }
    if (kept < 0 && m_current != 0 && m_set.rows()->isPartial)
        m_wanted = m_current; // the search may find it yet
    else if (wanted >= 0 || (!m_items->empty() && !m_set.isQuerying()))
        m_wanted = 0;
    goTo(kept >= 0 ? kept : std::min(m_place, int(m_items->size()) - 1));
}

int JudgingQueue::placeOf(SampleId sample) const
{
    const auto found = sample == 0 ? m_items->end() : std::find(m_items->begin(), m_items->end(), sample);
    return found == m_items->end() ? -1 : int(found - m_items->begin());
}

void JudgingQueue::goTo(int place)
{
    const int count = int(m_items->size());
    if (count > 0 && (place < 0 || place >= count))
        return;
    if (count > 0) {
        m_place = place;
        m_current = (*m_items)[std::size_t(place)];
    } else {
        if (m_current != 0) // it may come back: the set is being asked for anew
            m_wanted = m_current;
        m_current = 0;
    }
    Q_EMIT currentChanged();
    Q_EMIT readyChanged();
    Q_EMIT progressChanged();
}

void JudgingQueue::step(int by)
{
    if (isPending())
        return;
    m_wanted = 0;
    goTo(m_place + by);
}

void JudgingQueue::goToOpen()
{
    const auto open = std::find_if(m_items->begin(), m_items->end(),
                                   [this](SampleId sample) { return !m_given.contains(sample); });
    if (m_queue != 0 && open != m_items->end())
        goTo(int(open - m_items->begin()));
}

void JudgingQueue::goToSample(SampleId sample)
{
    const int place = placeOf(sample);
    m_isChosen = true;
    const bool isOnTheWay = place < 0 && (m_isLoading || (m_queue == 0 && m_set.isQuerying()));
    m_wanted = isOnTheWay ? sample : 0;
    if (place >= 0)
        goTo(place);
}

void JudgingQueue::setPending(std::optional<Done> pending)
{
    m_pending = std::move(pending);
    Q_EMIT readyChanged();
}

void JudgingQueue::judge(Verdict verdict, int value, const QString &note, const QString &annotator)
{
    if (!isReady())
        return;
    Judgement judgement;
    judgement.sample = m_current;
    judgement.verdict = verdict;
    judgement.value = value;
    judgement.note = note.toStdString();
    judgement.annotator = annotator.toStdString();
    judgement.queue = m_queue;
    judgement.blind = m_isBlind && !isFinished(); // its summary shows what others said
    judgeAgain(judgement);
}

void JudgingQueue::judgeAgain(const Judgement &judgement)
{
    if (isPending())
        return;
    setPending(Done{judgement, judgement.queue == m_queue ? given(judgement.sample) : std::nullopt});
    m_judging.judge(judgement);
}

void JudgingQueue::onJudged(const Judgement &judgement)
{
    const bool isOurs = m_pending && m_pending->judgement.sample == judgement.sample;
    const std::optional<int> before = isOurs ? m_pending->before : given(judgement.sample);
    m_done.push_back({judgement, before});
    if (judgement.queue == m_queue)
        m_given.insert(judgement.sample, givenBy(judgement));
    if (judgement.queue != 0 && !before)
        m_lists.addDone(judgement.queue, 1);
    setPending(std::nullopt);
    Q_EMIT historyChanged();
    Q_EMIT judged(judgement);
    const bool isShown = judgement.sample == m_current && judgement.queue == m_queue;
    if (isShown && next() != 0) {
        goTo(m_place + 1);
        return;
    }
    Q_EMIT progressChanged();
    if (isShown)
        Q_EMIT endReached();
}

bool JudgingQueue::undoLast()
{
    if (m_done.empty() || isPending())
        return false;
    setPending(m_done.back());
    m_judging.undo(m_done.back().judgement.id);
    return true;
}

std::vector<JudgingQueue::Done>::iterator JudgingQueue::doneBy(std::int64_t judgement)
{
    return std::find_if(m_done.begin(), m_done.end(),
                        [judgement](const Done &one) { return one.judgement.id == judgement; });
}

void JudgingQueue::onUndone(std::int64_t judgement, SampleId sample)
{
    if (const auto done = doneBy(judgement); done != m_done.end()) {
        const std::int64_t queue = done->judgement.queue;
        if (queue == m_queue && done->before)
            m_given.insert(sample, *done->before);
        else if (queue == m_queue)
            m_given.remove(sample);
        if (queue != 0 && !done->before)
            m_lists.addDone(queue, -1);
        m_done.erase(done);
    }
    setPending(std::nullopt);
    Q_EMIT historyChanged();
    Q_EMIT undone(sample);
    goToSample(sample);
    Q_EMIT progressChanged();
}

void JudgingQueue::onUndoFailed(std::int64_t judgement, const Error &error)
{
    // One that was taken back elsewhere would stand in the way of those before it.
    if (const auto done = doneBy(judgement); done != m_done.end() && error.code == ErrorCode::NotFound) {
        m_done.erase(done);
        Q_EMIT historyChanged();
    }
    setPending(std::nullopt);
    Q_EMIT failed(error);
}

} // namespace primer
