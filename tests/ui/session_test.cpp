// The session's other parts without a window: the set, the lists, what comes back, and that no failure is swallowed.
#include <atomic>
#include <thread>

#include <QJsonDocument>
#include <QJsonObject>

#include "core/jobs/background.h"
#include "core/storage/judgement_store.h"
#include "core/storage/view_store.h"
#include "tests/ui/session_fixture.h"

using namespace primer;
using primer::test::came;
using primer::test::SessionFixture;
using primer::test::waitMs;

namespace {

constexpr int files = 10;

} // namespace

class SessionTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void theSetIsAskedOnce();
    void aWrongConditionIsNotApplied();
    void changesAreTakenBack();
    void olderStateIsRead();
    void listsFollowEveryChange();
    void draftsAreKeptInOrder();
    void failuresAreTold();
    void noReadOutlivesIt();

private:
    WorkspaceSession &session() { return m_fixture->session(); }
    bool write(const Store::Work &work) { return m_fixture->workspace().store().write(Durability::Durable, work).ok(); }
    std::unique_ptr<SessionFixture> m_fixture;
};

void SessionTest::init()
{
    m_fixture = std::make_unique<SessionFixture>(files);
    QVERIFY(m_fixture->make());
    QVERIFY(m_fixture->open());
}

void SessionTest::cleanup() { m_fixture.reset(); }

void SessionTest::theSetIsAskedOnce()
{
    CurrentSet &set = session().set();
    QVERIFY(set.isEverything());
    QSignalSpy changed(&set, &CurrentSet::valueChanged);
    const SampleSet wanted = setOf("lines>=6", {}, "-lines");
    set.change(wanted);
    set.change(wanted);
    QCOMPARE(changed.count(), 1);
    QVERIFY(!set.isEverything());
    QTRY_COMPARE_WITH_TIMEOUT(set.rows()->ids, (std::vector<SampleId>{10, 9, 8, 7, 6, 5}), waitMs);
    QCOMPARE(set.selection().samples.description(), std::string("lines>=6"));
    CurrentSet again(session().workspace());
    again.restore(set.toJson());
    QVERIFY(again.value() == wanted);
}

void SessionTest::aWrongConditionIsNotApplied()
{
    CurrentSet &set = session().set();
    QSignalSpy failed(&set, &CurrentSet::queryFailed);
    QSignalSpy told(&set, &CurrentSet::problemsChanged);
    set.change(setOf("bogus:1 lines>=6 stars>>10"));
    QTRY_COMPARE_WITH_TIMEOUT(set.rows()->ids.size(), std::size_t(6), waitMs);
    QTRY_VERIFY_WITH_TIMEOUT(!set.isQuerying(), waitMs);
    QCOMPARE(set.problems().size(), std::size_t(3));
    QCOMPARE(set.problems()[0]->code, ErrorCode::InvalidFilter);
    QVERIFY(!set.problems()[1]);
    QVERIFY(set.problems()[2]);
    QCOMPARE(told.count(), 1);
    QCOMPARE(failed.count(), 0);
    QCOMPARE(set.selection().samples.description(), std::string("lines>=6")); // what is shown is what leaves
    // What was wrong goes on being known while the rest changes.
    SampleSet next = set.value();
    next.put(SetPart::condition("lines>=8"));
    set.change(next);
    QVERIFY(set.problems()[0] && set.problems()[2]);
    QTRY_COMPARE_WITH_TIMEOUT(set.rows()->ids.size(), std::size_t(4), waitMs);
}

void SessionTest::changesAreTakenBack()
{
    CurrentSet &set = session().set();
    const SampleSet first = setOf("lines>=3"), second = setOf("lines>=3 lines<=8");
    set.change(first);
    set.change(second);
    SampleSet sorted = second;
    sorted.sort = "-lines";
    set.change(sorted); // an order is no step
    for (const char *typed : {"v", "va", "val"}) {
        SampleSet next = sorted;
        next.put(SetPart::search({typed}));
        set.change(next, CurrentSet::Change::Typing);
    }
    QCOMPARE(set.history().past().size(), std::size_t(3));
    set.undo();
    QVERIFY(set.value() == sorted);
    set.undo();
    QVERIFY(set.value() == setOf("lines>=3", {}, "-lines"));
    QTRY_COMPARE_WITH_TIMEOUT(set.rows()->ids.size(), std::size_t(9), waitMs);
    set.redo();
    QVERIFY(set.value() == sorted);
    // It comes back with the workspace, the way back with it.
    m_fixture->close();
    QVERIFY(m_fixture->open());
    CurrentSet &again = session().set();
    QVERIFY(again.value() == sorted);
    QVERIFY(again.history().canUndo() && again.history().canRedo());
    again.redo();
    QCOMPARE(again.value().search().text, std::string("val"));
    again.undo();
    again.undo();
    again.undo();
    QVERIFY(again.isEverything() && !again.history().canUndo());
    again.change(second);
    QVERIFY(!again.history().canRedo());
    for (int turn = 0; turn < 3 * int(SetHistory::maxSteps); ++turn)
        again.change(turn % 2 ? first : second);
    QCOMPARE(again.history().past().size(), SetHistory::maxSteps);
}

void SessionTest::olderStateIsRead()
{
    m_fixture->close();
    {
        const auto workspace = m_fixture->openWorkspace();
        QVERIFY(workspace);
        const std::string older = R"({"browse":{"filter":"lines>=4","search":"","sort":"-lines","sample":5},)"
                                  R"("label":{"queue":0,"sample":6,"place":2,"teachers":true},)"
                                  R"("export":{"threshold":"textbook@2","drops_copies":true},)"
                                  R"("quality":{"cut":0.31,"stages":["parses:1"]}})";
        QVERIFY(workspace->store()
                    .write(Durability::Durable,
                           [&older](Connection &connection) { return saveSetting(connection, "session", older); })
                    .ok());
    }
    QVERIFY(m_fixture->open());
    const auto check = [this] {
        SampleSet wanted = setOf("lines>=4", {}, "-lines");
        wanted.put(SetPart::threshold("textbook@2"));
        wanted.put(SetPart::nearDuplicatesLeftOut());
        QVERIFY(session().set().value() == wanted);
        QTRY_COMPARE_WITH_TIMEOUT(session().queue().current(), SampleId(6), waitMs);
        QCOMPARE(session().cut().value(), 0.31);
    };
    check();
    // The pages write their own keys anew, without what was there before.
    for (const char *page : {"browse", "export"})
        session().state().setValue(QString::fromLatin1(page), QJsonObject{});
    session().state().setValue(QStringLiteral("label"), QJsonObject{});
    m_fixture->close();
    QVERIFY(m_fixture->open());
    check();
}

void SessionTest::listsFollowEveryChange()
{
    WorkspaceLists &lists = session().lists();
    NamedSet view;
    view.name = "first";
    lists.saveView(view);
    view.name = "second";
    lists.saveView(view);
    QTRY_COMPARE_WITH_TIMEOUT(lists.views().size(), std::size_t(2), waitMs);
    QSignalSpy created(&lists, &WorkspaceLists::queueCreated);
    connect(&lists, &WorkspaceLists::queueCreated, this,
            [&lists](std::int64_t queue) { QVERIFY(lists.queue(queue)); }); // it is in the list by then
    QueueRequest request;
    request.name = "drawn";
    request.count = 4;
    lists.createQueue(request, session().set().rows());
    lists.createQueueOf(QStringLiteral("given"), {3, 1});
    lists.reload();
    lists.removeView(QStringLiteral("first"));
    QTRY_COMPARE_WITH_TIMEOUT(created.count(), 2, waitMs);
    QTRY_COMPARE_WITH_TIMEOUT(lists.views().size(), std::size_t(1), waitMs);
    QCOMPARE(lists.queues().size(), std::size_t(2));
    QCOMPARE(lists.views().front().name, std::string("second"));
    for (const Queue &queue : lists.queues())
        QCOMPARE(queue.total, std::int64_t(queue.name == "drawn" ? 4 : 2));
}

void SessionTest::draftsAreKeptInOrder()
{
    const auto draft = [this] { return m_fixture->workspace().store().read(loadDraft, SampleId(2)); };
    for (int turn = 0; turn < 20; ++turn)
        session().judging().saveDraft(2, QStringLiteral("note %1").arg(turn));
    QTRY_COMPARE_WITH_TIMEOUT(*draft(), std::string("note 19"), waitMs);
    session().judging().saveDraft(2, {});
    QTRY_COMPARE_WITH_TIMEOUT(*draft(), std::string(), waitMs);
}

void SessionTest::failuresAreTold()
{
    QSignalSpy failed(&session(), &WorkspaceSession::failed);
    const auto failures = [&failed] { return int(failed.count()); };
    for (const char *table : {"draft", "setting", "saved_view"})
        QVERIFY(write([table](Connection &connection) {
            return connection.execute(std::string("CREATE TRIGGER refuse_") + table + " BEFORE INSERT ON " + table
                                      + " BEGIN SELECT RAISE(ABORT, 'refused'); END");
        }));
    session().judging().saveDraft(1, QStringLiteral("lost"));
    QTRY_COMPARE_WITH_TIMEOUT(failures(), 1, waitMs);
    session().state().setValue(QStringLiteral("page"), 3);
    session().state().flush();
    QTRY_COMPARE_WITH_TIMEOUT(failures(), 2, waitMs);
    NamedSet view;
    view.name = "lost";
    session().lists().saveView(view);
    QTRY_COMPARE_WITH_TIMEOUT(failures(), 3, waitMs);
    QVERIFY(session().lists().views().empty());
    // A reading that fails is told as well.
    QVERIFY(write([](Connection &connection) { return connection.execute("DROP TABLE saved_view"); }));
    session().lists().reload();
    QTRY_COMPARE_WITH_TIMEOUT(failures(), 4, waitMs);
    for (const auto &signal : failed)
        QCOMPARE(signal.constFirst().value<Error>().code, ErrorCode::Database);
}

void SessionTest::noReadOutlivesIt()
{
    std::atomic<bool> isReading = false, isClosing = false, hasRead = false;
    inBackground(
        this,
        [&, workspace = session().workspace()] {
            isReading = true;
            while (!isClosing)
                std::this_thread::yield();
            bool allRead = true;
            for (int turn = 0; turn < 500; ++turn) // long enough to be overtaken by an end that does not wait
                allRead = allRead && workspace->counts().ok();
            hasRead = allRead;
            return true;
        },
        [](bool) {});
    while (!isReading)
        std::this_thread::yield();
    isClosing = true;
    m_fixture.reset();
    QVERIFY(hasRead);
}

QTEST_GUILESS_MAIN(SessionTest)
#include "session_test.moc"
