// The window over its state: what a judgement rereads, and where it is said that something failed.
#include <QPushButton>

#include "tests/ui/window_fixture.h"
#include "ui/browse_page/browse_page.h"
#include "ui/browse_page/sample_table.h"
#include "ui/code_view/code_view.h"
#include "ui/code_view/sample_view.h"
#include "ui/export_page/export_page.h"
#include "ui/label_page/label_page.h"
#include "ui/models/sample_table_model.h"

using namespace primer;
using test::files;
using test::waitMs;

class WindowStateTest : public QObject, private test::WindowFixture
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { setUpProgram("state"); }
    void init();
    void cleanup() { tearDown(); }
    void aJudgementRereadsOneRow();
    void aJudgementThatIsNotStoredIsTriedAgain();
    void whatFailsIsSaidOnThePageThatIsShown();
    void whatIsOverGoesFromEveryPage();
    void aMessageFitsAPageThatWasResizedUnseen();
    void aPageThatComesLateShowsTheSet();
    void theJobsLeaveThePageItsRoom();

private:
    int judged() const { return int(m_window->session()->counts().judgements); }
};

void WindowStateTest::init()
{
    setUp();
    importCode();
}

void WindowStateTest::aJudgementRereadsOneRow()
{
    auto *model = qobject_cast<SampleTableModel *>(m_window->browsePage()->table()->model());
    const auto cell = [model](int row, Column column) {
        return model->index(row, model->sectionOf(column)).data().toString();
    };
    QTRY_VERIFY_WITH_TIMEOUT(cell(0, Column::Path).contains(QStringLiteral("f000")), waitMs);
    // A neighbour is changed behind the window's back: only who reads it again sees that.
    QVERIFY(execute("UPDATE sample SET path='renamed'"));
    JudgingQueue &queue = m_window->session()->queue();
    queue.goToSample(model->sampleAt(0));
    QSignalSpy changed(model, &QAbstractItemModel::dataChanged);
    queue.judge(Verdict::Value, 4, {}, {});
    QTRY_COMPARE_WITH_TIMEOUT(cell(0, Column::Label), QStringLiteral("4"), waitMs);
    QTRY_COMPARE_WITH_TIMEOUT(judged(), 1, waitMs);
    QCOMPARE(changed.count(), 1);
    QCOMPARE(changed.constFirst().at(0).toModelIndex().row(), 0);
    QCOMPARE(changed.constFirst().at(1).toModelIndex().row(), 0);
    QVERIFY(queue.undoLast());
    QTRY_COMPARE_WITH_TIMEOUT(cell(0, Column::Label), QString(), waitMs);
    QTRY_COMPARE_WITH_TIMEOUT(judged(), 0, waitMs);
    for (int row = 0; row < files; ++row)
        QVERIFY(cell(row, Column::Path) != QStringLiteral("renamed"));
}

void WindowStateTest::aJudgementThatIsNotStoredIsTriedAgain()
{
    QVERIFY(execute("CREATE TRIGGER refuse BEFORE INSERT ON judgement BEGIN SELECT RAISE(ABORT, 'refused'); END"));
    m_window->showPage(MainWindow::LabelRow);
    LabelPage *label = m_window->labelPage();
    JudgingQueue &queue = m_window->session()->queue();
    queue.choose(0);
    QTRY_VERIFY(queue.isReady());
    const SampleId sample = queue.current();
    label->setFocus();
    QTRY_VERIFY(label->hasFocus());
    QTest::keyClick(label, Qt::Key_5);
    QTRY_VERIFY_WITH_TIMEOUT(label->messages()->isVisible(), waitMs);
    QVERIFY(label->messages()->accessibleName().startsWith(QStringLiteral("The judgement was not stored.")));
    QCOMPARE(queue.current(), sample);
    QVERIFY(execute("DROP TRIGGER refuse"));
    QTest::mouseClick(label->messages()->findChild<QPushButton *>(), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(judged(), 1, waitMs);
    QTRY_VERIFY(!label->messages()->isVisible());
    QTRY_VERIFY(queue.current() != sample);
}

void WindowStateTest::whatFailsIsSaidOnThePageThatIsShown()
{
    // What belongs to no page is said on the one that is shown.
    QVERIFY(execute("CREATE TRIGGER refuse BEFORE INSERT ON saved_view BEGIN SELECT RAISE(ABORT, 'refused'); END"));
    m_window->showPage(MainWindow::ExportRow);
    m_window->session()->lists().saveView({"lost", setOf("lines>=50")});
    MessageBar *messages = m_window->exportPage()->messages();
    QTRY_VERIFY_WITH_TIMEOUT(messages->isVisible(), waitMs);
    QVERIFY(messages->accessibleName().contains(QStringLiteral("database")));
    QVERIFY(messages->toolTip().contains(QStringLiteral("refused")));
    // A folder that cannot be made is no export that never ends.
    messages->hide();
    m_window->exportPage()->targetInput()->setText(m_folder->filePath(QStringLiteral("code/pkg/f000.py/deeper/out")));
    QTest::mouseClick(m_window->exportPage()->exportButton(), Qt::LeftButton);
    QVERIFY(messages->isVisible());
    QVERIFY(m_window->exportPage()->exportButton()->isEnabled());

    // A second workspace that cannot be opened is said over the first.
    messages->hide();
    m_window->openWorkspace(m_folder->filePath(QStringLiteral("nowhere.primer")), false);
    QTRY_VERIFY_WITH_TIMEOUT(messages->isVisible(), waitMs);
    QVERIFY(m_window->session());
}

void WindowStateTest::whatIsOverGoesFromEveryPage()
{
    m_window->showPage(MainWindow::BrowseRow);
    MessageBar *messages = m_window->browsePage()->messages();
    m_window->openWorkspace(m_folder->filePath(QStringLiteral("nowhere.primer")), false);
    QTRY_VERIFY_WITH_TIMEOUT(messages->isVisible(), waitMs);
    m_window->showPage(MainWindow::ExportRow);
    QVERIFY(!messages->isHidden()); // it waits there
    m_window->openWorkspace(m_folder->filePath(QStringLiteral("nowhere.primer")), false);
    QTRY_VERIFY_WITH_TIMEOUT(m_window->exportPage()->messages()->isVisible(), waitMs);
    QVERIFY(messages->isHidden());
}

void WindowStateTest::aMessageFitsAPageThatWasResizedUnseen()
{
    m_window->showPage(MainWindow::BrowseRow);
    MessageBar *messages = m_window->browsePage()->messages();
    messages->showNote(QStringLiteral("A note that stays while the person looks elsewhere."));
    m_window->showPage(MainWindow::ExportRow);
    m_window->resize(1024, 700);
    m_window->showPage(MainWindow::BrowseRow);
    QTRY_VERIFY(messages->isVisible());
    const QRect page = messages->parentWidget()->rect();
    QVERIFY2(page.contains(messages->geometry()), qPrintable(QString::number(messages->geometry().right())));
    QVERIFY(std::abs(messages->geometry().center().x() - page.center().x()) <= 1);
}

void WindowStateTest::aPageThatComesLateShowsTheSet()
{
    WorkspaceSession &session = *m_window->session();
    QSignalSpy rowsChanged(&session.set(), &CurrentSet::rowsChanged);
    BrowsePage page(session, *m_settings);
    page.resize(1200, 800);
    page.show();
    QCOMPARE(page.table()->model()->rowCount(), files);
    QVERIFY(page.currentSample() != 0);
    QTRY_VERIFY_WITH_TIMEOUT(page.sampleView()->codeView()->toPlainText().startsWith(QStringLiteral("value = ")),
                             waitMs);
    QCOMPARE(rowsChanged.count(), 0);
}

void WindowStateTest::theJobsLeaveThePageItsRoom()
{
    for (const QSize size : {QSize(1024, 700), QSize(1440, 900)}) {
        m_window->resize(size);
        const QWidget *panel = m_window->jobsPanel();
        if (!panel->isVisible()) // an import has opened it
            QTest::keyClick(m_window.get(), Qt::Key_J, Qt::ControlModifier);
        QTRY_VERIFY(panel->isVisible() && panel->height() > 0);
        QTRY_VERIFY2(panel->parentWidget()->height() <= size.height() / 4,
                     qPrintable(QString::number(panel->parentWidget()->height())));
        QTest::keyClick(m_window.get(), Qt::Key_J, Qt::ControlModifier);
        QTRY_VERIFY(!panel->isVisible());
    }
}

QTEST_MAIN(WindowStateTest)
#include "window_state_test.moc"
