// What is written into the bar of the set, and what pages keep beside it.
#include <QDropEvent>
#include <QLineEdit>
#include <QMimeData>
#include <QToolButton>
#include <QTreeWidget>

#include "tests/ui/set_fixture.h"
#include "ui/browse_page/browse_page.h"
#include "ui/browse_page/sample_inspector.h"
#include "ui/export_page/export_page.h"
#include "ui/set_bar/search_field.h"
#include "ui/widgets/message_bar.h"

using namespace primer;
using primer::test::files;
using primer::test::waitMs;

class SetInputTest : public test::SetFixture
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { begin(); }
    void init() { make(); }
    void cleanup() { end(); }
    void searchIsAChip();
    void halfAConditionIsNeverCommitted();
    void suggestionsFollowTheCursor();
    void tickedLicencesStayTicked();
    void whatIsKnownOfASampleIsShownAnew();
    void dropsWaitForTheirOwnWorkspace();
};

void SetInputTest::searchIsAChip()
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

void SetInputTest::halfAConditionIsNeverCommitted()
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

void SetInputTest::suggestionsFollowTheCursor()
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

void SetInputTest::tickedLicencesStayTicked()
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

void SetInputTest::whatIsKnownOfASampleIsShownAnew()
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

void SetInputTest::dropsWaitForTheirOwnWorkspace()
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

QTEST_MAIN(SetInputTest)
#include "set_input_test.moc"
