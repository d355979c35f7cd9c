// The page of synthesis as a person works with it: a run is drawn up, written, looked at by rows, cells and diversity,
// extended, added to the workspace; a server that fails is said, one that is stopped is never paid twice.
#include <algorithm>
#include <atomic>
#include <ctime>
#include <functional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <QComboBox>
#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTabWidget>
#include <QTest>
#include <QTimer>
#include <QTreeWidget>

#include "tests/support/loopback_server.h"
#include "tests/ui/window_fixture.h"
#include "ui/charts/bar_chart.h"
#include "ui/charts/heat_map.h"
#include "ui/code_view/code_view.h"
#include "ui/code_view/sample_view.h"
#include "ui/synthesis_page/coverage_panel.h"
#include "ui/synthesis_page/diversity_panel.h"
#include "ui/synthesis_page/extension_dialog.h"
#include "ui/synthesis_page/prompt_view.h"
#include "ui/synthesis_page/row_browser.h"
#include "ui/synthesis_page/row_kinds_panel.h"
#include "ui/synthesis_page/set_editor.h"
#include "ui/synthesis_page/synthesis_dialog.h"
#include "ui/synthesis_page/synthesis_jobs.h"
#include "ui/synthesis_page/synthesis_page.h"
#include "ui/synthesis_page/synthesis_run_list.h"

using namespace primer;
using test::waitMs;
using primer::test::LoopbackServer;

namespace {

constexpr int samples = 6, prompts = 90;

QString said(MessageBar *messages) { return messages->isVisible() ? messages->accessibleName() : QString(); }

/// What the prompt of template-exercise names.
std::string nameIn(const std::string &body)
{
    const std::string mark = "named `";
    const std::size_t from = body.find(mark) + mark.size();
    return body.substr(from, body.find('`', from) - from);
}

/// An exercise of the wanted name, as a good model would send it; another for every name.
std::string exerciseFor(const std::string &name)
{
    const std::string doc = "Return the numbers of the list that " + name + " would keep, for example 1 of 1.";
    return "<<<BEGIN>>>\\ndef " + name + R"((values):\n    \"\"\")" + doc + R"(\"\"\"\n    )" + name
           + "_kept = [value for value in values if value]\\n    return " + name + "_kept\\n<<<END>>>";
}

void answerWith(LoopbackServer::Peer &peer, const std::string &content)
{
    peer.answer(200, R"({"model":"m","choices":[{"finish_reason":"stop","message":{"content":")" + content
                         + R"("}}],"usage":{"prompt_tokens":120,"completion_tokens":60}})");
    peer.close();
}

/// The time that this thread has worked, whatever else the machine does.
double workedMs()
{
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return double(time.tv_sec) * 1e3 + double(time.tv_nsec) * 1e-6;
}

} // namespace

class SynthesisPageTest : public QObject, private test::WindowFixture
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { setUpProgram("synthesis"); }
    void init();
    void cleanup() { tearDown(); }
    void aRunFromTheDialogToTheWorkspace();
    void aCellShowsItsRowsAndGetsMore();
    void diversityStandsBesideABaseline();
    void extendingAddsRowsBehindThose();
    void aFailingServerEndsAsFailed();
    void stopAndContinuePaysNothingTwice();
    void rejectedRowsAreCountedAndAskedAgain();
    void thePageStaysLight();

private:
    SynthesisPage *page() { return m_window->synthesisPage(); }
    SynthesisDialog *readyDialog();
    void generate(const QString &name, int count, const std::function<void(SynthesisDialog &)> &change = {});
    void waitForJobs() { QTRY_COMPARE_WITH_TIMEOUT(jobs().runningCount(), 0, waitMs); }
    SynthesisChoice chatChoice(const std::string &url, int count);
    SynthesisRun run(const std::string &name);
    Job *lastJob(const QString &kind);
};

void SynthesisPageTest::init()
{
    setUp(samples);
    importCode();
    QTest::keyClick(m_window.get(), Qt::Key_4, Qt::ControlModifier);
    QCOMPARE(m_window->currentPage(), int(MainWindow::SynthesisRow));
}

SynthesisDialog *SynthesisPageTest::readyDialog()
{
    SynthesisDialog *dialog = page()->openDialog();
    const auto isReady = [dialog] { return dialog->buttons()->button(QDialogButtonBox::Ok)->isEnabled(); };
    return QTest::qWaitFor(isReady, waitMs) ? dialog : nullptr;
}

void SynthesisPageTest::generate(const QString &name, int count, const std::function<void(SynthesisDialog &)> &change)
{
    SynthesisDialog *dialog = readyDialog();
    QVERIFY(dialog);
    dialog->count()->setValue(count);
    dialog->name()->setText(name);
    if (change)
        change(*dialog);
    QPushButton *start = dialog->buttons()->button(QDialogButtonBox::Ok);
    QTRY_VERIFY_WITH_TIMEOUT(start->isEnabled(), waitMs);
    picture("synthesis-dialog", dialog);
    QTest::mouseClick(start, Qt::LeftButton);
    waitForJobs();
    QTRY_VERIFY_WITH_TIMEOUT(page()->runs()->chosen() && page()->runs()->chosen()->name == name.toStdString(), waitMs);
    QTRY_COMPARE_WITH_TIMEOUT(page()->runs()->chosen()->answered, count, waitMs);
}

SynthesisChoice SynthesisPageTest::chatChoice(const std::string &url, int count)
{
    SynthesisChoice choice;
    choice.request.name = "chat";
    choice.request.set = *loadConstraintSet("exercises");
    choice.request.set.axes.front().fromWorkspace = 0;
    choice.request.promptTemplate = *loadTemplate("exercise");
    choice.request.plan = {PlanSampling::Cover, 3, count};
    choice.asking.emplace();
    choice.asking->endpoint.baseUrl = url;
    choice.asking->endpoint.model = "m";
    choice.asking->endpoint.concurrency = 1;
    choice.asking->endpoint.maxAttempts = 1;
    choice.asking->endpoint.firstPauseMs = 1;
    choice.request.endpoint = choice.asking->endpoint;
    return choice;
}

SynthesisRun SynthesisPageTest::run(const std::string &name)
{
    const auto found = m_window->session()->workspace()->store().read(synthesisRun, name);
    return found ? *found : SynthesisRun();
}

Job *SynthesisPageTest::lastJob(const QString &kind)
{
    Job *last = nullptr;
    for (const auto &job : jobs().jobs()) {
        if (job->kind() == kind)
            last = job.get();
    }
    return last;
}

void SynthesisPageTest::aRunFromTheDialogToTheWorkspace()
{
    const auto isEmptySaid = [this] {
        const QList<QLabel *> labels = page()->findChildren<QLabel *>();
        return std::any_of(labels.begin(), labels.end(), [](const QLabel *label) {
            return label->isVisible() && label->text().contains(QStringLiteral("will be here"));
        });
    };
    QTRY_VERIFY_WITH_TIMEOUT(isEmptySaid(), waitMs);
    picture("synthesis-empty");
    SynthesisDialog *dialog = readyDialog();
    QVERIFY(dialog);
    QVERIFY2(dialog->plan()->text().contains(QStringLiteral("1,000 prompts are drawn")),
             qPrintable(dialog->plan()->text()));
    QVERIFY(dialog->plan()->text().contains(QStringLiteral("nothing is paid")));
    QVERIFY2(dialog->prompts()->text()->toPlainText().contains(QStringLiteral("grammar-1 writes an exercise")),
             qPrintable(dialog->prompts()->text()->toPlainText()));
    QCOMPARE(dialog->name()->text(), QStringLiteral("grammar-exercises-1"));
    dialog->reject();

    generate(QStringLiteral("ex"), prompts);
    const SynthesisRun made = run("ex");
    QCOMPARE(made.answered, prompts);
    QVERIFY(made.accepted > prompts * 8 / 10);
    RowBrowser *rows = page()->rows()->browser();
    QTRY_COMPARE_WITH_TIMEOUT(rows->rows()->topLevelItemCount(), int(made.accepted), waitMs);
    QTRY_VERIFY_WITH_TIMEOUT(rows->text()->codeView()->toPlainText().contains(QStringLiteral("def ")), waitMs);
    QVERIFY(rows->facts()->text().contains(QStringLiteral("audience: ")));
    QTRY_VERIFY_WITH_TIMEOUT(page()->facts()->text().contains(QStringLiteral("written by grammar-1")), waitMs);
    QVERIFY2(page()->facts()->text().contains(QStringLiteral("Yield: ")), qPrintable(page()->facts()->text()));
    QVERIFY(said(page()->messages()).contains(QStringLiteral("Every prompt was asked")));
    QVERIFY(factsOf(lastJob(SynthesisJobs::kind())).contains(QStringLiteral("accepted")));
    picture("synthesis-rows");

    // No larger than a small screen.
    m_window->resize(1024, 700);
    QTRY_COMPARE_WITH_TIMEOUT(m_window->width(), 1024, waitMs);
    picture("synthesis-small");
    QVERIFY2(
        page()->minimumSizeHint().width() < 940 && page()->minimumSizeHint().height() < 600,
        qPrintable(
            QStringLiteral("%1 x %2").arg(page()->minimumSizeHint().width()).arg(page()->minimumSizeHint().height())));
    m_window->resize(1440, 900);

    QTest::mouseClick(page()->button(SynthesisPage::AddRows), Qt::LeftButton);
    waitForJobs();
    QTRY_COMPARE_WITH_TIMEOUT(m_window->session()->counts().samples, samples + made.accepted, waitMs);
    QTRY_VERIFY_WITH_TIMEOUT(said(page()->messages()).contains(QStringLiteral("were added to the workspace")), waitMs);
    QTRY_VERIFY_WITH_TIMEOUT(!page()->button(SynthesisPage::AddRows)->isEnabled(), waitMs);
    QTest::mouseClick(page()->messages()->findChild<QPushButton *>(), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(m_window->currentPage(), int(MainWindow::BrowseRow), waitMs);
    QTRY_COMPARE_WITH_TIMEOUT(m_window->session()->set().rows()->ids.size(), std::size_t(made.accepted), waitMs);
}

void SynthesisPageTest::aCellShowsItsRowsAndGetsMore()
{
    generate(QStringLiteral("ex"), prompts);
    page()->tabs()->setCurrentIndex(SynthesisPage::CoverageTab);
    CoveragePanel *coverage = page()->coverage();
    HeatMap *map = coverage->map();
    QTRY_VERIFY_WITH_TIMEOUT(!map->data().cells.empty(), waitMs);
    QVERIFY(!coverage->moreButton()->isEnabled()); // of which cell?
    QVERIFY2(coverage->summary()->text().contains(QStringLiteral("cells")), qPrintable(coverage->summary()->text()));
    const QModelIndex index = map->model()->index(0, 0);
    QTest::mouseClick(map->viewport(), Qt::LeftButton, {}, map->visualRect(index).center());
    const QString words = index.data(Qt::AccessibleTextRole).toString();
    QVERIFY2(words.contains(QStringLiteral("planned")) && words.contains(QStringLiteral("accepted")),
             qPrintable(words));
    QVERIFY(coverage->moreButton()->isEnabled());
    coverage->measure()->setCurrentIndex(int(CoveragePanel::Measure::Planned));
    const int before = index.data().toInt();
    QTRY_COMPARE_WITH_TIMEOUT(coverage->browser()->rows()->topLevelItemCount(), before, waitMs);
    picture("synthesis-coverage");

    coverage->moreInput()->setValue(4);
    QTest::mouseClick(coverage->moreButton(), Qt::LeftButton);
    waitForJobs();
    QTRY_COMPARE_WITH_TIMEOUT(page()->runs()->chosen()->planned, prompts + 4, waitMs);
    QCOMPARE(run("ex").answered, prompts + 4);
    QTRY_COMPARE_WITH_TIMEOUT(map->model()->index(0, 0).data().toInt(), before + 4, waitMs);
    QTRY_COMPARE_WITH_TIMEOUT(coverage->browser()->rows()->topLevelItemCount(), before + 4, waitMs);

    // By keys as by the pointer.
    map->setFocus();
    QTest::keyClick(map, Qt::Key_Right);
    QCOMPARE(map->chosen(), std::pair(0, 1));
}

void SynthesisPageTest::diversityStandsBesideABaseline()
{
    generate(QStringLiteral("wide"), prompts);
    generate(QStringLiteral("narrow"), 60, [](SynthesisDialog &dialog) {
        dialog.setEditor()->values()->setPlainText(
            QStringLiteral("verbs: count\nqualifiers: -, even\nnouns: numbers, scores, prices"));
        dialog.name()->setText(QStringLiteral("narrow"));
    });
    page()->runs()->choose(QStringLiteral("wide"));
    page()->tabs()->setCurrentIndex(SynthesisPage::DiversityTab);
    DiversityPanel *diversity = page()->diversity();
    QVERIFY(diversity->note().contains(QStringLiteral("Measure")));
    const int baseline = diversity->baseline()->findData(QStringLiteral("narrow"));
    QVERIFY(baseline > 0);
    diversity->baseline()->setCurrentIndex(baseline);
    QTest::mouseClick(diversity->measureButton(), Qt::LeftButton);
    waitForJobs();
    QTRY_VERIFY_WITH_TIMEOUT(diversity->note().isEmpty(), waitMs);
    const BarData &shares = diversity->shares()->data();
    QCOMPARE(shares.parts.size(), std::size_t(2));
    QVERIFY(shares.bars.size() >= 10); // each figure twice
    QVERIFY2(shares.bars[0].parts[0] > shares.bars[1].parts[1], "more names differ than in the narrow set");
    QVERIFY2(diversity->findings()->text().contains(QStringLiteral("“narrow” is homogeneous")),
             qPrintable(diversity->findings()->text()));
    picture("synthesis-diversity");
}

void SynthesisPageTest::extendingAddsRowsBehindThose()
{
    generate(QStringLiteral("ex"), prompts);
    ExtensionDialog *dialog = page()->openExtension();
    QVERIFY(dialog);
    dialog->prompts()->setValue(prompts + 30);
    QTest::mouseClick(dialog->buttons()->button(QDialogButtonBox::Ok), Qt::LeftButton);
    waitForJobs();
    QCOMPARE(run("ex").planned, prompts + 30);
    QCOMPARE(run("ex").answered, prompts + 30);
    QTRY_COMPARE_WITH_TIMEOUT(page()->runs()->chosen()->answered, prompts + 30, waitMs);
}

void SynthesisPageTest::aFailingServerEndsAsFailed()
{
    LoopbackServer server([](LoopbackServer::Peer &peer) {
        if (peer.readRequest())
            peer.answer(501, "{}");
        peer.close();
    });
    page()->jobs()->begin(chatChoice(server.url("/v1"), 3));
    waitForJobs();
    Job *job = lastJob(SynthesisJobs::kind());
    QVERIFY(job);
    QCOMPARE(job->state(), JobState::Failed);
    QVERIFY2(factsOf(job).contains(QStringLiteral("501")), qPrintable(factsOf(job)));
    QTRY_VERIFY_WITH_TIMEOUT(page()->runs()->chosen() && page()->runs()->chosen()->failed == 3, waitMs);
    QVERIFY2(said(page()->messages()).contains(QStringLiteral("failed")), qPrintable(said(page()->messages())));
    QTreeWidget *kinds = page()->rows()->kinds();
    QTRY_COMPARE_WITH_TIMEOUT(kinds->topLevelItemCount(), 3, waitMs); // accepted, the reason, waiting
    QVERIFY2(kinds->topLevelItem(1)->text(0).contains(QStringLiteral("501")),
             qPrintable(kinds->topLevelItem(1)->text(0)));
    // Nobody is there at all.
    SynthesisChoice choice = chatChoice("http://127.0.0.1:" + std::to_string(test::closedPort()) + "/v1", 3);
    choice.request.name = "nobody";
    page()->jobs()->begin(choice);
    waitForJobs();
    QCOMPARE(lastJob(SynthesisJobs::kind())->state(), JobState::Failed);
    QTRY_VERIFY_WITH_TIMEOUT(said(page()->messages()).contains(QStringLiteral("cannot be reached")), waitMs);
}

void SynthesisPageTest::stopAndContinuePaysNothingTwice()
{
    constexpr int count = 200, heldFrom = 5; // many: a stop is noticed some requests later
    std::atomic<int> asked{0};
    std::atomic<bool> isOpen{false};
    LoopbackServer server([&](LoopbackServer::Peer &peer) {
        if (!peer.readRequest())
            return;
        if (++asked == heldFrom) {
            while (!isOpen)
                std::this_thread::yield();
        }
        answerWith(peer, exerciseFor(nameIn(peer.arrival().body)));
    });
    page()->jobs()->begin(chatChoice(server.url("/v1"), count));
    QTRY_COMPARE_WITH_TIMEOUT(asked.load(), heldFrom, waitMs);
    QTRY_VERIFY_WITH_TIMEOUT(page()->button(SynthesisPage::Stop)->isEnabled(), waitMs);
    QTest::mouseClick(page()->button(SynthesisPage::Stop), Qt::LeftButton);
    isOpen = true; // what is under way comes in
    waitForJobs();
    QCOMPARE(lastJob(SynthesisJobs::kind())->state(), JobState::Cancelled);
    const SynthesisRun stopped = run("chat");
    QVERIFY(stopped.answered >= heldFrom - 1 && stopped.answered < count);
    QCOMPARE(stopped.answered, asked.load());
    QTRY_VERIFY_WITH_TIMEOUT(page()->button(SynthesisPage::GoOn)->isEnabled(), waitMs);
    QTest::mouseClick(page()->button(SynthesisPage::GoOn), Qt::LeftButton);
    waitForJobs();
    QCOMPARE(run("chat").answered, count);
    std::set<std::string> bodies;
    for (const auto &arrival : server.ledger())
        bodies.insert(arrival.body);
    QCOMPARE(server.ledger().size(), std::size_t(count));
    QCOMPARE(bodies.size(), std::size_t(count)); // each once
    QVERIFY2(run("chat").accepted >= count / 2, qPrintable(QString::number(run("chat").accepted)));
}

void SynthesisPageTest::rejectedRowsAreCountedAndAskedAgain()
{
    std::atomic<bool> isGood{false};
    LoopbackServer server([&](LoopbackServer::Peer &peer) {
        if (peer.readRequest())
            answerWith(peer, exerciseFor(isGood ? nameIn(peer.arrival().body) : "another"));
    });
    page()->jobs()->begin(chatChoice(server.url("/v1"), 4));
    waitForJobs();
    QCOMPARE(run("chat").rejected, 4);
    QTreeWidget *kinds = page()->rows()->kinds();
    QTRY_COMPARE_WITH_TIMEOUT(kinds->topLevelItemCount(), 3, waitMs);
    QVERIFY(kinds->topLevelItem(1)->text(0).contains(QStringLiteral("another name")));
    QCOMPARE(kinds->topLevelItem(1)->text(1), QStringLiteral("4"));
    QVERIFY(!page()->rows()->retryButton()->isEnabled());
    kinds->setCurrentItem(kinds->topLevelItem(1));
    RowBrowser *rows = page()->rows()->browser();
    QTRY_COMPARE_WITH_TIMEOUT(rows->rows()->topLevelItemCount(), 4, waitMs);
    QTRY_VERIFY_WITH_TIMEOUT(rows->facts()->text().contains(QStringLiteral("Rejected: ")), waitMs);
    QTRY_VERIFY_WITH_TIMEOUT(rows->text()->codeView()->toPlainText().contains(QStringLiteral("\ndef another")),
                             waitMs); // what it said, not the body of the answer
    QVERIFY(!buttonOf(lastJob(SynthesisJobs::kind()), "remedy")->isVisible()); // those are of imports
    picture("synthesis-rejected");
    isGood = true;
    QTRY_VERIFY_WITH_TIMEOUT(page()->rows()->retryButton()->isEnabled(), waitMs);
    QTest::mouseClick(page()->rows()->retryButton(), Qt::LeftButton);
    waitForJobs();
    QCOMPARE(run("chat").rejected, 0);
    QCOMPARE(server.ledger().size(), std::size_t(8));
}

void SynthesisPageTest::thePageStaysLight()
{
    constexpr int many = 1500;
    constexpr double budgetMs = 16, longestMs = 80;
    std::vector<double> turns;
    double before = workedMs();
    QTimer beat;
    connect(&beat, &QTimer::timeout, this, [&] {
        const double now = workedMs();
        turns.push_back(now - before);
        before = workedMs();
    });
    SynthesisDialog *dialog = readyDialog();
    QVERIFY(dialog);
    const SynthesisChoice choice = [&] {
        dialog->count()->setValue(many);
        dialog->name()->setText(QStringLiteral("many"));
        return dialog->choice();
    }();
    dialog->reject();
    QTest::qWait(1);
    before = workedMs();
    beat.start(1);
    page()->jobs()->begin(choice);
    waitForJobs();
    QTRY_COMPARE_WITH_TIMEOUT(page()->runs()->chosen() ? page()->runs()->chosen()->answered : 0, many, waitMs);
    for (const int tab : {SynthesisPage::CoverageTab, SynthesisPage::DiversityTab, SynthesisPage::RowsTab}) {
        page()->tabs()->setCurrentIndex(tab);
        QTest::qWait(200);
    }
    QTRY_VERIFY_WITH_TIMEOUT(turns.size() > 100, waitMs); // a busy machine gives it fewer in that time
    beat.stop();
    std::sort(turns.begin(), turns.end());
    const double usual = turns[turns.size() * 95 / 100], longest = turns.back();
    QVERIFY2(usual < budgetMs, qPrintable(QString::number(usual)));
    QVERIFY2(longest < longestMs, qPrintable(QString::number(longest)));
}

QTEST_MAIN(SynthesisPageTest)
#include "synthesis_page_test.moc"
