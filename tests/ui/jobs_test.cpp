// The window and its long work: what a job says of itself when it fails, is cancelled or interrupted, what becomes of
// it when the window goes; messages.
#include <array>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <QDockWidget>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>

#include "core/labelling/prompt.h"
#include "core/runs/run_upkeep.h"
#include "tests/support/loopback_server.h"
#include "tests/ui/job_gate.h"
#include "tests/ui/window_fixture.h"
#include "ui/export_page/export_page.h"
#include "ui/label_page/judging_strip.h"
#include "ui/label_page/label_page.h"
#include "ui/label_page/label_runs.h"
#include "ui/label_page/teacher_panel.h"

using namespace primer;
using test::files;
using test::JobGate;
using test::waitMs;

class WindowJobsTest : public QObject, private test::WindowFixture
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { setUpProgram("window-jobs"); }
    void init() { setUp(); }
    void cleanup() { tearDown(); }
    void requestsThatFailAreFailures();
    void aServerThatAnswersHalf();
    void aServerThatIsNotThereIsAFailure();
    void whatIsCancelledSaysWhatIsKept();
    void quittingAsksOnce();
    void quittingSaysWhatBecomesOfEachKind();
    void interruptedJobsAreOfferedToContinue();
    void aKilledJobComesBackAsInterrupted();
    void trainingRunsAreListed();
    void trainingsThatFailSaySo();
    void messagesMoveNothing();
    void theHeadlineCountsWhatFailedUnseen();
    void jobsOfAllStates();

private:
    JobRow *rowTitled(const QString &title);
    static QString textOf(const JobRow *row, const char *part)
    {
        return row->findChild<QLabel *>(QLatin1String(part))->text();
    }
    QMessageBox *question() { return m_window->findChild<QMessageBox *>(QStringLiteral("leaving")); }
    /// As its engine writes them.
    static void addEvents(const RunSummary &run, const QByteArray &lines)
    {
        QFile log(QString::fromStdString(run.folder) + QStringLiteral("/events.jsonl"));
        QVERIFY(log.open(QIODevice::Append));
        log.write(lines);
    }
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

/// By the title that it shows.
JobRow *WindowJobsTest::rowTitled(const QString &title)
{
    for (JobRow *row : m_window->jobsPanel()->findChildren<JobRow *>()) {
        for (const QLabel *label : row->findChildren<QLabel *>()) {
            if (label->text() == title)
                return row;
        }
    }
    return nullptr;
}

void WindowJobsTest::aServerThatAnswersHalf()
{
    std::atomic<int> asked{0};
    test::LoopbackServer server([&asked](test::LoopbackServer::Peer &peer) {
        while (peer.readRequest()) {
            if (peer.arrival().body.find("value = 1") != std::string::npos) // 1 and 10 to 19
                peer.answer(404, "{}");
            else
                peer.answer(200, R"({"model":"model","choices":[{"finish_reason":"stop","message":{"content":"Clear.\n)"
                                 R"(Educational value: 4"}}],"usage":{"prompt_tokens":120,"completion_tokens":9}})");
            ++asked;
        }
    });
    importCode();
    const Job *job = labelBy(server.url("/v1"));
    QVERIFY(job);
    QTRY_VERIFY_WITH_TIMEOUT(!job->isActive(), waitMs);
    QCOMPARE(job->state(), JobState::DoneWithFailures);
    QCOMPARE(stateOf(job), QStringLiteral("Done with 11 failures"));
    QVERIFY2(factsOf(job).contains(QStringLiteral("9 labels are kept")), qPrintable(factsOf(job)));
    QVERIFY(factsOf(job).contains(QStringLiteral("404")));
    QVERIFY(asked >= files);
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
    std::array<JobGate, 4> gates;
    for (JobGate &gate : gates)
        jobs().start(QStringLiteral("test"), {}, gate.work());
    for (JobGate &gate : gates)
        gate.waitForBegin();
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
    for (JobGate &gate : gates)
        gate.open();
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
    JobGate gate;
    const auto run = madeRun();
    QVERIFY(run.ok());
    const int lock = ::open((run->folder + "/run.lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    QCOMPARE(::flock(lock, LOCK_EX | LOCK_NB), 0);
    QTRY_VERIFY_WITH_TIMEOUT(!m_window->session()->trainings().namesOfRunning().empty(), waitMs);
    const Job *job = jobs().start(QStringLiteral("import"), QStringLiteral("more"), gate.work());
    gate.waitForBegin();
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

void WindowJobsTest::quittingSaysWhatBecomesOfEachKind()
{
    open(m_folder->filePath(QStringLiteral("w.primer")));
    const std::vector<std::pair<const char *, QString>> kinds{
        {"import", QStringLiteral("Import it stops. What is imported so far is kept, and it can be continued.")},
        {"demo", QStringLiteral("Demo stops. What is imported so far is kept, and it can be continued.")},
        {"label", QStringLiteral("Labels of it stop. Labels that came in are kept, and it can be continued.")},
        {"export", QStringLiteral("Export it stops, and nothing of it is written. It can be started again.")},
        {"shards", QStringLiteral("Token shards it stops, and nothing of it is written. It can be started again.")},
        {"fetch", QStringLiteral("Model it stops. What arrived is kept, and it can be continued.")},
        {"quality", QStringLiteral("Labels by rules, forest and scores: it stops and can be started again.")},
        {"fit", QStringLiteral("Forest: it stops and can be started again.")},
        {"score", QStringLiteral("Scores of it: it stops and can be started again.")},
        {"near_duplicates", QStringLiteral("Near-duplicates: it stops and can be started again.")},
        {"check", QStringLiteral("Check of the workspace: it stops and can be started again.")},
        {"rejected", QStringLiteral("List of rejected rows stops, and nothing of it is written.")}};
    std::vector<JobGate> gates(kinds.size());
    for (std::size_t place = 0; place < kinds.size(); ++place)
        jobs().start(QLatin1String(kinds[place].first), QStringLiteral("it"), gates[place].work());
    m_window->close();
    QTRY_VERIFY(question());
    m_window->close();
    QCOMPARE(m_window->findChildren<QMessageBox *>().size(), 1);
    const QString text = question()->informativeText();
    for (const auto &[kind, sentence] : kinds)
        QVERIFY2(text.contains(sentence), qPrintable(QLatin1String(kind) + QStringLiteral(": ") + text));
    QCOMPARE(text.count(QLatin1Char('\n')), qsizetype(kinds.size()) - 1);
    picture("quitting-all");
    for (JobGate &gate : gates)
        gate.open();
    QTRY_COMPARE_WITH_TIMEOUT(jobs().runningCount(), 0, waitMs);
}

void WindowJobsTest::interruptedJobsAreOfferedToContinue()
{
    open(m_folder->filePath(QStringLiteral("w.primer")));
    JobGate gate;
    const std::string paths = "{\"format\":\"auto\",\"mapping\":{},\"paths\":[\""
                              + m_folder->filePath(QStringLiteral("code")).toStdString() + "\"]}";
    jobs().start(QStringLiteral("import"), QStringLiteral("code"), [&](JobFeedback &feedback) {
        feedback.setContinuation(paths);
        return gate.work()(feedback);
    });
    gate.waitForBegin();
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
    QTRY_VERIFY_WITH_TIMEOUT(rowTitled(QStringLiteral("Training small")), waitMs);
    JobRow *row = rowTitled(QStringLiteral("Training small"));
    QCOMPARE(row->findChild<QLabel *>(QStringLiteral("state"))->text(), QStringLiteral("Running"));
    QVERIFY(row->findChild<QLabel *>(QStringLiteral("facts"))->text().contains(QStringLiteral("step 0 of")));
    row->findChild<QToolButton *>(QStringLiteral("cancel"))->click();
    QTRY_VERIFY_WITH_TIMEOUT(QFileInfo(QString::fromStdString(run->folder + "/control")).size() > 0, waitMs);
    row->findChild<QToolButton *>(QStringLiteral("showMe"))->click();
    QCOMPARE(m_window->currentPage(), int(MainWindow::TrainRow));
    addEvents(*run, "{\"event\":\"step\",\"step\":3,\"loss\":2.5,\"time\":2}\n");
    ::close(lock);
    QTRY_COMPARE_WITH_TIMEOUT(textOf(row, "state"), QStringLiteral("Interrupted"), waitMs);
    QVERIFY2(textOf(row, "facts").contains(QStringLiteral("at step 3 of")), qPrintable(textOf(row, "facts")));
    QCOMPARE(row->findChild<QToolButton *>(QStringLiteral("goOn"))->text(), QStringLiteral("Continue"));
}

void WindowJobsTest::trainingsThatFailSaySo()
{
    importCode();
    const auto run = madeRun(), other = madeRun();
    QVERIFY(run.ok() && other.ok());
    QVERIFY(setRunTitle(run->folder, "by hand").ok());
    const int lock = ::open((run->folder + "/run.lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    const int second = ::open((other->folder + "/run.lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    QVERIFY(::flock(lock, LOCK_EX | LOCK_NB) == 0 && ::flock(second, LOCK_EX | LOCK_NB) == 0);
    const QString title = QStringLiteral("Training by hand"); // what it is called, not its folder
    QTRY_VERIFY_WITH_TIMEOUT(rowTitled(title) && rowTitled(QStringLiteral("Training small-2")), waitMs);
    JobRow *row = rowTitled(title), *bad = rowTitled(QStringLiteral("Training small-2"));
    m_window->findChild<QDockWidget *>(QStringLiteral("jobs"))->hide(); // the import opened it
    addEvents(*run,
              "{\"event\":\"step\",\"step\":3,\"loss\":2.5,\"time\":2}\n"
              "{\"event\":\"end\",\"step\":3,\"time\":3,\"reason\":\"failed\",\"detail\":\"no room on the device\"}\n");
    addEvents(*other, "{\"event\":\"step\",\"step\":4,\"loss\":2.5,\"time\":2}\n"
                      "{\"event\":\"end\",\"step\":4,\"time\":3,\"reason\":\"bad_loss\"}\n");
    ::close(lock);
    ::close(second);
    QTRY_COMPARE_WITH_TIMEOUT(textOf(row, "state"), QStringLiteral("Failed"), waitMs);
    QVERIFY2(textOf(row, "facts").contains(QStringLiteral("no room on the device")), qPrintable(textOf(row, "facts")));
    QTRY_COMPARE_WITH_TIMEOUT(textOf(bad, "state"), QStringLiteral("Failed"), waitMs);
    QVERIFY2(textOf(bad, "facts").contains(QStringLiteral("bad loss at step 4")), qPrintable(textOf(bad, "facts")));
    QTRY_COMPARE_WITH_TIMEOUT(m_window->jobsPanel()->headline(), QStringLiteral("Jobs: 2 failed"), waitMs);
    // The same state for another reason is seen too.
    addEvents(*other, "{\"event\":\"end\",\"step\":4,\"time\":4,\"reason\":\"finished\"}\n");
    QTRY_COMPARE_WITH_TIMEOUT(textOf(bad, "state"), QStringLiteral("Done"), waitMs);
    // A run that is deleted takes its row with it.
    QVERIFY(putRunAway(m_window->session()->folder().toStdString(), run->folder).ok());
    QTRY_VERIFY_WITH_TIMEOUT(!rowTitled(title), waitMs);
    QVERIFY(rowTitled(QStringLiteral("Training small-2")));
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

/// For the eye: one of each state, as many as a long day leaves.
void WindowJobsTest::jobsOfAllStates()
{
    importCode();
    JobGate gate, other, third, fourth;
    const auto failing = [](const Error &error) { return [error](JobFeedback &) -> Status { return error; }; };
    jobs().start(QStringLiteral("near_duplicates"), {}, [](JobFeedback &) -> Status { return success(); });
    jobs().start(QStringLiteral("fit"), {}, failing({ErrorCode::DiskFull, "", "/out"}));
    jobs().start(QStringLiteral("export"), QStringLiteral("dataset-2026"), "{}",
                 failing({ErrorCode::TargetNotOurs, "", "/home/somebody/dataset-2026"}));
    jobs().start(QStringLiteral("label"), QStringLiteral("gpt-4o-mini"), "{\"run\":1}", [](JobFeedback &feedback) {
        feedback.setFigure("labelled", 1480);
        feedback.setFigure("waiting", 0);
        feedback.setFailures(20, {ErrorCode::Io, "http_501", "https://api.example/v1"});
        return success();
    });
    jobs().start(QStringLiteral("fetch"), QStringLiteral("/home/somebody/models/codegen-350M-mono"), "{}",
                 failing({ErrorCode::Cancelled, "", ""}));
    QTRY_COMPARE_WITH_TIMEOUT(jobs().runningCount(), 0, waitMs);
    QVERIFY(execute("INSERT INTO job VALUES('killed', 'export', 'dataset', 'running', 'cancelled', '', '', 0, "
                    "'{}', '{}', '', '2026-01-01T00:00:00.000Z', 3.5)"));
    m_window.reset();
    makeWindow();
    open(m_folder->filePath(QStringLiteral("w.primer")));
    m_window->findChild<QDockWidget *>(QStringLiteral("jobs"))->show();
    const auto moving = [](JobGate &at, const char *step, std::uint64_t done, std::uint64_t total) {
        return [&at, step, done, total](JobFeedback &feedback) {
            feedback.setCurrent(step);
            feedback.report(done, total);
            return at.work()(feedback);
        };
    };
    jobs().start(QStringLiteral("import"), QStringLiteral("stack-python"),
                 moving(gate, "part-00017.parquet", 620, 1000));
    jobs().start(QStringLiteral("shards"), QStringLiteral("small"), moving(other, "tokens", 30, 100));
    jobs().start(QStringLiteral("fetch"), QStringLiteral("/models/phi-1"), moving(third, "model.safetensors", 5, 9));
    jobs().start(QStringLiteral("check"), {}, moving(fourth, "contents", 0, 0));
    jobs().start(QStringLiteral("score"), QStringLiteral("forest 3"), {}, [](JobFeedback &) { return success(); });
    for (JobGate *one : {&gate, &other, &third, &fourth})
        one->waitForBegin();
    QTRY_VERIFY_WITH_TIMEOUT(m_window->jobsPanel()->findChildren<JobRow *>().size() >= 10, waitMs);
    QSignalSpy looks(&jobs(), &JobList::jobLookedAt);
    QTRY_VERIFY_WITH_TIMEOUT(looks.size() > 12, waitMs);
    QVERIFY(m_window->jobsPanel()->height() > 140); // several can be read at once
    QVERIFY2(m_window->jobsPanel()->headline().startsWith(QStringLiteral("Check of the workspace")), // not what waits
             qPrintable(m_window->jobsPanel()->headline()));
    picture("all-states");
    for (JobRow *row : m_window->jobsPanel()->findChildren<JobRow *>()) {
        for (const char *part : {"state", "facts"})
            QVERIFY2(!textOf(row, part).isEmpty(), qPrintable(row->accessibleName()));
    }
    for (JobGate *one : {&gate, &other, &third, &fourth})
        one->open();
    QTRY_COMPARE_WITH_TIMEOUT(jobs().runningCount(), 0, waitMs);
}

QTEST_MAIN(WindowJobsTest)
#include "jobs_test.moc"
