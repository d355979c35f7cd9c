// The table itself: the path first, empty columns, sorting, the chooser with what columns hold, loading.
#include <QContextMenuEvent>
#include <QLabel>
#include <QLineEdit>
#include <QScrollBar>
#include <QToolButton>
#include <QTreeWidget>

#include "tests/ui/browse_fixture.h"
#include "ui/browse_page/code_header.h"
#include "ui/browse_page/column_chooser.h"
#include "ui/browse_page/frozen_path.h"
#include "ui/browse_page/sample_inspector.h"
#include "ui/browse_page/shape_delegate.h"
#include "ui/browse_page/table_footer.h"

using namespace primer;
using test::waitMs;

class BrowseTableTest : public QObject, private test::BrowseFixture
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { setUpProgram("browse-table"); }
    void cleanup() { tearDown(); }
    void thePathIsFirstAndStays();
    void thePathIsSeenThoughTheTableIsScrolled();
    void emptyColumnsHideAndSaySo();
    void labelScoreAndTeacherShowWhenTheyExist();
    void afterSortingTheViewIsAtTheTop();
    void aLargeFileShowsAtOnceThatItLoads();
    void theChooserTellsWhatColumnsHold();
    void theChooserFollowsTheSet();
    void columnsComeBack();
};

void BrowseTableTest::thePathIsFirstAndStays()
{
    start();
    QHeaderView *header = table()->horizontalHeader();
    const int path = model()->sectionOf(Column::Path);
    QCOMPARE(header->visualIndex(path), 0);
    QVERIFY(!table()->isColumnHidden(path));
    header->moveSection(header->visualIndex(model()->sectionOf(Column::LineCount)), 0); // before the path
    QCOMPARE(header->visualIndex(path), 0);
    QCOMPARE(header->visualIndex(model()->sectionOf(Column::LineCount)), 1);
    table()->setColumnShown(Column::Path, false);
    QVERIFY(!table()->isColumnHidden(path));
    page()->openColumnChooser();
    QVERIFY(!(page()->columnChooser()->itemOf(Column::Path)->flags() & Qt::ItemIsUserCheckable));
}

void BrowseTableTest::thePathIsSeenThoughTheTableIsScrolled()
{
    start(200);
    auto *frozen = table()->findChild<FrozenPath *>();
    QVERIFY(frozen && !frozen->isVisible());
    for (int section = 0; section < model()->columnCount(); ++section)
        table()->setColumnShown(model()->columnAt(section), true);
    QScrollBar *sideways = table()->horizontalScrollBar();
    QTRY_VERIFY(sideways->maximum() > 0);
    sideways->setValue(sideways->maximum());
    QVERIFY(frozen->isVisible());
    table()->verticalScrollBar()->setValue(50);
    QCOMPARE(frozen->rowAt(0), table()->rowAt(0));
    picture("frozen-path");
    // What is clicked there is chosen here, with the menu of the path.
    const QModelIndex path = model()->index(55, model()->sectionOf(Column::Path));
    QTest::mouseClick(frozen->viewport(), Qt::LeftButton, {}, frozen->visualRect(path).center());
    QCOMPARE(table()->currentIndex(), path);
    QTRY_VERIFY_WITH_TIMEOUT(isSeen(55), waitMs);
    QCOMPARE(sideways->value(), sideways->maximum());
    QContextMenuEvent event(QContextMenuEvent::Mouse, QPoint(5, 5), frozen->viewport()->mapToGlobal(QPoint(5, 5)));
    QApplication::sendEvent(frozen->viewport(), &event);
    QMenu *menu = openMenu();
    QVERIFY(menu && entry(menu, QStringLiteral("Copy paths")));
    menu->close();
    sideways->setValue(0);
    QVERIFY(!frozen->isVisible());
}

void BrowseTableTest::emptyColumnsHideAndSaySo()
{
    start();
    QTRY_VERIFY(table()->isColumnHidden(model()->sectionOf(Column::Stars)));
    QVERIFY(table()->isColumnHidden(model()->sectionOf(Column::Label)));
    QVERIFY(!table()->isColumnHidden(model()->sectionOf(Column::Licence)));
    const QString said = page()->footer()->hiddenText();
    QVERIFY2(said.contains(QStringLiteral("Stars")) && said.contains(QStringLiteral("Label")), qPrintable(said));
    QVERIFY(!said.contains(QStringLiteral("Language"))); // was not to be seen anyway
    // All the same, when the person wants it.
    page()->footer()->columnsButton()->click();
    ColumnChooser *chooser = page()->columnChooser();
    QVERIFY(chooser);
    QTreeWidgetItem *stars = chooser->itemOf(Column::Stars);
    QVERIFY(stars->text(ColumnChooser::Name).contains(QStringLiteral("empty")));
    QCOMPARE(stars->checkState(ColumnChooser::Name), Qt::Unchecked);
    stars->setCheckState(ColumnChooser::Name, Qt::Checked);
    QVERIFY(!table()->isColumnHidden(model()->sectionOf(Column::Stars)));
    QVERIFY(!page()->footer()->hiddenText().contains(QStringLiteral("Stars")));
    stars->setCheckState(ColumnChooser::Name, Qt::Unchecked);
    QVERIFY(table()->isColumnHidden(model()->sectionOf(Column::Stars)));
}

void BrowseTableTest::labelScoreAndTeacherShowWhenTheyExist()
{
    start();
    for (const Column column : {Column::Label, Column::TeacherValue, Column::Quality})
        QTRY_VERIFY(table()->isColumnHidden(model()->sectionOf(column)));
    QVERIFY(execute("INSERT INTO quality(sample_id, score) VALUES(1, 0.5)"));
    QVERIFY(execute("INSERT INTO current_label(sample_id, value, term_id) SELECT 1, 3, id FROM term LIMIT 1"));
    Judgement judgement;
    judgement.sample = 2;
    judgement.value = 4;
    QVERIFY(m_window->session()->workspace()->judge(judgement).ok());
    m_window->session()->noteColumnsChanged();
    for (const Column column : {Column::Label, Column::TeacherValue, Column::Quality}) {
        QTRY_VERIFY(!table()->isColumnHidden(model()->sectionOf(column)));
        // Beside the path, in sight without scrolling.
        QTRY_VERIFY(table()->viewport()->rect().contains(cell(0, column)));
    }
    QVERIFY(!page()->footer()->hiddenText().contains(QStringLiteral("Label")));
}

void BrowseTableTest::afterSortingTheViewIsAtTheTop()
{
    start(400);
    table()->chooseRow(300);
    table()->scrollToBottom();
    QVERIFY(table()->rowAt(0) > 100);
    // By a click on the header, once for each direction.
    QHeaderView *header = table()->horizontalHeader();
    const int section = model()->sectionOf(Column::LineCount);
    const QPoint place(header->sectionViewportPosition(section) + 10, header->height() / 2);
    QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, place);
    QTRY_COMPARE(QString::fromStdString(set().value().sort), QStringLiteral("lines"));
    QTRY_VERIFY(!set().isQuerying());
    QTRY_COMPARE(table()->rowAt(0), 0);
    QCOMPARE(table()->currentIndex().row(), 0);
    table()->chooseRow(350);
    QVERIFY(table()->rowAt(0) > 100);
    QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, place);
    QTRY_COMPARE(QString::fromStdString(set().value().sort), QStringLiteral("-lines"));
    QTRY_VERIFY(!set().isQuerying());
    QTRY_COMPARE(table()->rowAt(0), 0);
    QTRY_VERIFY(row(0) && row(0)->path.find("f399") != std::string::npos);
    // What is no other order stays where it is.
    table()->chooseRow(200);
    const SampleId sample = page()->currentSample();
    set().refresh();
    QTRY_VERIFY(!set().isQuerying());
    QCOMPARE(page()->currentSample(), sample);
}

void BrowseTableTest::aLargeFileShowsAtOnceThatItLoads()
{
    const auto large = [](int number) {
        QByteArray text = "first_of_" + QByteArray::number(number) + " = 1\n";
        while (number == 7 && text.size() < 3'000'000)
            text += "value = [1, 2, 3]  # a line of many\n";
        return text;
    };
    setUp(20, large);
    importCode();
    QTRY_VERIFY_WITH_TIMEOUT(isSeen(0) && row(7), waitMs);
    const QString before = page()->sampleView()->codeView()->toPlainText();
    QVERIFY(before.contains(QStringLiteral("first_of_0")));
    table()->chooseRow(7); // nothing is waited for: now
    const QString note = page()->sampleView()->note();
    QVERIFY2(note.contains(QStringLiteral("Loading")) && note.contains(QStringLiteral("f007.py"))
                 && note.contains(QStringLiteral("MB")),
             qPrintable(note));
    QVERIFY(!page()->sampleView()->codeView()->isVisible());
    QCOMPARE(page()->inspector()->topLevelItemCount(), 0);
    QTRY_VERIFY_WITH_TIMEOUT(isSeen(7), waitMs);
    QVERIFY(page()->sampleView()->codeView()->toPlainText().startsWith(QStringLiteral("first_of_7 ")));
    QVERIFY(page()->inspector()->topLevelItemCount() > 0);
    // On to another before it is there: that one comes, not this.
    table()->chooseRow(15);
    table()->chooseRow(12);
    QTRY_VERIFY_WITH_TIMEOUT(isSeen(12), waitMs);
    QVERIFY(page()->sampleView()->codeView()->toPlainText().startsWith(QStringLiteral("first_of_12 ")));
}

void BrowseTableTest::theChooserTellsWhatColumnsHold()
{
    start();
    command("browse.columns")->trigger();
    ColumnChooser *chooser = page()->columnChooser();
    QVERIFY(chooser && chooser->isVisible());
    QTRY_VERIFY_WITH_TIMEOUT(chooser->isComplete(), waitMs);
    const auto text = [chooser](Column column, ColumnChooser::Place place) {
        return chooser->itemOf(column)->text(place);
    };
    // Files 0 to 39 have 8 lines and as many more as their number says.
    QCOMPARE(text(Column::LineCount, ColumnChooser::Missing), QStringLiteral("0"));
    QCOMPARE(text(Column::LineCount, ColumnChooser::Distinct), QStringLiteral("40"));
    QCOMPARE(text(Column::LineCount, ColumnChooser::Min), QStringLiteral("8"));
    QCOMPARE(text(Column::LineCount, ColumnChooser::Median), QStringLiteral("27"));
    QCOMPARE(text(Column::LineCount, ColumnChooser::Max), QStringLiteral("47"));
    QCOMPARE(chooser->itemOf(Column::LineCount)->data(ColumnChooser::Shape, ShapeDelegate::valuesRole).toList().size(),
             24);
    QCOMPARE(text(Column::Licence, ColumnChooser::Distinct), QStringLiteral("2"));
    QCOMPARE(text(Column::Licence, ColumnChooser::Frequent), QStringLiteral("MIT (65.0 %)"));
    QCOMPARE(text(Column::Path, ColumnChooser::Distinct), QStringLiteral("40"));
    QCOMPARE(text(Column::Stars, ColumnChooser::Missing), QStringLiteral("40 (100.0 %)"));
    QCOMPARE(text(Column::Stars, ColumnChooser::Min), QString());
    if (qEnvironmentVariableIsSet("PRIMER_PICTURES"))
        chooser->grab().save(qEnvironmentVariable("PRIMER_PICTURES") + QStringLiteral("/chooser.png"));
    chooser->findChild<QLineEdit *>()->setText(QStringLiteral("lic"));
    QVERIFY(!chooser->itemOf(Column::Licence)->isHidden());
    QVERIFY(chooser->itemOf(Column::LineCount)->isHidden());
    // The bars are drawn: some of the cell has the accent's colour.
    chooser->findChild<QLineEdit *>()->clear();
    QTreeWidget *list = chooser->list();
    const QImage cells = list->viewport()->grab(list->visualItemRect(chooser->itemOf(Column::LineCount))).toImage();
    const QRgb accent = list->palette().color(QPalette::Highlight).rgb();
    int drawn = 0;
    for (int x = 0; x < cells.width(); ++x) {
        for (int y = 0; y < cells.height(); ++y)
            drawn += cells.pixel(x, y) == accent;
    }
    QVERIFY(drawn > 100);
    chooser->itemOf(Column::Language)->setCheckState(ColumnChooser::Name, Qt::Checked);
    QVERIFY(!table()->isColumnHidden(model()->sectionOf(Column::Language)));
    chooser->close();
    QTRY_VERIFY(!page()->columnChooser());
}

void BrowseTableTest::theChooserFollowsTheSet()
{
    start();
    page()->openColumnChooser();
    ColumnChooser *chooser = page()->columnChooser();
    set().change(setOf("lines>=40"));
    QTRY_VERIFY_WITH_TIMEOUT(isAnswered(8), waitMs);
    QTRY_VERIFY_WITH_TIMEOUT(chooser->isComplete(), waitMs);
    QCOMPARE(chooser->itemOf(Column::LineCount)->text(ColumnChooser::Min), QStringLiteral("40"));
    QCOMPARE(chooser->itemOf(Column::LineCount)->text(ColumnChooser::Distinct), QStringLiteral("8"));
    set().change(setOf("lines>=4000"));
    QTRY_VERIFY_WITH_TIMEOUT(isAnswered(0), waitMs);
    QTRY_VERIFY_WITH_TIMEOUT(chooser->isComplete(), waitMs);
    QCOMPARE(chooser->itemOf(Column::LineCount)->text(ColumnChooser::Min), QString());
}

void BrowseTableTest::columnsComeBack()
{
    start();
    QTRY_VERIFY(table()->isColumnHidden(model()->sectionOf(Column::Stars)));
    table()->setColumnShown(Column::Language, true);
    table()->setColumnShown(Column::Licence, false);
    table()->setColumnShown(Column::Stars, true); // though empty
    table()->setColumnWidth(model()->sectionOf(Column::Language), 123);
    m_window->session()->state().flush();
    const QString path = m_window->session()->folder();
    makeWindow();
    open(path);
    QTRY_VERIFY_WITH_TIMEOUT(page()->currentSample() != 0, waitMs);
    QTRY_VERIFY(table()->isColumnHidden(model()->sectionOf(Column::Score))); // empty ones were looked for
    QVERIFY(!table()->isColumnHidden(model()->sectionOf(Column::Language)));
    QVERIFY(table()->isColumnHidden(model()->sectionOf(Column::Licence)));
    QVERIFY(!table()->isColumnHidden(model()->sectionOf(Column::Stars)));
    QCOMPARE(table()->columnWidth(model()->sectionOf(Column::Language)), 123);
}

QTEST_MAIN(BrowseTableTest)
#include "browse_table_test.moc"
