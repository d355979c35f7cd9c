// The window and its long work: what a job says of itself when it fails, is cancelled or interrupted, what becomes of
// it when the window goes; messages.
#include <array>
#include <atomic>
#include <semaphore>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <QDockWidget>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QThread>

#include "core/labelling/prompt.h"
#include "tests/support/loopback_server.h"
#include "tests/ui/window_fixture.h"
#include "ui/export_page/export_page.h"
#include "ui/label_page/judging_strip.h"
#include "ui/label_page/label_page.h"
#include "ui/label_page/label_runs.h"
#include "ui/label_page/teacher_panel.h"

using namespace primer;
using test::files;
using test::waitMs;

namespace {

/// Work that runs until it is cancelled or let go.
struct Gate {
    std::binary_semaphore begun{0};
    std::atomic<bool> isOpen{false};
    Job::Work work()
    {
        return [this](JobFeedback &feedback) -> Status {
            begun.release();
            while (!isOpen && !feedback.isCancelled())
                QThread::yieldCurrentThread();
            return isOpen ? success() : Status(Error{ErrorCode::Cancelled, "", ""});
        };
    }
};

} // namespace

class WindowJobsTest : public QObject, private test::WindowFixture
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { setUpProgram("window-jobs"); }
    void init() { setUp(); }
    void cleanup() { tearDown(); }
    void requestsThatFailAreFailures();
    void aServerThatIsNotThereIsAFailure();
    void whatIsCancelledSaysWhatIsKept();
    void quittingAsksOnce();
    void interruptedJobsAreOfferedToContinue();
    void aKilledJobComesBackAsInterrupted();
    void trainingRunsAreListed();
    void messagesMoveNothing();
    void theHeadlineCountsWhatFailedUnseen();

private:
    QMessageBox *question() { return m_window->findChild<QMessageBox *>(QStringLiteral("leaving")); }
    /// 20 samples asked of a teacher there.
    Job *labelBy(const std::string &baseUrl);
};

Job *WindowJobsTest::labelBy(const std::string &baseUrl)
{
    TeacherDialog::Choice choice;
    choice.asksModel = true;
    choice.endpoint.baseUrl = baseUrl;
    choice.endpoint.model = "model";
    choice.endpoint.firstPauseMs = 1;
    choice.endpoint.maxPauseMs = 2;
    choice.endpoint.maxAttempts = 2;
    choice.key = ApiKey(std::string("key-of-this-test"));
    choice.prompt = *builtInPrompt("line");
    choice.draw.count = files;
    choice.pilot = 0;
    choice.budgetNanos = 1'000'000'000;
    QSignalSpy started(&jobs(), &JobList::jobStarted);
    m_window->labelPage()->teachers()->findChild<LabelRuns *>()->begin(choice);
    return started.isEmpty() ? nullptr : jobs().jobs().back().get();
}

void WindowJobsTest::requestsThatFailAreFailures()
{
    test::LoopbackServer server([](test::LoopbackServer::Peer &peer) {
        while (peer.readRequest())
            peer.answer(501, "{}");
    });
    importCode();
    const Job *job = labelBy(server.url("/v1"));
    QVERIFY(job);
    QTRY_VERIFY_WITH_TIMEOUT(!job->isActive(), waitMs);
    QCOMPARE(job->state(), JobState::DoneWithFailures);
    QCOMPARE(stateOf(job), QStringLiteral("Done with 20 failures"));
    QVERIFY2(factsOf(job).contains(QStringLiteral("knows no such path")), qPrintable(factsOf(job)));
    QVERIFY(factsOf(job).contains(QStringLiteral("501")));
    QVERIFY(factsOf(job).contains(QStringLiteral("0 labels are kept")));
    QVERIFY(job->record().log.join(QLatin1Char(' ')).contains(QStringLiteral("http_501")));
    m_window->findChild<QDockWidget *>(QStringLiteral("jobs"))->show();
    QTRY_VERIFY(buttonOf(job, "goOn")->isVisible());
    QCOMPARE(buttonOf(job, "goOn")->text(), QStringLiteral("Retry failed rows"));
    buttonOf(job, "log")->click();
    picture("failures");
    // The same again, as a job of its own; the old one offers it no more.
    const std::size_t before = jobs().jobs().size();
    buttonOf(job, "goOn")->click();
    QTRY_COMPARE_WITH_TIMEOUT(jobs().jobs().size(), before + 1, waitMs);
    QTRY_COMPARE_WITH_TIMEOUT(jobs().jobs().back()->state(), JobState::DoneWithFailures, waitMs);
    QVERIFY(!buttonOf(job, "goOn")->isVisible());
    buttonOf(job, "showMe")->click();
    QCOMPARE(m_window->currentPage(), int(MainWindow::LabelRow));
}

void WindowJobsTest::aServerThatIsNotThereIsAFailure()
{
    importCode();
    const Job *job = labelBy("http://127.0.0.1:" + std::to_string(test::closedPort()) + "/v1");
    QVERIFY(job);
    QTRY_VERIFY_WITH_TIMEOUT(!job->isActive(), waitMs);
    QCOMPARE(job->state(), JobState::Failed);
    QCOMPARE(stateOf(job), QStringLiteral("Failed"));
    QVERIFY2(factsOf(job).contains(QStringLiteral("cannot be reached")), qPrintable(factsOf(job)));
    QVERIFY(factsOf(job).contains(QStringLiteral("0 labels are kept, 20 rows are waiting")));
    QCOMPARE(buttonOf(job, "goOn")->text(), QStringLiteral("Retry"));
}

void WindowJobsTest::whatIsCancelledSaysWhatIsKept()
{
    importCode();
    // Nothing else begins while these four run: the export is cancelled before it has done anything.
    std::array<Gate, 4> gates;
    for (Gate &gate : gates)
        jobs().start(QStringLiteral("test"), {}, gate.work());
    for (Gate &gate : gates)
        gate.begun.acquire();
    m_window->showPage(MainWindow::ExportRow);
    ExportPage *page = m_window->exportPage();
    page->targetInput()->setText(m_folder->filePath(QStringLiteral("out")));
    QTRY_VERIFY_WITH_TIMEOUT(page->exportButton()->isEnabled(), waitMs);
    page->exportButton()->click();
    Job *job = jobs().jobs().back().get();
    QCOMPARE(job->kind(), QStringLiteral("export"));
    QCOMPARE(stateOf(job), QStringLiteral("Waiting"));
    m_window->findChild<QDockWidget *>(QStringLiteral("jobs"))->show();
    buttonOf(job, "cancel")->click();
    for (Gate &gate : gates)
        gate.isOpen = true;
    QTRY_COMPARE_WITH_TIMEOUT(job->state(), JobState::Cancelled, waitMs);
    QCOMPARE(stateOf(job), QStringLiteral("Cancelled"));
    QVERIFY2(factsOf(job).contains(QStringLiteral("Nothing was written")), qPrintable(factsOf(job)));
    QVERIFY(!factsOf(job).contains(QStringLiteral("kept")));
    QVERIFY(page->messages()->isVisible());
    QVERIFY(page->messages()->accessibleName().contains(QStringLiteral("Nothing was written")));
    QVERIFY(!page->messages()->accessibleName().contains(QStringLiteral("kept")));
    QVERIFY(!QFileInfo::exists(m_folder->filePath(QStringLiteral("out"))));
    // And again.
    buttonOf(job, "goOn")->click();
    QVERIFY(jobs().jobs().back().get() != job);
    QTRY_VERIFY_WITH_TIMEOUT(!jobs().jobs().back()->isActive(), waitMs);
}

void WindowJobsTest::quittingAsksOnce()
{
    importCode();
    Gate gate;
    const auto run = madeRun();
    QVERIFY(run.ok());
    const int lock = ::open((run->folder + "/run.lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    QCOMPARE(::flock(lock, LOCK_EX | LOCK_NB), 0);
    QTRY_VERIFY_WITH_TIMEOUT(!m_window->jobsPanel()->trainings().namesOfRunning().empty(), waitMs);
    const Job *job = jobs().start(QStringLiteral("import"), QStringLiteral("more"), gate.work());
    gate.begun.acquire();
    m_window->close();
    QVERIFY(m_window->isVisible());
    QTRY_VERIFY(question());
    const QString text = question()->informativeText();
    QVERIFY2(text.contains(QStringLiteral("Import more stops. What is imported so far is kept")), qPrintable(text));
    QVERIFY2(text.contains(QStringLiteral("The training small goes on")), qPrintable(text));
    m_window->close();
    QCOMPARE(m_window->findChildren<QMessageBox *>().size(), 1);
    picture("quitting");
    const auto press = [this](const QString &name) {
        for (QAbstractButton *button : question()->buttons()) {
            if (button->text() == name) {
                button->click();
                return true;
            }
        }
        return false;
    };
    QVERIFY(press(QStringLiteral("Keep working")));
    QTRY_VERIFY(!question());
    QVERIFY(m_window->isVisible() && job->isActive());
    m_window->close();
    QTRY_VERIFY(question());
    QVERIFY(press(QStringLiteral("Quit")));
    QTRY_VERIFY(!m_window->isVisible());
    m_window.reset();
    ::close(lock);
    // It is not asked when nothing is lost.
    makeWindow();
    open(m_folder->filePath(QStringLiteral("w.primer")));
    QTRY_COMPARE_WITH_TIMEOUT(jobs().runningCount(), 0, waitMs);
    m_window->close();
    QVERIFY(!m_window->isVisible());
}

void WindowJobsTest::interruptedJobsAreOfferedToContinue()
{
    open(m_folder->filePath(QStringLiteral("w.primer")));
    Gate gate;
    const std::string paths = "{\"format\":\"auto\",\"mapping\":{},\"paths\":[\""
                              + m_folder->filePath(QStringLiteral("code")).toStdString() + "\"]}";
    jobs().start(QStringLiteral("import"), QStringLiteral("code"), [&](JobFeedback &feedback) {
        feedback.setContinuation(paths);
        return gate.work()(feedback);
    });
    gate.begun.acquire();
    m_window.reset(); // as quitting does, once it is agreed
    makeWindow();
    open(m_folder->filePath(QStringLiteral("w.primer")));
    QTRY_COMPARE_WITH_TIMEOUT(jobs().interrupted().size(), std::size_t(1), waitMs);
    const Job *job = jobs().interrupted().front();
    QCOMPARE(stateOf(job), QStringLiteral("Interrupted"));
    QVERIFY(factsOf(job).contains(QStringLiteral("What was imported is kept")));
    auto *messages = m_window->findChild<PageStack *>()->messages();
    QVERIFY(messages->isVisible());
    QVERIFY(messages->accessibleName().contains(QStringLiteral("Import code was interrupted")));
    picture("interrupted");
    auto *button = messages->findChild<QPushButton *>();
    QCOMPARE(button->text(), QStringLiteral("Continue"));
    QTest::mouseClick(button, Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(m_window->session()->set().rows()->ids.size(), std::size_t(files), waitMs);
    QVERIFY(jobs().interrupted().empty());
    QTRY_COMPARE_WITH_TIMEOUT(jobs().runningCount(), 0, waitMs);
    // Nor is it offered at the next start.
    m_window.reset();
    makeWindow();
    open(m_folder->filePath(QStringLiteral("w.primer")));
    QTRY_VERIFY_WITH_TIMEOUT(jobs().jobs().size() >= 2, waitMs);
    QVERIFY(jobs().interrupted().empty());
}

void WindowJobsTest::aKilledJobComesBackAsInterrupted()
{
    open(m_folder->filePath(QStringLiteral("w.primer")));
    // What a program that was killed leaves.
    QVERIFY(execute("INSERT INTO job VALUES('killed', 'import', 'code', 'running', 'cancelled', '', '', 0, "
                    "'{\"added\":7}', '{\"paths\":[\"/nowhere\"],\"format\":\"auto\"}', 'a line', "
                    "'2026-01-01T00:00:00.000Z', 3.5)"));
    m_window.reset();
    makeWindow();
    open(m_folder->filePath(QStringLiteral("w.primer")));
    QTRY_COMPARE_WITH_TIMEOUT(jobs().interrupted().size(), std::size_t(1), waitMs);
    const Job *job = jobs().interrupted().front();
    QCOMPARE(job->figure("added"), std::int64_t(7));
    QCOMPARE(job->record().log, QStringList{QStringLiteral("a line")});
    QCOMPARE(buttonOf(job, "goOn")->text(), QStringLiteral("Continue"));
}

void WindowJobsTest::trainingRunsAreListed()
{
    importCode();
    const auto run = madeRun();
    QVERIFY(run.ok());
    const int lock = ::open((run->folder + "/run.lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    QCOMPARE(::flock(lock, LOCK_EX | LOCK_NB), 0);
    const auto rowOfTraining = [this]() -> JobRow * {
        for (JobRow *row : m_window->jobsPanel()->findChildren<JobRow *>()) {
            for (const QLabel *label : row->findChildren<QLabel *>()) {
                if (label->text() == QStringLiteral("Training small"))
                    return row;
            }
        }
        return nullptr;
    };
    QTRY_VERIFY_WITH_TIMEOUT(rowOfTraining(), waitMs);
    JobRow *row = rowOfTraining();
    QCOMPARE(row->findChild<QLabel *>(QStringLiteral("state"))->text(), QStringLiteral("Running"));
    QVERIFY(row->findChild<QLabel *>(QStringLiteral("facts"))->text().contains(QStringLiteral("step 0 of")));
    row->findChild<QToolButton *>(QStringLiteral("cancel"))->click();
    QTRY_VERIFY_WITH_TIMEOUT(QFileInfo(QString::fromStdString(run->folder + "/control")).size() > 0, waitMs);
    row->findChild<QToolButton *>(QStringLiteral("showMe"))->click();
    QCOMPARE(m_window->currentPage(), int(MainWindow::TrainRow));
    ::close(lock);
    QTRY_COMPARE_WITH_TIMEOUT(row->findChild<QLabel *>(QStringLiteral("state"))->text(), QStringLiteral("Interrupted"),
                              waitMs);
}

void WindowJobsTest::messagesMoveNothing()
{
    importCode();
    m_window->showPage(MainWindow::LabelRow);
    LabelPage *page = m_window->labelPage();
    QCoreApplication::processEvents();
    const auto placeOf = [this](const QWidget *widget) {
        return QRect(widget->mapTo(m_window.get(), QPoint(0, 0)), widget->size());
    };
    const QRect strip = placeOf(page->strip()), teachers = placeOf(page->teacherSwitch());
    MessageBar *messages = page->messages();
    messages->showMessage(MessageBar::Kind::Error, QStringLiteral("A sentence. ").repeated(20), {}, {},
                          {QStringLiteral("Remedy"), [] {}});
    QCoreApplication::processEvents();
    QVERIFY(messages->isVisible());
    QCOMPARE(placeOf(page->strip()), strip);
    QCOMPARE(placeOf(page->teacherSwitch()), teachers);
    QVERIFY(!placeOf(messages).intersects(strip) && !placeOf(messages).intersects(teachers));
    QVERIFY(m_window->rect().contains(placeOf(messages)));
    picture("message");
    // It goes with what it is about.
    auto *what = new QObject(this);
    messages->belongsTo(what);
    delete what;
    QVERIFY(!messages->isVisible());
    messages->showNote(QStringLiteral("Of a topic."));
    messages->setTopic(QStringLiteral("one"));
    messages->withdraw(QStringLiteral("another"));
    QVERIFY(messages->isVisible());
    messages->withdraw(QStringLiteral("one"));
    QVERIFY(!messages->isVisible());
    // A workspace that could not be opened is said no more when the next one is tried.
    m_window->openWorkspace(m_folder->filePath(QStringLiteral("nowhere.primer")), false);
    QTRY_VERIFY_WITH_TIMEOUT(messages->isVisible(), waitMs);
    m_window->openWorkspace(m_folder->filePath(QStringLiteral("elsewhere.primer")), true);
    QVERIFY(!messages->isVisible());
}

void WindowJobsTest::theHeadlineCountsWhatFailedUnseen()
{
    open(m_folder->filePath(QStringLiteral("w.primer")));
    const Job *job = jobs().start(QStringLiteral("fit"), {}, [](JobFeedback &) -> Status {
        return Error{ErrorCode::DiskFull, "", "/out"};
    });
    QTRY_COMPARE_WITH_TIMEOUT(job->state(), JobState::Failed, waitMs);
    QCOMPARE(m_window->jobsPanel()->headline(), QStringLiteral("Jobs: 1 failed"));
    m_window->findChild<QDockWidget *>(QStringLiteral("jobs"))->show();
    QTRY_COMPARE(m_window->jobsPanel()->headline(), QString());
}

QTEST_MAIN(WindowJobsTest)
#include "jobs_test.moc"
