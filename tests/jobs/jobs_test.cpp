// Work off the main thread: where it runs, how it ends, what is told and in which order.
#include <memory>
#include <semaphore>
#include <thread>

#include <QPointer>
#include <QSignalSpy>
#include <QTest>
#include <QThread>

#include "core/jobs/background.h"
#include "core/jobs/job_list.h"

using namespace primer;

namespace {

/// Work that stands until it is let go or cancelled.
class Gate
{
public:
    Job::Work work()
    {
        return [this](Feedback &feedback) -> Status {
            m_began.release();
            m_open.acquire();
            if (feedback.isCancelled())
                return Error{ErrorCode::Cancelled, {}, {}};
            return success();
        };
    }
    void waitUntilBegun() { m_began.acquire(); }
    bool hasBegun() { return m_began.try_acquire(); }
    void open() { m_open.release(); }

private:
    std::binary_semaphore m_began{0}, m_open{0};
};

} // namespace

class JobsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsItsBeginningAtOnceAndItsEndOnTheMainThread();
    void keepsTheErrorOfAJobThatFails();
    void tellsCancelledFromFailed();
    void endsAJobThatThrows();
    void isHeardAtItsEndHoweverSoonThatIs();
    void showsProgressWhileItRuns();
    void keepsTheOrderOfStarting();
    void runsFourAtOnceAndTheOthersAfterThem();
    void cancelsAndWaitsWhenTheListGoes();

    void handsAResultBackOnTheMainThread();
    void dropsAResultWhoseReceiverIsGone();
    void readsWhileJobsAreBusy();
};

void JobsTest::tellsItsBeginningAtOnceAndItsEndOnTheMainThread()
{
    JobList list;
    QSignalSpy started(&list, &JobList::jobStarted), finished(&list, &JobList::jobFinished);
    Gate gate;
    QThread *worker = nullptr, *listener = nullptr;
    connect(&list, &JobList::jobFinished, &list, [&](Job *) { listener = QThread::currentThread(); });
    Job *job = list.start(QStringLiteral("import"), QStringLiteral("a.jsonl"), [&](JobFeedback &feedback) {
        worker = QThread::currentThread();
        return gate.work()(feedback);
    });
    QSignalSpy jobsOwn(job, &Job::finished);
    QCOMPARE(started.size(), 1);
    QCOMPARE(job->kind(), QStringLiteral("import"));
    QCOMPARE(job->subject(), QStringLiteral("a.jsonl"));
    gate.waitUntilBegun();
    QCOMPARE(job->state(), JobState::Running);
    QCOMPARE(list.runningCount(), 1);
    gate.open();
    QTRY_COMPARE(finished.size(), 1);
    QCOMPARE(jobsOwn.size(), 1);
    QCOMPARE(job->state(), JobState::Done);
    QCOMPARE(list.runningCount(), 0);
    QVERIFY(worker != QThread::currentThread());
    QCOMPARE(listener, QThread::currentThread());
    const double seconds = job->seconds();
    QVERIFY(seconds >= 0);
    QCOMPARE(job->seconds(), seconds);
}

void JobsTest::keepsTheErrorOfAJobThatFails()
{
    JobList list;
    Job *job = list.start(QStringLiteral("export"), {}, [](Feedback &) -> Status {
        return Error{ErrorCode::DiskFull, "No space left", "/out"};
    });
    QTRY_COMPARE(job->state(), JobState::Failed);
    QCOMPARE(job->error().code, ErrorCode::DiskFull);
    QCOMPARE(job->error().detail, std::string("No space left"));
    QCOMPARE(job->error().where, std::string("/out"));
}

void JobsTest::tellsCancelledFromFailed()
{
    JobList list;
    Gate cancelled, other;
    Job *job = list.start(QStringLiteral("import"), {}, cancelled.work());
    Job *untouched = list.start(QStringLiteral("import"), {}, other.work());
    cancelled.waitUntilBegun();
    job->cancel();
    QCOMPARE(job->state(), JobState::Running); // until the work has seen it
    cancelled.open();
    QTRY_COMPARE(job->state(), JobState::Cancelled);
    other.open();
    QTRY_COMPARE(untouched->state(), JobState::Done);
    job->cancel();
    QCOMPARE(job->state(), JobState::Cancelled);
}

void JobsTest::endsAJobThatThrows()
{
    JobList list;
    QSignalSpy finished(&list, &JobList::jobFinished);
    Job *job = list.start(QStringLiteral("import"), {}, [](Feedback &) -> Status { throw std::bad_alloc(); });
    QTRY_COMPARE(finished.size(), 1);
    QCOMPARE(job->state(), JobState::Failed);
    QVERIFY(!job->error().detail.empty());
}

void JobsTest::isHeardAtItsEndHoweverSoonThatIs()
{
    constexpr int jobs = 500;
    JobList list;
    int heard = 0;
    for (int turn = 0; turn < jobs; ++turn) {
        Job *job = list.start(QStringLiteral("test"), {}, [](Feedback &) { return success(); });
        connect(job, &Job::finished, this, [&heard] { ++heard; });
    }
    QTRY_COMPARE(heard, jobs);
    QCOMPARE(list.runningCount(), 0);
}

void JobsTest::showsProgressWhileItRuns()
{
    JobList list;
    std::binary_semaphore reported{0}, seen{0};
    Job *job = list.start(QStringLiteral("import"), {}, [&](Feedback &feedback) {
        feedback.report(30, 120);
        feedback.setItems(7);
        feedback.setCurrent("b.jsonl");
        reported.release();
        seen.acquire();
        feedback.report(120, 120);
        return success();
    });
    reported.acquire();
    QCOMPARE(job->feedback().done(), std::uint64_t(30));
    QCOMPARE(job->feedback().total(), std::uint64_t(120));
    QCOMPARE(job->feedback().items(), std::uint64_t(7));
    QCOMPARE(job->feedback().current(), std::string("b.jsonl"));
    QCOMPARE(job->state(), JobState::Running);
    seen.release();
    QTRY_COMPARE(job->state(), JobState::Done);
    QCOMPARE(job->feedback().done(), std::uint64_t(120));
}

void JobsTest::keepsTheOrderOfStarting()
{
    JobList list;
    std::vector<int> ended;
    connect(&list, &JobList::jobFinished, &list, [&ended](Job *job) { ended.push_back(job->id()); });
    Gate first, second;
    list.start(QStringLiteral("import"), {}, first.work());
    list.start(QStringLiteral("export"), {}, second.work());
    second.open();
    QTRY_COMPARE(ended, (std::vector<int>{2}));
    first.open();
    QTRY_COMPARE(ended, (std::vector<int>{2, 1}));
    QCOMPARE(list.jobs().size(), std::size_t(2));
    QCOMPARE(list.jobs()[0]->id(), 1);
    QCOMPARE(list.jobs()[1]->id(), 2);
}

void JobsTest::runsFourAtOnceAndTheOthersAfterThem()
{
    JobList list;
    std::array<Gate, 4> gates;
    Gate fifth;
    for (Gate &gate : gates)
        list.start(QStringLiteral("import"), {}, gate.work());
    Job *last = list.start(QStringLiteral("import"), {}, fifth.work());
    for (Gate &gate : gates)
        gate.waitUntilBegun();
    QVERIFY(!fifth.hasBegun());
    QCOMPARE(last->state(), JobState::Waiting);
    QCOMPARE(list.runningCount(), 5);
    gates[2].open();
    fifth.waitUntilBegun();
    fifth.open();
    for (const int which : {0, 1, 3})
        gates[std::size_t(which)].open();
    QTRY_COMPARE(list.runningCount(), 0);
}

void JobsTest::cancelsAndWaitsWhenTheListGoes()
{
    auto list = std::make_unique<JobList>();
    QSignalSpy finished(list.get(), &JobList::jobFinished);
    std::atomic<int> cancelled = 0;
    std::binary_semaphore began{0};
    const auto untilCancelled = [&](Feedback &feedback) -> Status {
        began.release();
        while (!feedback.isCancelled())
            std::this_thread::yield();
        ++cancelled;
        return Error{ErrorCode::Cancelled, {}, {}};
    };
    list->start(QStringLiteral("import"), {}, untilCancelled);
    began.acquire();
    list.reset();
    QCOMPARE(cancelled.load(), 1);
    QCoreApplication::processEvents();
    QCOMPARE(finished.size(), 0); // nobody is told by a list that is gone
}

void JobsTest::handsAResultBackOnTheMainThread()
{
    QObject receiver;
    QThread *worker = nullptr, *taker = nullptr;
    int result = 0;
    inBackground(
        &receiver,
        [&worker] {
            worker = QThread::currentThread();
            return 42;
        },
        [&](int value) {
            taker = QThread::currentThread();
            result = value;
        });
    QCOMPARE(result, 0);
    QTRY_COMPARE(result, 42);
    QVERIFY(worker != QThread::currentThread());
    QCOMPARE(taker, QThread::currentThread());
}

void JobsTest::dropsAResultWhoseReceiverIsGone()
{
    auto receiver = std::make_unique<QObject>();
    QObject other;
    std::binary_semaphore began{0}, open{0};
    bool staleWasTaken = false, otherWasTaken = false;
    inBackground(
        receiver.get(),
        [&] {
            began.release();
            open.acquire();
            return 1;
        },
        [&staleWasTaken](int) { staleWasTaken = true; });
    began.acquire();
    receiver.reset();
    open.release();
    QVERIFY(interactivePool().waitForDone());
    inBackground(
        &other, [] { return 2; }, [&otherWasTaken](int) { otherWasTaken = true; });
    QTRY_VERIFY(otherWasTaken);
    QVERIFY(!staleWasTaken);
}

void JobsTest::readsWhileJobsAreBusy()
{
    JobList list;
    std::array<Gate, 5> gates;
    for (Gate &gate : gates)
        list.start(QStringLiteral("import"), {}, gate.work());
    QObject receiver;
    bool isRead = false;
    inBackground(
        &receiver, [] { return true; }, [&isRead](bool value) { isRead = value; });
    QTRY_VERIFY(isRead);
    QCOMPARE(list.runningCount(), 5);
    for (Gate &gate : gates)
        gate.open();
    QTRY_COMPARE(list.runningCount(), 0);
}

QTEST_GUILESS_MAIN(JobsTest)
#include "jobs_test.moc"
