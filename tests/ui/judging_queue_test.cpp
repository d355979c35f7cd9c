// Judging without a window: the order, what is pending, the way back, what a judgement reads.
#include <future>

#include "core/storage/judgement_store.h"
#include "core/storage/sample_store.h"
#include "tests/ui/session_fixture.h"

using namespace primer;
using primer::test::came;
using primer::test::SessionFixture;
using primer::test::waitMs;

namespace {

constexpr int files = 12;

} // namespace

class JudgingQueueTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void theSetIsJudgedInItsOrder();
    void oneIsStoredAtATime();
    void aQueueBeginsWhereItIsOpen();
    void whatWasGivenBeforeComesBack();
    void aFailureKeepsTheSample();
    void whatCannotBeTakenBackIsNoObstacle();
    void opinionsAreHiddenUntilItIsKnown();
    void aJudgementReadsNoList();
    void thePlaceComesBack();
    void aSetThatChangesKeepsTheSample();

private:
    JudgingQueue &queue() { return m_fixture->session().queue(); }
    WorkspaceLists &lists() { return m_fixture->session().lists(); }
    bool give(int value);
    bool undo();
    std::int64_t makeQueue(const std::vector<SampleId> &samples);
    bool execute(const std::string &sql);
    std::optional<int> storedLabel(SampleId sample);

    std::unique_ptr<SessionFixture> m_fixture;
};

void JudgingQueueTest::init()
{
    m_fixture = std::make_unique<SessionFixture>(files);
    QVERIFY(m_fixture->make());
    QVERIFY(m_fixture->open());
}

void JudgingQueueTest::cleanup() { m_fixture.reset(); }

/// True once it is on disk.
bool JudgingQueueTest::give(int value)
{
    QSignalSpy judged(&queue(), &JudgingQueue::judged);
    queue().judge(Verdict::Value, value, {}, QStringLiteral("tester"));
    return came(judged);
}

bool JudgingQueueTest::undo()
{
    QSignalSpy undone(&queue(), &JudgingQueue::undone);
    return queue().undoLast() && came(undone);
}

std::int64_t JudgingQueueTest::makeQueue(const std::vector<SampleId> &samples)
{
    QSignalSpy created(&lists(), &WorkspaceLists::queueCreated);
    lists().createQueueOf(QStringLiteral("list"), samples);
    if (!came(created))
        return 0;
    const bool isLoaded = QTest::qWaitFor([this] { return !queue().isLoading(); }, waitMs);
    return isLoaded ? created.constFirst().constFirst().toLongLong() : 0;
}

bool JudgingQueueTest::execute(const std::string &sql)
{
    return m_fixture->workspace()
        .store()
        .write(Durability::Durable, [&sql](Connection &connection) { return connection.execute(sql); })
        .ok();
}

std::optional<int> JudgingQueueTest::storedLabel(SampleId sample)
{
    const auto rows = m_fixture->workspace().store().read([sample](Connection &connection) {
        return fetchRows(connection, {&sample, 1});
    });
    return rows && !rows->empty() ? rows->front().label : std::nullopt;
}

void JudgingQueueTest::theSetIsJudgedInItsOrder()
{
    QCOMPARE(queue().items().size(), std::size_t(files));
    QCOMPARE(queue().current(), SampleId(1));
    QCOMPARE(queue().next(), SampleId(2));
    QVERIFY(queue().isReady() && !queue().isBlind());
    QSignalSpy ended(&queue(), &JudgingQueue::endReached);
    for (int place = 0; place < files; ++place) {
        QCOMPARE(queue().current(), SampleId(place + 1));
        QTRY_COMPARE_WITH_TIMEOUT(queue().progress().done, place, waitMs); // what was judged, not the place
        QVERIFY(give(place % 6));
        QCOMPARE(storedLabel(SampleId(place + 1)), std::optional(place % 6));
    }
    QCOMPARE(queue().current(), SampleId(files)); // nothing comes after it
    QCOMPARE(queue().next(), SampleId(0));
    QCOMPARE(ended.count(), 1);
    QCOMPARE(queue().history().size(), std::size_t(files));
    QCOMPARE(m_fixture->session().counts().judgements, std::int64_t(files));

    // Steps stay inside.
    queue().step(1);
    QCOMPARE(queue().current(), SampleId(files));
    queue().step(-3);
    QCOMPARE(queue().current(), SampleId(files - 3));
    queue().goToSample(999);
    QCOMPARE(queue().current(), SampleId(files - 3));
}

void JudgingQueueTest::oneIsStoredAtATime()
{
    // The writer's thread waits until it is let on: the judgement is on no disk before.
    std::promise<void> gate;
    m_fixture->workspace().store().enqueue(Durability::Durable, [opened = gate.get_future().share()](Connection &) {
        opened.wait();
        return success();
    });
    QSignalSpy judged(&queue(), &JudgingQueue::judged);
    queue().judge(Verdict::Value, 3, QStringLiteral("a note"), QStringLiteral("tester"));
    QVERIFY(queue().isPending() && !queue().isReady());
    queue().judge(Verdict::Value, 1, {}, QStringLiteral("tester")); // of whom nothing is said yet
    queue().step(1);
    QVERIFY(!queue().undoLast());
    QCOMPARE(queue().current(), SampleId(1));
    QCOMPARE(judged.count(), 0);
    gate.set_value();
    QVERIFY(came(judged));
    QCOMPARE(queue().current(), SampleId(2));
    QVERIFY(!queue().isPending());
    const auto stored = m_fixture->workspace().store().read(listJudgements, SampleId(0), 10);
    QVERIFY(stored.ok());
    QCOMPARE(stored->size(), std::size_t(1));
    QCOMPARE(stored->front().value, 3);
    QCOMPARE(stored->front().note, std::string("a note"));
    QCOMPARE(stored->front().annotator, std::string("tester"));
    QCOMPARE(queue().history().back().id, stored->front().id);
}

void JudgingQueueTest::aQueueBeginsWhereItIsOpen()
{
    const std::int64_t id = makeQueue({7, 3, 9, 1});
    QVERIFY(id > 0);
    QCOMPARE(queue().queue(), id);
    QCOMPARE(queue().current(), SampleId(7));
    QCOMPARE(queue().progress().total, 4);
    QVERIFY(give(5));
    QVERIFY(give(4));
    QCOMPARE(queue().progress().done, 2);
    QCOMPARE(lists().queue(id)->done, std::int64_t(2));

    queue().choose(0);
    QCOMPARE(queue().items().size(), std::size_t(files));
    QVERIFY(!queue().given(7));
    queue().choose(id);
    QTRY_VERIFY_WITH_TIMEOUT(!queue().isLoading(), waitMs);
    QCOMPARE(queue().current(), SampleId(9)); // the first that is open
    QCOMPARE(queue().given(7), std::optional(5));
    queue().choose(id, 3);
    QTRY_VERIFY_WITH_TIMEOUT(!queue().isLoading(), waitMs);
    QCOMPARE(queue().current(), SampleId(3));

    // A queue that is not there: the set is judged, and it is said.
    QSignalSpy failed(&m_fixture->session(), &WorkspaceSession::failed);
    queue().choose(id + 100);
    QTRY_COMPARE_WITH_TIMEOUT(failed.count(), 1, waitMs);
    QCOMPARE(queue().queue(), std::int64_t(0));
    QCOMPARE(queue().items().size(), std::size_t(files));
}

void JudgingQueueTest::whatWasGivenBeforeComesBack()
{
    const std::int64_t id = makeQueue({4, 5});
    QVERIFY(give(2));
    queue().goToSample(4);
    QVERIFY(give(3)); // a second time: it is not counted twice
    QCOMPARE(queue().progress().done, 1);
    QCOMPARE(lists().queue(id)->done, std::int64_t(1));
    QVERIFY(undo());
    QCOMPARE(queue().current(), SampleId(4));
    QCOMPARE(queue().given(4), std::optional(2));
    QCOMPARE(storedLabel(4), std::optional(2));
    QCOMPARE(lists().queue(id)->done, std::int64_t(1));
    QVERIFY(undo());
    QVERIFY(!queue().given(4));
    QVERIFY(!storedLabel(4));
    QCOMPARE(lists().queue(id)->done, std::int64_t(0));
    QVERIFY(!queue().undoLast());

    // Skipping is given too, without a value.
    QSignalSpy judged(&queue(), &JudgingQueue::judged);
    queue().judge(Verdict::Skip, 0, {}, {});
    QVERIFY(came(judged));
    QCOMPARE(queue().given(4), std::optional(JudgingQueue::noValue));
    // The counts that were kept in step are those that are stored.
    const auto stored = m_fixture->workspace().store().read(listQueues);
    QVERIFY(stored.ok());
    QCOMPARE(lists().queue(id)->done, stored->front().done);
}

void JudgingQueueTest::aFailureKeepsTheSample()
{
    QVERIFY(execute("CREATE TRIGGER refuse BEFORE INSERT ON judgement BEGIN SELECT RAISE(ABORT, 'refused'); END"));
    QSignalSpy failed(&queue(), &JudgingQueue::judgementFailed);
    QSignalSpy judged(&queue(), &JudgingQueue::judged);
    queue().judge(Verdict::Value, 4, QStringLiteral("kept"), {});
    QVERIFY(came(failed));
    QVERIFY(queue().isReady());
    QCOMPARE(queue().current(), SampleId(1));
    QVERIFY(queue().history().empty());
    QCOMPARE(judged.count(), 0);

    QVERIFY(execute("DROP TRIGGER refuse"));
    queue().judgeAgain(failed.constFirst().constFirst().value<Judgement>());
    QVERIFY(came(judged));
    QCOMPARE(storedLabel(1), std::optional(4));
    QCOMPARE(queue().history().back().note, std::string("kept"));
    QCOMPARE(queue().current(), SampleId(2));
}

void JudgingQueueTest::whatCannotBeTakenBackIsNoObstacle()
{
    QVERIFY(give(1));
    QVERIFY(give(2));
    QVERIFY(m_fixture->workspace().undo(queue().history().back().id).ok()); // by another hand
    QSignalSpy failed(&m_fixture->session(), &WorkspaceSession::failed);
    QVERIFY(queue().undoLast());
    QTRY_COMPARE_WITH_TIMEOUT(failed.count(), 1, waitMs);
    QVERIFY(!queue().isPending());
    QCOMPARE(queue().history().size(), std::size_t(1));
    QVERIFY(undo());
    QVERIFY(!storedLabel(1));
}

void JudgingQueueTest::opinionsAreHiddenUntilItIsKnown()
{
    QueueRequest request;
    request.name = "blind";
    request.blind = true;
    request.count = 3;
    const auto id = m_fixture->workspace().createQueue(request, m_fixture->session().set().rows()->ids);
    QVERIFY(id.ok());
    QVERIFY(!lists().queue(*id));            // the list does not know of it
    std::vector<std::pair<bool, bool>> told; // still loading, blind
    const auto connection = connect(&queue(), &JudgingQueue::queueChanged, this,
                                    [&] { told.emplace_back(queue().isLoading(), queue().isBlind()); });
    queue().choose(*id);
    QTRY_VERIFY_WITH_TIMEOUT(!queue().isLoading(), waitMs);
    disconnect(connection);
    QCOMPARE(told, (std::vector<std::pair<bool, bool>>{{true, true}, {false, true}}));
    QVERIFY(give(3));
    QVERIFY(queue().history().back().blind);

    const std::int64_t open = makeQueue({2});
    QCOMPARE(queue().queue(), open);
    QVERIFY(!queue().isBlind());
}

void JudgingQueueTest::aJudgementReadsNoList()
{
    const NamedSet view{"long", setOf("lines>=3")};
    QSignalSpy viewsChanged(&lists(), &WorkspaceLists::viewsChanged);
    lists().saveView(view);
    QTRY_COMPARE_WITH_TIMEOUT(lists().views().size(), std::size_t(1), waitMs);
    const std::int64_t id = makeQueue({1, 2, 3, 4});
    // What is stored behind the session's back is seen only by who reads it again.
    QVERIFY(execute("UPDATE saved_view SET name='renamed'"));
    QVERIFY(execute("UPDATE queue SET name='renamed'"));
    viewsChanged.clear();
    QSignalSpy rowsChanged(&m_fixture->session().set(), &CurrentSet::rowsChanged);
    QSignalSpy columnsChanged(&m_fixture->session(), &WorkspaceSession::columnsChanged);
    QSignalSpy labelChanged(&m_fixture->session().judging(), &Judging::labelChanged);
    for (int turn = 0; turn < 3; ++turn)
        QVERIFY(give(turn));
    QCOMPARE(lists().views().front().name, std::string("long"));
    QCOMPARE(lists().queue(id)->name, std::string("list"));
    QCOMPARE(lists().queue(id)->done, std::int64_t(3));
    QCOMPARE(viewsChanged.count(), 0);
    QCOMPARE(rowsChanged.count(), 0);
    QCOMPARE(columnsChanged.count(), 0);
    QCOMPARE(labelChanged.count(), 3); // one row a judgement
    QCOMPARE(labelChanged.constLast().constFirst().value<CurrentLabel>().sample, SampleId(3));
    QCOMPARE(labelChanged.constLast().constFirst().value<CurrentLabel>().value, std::optional(2));
    lists().reload();
    QVERIFY(came(viewsChanged));
    QCOMPARE(lists().views().front().name, std::string("renamed"));
}

void JudgingQueueTest::thePlaceComesBack()
{
    queue().goToSample(8);
    m_fixture->close();
    QVERIFY(m_fixture->open());
    QTRY_COMPARE_WITH_TIMEOUT(queue().current(), SampleId(8), waitMs);
    const std::int64_t id = makeQueue({5, 6, 7});
    queue().step(1);
    m_fixture->close();
    QVERIFY(m_fixture->open());
    QCOMPARE(queue().queue(), id);
    QTRY_COMPARE_WITH_TIMEOUT(queue().current(), SampleId(6), waitMs);
}

void JudgingQueueTest::aSetThatChangesKeepsTheSample()
{
    CurrentSet &set = m_fixture->session().set();
    queue().goToSample(9);
    // Asked again, or changed around it: whoever shows the sample is not told to show it anew.
    QSignalSpy shown(&queue(), &JudgingQueue::currentChanged);
    QSignalSpy answered(&set, &CurrentSet::rowsChanged);
    set.refresh();
    QVERIFY(came(answered));
    QCOMPARE(shown.count(), 0);
    set.change(setOf("lines>=8", {}, "-lines")); // sample N has N + 1 lines
    QTRY_COMPARE_WITH_TIMEOUT(queue().items().size(), std::size_t(6), waitMs);
    QCOMPARE(queue().items().front(), SampleId(12));
    QCOMPARE(queue().current(), SampleId(9));
    QCOMPARE(queue().place(), 3);
    QCOMPARE(shown.count(), 0);
    set.change(setOf("lines>=100", {}, "-lines"));
    QTRY_COMPARE_WITH_TIMEOUT(queue().current(), SampleId(0), waitMs);
    QVERIFY(!queue().isReady());
    set.change(setOf("", {}, "-lines"));
    QTRY_COMPARE_WITH_TIMEOUT(queue().current(), SampleId(9), waitMs); // it was only out of sight
}

QTEST_GUILESS_MAIN(JudgingQueueTest)
#include "judging_queue_test.moc"
