// The current set in the real window: one bar of chips over every page, and the same samples behind all of them.
#include <algorithm>

#include <QDir>
#include <QDropEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QSettings>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QStyleFactory>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QTreeWidget>

#include "core/exporters/export_target.h"
#include "core/storage/quality_store.h"
#include "ui/browse_page/browse_page.h"
#include "ui/browse_page/sample_inspector.h"
#include "ui/browse_page/sample_table.h"
#include "ui/export_page/export_page.h"
#include "ui/main_window/main_window.h"
#include "ui/main_window/status_line.h"
#include "ui/quality_page/quality_page.h"
#include "ui/set_bar/filter_input.h"
#include "ui/set_bar/search_field.h"
#include "ui/set_bar/set_bar.h"
#include "ui/set_bar/set_chip.h"
#include "ui/set_bar/set_menus.h"
#include "ui/widgets/message_bar.h"

using namespace primer;

namespace {

constexpr int waitMs = 20'000;
constexpr int files = 60;

} // namespace

class SetTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void everyPageHasTheSameSet();
    void chipsAreSwitchedEditedAndRemoved();
    void aWrongConditionIsARedChipAndNoMore();
    void searchIsAChip();
    void halfAConditionIsNeverCommitted();
    void suggestionsFollowTheCursor();
    void changesAreUndoneByKeys();
    void viewsHoldAllOfASet();
    void eachWorkspaceKeepsItsSet();
    void aCutIsAChip();
    void tickedLicencesStayTicked();
    void whatIsKnownOfASampleIsShownAnew();
    void dropsWaitForTheirOwnWorkspace();

private:
    bool open(const QString &name);
    SetBar *bar() const { return m_window->setBar(); }
    CurrentSet &set() const { return m_window->session()->set(); }
    qint64 count() const { return qint64(set().rows()->ids.size()); }
    bool isAnswered(qint64 samples) const;
    QStringList chips() const;
    void write(const QString &text);
    QAction *actionOf(const char *id) const;
    bool score();

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<AppSettings> m_settings;
    std::unique_ptr<MainWindow> m_window;
};

void SetTest::initTestCase()
{
    QCoreApplication::setOrganizationName(QStringLiteral("primer-test-set"));
    QStandardPaths::setTestModeEnabled(true);
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
}

void SetTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_folder->path());
    QDir(m_folder->path()).mkpath(QStringLiteral("code/pkg"));
    for (int number = 0; number < files; ++number) {
        QFile file(m_folder->filePath(QStringLiteral("code/pkg/f%1.py").arg(number, 3, 10, QLatin1Char('0'))));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QByteArray text = "# SPDX-License-Identifier: " + QByteArray(number % 3 ? "MIT" : "GPL-3.0-only") + "\n";
        text += "def function_" + QByteArray::number(number) + "(items):\n    return items[::-1]\n";
        for (int line = 0; line < number; ++line)
            text += "value_" + QByteArray::number(number) + " = " + QByteArray::number(line) + "\n";
        if (number % 10 == 7)
            text += "needle = lambda: None  # here\n";
        file.write(text);
    }
    m_settings = std::make_unique<AppSettings>();
    m_window = std::make_unique<MainWindow>(*m_settings, QString());
    m_window->resize(1440, 900);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    QVERIFY(open(QStringLiteral("w")));
    m_window->importPaths({m_folder->filePath(QStringLiteral("code"))});
    QTRY_COMPARE_WITH_TIMEOUT(count(), qint64(files), waitMs);
    QTRY_COMPARE_WITH_TIMEOUT(m_window->session()->jobs().runningCount(), 0, waitMs);
}

void SetTest::cleanup()
{
    m_window.reset();
    m_settings.reset();
    m_folder.reset();
}

bool SetTest::open(const QString &name)
{
    QSignalSpy opened(m_window.get(), &MainWindow::workspaceOpened);
    m_window->openWorkspace(m_folder->filePath(name + QStringLiteral(".primer")), true);
    return opened.wait(waitMs);
}

bool SetTest::isAnswered(qint64 samples) const { return !set().isQuerying() && count() == samples; }

QStringList SetTest::chips() const
{
    QStringList texts;
    for (const SetChip *chip : bar()->chips())
        texts.append((chip->look().isOn ? QString() : QStringLiteral("off: ")) + chip->look().text);
    return texts;
}

/// By hand, Return at the end.
void SetTest::write(const QString &text)
{
    bar()->filterInput()->setFocus();
    QTest::keyClicks(bar()->filterInput(), text);
    QTest::keyClick(bar()->filterInput(), Qt::Key_Return);
}

QAction *SetTest::actionOf(const char *id) const
{
    for (QAction *action : m_window->findChildren<QAction *>()) {
        if (action->property("keyId").toString() == QLatin1String(id))
            return action;
    }
    return nullptr;
}

/// By a forest of which nothing else is known: sample N of 60 has N / 61.
bool SetTest::score()
{
    Workspace &workspace = *m_window->session()->workspace();
    const bool isWritten = workspace.store()
                               .write(Durability::Durable,
                                      [](Connection &connection) -> Status {
                                          StoredForest forest;
                                          forest.features = "hashed";
                                          forest.file = "none";
                                          forest.reportJson = "{}";
                                          const auto id = PRIMER_TRY(putForest(connection, forest));
                                          std::vector<SampleId> samples;
                                          std::vector<float> scores;
                                          for (int number = 1; number <= files; ++number) {
                                              samples.push_back(SampleId(number));
                                              scores.push_back(float(number) / float(files + 1));
                                          }
                                          return replaceScores(connection, id, samples, scores);
                                      })
                               .ok();
    workspace.query().columns().forget(Column::Quality);
    m_window->session()->noteColumnsChanged();
    return isWritten;
}

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

void SetTest::searchIsAChip()
{
    SearchField *field = bar()->findChild<SearchField *>();
    QTest::keyClicks(bar()->searchInput(), QStringLiteral("function_1[0-3]\\("));
    QTest::mouseClick(field->regexSwitch(), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(isAnswered(4), waitMs);
    QCOMPARE(chips(), QStringList{QStringLiteral("matches /function_1[0-3]\\(/")});
    // One that does not compile is a red chip too.
    QTest::keyClicks(bar()->searchInput(), QStringLiteral("("));
    QTRY_VERIFY_WITH_TIMEOUT(bar()->chips()[0]->look().problem.contains(QStringLiteral("mistake at character")),
                             waitMs);
    QTRY_VERIFY_WITH_TIMEOUT(isAnswered(files), waitMs);
    QTest::keyClick(bar()->searchInput(), Qt::Key_Backspace);
    QTRY_VERIFY_WITH_TIMEOUT(isAnswered(4), waitMs);
    // The chip switches it off while the line keeps it, and removes it from both.
    QTest::mouseClick(bar()->chips()[0], Qt::LeftButton, {}, bar()->chips()[0]->markRect().center());
    QTRY_VERIFY_WITH_TIMEOUT(isAnswered(files), waitMs);
    QVERIFY(!bar()->searchInput()->text().isEmpty());
    QTest::mouseClick(bar()->chips()[0], Qt::LeftButton, {}, bar()->chips()[0]->crossRect().center());
    QVERIFY(bar()->searchInput()->text().isEmpty() && chips().isEmpty());
    // A word is deleted as everywhere, and nothing else is.
    write(QStringLiteral("lines>=50"));
    QTest::keyClicks(bar()->searchInput(), QStringLiteral("two words"));
    QTest::keyClick(bar()->searchInput(), Qt::Key_Backspace, Qt::ControlModifier);
    QCOMPARE(bar()->searchInput()->text().trimmed(), QStringLiteral("two"));
    QTRY_COMPARE_WITH_TIMEOUT(chips().size(), 2, waitMs);
    actionOf("set.clear")->trigger();
    QVERIFY(chips().isEmpty() && bar()->searchInput()->text().isEmpty());
}

void SetTest::halfAConditionIsNeverCommitted()
{
    FilterInput *input = bar()->filterInput();
    input->setFocus();
    for (const char *half : {"lice", "licence", "licence:", "lines>=", "path:\"a b"}) {
        input->setText(QString());
        QTest::keyClicks(input, QString::fromLatin1(half));
        input->hideOffers();
        QTest::keyClick(input, Qt::Key_Return);
        QVERIFY2(chips().isEmpty(), half);
        QCOMPARE(input->text(), QString::fromLatin1(half));
        QVERIFY(!input->accessibleDescription().isEmpty());
    }
    // Taking a suggestion writes it; the line is offered by Return alone.
    input->clear();
    QTest::keyClicks(input, QStringLiteral("lic"));
    QTRY_VERIFY(input->isOffering());
    QCOMPARE(input->suggestions().front().text, QStringLiteral("licence"));
    QTest::keyClick(input, Qt::Key_Tab);
    QCOMPARE(input->text(), QStringLiteral("licence"));
    QTRY_COMPARE(input->suggestions().front().written, QStringLiteral("licence:"));
    QTest::keyClick(input, Qt::Key_Tab);
    QTRY_COMPARE_WITH_TIMEOUT(input->suggestions().size(), std::size_t(4), waitMs); // two values, none and any
    QCOMPARE(input->suggestions()[0].text, QStringLiteral("MIT"));
    QCOMPARE(input->suggestions()[0].note, QStringLiteral("40"));
    QCOMPARE(input->suggestions()[1].text, QStringLiteral("GPL-3.0-only"));
    QCOMPARE(input->suggestions()[1].note, QStringLiteral("20"));
    QVERIFY(chips().isEmpty());
    QTest::keyClick(input, Qt::Key_Tab);
    QCOMPARE(input->text(), QStringLiteral("licence:MIT"));
    QVERIFY(chips().isEmpty());
    QTest::keyClick(input, Qt::Key_Return);
    QCOMPARE(chips(), QStringList{QStringLiteral("licence:MIT")});
    QTRY_VERIFY_WITH_TIMEOUT(isAnswered(40), waitMs);
    QVERIFY(input->text().isEmpty() && !input->isOffering());
}

void SetTest::suggestionsFollowTheCursor()
{
    const auto at = [](const char *text) {
        const QString whole = QString::fromLatin1(text);
        return FilterPlace::at(whole, int(whole.size()));
    };
    QCOMPARE(at("lines>=3 -lan").written, QStringLiteral("lan"));
    QCOMPARE(at("lines>=3 -lan").from, 10);
    QVERIFY(at("language").kind == FilterPlace::Kind::Operator);
    const FilterPlace list = at("language:python,\"a b\",cy");
    QVERIFY(list.kind == FilterPlace::Kind::Value && list.column == Column::Language);
    QCOMPARE(list.written, QStringLiteral("cy"));
    QCOMPARE(list.others, (QStringList{QStringLiteral("python"), QStringLiteral("a b")}));
    const auto offered = FilterSuggestions::at(at("language:"), {{QStringLiteral("two words"), QStringLiteral("3")}});
    QCOMPARE(offered.front().written, QStringLiteral("\"two words\""));
    QVERIFY(FilterSuggestions::at(at("nothing:x"), {}).empty());
    // Numbers say where they lie, in the set or, when the column is filtered already, in all of it.
    FilterInput *input = bar()->filterInput();
    input->setFocus();
    QTest::keyClicks(input, QStringLiteral("lines>="));
    QTRY_COMPARE_WITH_TIMEOUT(input->suggestions().size(), std::size_t(5), waitMs);
    QCOMPARE(input->suggestions().front().text, QStringLiteral("3"));
    QCOMPARE(input->suggestions().back().text, QStringLiteral("62"));
    QTest::keyClicks(input, QStringLiteral("50"));
    QTest::keyClick(input, Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(isAnswered(13), waitMs);
    QTest::keyClicks(input, QStringLiteral("lines<"));
    QTRY_VERIFY_WITH_TIMEOUT(!input->suggestions().empty(), waitMs);
    QCOMPARE(input->suggestions().front().text, QStringLiteral("3"));
    input->clear();
    QTest::keyClicks(input, QStringLiteral("licence:"));
    QTRY_VERIFY_WITH_TIMEOUT(input->suggestions().size() == 4 && input->suggestions()[0].note != QStringLiteral("40"),
                             waitMs); // of thirteen
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
    Q_EMIT views->aboutToShow();
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

void SetTest::tickedLicencesStayTicked()
{
    m_window->showPage(MainWindow::ExportRow);
    ExportPage *page = m_window->exportPage();
    QTRY_COMPARE_WITH_TIMEOUT(page->licenceList()->topLevelItemCount(), 2, waitMs);
    QCOMPARE(page->licenceList()->topLevelItem(0)->checkState(0), Qt::Checked); // MIT: nobody chose yet
    page->licenceList()->topLevelItem(0)->setCheckState(0, Qt::Unchecked);
    // Sets that hold fewer licences, or none, take nothing of what was chosen; another field is stored in between.
    for (const char *filter : {"licence:GPL*", "lines>=1000", ""}) {
        set().change(setOf(filter));
        QTRY_VERIFY_WITH_TIMEOUT(!set().isQuerying(), waitMs);
        Q_EMIT page->targetInput()->editingFinished();
    }
    QTRY_COMPARE_WITH_TIMEOUT(page->licenceList()->topLevelItemCount(), 2, waitMs);
    for (int row = 0; row < 2; ++row)
        QCOMPARE(page->licenceList()->topLevelItem(row)->checkState(0), Qt::Unchecked);
    ExportPage again(*m_window->session());
    again.show();
    QTRY_COMPARE_WITH_TIMEOUT(again.licenceList()->topLevelItemCount(), 2, waitMs);
    QCOMPARE(again.licenceList()->topLevelItem(0)->checkState(0), Qt::Unchecked);
}

void SetTest::whatIsKnownOfASampleIsShownAnew()
{
    auto *inspector = m_window->browsePage()->findChild<SampleInspector *>();
    const auto says = [inspector](const QString &text) {
        return !inspector->findItems(text, Qt::MatchContains | Qt::MatchRecursive, 0).isEmpty();
    };
    QTRY_VERIFY_WITH_TIMEOUT(says(QStringLiteral("Measures")), waitMs);
    QVERIFY(!says(QStringLiteral("Score of the forest")));
    QVERIFY(score());
    QTRY_VERIFY_WITH_TIMEOUT(says(QStringLiteral("Score of the forest")), waitMs);
}

void SetTest::dropsWaitForTheirOwnWorkspace()
{
    m_window = std::make_unique<MainWindow>(*m_settings, QString());
    m_window->show();
    QFile inTheWay(m_folder->filePath(QStringLiteral("code/pkg.primer")));
    QVERIFY(inTheWay.open(QIODevice::WriteOnly));
    inTheWay.close();
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(m_folder->filePath(QStringLiteral("code/pkg")))});
    QDropEvent drop(QPointF(300, 300), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    static_cast<QObject *>(m_window.get())->event(&drop);
    MessageBar *said = m_window->findChild<MessageBar *>();
    QTRY_VERIFY_WITH_TIMEOUT(said->isVisible(), waitMs);
    // What is opened later does not take them.
    QVERIFY(open(QStringLiteral("later")));
    QVERIFY(m_window->session()->jobs().jobs().empty());
}

QTEST_MAIN(SetTest)
#include "set_test.moc"
