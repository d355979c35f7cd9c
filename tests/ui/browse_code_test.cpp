// Reading code: search in the file, hits on every theme, the outline, the code alone, the menu over it.
#include <QContextMenuEvent>
#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QScrollBar>
#include <QTextBlock>
#include <QToolButton>
#include <QTreeWidget>

#include "tests/ui/browse_fixture.h"
#include "ui/browse_page/code_header.h"
#include "ui/browse_page/sample_inspector.h"
#include "ui/code_view/find_bar.h"
#include "ui/code_view/hit_colours.h"
#include "ui/widgets/palettes.h"
#include "ui/code_view/outline_view.h"

using namespace primer;
using test::waitMs;

class BrowseCodeTest : public QObject, private test::BrowseFixture
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { setUpProgram("browse-code"); }
    void init()
    {
        start();
        table()->chooseRow(20);
        QTRY_VERIFY_WITH_TIMEOUT(isSeen(20), waitMs);
    }
    void cleanup()
    {
        QApplication::setPalette(m_palette);
        tearDown();
    }
    void aFileIsSearchedFromItsBar();
    void caseAndExpressionsCount();
    void whatIsNoExpressionIsSaid();
    void theSelectionIsWhatIsLookedFor();
    void hitsAreReadableOnEveryTheme_data();
    void hitsAreReadableOnEveryTheme();
    void theOutlineJumps();
    void theOutlineIsOfTheFileThatIsSeen();
    void escapeLeavesTheCodeAlone();
    void escapeClosesTheSearchFirst();
    void theMenuOverTheCode();

private:
    SampleView *sample() const { return page()->sampleView(); }
    CodeView *code() const { return sample()->codeView(); }
    FindBar *bar() const { return sample()->findBar(); }
    void openFind()
    {
        code()->setFocus();
        QTest::keyClick(code(), Qt::Key_F, Qt::ControlModifier);
        QTRY_VERIFY(bar()->isVisible() && bar()->input()->hasFocus());
    }
    const QPalette m_palette = QApplication::palette();
};

void BrowseCodeTest::aFileIsSearchedFromItsBar()
{
    openFind();
    QTest::keyClicks(bar()->input(), QStringLiteral("value_20"));
    QCOMPARE(code()->hitCount(), 20);
    QCOMPARE(bar()->countText(), QStringLiteral("1 of 20"));
    QTest::keyClick(bar()->input(), Qt::Key_Return);
    QCOMPARE(bar()->countText(), QStringLiteral("2 of 20"));
    QTest::keyClick(bar()->input(), Qt::Key_F3);
    QCOMPARE(bar()->countText(), QStringLiteral("3 of 20"));
    QTest::keyClick(bar()->input(), Qt::Key_Return, Qt::ShiftModifier);
    QTest::keyClick(bar()->input(), Qt::Key_Return, Qt::ShiftModifier);
    QTest::keyClick(bar()->input(), Qt::Key_Return, Qt::ShiftModifier);
    QCOMPARE(bar()->countText(), QStringLiteral("20 of 20")); // round
    picture("find");
    // Into the next file with it.
    table()->chooseRow(22);
    QTRY_VERIFY_WITH_TIMEOUT(isSeen(22), waitMs);
    QCOMPARE(bar()->countText(), QStringLiteral("not found"));
    QTest::keyClick(bar()->input(), Qt::Key_Escape);
    QVERIFY(!bar()->isVisible());
    QCOMPARE(code()->hitCount(), 0);
    QVERIFY(code()->hasFocus());
}

void BrowseCodeTest::caseAndExpressionsCount()
{
    openFind();
    bar()->input()->setText(QStringLiteral("SHAPE20"));
    QCOMPARE(code()->hitCount(), 1);
    bar()->caseButton()->click();
    QCOMPARE(code()->hitCount(), 0);
    QCOMPARE(bar()->countText(), QStringLiteral("not found"));
    bar()->input()->setText(QStringLiteral("value_20 = 1\\d"));
    QCOMPARE(code()->hitCount(), 0);
    bar()->regexButton()->click();
    QCOMPARE(code()->hitCount(), 10);
    bar()->input()->setText(QStringLiteral("^def \\w+"));
    QCOMPARE(code()->hitCount(), 1);
}

void BrowseCodeTest::whatIsNoExpressionIsSaid()
{
    openFind();
    bar()->regexButton()->click();
    bar()->input()->setText(QStringLiteral("(value"));
    QCOMPARE(code()->hitCount(), 0);
    QCOMPARE(bar()->countText(), QStringLiteral("no expression"));
    // One that would never end is given up, and that is said.
    code()->setCode(QString(3000, QLatin1Char('a')) + QStringLiteral("!"), QString(), QString());
    QElapsedTimer clock;
    clock.start();
    bar()->input()->setText(QStringLiteral("(a+)+$"));
    QVERIFY(clock.elapsed() < 5000);
    QCOMPARE(bar()->countText(), QStringLiteral("too costly"));
}

void BrowseCodeTest::theSelectionIsWhatIsLookedFor()
{
    QTextCursor cursor = code()->document()->find(QStringLiteral("needle_20"));
    code()->setTextCursor(cursor);
    openFind();
    QCOMPARE(bar()->input()->text(), QStringLiteral("needle_20"));
    QCOMPARE(bar()->countText(), QStringLiteral("1 of 1"));
}

void BrowseCodeTest::hitsAreReadableOnEveryTheme_data()
{
    QTest::addColumn<QPalette>("palette");
    QPalette dark(QColor(0x2a, 0x2d, 0x33));
    dark.setColor(QPalette::Base, QColor(0x1b, 0x1d, 0x21));
    dark.setColor(QPalette::Text, QColor(0xe3, 0xe6, 0xea));
    QPalette black(Qt::black);
    black.setColor(QPalette::Base, Qt::black);
    black.setColor(QPalette::Text, Qt::white);
    black.setColor(QPalette::Highlight, Qt::yellow);
    QPalette white(Qt::white);
    white.setColor(QPalette::Base, Qt::white);
    white.setColor(QPalette::Text, Qt::black);
    QTest::newRow("light") << m_palette;
    QTest::newRow("dark") << dark;
    QTest::newRow("high contrast, dark") << black;
    QTest::newRow("high contrast, light") << white;
}

/// What is painted, not what was meant to be.
void BrowseCodeTest::hitsAreReadableOnEveryTheme()
{
    QFETCH(QPalette, palette);
    QApplication::setPalette(palette);
    openFind();
    bar()->input()->setText(QStringLiteral("value_20"));
    QCOMPARE(code()->hitCount(), 20);
    sample()->stepHit(1);
    code()->setTextCursor(QTextCursor(code()->document()->firstBlock()));
    code()->verticalScrollBar()->setValue(0);
    QCoreApplication::processEvents();
    const QImage image = code()->viewport()->grab().toImage();
    for (const int hit : {1, 2}) { // the one that is gone to, and another
        QTextCursor cursor(code()->document()->findBlockByNumber(8 + hit));
        QRect area = code()->cursorRect(cursor);
        area.setWidth(code()->fontMetrics().horizontalAdvance(QStringLiteral("value_20")));
        const HitColours wanted = HitColours::of(code()->palette(), hit == 1);
        bool hasBack = false;
        double best = 1, line = 1;
        for (int x = area.left(); x < area.right(); ++x) {
            for (int y = area.top(); y < area.bottom(); ++y) {
                const QColor seen = image.pixelColor(x, y);
                hasBack = hasBack || seen.rgb() == wanted.back.rgb();
                best = std::max(best, contrastOf(seen, wanted.back));
                line = std::max(line, contrastOf(seen, code()->palette().color(QPalette::Base)));
            }
        }
        QVERIFY2(hasBack, qPrintable(QString::number(hit)));
        QVERIFY2(best >= 4.5, qPrintable(QString::number(best)));
        QVERIFY2(line >= 3, qPrintable(QString::number(line))); // seen against the page
    }
    QVERIFY(contrastOf(HitColours::of(code()->palette(), true).back, HitColours::of(code()->palette(), false).back)
            > 1.3);
}

void BrowseCodeTest::theOutlineJumps()
{
    table()->chooseRow(39);
    QTRY_VERIFY_WITH_TIMEOUT(isSeen(39), waitMs);
    QVERIFY(!sample()->outline()->isVisible());
    command("browse.outline")->trigger();
    OutlineView *outline = sample()->outline();
    QVERIFY(outline->isVisible());
    QVERIFY(page()->codeHeader()->outlineButton()->isChecked());
    picture("outline");
    QCOMPARE(outline->topLevelItemCount(), 2);
    QTreeWidgetItem *shape = outline->topLevelItem(0), *needle = outline->topLevelItem(1);
    QCOMPARE(shape->text(0), QStringLiteral("Shape39"));
    QCOMPARE(shape->childCount(), 1);
    QCOMPARE(shape->child(0)->text(0), QStringLiteral("area"));
    QVERIFY(shape->child(0)->toolTip(0).startsWith(QStringLiteral("method")));
    QCOMPARE(needle->text(0), QStringLiteral("needle_39"));
    code()->foldAll();
    QTRY_VERIFY(outline->viewport()->width() > 50 && outline->visualItemRect(needle).top() > 0); // it is laid out
    QTest::mouseClick(outline->viewport(), Qt::LeftButton, {}, outline->visualItemRect(needle).center());
    QVERIFY(code()->textCursor().block().text().startsWith(QStringLiteral("def needle_39")));
    QVERIFY(code()->textCursor().block().isVisible());
    QCOMPARE(outline->currentItem(), needle);
    // It follows what is read: by the scroll bar, and where a search goes.
    code()->verticalScrollBar()->setValue(1);
    QTRY_COMPARE(outline->currentItem(), shape->child(0));
    code()->verticalScrollBar()->setValue(0);
    QTRY_VERIFY(!outline->currentItem());
    QVERIFY(outline->selectedItems().isEmpty());
    code()->verticalScrollBar()->setValue(code()->verticalScrollBar()->maximum());
    QTRY_VERIFY(!outline->currentItem() && code()->readLine() > 9);
    code()->markHits(QStringLiteral("class Shape"), false, false);
    QTRY_COMPARE(code()->readLine(), 0);
    code()->goToLine(3);
    QTRY_COMPARE(outline->currentItem(), shape->child(0));
    page()->codeHeader()->outlineButton()->click();
    QVERIFY(!outline->isVisible());
}

void BrowseCodeTest::theOutlineIsOfTheFileThatIsSeen()
{
    page()->setOutlineShown(true);
    QCOMPARE(sample()->outline()->topLevelItem(0)->text(0), QStringLiteral("Shape20"));
    table()->chooseRow(5);
    QTRY_VERIFY_WITH_TIMEOUT(isSeen(5), waitMs);
    QCOMPARE(sample()->outline()->topLevelItem(0)->text(0), QStringLiteral("Shape5"));
    sample()->setOutline({}, false);
    QVERIFY(!(sample()->outline()->topLevelItem(0)->flags() & Qt::ItemIsEnabled)); // a note, not a symbol
    // It is there again in the next window.
    m_window->session()->state().flush();
    const QString path = m_window->session()->folder();
    makeWindow();
    open(path);
    QVERIFY(sample()->isOutlineShown());
}

void BrowseCodeTest::escapeLeavesTheCodeAlone()
{
    QVERIFY(!command("browse.leaveZen")->isEnabled());
    table()->setFocus();
    QTest::keyClick(table(), Qt::Key_Space);
    QVERIFY(page()->isZen());
    QVERIFY(!table()->isVisible());
    QVERIFY(!page()->inspector()->isVisible());
    QToolButton *hint = page()->codeHeader()->leaveButton();
    QVERIFY(hint->isVisible());
    QVERIFY2(hint->text().contains(QStringLiteral("Esc")), qPrintable(hint->text()));
    picture("code-alone");
    QTest::keyClick(code(), Qt::Key_J); // the next sample, still alone
    QTRY_VERIFY_WITH_TIMEOUT(isSeen(21), waitMs);
    QVERIFY(page()->isZen());
    QTest::keyClick(code(), Qt::Key_Escape);
    QVERIFY(!page()->isZen());
    QVERIFY(table()->isVisible() && table()->hasFocus());
    QVERIFY(!hint->isVisible());
    QTest::keyClick(table(), Qt::Key_Space);
    hint->click();
    QVERIFY(!page()->isZen());
}

void BrowseCodeTest::escapeClosesTheSearchFirst()
{
    page()->setZen(true);
    openFind();
    QTest::keyClick(bar()->input(), Qt::Key_Escape);
    QVERIFY(!bar()->isVisible());
    QVERIFY(page()->isZen());
    QTest::keyClick(code(), Qt::Key_Escape);
    QVERIFY(!page()->isZen());
}

void BrowseCodeTest::theMenuOverTheCode()
{
    code()->setTextCursor(code()->document()->find(QStringLiteral("needle_20")));
    const auto open = [this] {
        const QPoint at = code()->cursorRect().center();
        QContextMenuEvent event(QContextMenuEvent::Mouse, at, code()->viewport()->mapToGlobal(at));
        QApplication::sendEvent(code()->viewport(), &event);
        return openMenu();
    };
    QMenu *menu = open();
    QVERIFY(menu);
    picture("menu-code");
    QVERIFY(choose(menu, QStringLiteral("Copy")));
    QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("needle_20"));
    QVERIFY(choose(open(), QStringLiteral("Find the selection in this file")));
    QVERIFY(bar()->isVisible());
    QCOMPARE(code()->hitCount(), 1);
    sample()->closeFind();
    QVERIFY(choose(open(), QStringLiteral("Filter by this folder")));
    QTRY_COMPARE(chips().size(), 1);
    QVERIFY2(chips().first().startsWith(QStringLiteral("path:")), qPrintable(chips().first()));
    QTRY_VERIFY_WITH_TIMEOUT(isAnswered(40), waitMs);
    set().change({});
    QTRY_VERIFY_WITH_TIMEOUT(!set().isQuerying() && isSeen(20), waitMs);
    QVERIFY(choose(open(), QStringLiteral("Filter by this path")));
    QTRY_VERIFY_WITH_TIMEOUT(isAnswered(1), waitMs);
    set().change({});
    QTRY_VERIFY_WITH_TIMEOUT(isAnswered(40), waitMs);
    code()->setTextCursor(code()->document()->find(QStringLiteral("needle_20")));
    QVERIFY(choose(open(), QStringLiteral("Search for the selected code")));
    QTRY_VERIFY_WITH_TIMEOUT(isAnswered(1), waitMs);
    QCOMPARE(set().value().search().text, std::string("needle_20"));
}

QTEST_MAIN(BrowseCodeTest)
#include "browse_code_test.moc"
