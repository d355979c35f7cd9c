// What is left of work when the window goes: which jobs the next window offers to continue, when, in what words, and
// what becomes of an offer that cannot begin.
#include <array>

#include <QDir>
#include <QDockWidget>
#include <QPushButton>

#include "core/exporters/dataset_export.h"
#include "core/labelling/heuristic_teacher.h"
#include "core/labelling/prompt.h"
#include "core/storage/job_store.h"
#include "core/storage/label_store.h"
#include "core/workspace/selection.h"
#include "core/workspace/teacher_labelling.h"
#include "tests/support/loopback_server.h"
#include "tests/ui/job_gate.h"
#include "tests/ui/window_fixture.h"
#include "ui/label_page/label_page.h"
#include "ui/label_page/label_runs.h"
#include "ui/label_page/teacher_panel.h"
#include "ui/quality_page/quality_page.h"

using namespace primer;
using test::files;
using test::JobGate;
using test::waitMs;

class KeptJobsTest : public QObject, private test::WindowFixture
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { setUpProgram("kept-jobs"); }
    void init() { setUp(); }
    void cleanup() { tearDown(); }
    void labellingIsOfferedOnceItsPageIsThere();
    void labellingByRulesIsOffered();
    void anOfferThatCannotBeginStays();
    void aLabellingThatGoesOnIsKeptBeforeItBegins();
    void anExportStartsAgainWithItsSettings();
    void everyKindIsOffered();
    void whatHasEndedIsNotShownAgainAndAgain();

private:
    QString workspacePath() const { return m_folder->filePath(QStringLiteral("w.primer")); }
    MessageBar *messages() { return m_window->findChild<PageStack *>()->messages(); }
    /// A run of all samples, drawn up and not begun.
    std::int64_t drawnUp(const std::string &baseUrl);
    bool keepKilled(const char *key, const char *kind, const std::string &continuation);
    void reopen();
    std::string keptContinuation(const char *state);
};

std::int64_t KeptJobsTest::drawnUp(const std::string &baseUrl)
{
    TeacherRequest request;
    request.endpoint.baseUrl = baseUrl;
    request.endpoint.model = "model";
    request.endpoint.firstPauseMs = 1;
    request.endpoint.maxPauseMs = 2;
    request.endpoint.maxAttempts = 2;
    request.prompt = *builtInPrompt("line");
    request.budgetNanos = 1'000'000'000;
    for (SampleId id = 1; id <= files; ++id)
        request.samples.push_back(id);
    const auto run = createTeacherRun(*m_window->session()->workspace(), request);
    return run ? *run : 0;
}

/// What a program that was killed leaves of a job.
bool KeptJobsTest::keepKilled(const char *key, const char *kind, const std::string &continuation)
{
    return execute("INSERT INTO job VALUES('" + std::string(key) + "', '" + kind
                   + "', 'it', 'running', 'cancelled', '', '', 0, '{}', '" + continuation
                   + "', '', '2026-01-01T00:00:00.000Z', 3.5)");
}

void KeptJobsTest::reopen()
{
    m_window.reset();
    makeWindow();
    open(workspacePath());
}

/// Of the newest job in that state, as the workspace has it.
std::string KeptJobsTest::keptContinuation(const char *state)
{
    const auto kept = m_window->session()->workspace()->store().read(listJobs, std::int64_t(100));
    for (const StoredJob &job : kept ? *kept : std::vector<StoredJob>()) {
        if (job.state == state)
            return job.continuation;
    }
    return {};
}

void KeptJobsTest::labellingIsOfferedOnceItsPageIsThere()
{
    test::LoopbackServer server([](test::LoopbackServer::Peer &peer) {
        while (peer.readRequest())
            peer.answer(200, R"({"model":"model","choices":[{"finish_reason":"stop","message":{"content":"Clear.\n)"
                             R"(Educational value: 4"}}],"usage":{"prompt_tokens":120,"completion_tokens":9}})");
    });
    importCode();
    const std::int64_t run = drawnUp(server.url("/v1"));
    QVERIFY(run > 0);
    QVERIFY(keepKilled("killed", "label", "{\"run\":" + std::to_string(run) + "}"));
    reopen();
    QCOMPARE(m_window->currentPage(), int(MainWindow::BrowseRow)); // the label page is made later, and not shown
    QTRY_VERIFY_WITH_TIMEOUT(messages()->isShowing(QStringLiteral("interrupted")), waitMs);
    QVERIFY2(messages()->accessibleName().contains(QStringLiteral("Labels of it was interrupted")),
             qPrintable(messages()->accessibleName()));
    auto *button = messages()->findChild<QPushButton *>();
    QCOMPARE(button->text(), QStringLiteral("Continue"));
    button->click();
    QTRY_VERIFY_WITH_TIMEOUT(jobs().jobs().back()->state() == JobState::Done, waitMs);
    QCOMPARE(jobs().jobs().back()->figure("labelled"), std::int64_t(files));
    QVERIFY(jobs().interrupted().empty());
    QVERIFY(!messages()->isShowing(QStringLiteral("interrupted")));
}

void KeptJobsTest::labellingByRulesIsOffered()
{
    constexpr int drawn = 7;
    importCode();
    const auto labels = [this] {
        const auto known = m_window->session()->workspace()->store().read(currentLabels, heuristicTeacherName);
        return known ? int(known->size()) : -1;
    };
    TeacherDialog::Choice choice;
    choice.asksModel = false;
    choice.draw.count = drawn;
    m_window->labelPage()->teachers()->findChild<LabelRuns *>()->begin(choice);
    QTRY_COMPARE_WITH_TIMEOUT(labels(), drawn, waitMs);
    const std::string continuation = jobs().jobs().back()->record().continuation;
    QTRY_COMPARE_WITH_TIMEOUT(jobs().runningCount(), 0, waitMs);
    QVERIFY(keepKilled("rules", "label", continuation));
    reopen();
    QTRY_VERIFY_WITH_TIMEOUT(messages()->isShowing(QStringLiteral("interrupted")), waitMs);
    auto *button = messages()->findChild<QPushButton *>();
    QCOMPARE(button->text(), QStringLiteral("Continue"));
    button->click();
    QTRY_COMPARE_WITH_TIMEOUT(labels(), 2 * drawn, waitMs); // as many of those without a label
    QTRY_VERIFY_WITH_TIMEOUT(jobs().interrupted().empty(), waitMs);
}

void KeptJobsTest::anOfferThatCannotBeginStays()
{
    qunsetenv("OPENAI_API_KEY");
    importCode();
    const std::int64_t run = drawnUp("https://models.invalid/v1"); // a key is needed, and there is none
    QVERIFY(run > 0);
    QVERIFY(keepKilled("killed", "label", "{\"run\":" + std::to_string(run) + "}"));
    reopen();
    QTRY_VERIFY_WITH_TIMEOUT(messages()->isShowing(QStringLiteral("interrupted")), waitMs);
    const std::size_t before = jobs().jobs().size();
    jobs().goOn(jobs().interrupted().front());
    QTRY_VERIFY_WITH_TIMEOUT(jobs().jobs().size() > before && !jobs().jobs().back()->isActive(), waitMs);
    const Job *job = jobs().jobs().back().get();
    QCOMPARE(job->state(), JobState::Failed);
    QVERIFY2(factsOf(job).contains(QStringLiteral("no key")), qPrintable(factsOf(job)));
    QCOMPARE(buttonOf(job, "goOn")->text(), QStringLiteral("Retry"));
    QCOMPARE(job->record().continuation, "{\"run\":" + std::to_string(run) + "}");
    // One that leads nowhere keeps its offer: nothing has begun.
    QVERIFY(keepKilled("nowhere", "label", "{\"run\":4711}"));
    reopen();
    QTRY_COMPARE_WITH_TIMEOUT(jobs().interrupted().size(), std::size_t(1), waitMs);
    QSignalSpy failed(m_window->labelPage()->teachers()->findChild<LabelRuns *>(), &LabelRuns::failed);
    jobs().goOn(jobs().interrupted().front());
    QTRY_VERIFY_WITH_TIMEOUT(!failed.isEmpty(), waitMs);
    QCOMPARE(jobs().interrupted().size(), std::size_t(1));
    reopen();
    QTRY_COMPARE_WITH_TIMEOUT(jobs().interrupted().size(), std::size_t(1), waitMs);
}

void KeptJobsTest::aLabellingThatGoesOnIsKeptBeforeItBegins()
{
    importCode();
    const std::int64_t run = drawnUp("http://127.0.0.1:" + std::to_string(test::closedPort()) + "/v1");
    std::array<JobGate, 4> gates; // nothing else begins while they run
    for (JobGate &gate : gates)
        jobs().start(QStringLiteral("test"), {}, gate.work());
    for (JobGate &gate : gates)
        gate.waitForBegin();
    LabelRun wanted;
    wanted.id = run;
    m_window->labelPage()->teachers()->findChild<LabelRuns *>()->goOn(wanted);
    QCOMPARE(jobs().jobs().back()->state(), JobState::Waiting);
    QTRY_COMPARE_WITH_TIMEOUT(keptContinuation("waiting"), "{\"run\":" + std::to_string(run) + "}", waitMs);
    for (JobGate &gate : gates)
        gate.open();
    QTRY_COMPARE_WITH_TIMEOUT(jobs().runningCount(), 0, waitMs);
}

void KeptJobsTest::anExportStartsAgainWithItsSettings()
{
    importCode();
    std::array<JobGate, 4> gates;
    for (JobGate &gate : gates)
        jobs().start(QStringLiteral("test"), {}, gate.work());
    ExportOptions options;
    options.format = ExportFormat::Jsonl;
    options.name = "kept";
    options.allowedLicences = {"unknown"};
    SelectionRequest set;
    set.samples = setOf("size<=10"); // value = 0 to value = 9
    const QString target = m_folder->filePath(QStringLiteral("out"));
    jobs().startExport(target, options, set);
    for (JobGate &gate : gates)
        gate.waitForBegin();
    reopen(); // quitting ends it before it has begun
    QTRY_COMPARE_WITH_TIMEOUT(jobs().interrupted().size(), std::size_t(1), waitMs);
    QTRY_VERIFY_WITH_TIMEOUT(messages()->isShowing(QStringLiteral("interrupted")), waitMs);
    const QString said = messages()->accessibleName();
    QVERIFY2(said.contains(QStringLiteral("Export out was interrupted")), qPrintable(said));
    QVERIFY2(said.contains(QStringLiteral("Nothing was written")), qPrintable(said));
    QVERIFY2(said.contains(QStringLiteral("starts again from its beginning, with the same settings")),
             qPrintable(said));
    picture("interrupted-export");
    auto *button = messages()->findChild<QPushButton *>();
    QCOMPARE(button->text(), QStringLiteral("Start again"));
    button->click();
    const Job *job = jobs().jobs().back().get();
    QCOMPARE(job->kind(), QStringLiteral("export"));
    QTRY_VERIFY_WITH_TIMEOUT(!job->isActive(), waitMs);
    QVERIFY2(job->state() == JobState::Done, qPrintable(factsOf(job)));
    QCOMPARE(job->figure("samples"), std::int64_t(10));
    QStringList found;
    for (const QFileInfo &file : QDir(target + QStringLiteral("/data")).entryInfoList(QDir::Files))
        found.append(file.fileName());
    QVERIFY2(found.join(QLatin1Char(' ')).contains(QStringLiteral(".jsonl")), qPrintable(found.join(QLatin1Char(' '))));
    QVERIFY(jobs().interrupted().empty());
}

void KeptJobsTest::everyKindIsOffered()
{
    importCode();
    QVERIFY(keepKilled("1", "quality", "{}"));
    QVERIFY(keepKilled("2", "score", "{\"forest\":1,\"name\":\"it\"}"));
    QVERIFY(keepKilled("3", "near_duplicates", "{}"));
    QVERIFY(keepKilled("4", "check", "{}"));
    QVERIFY(keepKilled("5", "rejected", "{\"path\":\"/nowhere/list.csv\",\"reason\":\"\"}"));
    QVERIFY(keepKilled("6", "fit", "{\"features\":[\"hashed\"],\"positive_from\":3}"));
    QVERIFY(keepKilled("7", "fetch", "{\"model\":\"a/b\"}"));
    QVERIFY(keepKilled("8", "shards", "{}"));
    reopen();
    QTRY_COMPARE_WITH_TIMEOUT(jobs().interrupted().size(), std::size_t(8), waitMs);
    QTRY_VERIFY_WITH_TIMEOUT(messages()->accessibleName().contains(QStringLiteral("8 jobs were interrupted")), waitMs);
    const auto goOnWith = [this](const char *kind) -> const Job * {
        for (Job *job : jobs().interrupted()) {
            if (job->kind() == QLatin1String(kind)) {
                jobs().goOn(job);
                return jobs().jobs().back().get();
            }
        }
        return nullptr;
    };
    const Job *copies = goOnWith("near_duplicates"), *check = goOnWith("check");
    QVERIFY(copies && check);
    QTRY_COMPARE_WITH_TIMEOUT(copies->state(), JobState::Done, waitMs);
    QTRY_COMPARE_WITH_TIMEOUT(check->state(), JobState::Done, waitMs);
    // What is kept of this one cannot be used: it is said, and nothing begins.
    const std::size_t before = jobs().jobs().size();
    goOnWith("shards");
    QCOMPARE(jobs().jobs().size(), before);
    QCOMPARE(jobs().interrupted().size(), std::size_t(6));
}

void KeptJobsTest::whatHasEndedIsNotShownAgainAndAgain()
{
    open(workspacePath());
    const Job *ended = jobs().start(QStringLiteral("fit"), {}, [](JobFeedback &) -> Status { return success(); });
    QTRY_COMPARE_WITH_TIMEOUT(ended->state(), JobState::Done, waitMs);
    JobGate gate;
    const Job *running = jobs().start(QStringLiteral("fit"), {}, [&](JobFeedback &feedback) {
        feedback.setCurrent("one");
        const Status status = gate.work()(feedback);
        return status;
    });
    gate.waitForBegin();
    QTRY_VERIFY_WITH_TIMEOUT(factsOf(running).contains(QStringLiteral("one")), waitMs);
    rowOf(ended)->findChild<QLabel *>(QStringLiteral("facts"))->setText(QStringLiteral("untouched"));
    const_cast<Job *>(running)->feedback().setCurrent("two"); // at the next tick
    QTRY_VERIFY_WITH_TIMEOUT(factsOf(running).contains(QStringLiteral("two")), waitMs);
    QCOMPARE(factsOf(ended), QStringLiteral("untouched"));
    gate.open();
    QTRY_VERIFY_WITH_TIMEOUT(!running->isActive(), waitMs);
}

QTEST_MAIN(KeptJobsTest)
#include "kept_jobs_test.moc"
