// Judging in the real window: it starts with a check, hides what others said, gives notes back and ends in a summary.
#include <memory>
#include <set>

#include <QCheckBox>
#include <QContextMenuEvent>
#include <QDir>
#include <QFile>
#include <QInputDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QProgressBar>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QSpinBox>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QTreeWidget>

#include "core/storage/judgement_store.h"
#include "core/storage/quality_store.h"
#include "core/workspace/check_summary.h"
#include "core/workspace/heuristic_labelling.h"
#include "tests/ui/window_fixture.h"
#include "ui/code_view/code_view.h"
#include "ui/code_view/sample_view.h"
#include "ui/label_page/check_actions.h"
#include "ui/label_page/check_list.h"
#include "ui/label_page/check_summary_view.h"
#include "ui/label_page/judging_strip.h"
#include "ui/label_page/label_page.h"
#include "ui/label_page/teacher_panel.h"
#include "ui/main_window/main_window.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/toast.h"

using namespace primer;
using test::waitMs;

namespace {

constexpr int files = 24;

} // namespace

class JudgingTest : public QObject, private test::WindowFixture
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { setUpProgram("judging"); }
    void init();
    void cleanup() { tearDown(); }
    void judgingStartsWithACheck();
    void aSampleThatIsNotReadYetSaysSo();
    void progressIsWhatWasJudged();
    void opinionsComeAfterTheJudgement();
    void undoGivesTheNoteBack();
    void aFinishedCheckShowsItsSummary();
    void theForestIsMeasuredWithItsInterval();
    void checksAreRenamedAndDeleted();
    void checksHaveAMenu();
    void drawsNeverComeBackUnasked();
    void theSummaryFollowsNewLabels();
    void labellingsAreRenamedAndDeleted();

private:
    JudgingQueue &queue() { return m_window->session()->queue(); }
    LabelPage *page() { return m_window->labelPage(); }
    void press(Qt::Key key);
    void labelAll();
    /// Makes a check of `count` samples by the page's own button.
    void makeCheck(int count, bool isBlind);
    void judgeAll(int value);
};

/// A documented function, and the longer the higher its number.
QByteArray contentsOf(int number)
{
    QByteArray text = "def add_%1(left, right):\n    \"\"\"The sum of both.\"\"\"\n    return left + right\n";
    for (int line = 0; line < number; ++line)
        text += "print(add_%1(" + QByteArray::number(line) + ", 1))\n";
    return text.replace("%1", QByteArray::number(number));
}

void JudgingTest::init()
{
    setUp(files, contentsOf);
    importCode();
    m_window->showPage(MainWindow::LabelRow);
}

/// Never the one before under another's keys.
void JudgingTest::aSampleThatIsNotReadYetSaysSo()
{
    page()->checks()->setButton()->click();
    QTRY_VERIFY_WITH_TIMEOUT(queue().isReady(), waitMs);
    const auto code = [this] { return page()->findChild<SampleView *>()->codeView(); };
    QTRY_VERIFY_WITH_TIMEOUT(code()->isVisible() && code()->toPlainText().contains(QStringLiteral("add_0(")), waitMs);
    const SampleId far = queue().items().at(files / 2); // not the next one, which is read ahead
    queue().goToSample(far);
    QVERIFY2(page()->findChild<SampleView *>()->note().contains(QStringLiteral("Loading")),
             qPrintable(page()->findChild<SampleView *>()->note()));
    QVERIFY(!code()->isVisible());
    QTRY_VERIFY_WITH_TIMEOUT(code()->isVisible(), waitMs);
    QVERIFY(code()->toPlainText().contains(QStringLiteral("add_%1(").arg(files / 2)));
}

void JudgingTest::press(Qt::Key key)
{
    page()->setFocus();
    QTest::keyClick(page(), key);
}

void JudgingTest::labelAll()
{
    Feedback feedback;
    QVERIFY(
        labelHeuristically(*m_window->session()->workspace(), m_window->session()->set().rows()->ids, feedback).ok());
    m_window->session()->noteColumnsChanged();
    QTRY_VERIFY_WITH_TIMEOUT(!m_window->session()->set().isQuerying(), waitMs);
}

void JudgingTest::makeCheck(int count, bool isBlind)
{
    CheckList *checks = page()->checks();
    QTRY_VERIFY_WITH_TIMEOUT(checks->newButton()->isEnabled(), waitMs);
    checks->count()->setValue(count);
    checks->blind()->setChecked(isBlind);
    QSignalSpy created(&m_window->session()->lists(), &WorkspaceLists::queueCreated);
    QTest::mouseClick(checks->newButton(), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(created.count(), 1, waitMs);
    QTRY_VERIFY_WITH_TIMEOUT(queue().isReady() && int(queue().items().size()) == count, waitMs);
}

void JudgingTest::judgeAll(int value)
{
    const auto count = int(queue().items().size());
    for (int turn = 0; turn < count; ++turn) {
        QTRY_VERIFY_WITH_TIMEOUT(queue().isReady(), waitMs);
        press(Qt::Key(Qt::Key_0 + (value < 0 ? turn % 6 : value)));
        QTRY_COMPARE_WITH_TIMEOUT(queue().progress().done, turn + 1, waitMs);
    }
}

void JudgingTest::judgingStartsWithACheck()
{
    QVERIFY(!page()->isJudging());
    QVERIFY(page()->checks()->isVisible());
    picture("judging-start");
    press(Qt::Key_3); // no sample is shown: nothing is judged
    QVERIFY(!queue().isPending());
    makeCheck(10, false);
    QVERIFY(page()->isJudging());
    QVERIFY(queue().queue() != 0);
    auto *bar = page()->strip()->findChild<QProgressBar *>();
    QCOMPARE(bar->value(), 0);
    QCOMPARE(bar->maximum(), 10);
    QCOMPARE(m_window->session()->counts().judgements, std::int64_t(0));
    // Its choice is kept, and so is what to judge when the window comes back.
    QVERIFY(queue().toJson().value(QStringLiteral("is_chosen")).toBool());
    queue().leave();
    QTRY_VERIFY_WITH_TIMEOUT(page()->checks()->isVisible(), waitMs);
    QCOMPARE(page()->checks()->checks()->topLevelItem(0)->text(1), QStringLiteral("0 of 10"));
}

void JudgingTest::progressIsWhatWasJudged()
{
    QTest::mouseClick(page()->checks()->setButton(), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(queue().isReady(), waitMs);
    QVERIFY(page()->isJudging());
    queue().goToSample(SampleId(files - 2)); // far down, and nothing is judged
    auto *bar = page()->strip()->findChild<QProgressBar *>();
    QTRY_COMPARE_WITH_TIMEOUT(bar->maximum(), files, waitMs);
    QCOMPARE(bar->value(), 0);
    press(Qt::Key_4);
    QTRY_COMPARE_WITH_TIMEOUT(bar->value(), 1, waitMs);
    press(Qt::Key_Backspace);
    QTRY_COMPARE_WITH_TIMEOUT(bar->value(), 0, waitMs);
}

void JudgingTest::opinionsComeAfterTheJudgement()
{
    labelAll();
    makeCheck(6, false);
    QVERIFY(m_settings->hidesOpinions()); // unless it was switched off
    const SampleId first = queue().current();
    QTRY_VERIFY_WITH_TIMEOUT(!page()->opinions()->text().isEmpty(), waitMs); // they are known
    QVERIFY(!page()->opinions()->isVisible());
    QVERIFY(!page()->teacherSwitch()->isEnabled());
    press(Qt::Key_2);
    QTRY_VERIFY_WITH_TIMEOUT(page()->reveal()->isVisible(), waitMs);
    QVERIFY2(page()->reveal()->text().contains(QStringLiteral("you 2"))
                 && page()->reveal()->text().contains(QStringLiteral("heuristic-1")),
             qPrintable(page()->reveal()->text()));
    picture("judging-reveal");
    QTRY_VERIFY_WITH_TIMEOUT(queue().current() != first && !page()->opinions()->isVisible(), waitMs);
    queue().goToSample(first); // judged: beside the choice
    QTRY_VERIFY_WITH_TIMEOUT(page()->opinions()->isVisible(), waitMs);
    // The setting shows them before.
    queue().goToOpen();
    QTRY_VERIFY_WITH_TIMEOUT(!page()->opinions()->isVisible(), waitMs);
    m_settings->setHidesOpinions(false);
    Q_EMIT page()->checkActions()->hidesOpinionsChanged();
    QTRY_VERIFY_WITH_TIMEOUT(page()->opinions()->isVisible(), waitMs);
    QVERIFY(page()->teacherSwitch()->isEnabled());
}

void JudgingTest::undoGivesTheNoteBack()
{
    makeCheck(3, false);
    const SampleId first = queue().current();
    QLineEdit *note = page()->strip()->noteInput();
    press(Qt::Key_N);
    QTest::keyClicks(note, QStringLiteral("unclear names"));
    QTest::keyClick(note, Qt::Key_Escape);
    press(Qt::Key_1);
    QTRY_VERIFY_WITH_TIMEOUT(queue().current() != first && queue().isReady(), waitMs);
    QVERIFY(note->text().isEmpty());
    press(Qt::Key_Backspace);
    QTRY_COMPARE_WITH_TIMEOUT(queue().current(), first, waitMs);
    QTRY_COMPARE_WITH_TIMEOUT(note->text(), QStringLiteral("unclear names"), waitMs);
    press(Qt::Key_2); // and goes with the next judgement
    QTRY_VERIFY_WITH_TIMEOUT(queue().current() != first, waitMs);
    QCOMPARE(queue().history().back().note, std::string("unclear names"));
}

void JudgingTest::aFinishedCheckShowsItsSummary()
{
    labelAll();
    makeCheck(6, true);
    judgeAll(0); // well below what rules give to documented functions
    CheckSummaryView *summary = page()->summary();
    QTRY_VERIFY_WITH_TIMEOUT(summary->isVisible(), waitMs);
    QTRY_VERIFY2_WITH_TIMEOUT(summary->title()->text().contains(QStringLiteral("is finished: 6")),
                              qPrintable(summary->title()->text()), waitMs);
    QTRY_COMPARE_WITH_TIMEOUT(summary->sides()->topLevelItemCount(), 1, waitMs);
    const QTreeWidgetItem *side = summary->sides()->topLevelItem(0);
    QCOMPARE(side->text(0), QStringLiteral("heuristic-1"));
    QCOMPARE(side->text(1), QStringLiteral("6"));
    QVERIFY2(side->text(4).startsWith(QStringLiteral("kappa")) && side->text(4).contains(QStringLiteral(" to ")),
             qPrintable(side->text(4)));
    bool hasAll = false;
    for (const QLabel *label : summary->findChildren<QLabel *>())
        hasAll = hasAll || label->text() == QStringLiteral("6 (100 %)");
    QVERIFY(hasAll); // how they are spread
    QVERIFY(summary->furthest()->topLevelItemCount() > 0);
    QVERIFY(page()->teacherSwitch()->isEnabled()); // what blind judging hid may be seen now
    picture("judging-summary");
    // Back to one of them, and to the summary.
    Q_EMIT summary->furthest()->itemActivated(summary->furthest()->topLevelItem(0), 0);
    QTRY_VERIFY_WITH_TIMEOUT(page()->isJudging(), waitMs);
    QTRY_VERIFY_WITH_TIMEOUT(page()->opinions()->isVisible(), waitMs);
    const std::int64_t finished = queue().queue();
    queue().choose(finished);
    QTRY_VERIFY_WITH_TIMEOUT(summary->isVisible(), waitMs);
    // The next steps.
    const int differing = summary->furthest()->topLevelItemCount();
    QTest::mouseClick(summary->differencesButton(), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(queue().queue() != finished && queue().isReady(), waitMs);
    QCOMPARE(int(queue().items().size()), differing);
    QVERIFY(page()->isJudging());
    queue().choose(finished);
    QTRY_VERIFY_WITH_TIMEOUT(summary->isVisible(), waitMs);
    QTest::mouseClick(summary->allChecksButton(), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(page()->checks()->isVisible(), waitMs);
}

void JudgingTest::theForestIsMeasuredWithItsInterval()
{
    Workspace &workspace = *m_window->session()->workspace();
    const std::vector<SampleId> samples{1, 2, 3, 4, 5, 6, 7, 8};
    const std::vector<float> scores{0.9F, 0.8F, 0.7F, 0.2F, 0.6F, 0.3F, 0.1F, 0.05F};
    QVERIFY(workspace.store()
                .write(Durability::Durable,
                       [&](Connection &connection) -> Status {
                           StoredForest forest;
                           forest.teacher = "people";
                           const auto id = PRIMER_TRY(putForest(connection, forest));
                           return replaceScores(connection, id, samples, scores);
                       })
                .ok());
    const auto id = workspace.createQueueOf("list", samples);
    QVERIFY(id.ok());
    for (std::size_t place = 0; place < samples.size(); ++place) {
        Judgement judgement;
        judgement.sample = samples[place];
        judgement.value = place < 4 ? 4 : 1; // the first four are good, and the fourth is scored low
        judgement.queue = *id;
        QVERIFY(workspace.judge(judgement).ok());
    }
    const auto summary = summariseCheck(workspace, *id, 20);
    QVERIFY(summary.ok());
    QCOMPARE(summary->values[4], std::int64_t(4));
    QCOMPARE(summary->values[1], std::int64_t(4));
    QCOMPARE(summary->open, std::int64_t(0));
    const CheckSummary::ForestSide &forest = summary->forest;
    QCOMPARE(forest.scored, std::int64_t(8));
    QCOMPARE(forest.positive, std::int64_t(4));
    // Of the 16 pairs, the fourth good one lies below two of the others.
    QCOMPARE(forest.areaUnderRoc, 14.0 / 16);
    QVERIFY(forest.low < forest.areaUnderRoc && forest.high >= forest.areaUnderRoc && forest.low > 0.3);
    QCOMPARE(forest.furthest.size(), std::size_t(2)); // one good below one half, one other above
    QCOMPARE(forest.furthest.front().sample, SampleId(4));
}

void JudgingTest::checksAreRenamedAndDeleted()
{
    makeCheck(4, false);
    const std::int64_t id = queue().queue();
    press(Qt::Key_3);
    QTRY_COMPARE_WITH_TIMEOUT(queue().progress().done, 1, waitMs);
    page()->checkActions()->askForName(id);
    auto *dialog = page()->findChild<QInputDialog *>();
    QVERIFY(dialog);
    dialog->setTextValue(QStringLiteral("first look"));
    dialog->accept();
    QTRY_COMPARE_WITH_TIMEOUT(m_window->session()->lists().queue(id)->name, std::string("first look"), waitMs);
    page()->checkActions()->remove(id);
    QTRY_VERIFY_WITH_TIMEOUT(m_window->session()->lists().queues().empty(), waitMs);
    QVERIFY(!queue().isChosen());
    QTRY_VERIFY_WITH_TIMEOUT(page()->checks()->isVisible(), waitMs);
    QCOMPARE(m_window->session()->counts().judgements, std::int64_t(1)); // they are kept
    auto *undo = page()->checkToast()->findChild<QToolButton *>();
    QVERIFY(undo && undo->isVisible());
    QTest::mouseClick(undo, Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(m_window->session()->lists().queues().size(), std::size_t(1), waitMs);
    const Queue &back = m_window->session()->lists().queues().front();
    QCOMPARE(back.name, std::string("first look"));
    QCOMPARE(back.total, std::int64_t(4));
    QCOMPARE(back.done, std::int64_t(1));
    QTRY_COMPARE_WITH_TIMEOUT(queue().queue(), back.id, waitMs);
}

void JudgingTest::checksHaveAMenu()
{
    makeCheck(3, false);
    queue().leave();
    QTreeWidget *list = page()->checks()->checks();
    QTRY_VERIFY_WITH_TIMEOUT(list->isVisible() && list->currentItem(), waitMs);
    QContextMenuEvent event(QContextMenuEvent::Keyboard, QPoint(-1, -1),
                            list->viewport()->mapToGlobal(QPoint(900, 400)));
    QApplication::sendEvent(list->viewport(), &event); // returns at once: no event loop of its own
    const auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
    QVERIFY(menu);
    QCOMPARE(menu->actions().size(), 3);
    menu->actions().first()->trigger(); // Continue
    QTRY_COMPARE_WITH_TIMEOUT(int(queue().items().size()), 3, waitMs);
    QApplication::activePopupWidget()->close();
}

void JudgingTest::drawsNeverComeBackUnasked()
{
    // After a check was deleted the next one draws with a seed that none had, deleted ones included.
    std::set<std::int64_t> seeds;
    WorkspaceLists &lists = m_window->session()->lists();
    for (int turn = 0; turn < 3; ++turn) {
        makeCheck(4, false);
        const Queue *made = lists.queue(queue().queue());
        QVERIFY(made);
        QVERIFY2(seeds.insert(made->seed).second, qPrintable(QString::number(made->seed)));
        page()->checkActions()->remove(made->id);
        QTRY_VERIFY_WITH_TIMEOUT(lists.queues().empty() && page()->checks()->isVisible(), waitMs);
    }
    // A small set clamps the number, and a large one gives it back.
    CheckList *checks = page()->checks();
    checks->count()->setValue(9);
    CurrentSet &set = m_window->session()->set();
    set.change(setOf("path:f001.py"));
    QTRY_COMPARE_WITH_TIMEOUT(checks->count()->value(), 1, waitMs);
    set.change({});
    QTRY_COMPARE_WITH_TIMEOUT(checks->count()->value(), 9, waitMs);
    QTRY_VERIFY_WITH_TIMEOUT(!set.isQuerying(), waitMs);
}

void JudgingTest::theSummaryFollowsNewLabels()
{
    makeCheck(4, false);
    judgeAll(1);
    CheckSummaryView *summary = page()->summary();
    QTRY_VERIFY_WITH_TIMEOUT(summary->isVisible(), waitMs);
    QTRY_VERIFY_WITH_TIMEOUT(summary->title()->text().contains(QStringLiteral("is finished")), waitMs);
    QCOMPARE(summary->sides()->topLevelItemCount(), 0);
    labelAll(); // while it is shown
    QTRY_COMPARE_WITH_TIMEOUT(summary->sides()->topLevelItemCount(), 1, waitMs);
}

void JudgingTest::labellingsAreRenamedAndDeleted()
{
    labelAll();
    page()->teacherSwitch()->click();
    auto *panel = page()->findChild<TeacherPanel *>();
    QVERIFY(panel);
    QTreeWidget *runs = panel->runs();
    QTRY_COMPARE_WITH_TIMEOUT(runs->topLevelItemCount(), 1, waitMs);
    runs->setFocus();
    const auto answer = [panel](const QString &text) {
        auto *dialog = panel->findChild<QInputDialog *>();
        QVERIFY(dialog);
        dialog->setTextValue(text);
        dialog->accept();
        QTRY_VERIFY_WITH_TIMEOUT(!panel->findChild<QInputDialog *>(), waitMs);
    };
    QTest::keyClick(runs, Qt::Key_F2);
    answer(QStringLiteral("first labels"));
    QTRY_COMPARE_WITH_TIMEOUT(runs->topLevelItem(0)->text(0), QStringLiteral("first labels"), waitMs);
    const std::unique_ptr<QMenu> menu(panel->newRunMenu());
    QVERIFY(menu);
    const auto action = [&menu](const QString &text) -> QAction * {
        for (QAction *one : menu->actions()) {
            if (one->text() == text)
                return one;
        }
        return nullptr;
    };
    for (const char *text : {"New labelling from this…", "Rename…", "Copy the teacher's name", "Delete"})
        QVERIFY2(action(QString::fromUtf8(text)), text);
    action(QStringLiteral("Notes and tags…"))->trigger();
    answer(QStringLiteral("rules only #baseline"));
    QTRY_COMPARE_WITH_TIMEOUT(runs->topLevelItem(0)->text(0), QStringLiteral("first labels #baseline"), waitMs);

    picture("labelling-tags");
    // Deleted, its labels count no more: a filter by them finds nothing. Undo brings all of it back.
    CurrentSet &set = m_window->session()->set();
    set.change(setOf("teacher_name:heuristic-1"));
    QTRY_VERIFY_WITH_TIMEOUT(!set.isQuerying(), waitMs);
    const std::size_t labelled = set.rows()->ids.size();
    QVERIFY(labelled > 0);
    QTest::keyClick(runs, Qt::Key_Delete);
    QTRY_COMPARE_WITH_TIMEOUT(runs->topLevelItemCount(), 0, waitMs);
    QTRY_VERIFY_WITH_TIMEOUT(set.rows()->ids.empty(), waitMs);
    QTRY_VERIFY_WITH_TIMEOUT(panel->messages()->isVisible(), waitMs);
    QTest::mouseClick(panel->messages()->findChild<QPushButton *>(), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(runs->topLevelItemCount(), 1, waitMs);
    QCOMPARE(runs->topLevelItem(0)->text(0), QStringLiteral("first labels #baseline"));
    QTRY_COMPARE_WITH_TIMEOUT(set.rows()->ids.size(), labelled, waitMs);
}

QTEST_MAIN(JudgingTest)
#include "judging_test.moc"
