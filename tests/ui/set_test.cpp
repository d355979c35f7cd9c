// The current set in the real window: one bar of chips over every page, and the same samples behind all of them.
#include <algorithm>

#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QTreeWidget>

#include "tests/ui/set_fixture.h"
#include "ui/browse_page/browse_page.h"
#include "ui/browse_page/sample_table.h"
#include "ui/export_page/export_page.h"
#include "ui/main_window/status_line.h"
#include "ui/set_bar/set_menus.h"
#include "ui/widgets/message_bar.h"

using namespace primer;
using primer::test::files;
using primer::test::waitMs;

class SetTest : public test::SetFixture
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { begin(); }
    void init() { make(); }
    void cleanup() { end(); }
    void everyPageHasTheSameSet();
    void chipsAreSwitchedEditedAndRemoved();
    void aWrongConditionIsARedChipAndNoMore();
    void changesAreUndoneByKeys();
    void viewsHoldAllOfASet();
    void eachWorkspaceKeepsItsSet();
    void aCutIsAChip();
};

void SetTest::everyPageHasTheSameSet()
{
    write(QStringLiteral("lines>=20"));
    QTest::keyClicks(bar()->searchInput(), QStringLiteral("needle"));
    QTest::keyClick(bar()->searchInput(), Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(isAnswered(5), waitMs); // f017, f027, ... f057
    SetBar *const before = bar();
    for (int page = 0; page < MainWindow::PageCount; ++page) {
        m_window->showPage(page);
        QCOMPARE(bar(), before); // one bar, not one a page
        QVERIFY(bar()->isVisible());
        QCOMPARE(bar()->counts(), QStringLiteral("5 of 60"));
        QCOMPARE(chips(), (QStringList{QStringLiteral("lines>=20"), QStringLiteral("contains “needle”")}));
    }
    const auto texts = m_window->findChild<StatusLine *>()->findChildren<QLabel *>();
    QVERIFY(std::any_of(texts.begin(), texts.end(),
                        [](const QLabel *label) { return label->text().contains(QStringLiteral("current set: 5")); }));
    // What is exported: those that the bar counts, under the licences that are ticked.
    m_window->showPage(MainWindow::ExportRow);
    ExportPage *page = m_window->exportPage();
    const auto listed = [page] {
        int sum = 0;
        for (int row = 0; row < page->licenceList()->topLevelItemCount(); ++row) {
            page->licenceList()->topLevelItem(row)->setCheckState(0, Qt::Checked);
            sum += page->licenceList()->topLevelItem(row)->text(1).toInt();
        }
        return sum;
    };
    QTRY_COMPARE_WITH_TIMEOUT(listed(), 5, waitMs);
    Feedback feedback;
    const auto selection = selectSamples(*m_window->session()->workspace(), set().selection(), feedback);
    QVERIFY(selection.ok());
    QCOMPARE(selection->ids, set().rows()->ids);
    QCOMPARE(selection->search, std::string("needle"));
    // What is judged.
    m_window->showPage(MainWindow::LabelRow);
    m_window->session()->queue().choose(0);
    QCOMPARE(m_window->session()->queue().items(), set().rows()->ids);
}

void SetTest::chipsAreSwitchedEditedAndRemoved()
{
    write(QStringLiteral("lines>=20 licence:MIT"));
    QTRY_COMPARE_WITH_TIMEOUT(bar()->chips().size(), std::size_t(2), waitMs);
    QTRY_VERIFY_WITH_TIMEOUT(isAnswered(29), waitMs);
    // Off and on again by its mark.
    SetChip *licence = bar()->chips()[1];
    QTest::mouseClick(licence, Qt::LeftButton, {}, licence->markRect().center());
    QCOMPARE(chips().last(), QStringLiteral("off: licence:MIT"));
    QTRY_VERIFY_WITH_TIMEOUT(isAnswered(43), waitMs);
    licence->setFocus();
    QTest::keyClick(licence, Qt::Key_Space);
    QTRY_VERIFY_WITH_TIMEOUT(isAnswered(29), waitMs);
    // Its words edit it, in its place.
    SetChip *lines = bar()->chips()[0];
    QTest::mouseClick(lines, Qt::LeftButton, {}, {lines->markRect().right() + 20, lines->height() / 2});
    QCOMPARE(bar()->filterInput()->text(), QStringLiteral("lines>=20"));
    QVERIFY(lines->look().isEdited);
    QTest::keyClicks(bar()->filterInput(), QStringLiteral("lines>=50"));
    QTest::keyClick(bar()->filterInput(), Qt::Key_Return);
    QCOMPARE(chips(), (QStringList{QStringLiteral("lines>=50"), QStringLiteral("licence:MIT")}));
    QVERIFY(bar()->filterInput()->text().isEmpty() && !lines->look().isEdited);
    QTRY_VERIFY_WITH_TIMEOUT(isAnswered(9), waitMs);
    // Escape leaves it as it was.
    lines->setFocus();
    QTest::keyClick(lines, Qt::Key_Return);
    QTest::keyClicks(bar()->filterInput(), QStringLiteral("stars"));
    bar()->filterInput()->hideOffers();
    QTest::keyClick(bar()->filterInput(), Qt::Key_Escape);
    QCOMPARE(chips().first(), QStringLiteral("lines>=50"));
    QVERIFY(bar()->filterInput()->text().isEmpty());
    // The cross and the key remove.
    QTest::mouseClick(bar()->chips()[1], Qt::LeftButton, {}, bar()->chips()[1]->crossRect().center());
    QCOMPARE(chips(), QStringList{QStringLiteral("lines>=50")});
    bar()->chips()[0]->setFocus();
    QTest::keyClick(bar()->chips()[0], Qt::Key_Delete);
    QVERIFY(chips().isEmpty());
    QTRY_VERIFY_WITH_TIMEOUT(isAnswered(files), waitMs);
    QTRY_COMPARE(bar()->counts(), QStringLiteral("60 samples"));
}

void SetTest::aWrongConditionIsARedChipAndNoMore()
{
    write(QStringLiteral("stars>>10"));
    QTRY_COMPARE_WITH_TIMEOUT(bar()->chips().size(), std::size_t(1), waitMs);
    QTRY_VERIFY_WITH_TIMEOUT(bar()->chips()[0]->look().problem.contains(QStringLiteral("needs a number")), waitMs);
    QVERIFY(!m_window->browsePage()->messages()->isVisible()); // said where it is
    QTRY_VERIFY_WITH_TIMEOUT(isAnswered(files), waitMs);
    // Later conditions and searches go on working, on every page.
    write(QStringLiteral("lines>=50 bogus:1"));
    QTRY_VERIFY_WITH_TIMEOUT(isAnswered(13), waitMs);
    QTest::keyClicks(bar()->searchInput(), QStringLiteral("needle"));
    QTRY_VERIFY_WITH_TIMEOUT(isAnswered(2), waitMs); // f047 and f057
    QVERIFY(bar()->chips()[2]->look().problem.contains(QStringLiteral("no column")));
    QVERIFY(bar()->chips()[1]->look().problem.isEmpty());
    m_window->showPage(MainWindow::ExportRow);
    QTRY_COMPARE_WITH_TIMEOUT(m_window->exportPage()->licenceList()->topLevelItemCount(), 2, waitMs);
    QCOMPARE(set().selection().samples.description(), std::string("lines>=50 search: needle"));
    // Switched off it says nothing; put right it counts.
    QTest::mouseClick(bar()->chips()[0], Qt::LeftButton, {}, bar()->chips()[0]->markRect().center());
    QTRY_VERIFY_WITH_TIMEOUT(bar()->chips()[0]->look().problem.isEmpty(), waitMs);
    bar()->chips()[2]->setFocus();
    QTest::keyClick(bar()->chips()[2], Qt::Key_F2);
    QTest::keyClicks(bar()->filterInput(), QStringLiteral("lines<50"));
    QTest::keyClick(bar()->filterInput(), Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(isAnswered(0), waitMs);
}

void SetTest::changesAreUndoneByKeys()
{
    write(QStringLiteral("lines>=20"));
    write(QStringLiteral("lines>=50"));
    QTRY_VERIFY_WITH_TIMEOUT(isAnswered(13), waitMs);
    m_window->browsePage()->table()->setFocus();
    QTest::keyClick(m_window->browsePage()->table(), Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(chips(), QStringList{QStringLiteral("lines>=20")});
    QTest::keyClick(m_window->browsePage()->table(), Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(chips().isEmpty());
    QTRY_VERIFY_WITH_TIMEOUT(isAnswered(files), waitMs);
    // On another page as well, and by the buttons.
    m_window->showPage(MainWindow::ExportRow);
    QTest::keyClick(m_window->exportPage()->licenceList(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(chips(), QStringList{QStringLiteral("lines>=20")});
    actionOf("set.redo")->trigger();
    QCOMPARE(chips().size(), 2);
    // Earlier sets by name.
    QMenu *history = bar()->menus()->history();
    Q_EMIT history->aboutToShow();
    QCOMPARE(history->actions().size(), 2);
    QCOMPARE(history->actions().first()->text(), QStringLiteral("lines>=20"));
    QCOMPARE(history->actions().last()->text(), QStringLiteral("Every sample"));
    history->actions().first()->trigger();
    QCOMPARE(chips(), QStringList{QStringLiteral("lines>=20")});
    actionOf("set.undo")->trigger(); // that was a change too
    QCOMPARE(chips().size(), 2);
}

void SetTest::viewsHoldAllOfASet()
{
    write(QStringLiteral("lines>=20 lines>=30"));
    QTest::mouseClick(bar()->chips()[1], Qt::LeftButton, {}, bar()->chips()[1]->markRect().center());
    SampleSet wanted = set().value();
    wanted.put(SetPart::search({"needle", true, true}));
    wanted.put(SetPart::nearDuplicatesLeftOut());
    wanted.put(SetPart::rule("parses:1"));
    wanted.sort = "-lines";
    set().change(wanted);
    m_window->session()->lists().saveView({"mine", wanted});
    QTRY_COMPARE_WITH_TIMEOUT(m_window->session()->lists().views().size(), std::size_t(1), waitMs);
    actionOf("set.clear")->trigger();
    QVERIFY(set().isEverything());
    QMenu *views = bar()->menus()->views();
    for (int opened = 0; opened < 3; ++opened)
        Q_EMIT views->aboutToShow();
    QCOMPARE(views->findChildren<QMenu *>().size(), 1); // "Remove", not one for each time it was opened
    const auto actions = views->actions();
    const auto mine = std::find_if(actions.begin(), actions.end(),
                                   [](const QAction *action) { return action->text() == QStringLiteral("mine"); });
    QVERIFY(mine != actions.end());
    (*mine)->trigger();
    QVERIFY(set().value() == wanted);
    QCOMPARE(chips().at(1), QStringLiteral("off: lines>=30"));
    QVERIFY(chips().contains(QStringLiteral("no near-duplicates")));
    QVERIFY(chips().contains(QStringLiteral("rule: Parses")));
}

void SetTest::eachWorkspaceKeepsItsSet()
{
    write(QStringLiteral("lines>=20"));
    QTest::keyClicks(bar()->searchInput(), QStringLiteral("needle"));
    QTest::keyClick(bar()->searchInput(), Qt::Key_Return);
    SampleSet wanted = set().value();
    wanted.put(SetPart::nearDuplicatesLeftOut());
    set().change(wanted);
    QVERIFY(open(QStringLiteral("other")));
    QVERIFY(chips().isEmpty() && bar()->searchInput()->text().isEmpty());
    write(QStringLiteral("stars>=3"));
    bool isBack = false; // a reading that was under way may hold the other's lock a moment longer
    for (int turn = 0; turn < 20 && !isBack; ++turn) {
        QSignalSpy opened(m_window.get(), &MainWindow::workspaceOpened);
        m_window->openWorkspace(m_folder->filePath(QStringLiteral("w.primer")), false);
        isBack = opened.wait(1000);
    }
    QVERIFY(isBack);
    QVERIFY(set().value() == wanted);
    QCOMPARE(chips().size(), 3);
    QCOMPARE(bar()->searchInput()->text(), QStringLiteral("needle"));
    QTRY_VERIFY_WITH_TIMEOUT(isAnswered(5), waitMs);
    QVERIFY(set().history().canUndo());
}

void SetTest::aCutIsAChip()
{
    QVERIFY(score());
    QTest::keyClicks(bar()->searchInput(), QStringLiteral("needle"));
    QTRY_VERIFY_WITH_TIMEOUT(isAnswered(6), waitMs);
    m_window->showPage(MainWindow::QualityRow);
    CutModel &cut = m_window->session()->cut();
    QTRY_VERIFY_WITH_TIMEOUT(cut.view() && cut.view()->setSize() == 6, waitMs); // the search counts here too
    cut.setValue(0.1);
    const std::int64_t kept = cut.result().kept;
    cut.makeCurrentSet();
    QCOMPARE(chips().last(), QStringLiteral("score ≥ 0.1 of forest 1"));
    QTRY_VERIFY_WITH_TIMEOUT(isAnswered(kept), waitMs);
    // Another filter does not drop it; as text it is a number that can be changed.
    write(QStringLiteral("lines>=20"));
    QVERIFY(chips().contains(QStringLiteral("score ≥ 0.1 of forest 1")));
    bar()->chips()[1]->setFocus();
    QTest::keyClick(bar()->chips()[1], Qt::Key_Return);
    QCOMPARE(bar()->filterInput()->text(), QStringLiteral("quality>=0.1"));
    QTest::keyClicks(bar()->filterInput(), QStringLiteral("quality>=0.25"));
    QTest::keyClick(bar()->filterInput(), Qt::Key_Return);
    QCOMPARE(chips().at(1), QStringLiteral("score ≥ 0.25 of forest 1"));
    // By name: one that is kept can be added, one that is gone is a red chip.
    cut.keep(QStringLiteral("textbook"));
    QTRY_VERIFY_WITH_TIMEOUT(!cut.lists().thresholds.empty(), waitMs);
    SampleSet named;
    named.put(SetPart::threshold("textbook@1"));
    named.put(SetPart::threshold("nobody"));
    named.put(SetPart::cutAt(0.3, 7));
    set().change(named);
    QTRY_VERIFY_WITH_TIMEOUT(!bar()->chips()[1]->look().problem.isEmpty(), waitMs);
    QVERIFY(bar()->chips()[0]->look().problem.isEmpty());
    QVERIFY(bar()->chips()[2]->look().problem.contains(QStringLiteral("forest 1")));
    QTRY_VERIFY_WITH_TIMEOUT(isAnswered(cut.lists().thresholds.front().kept), waitMs);
}

QTEST_MAIN(SetTest)
#include "set_test.moc"
