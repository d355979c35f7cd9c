// What is done with the rows of the table: menus over cells, many selected, one judgement of all with one undo, queues,
// the selection as the set.
#include <algorithm>

#include <QClipboard>
#include <QContextMenuEvent>
#include <QDesktopServices>
#include <QInputDialog>
#include <QMenuBar>
#include <QSpinBox>
#include <QUrl>

#include "tests/ui/browse_fixture.h"
#include "ui/browse_page/row_commands.h"
#include "ui/browse_page/sample_files.h"
#include "ui/browse_page/sample_inspector.h"
#include "ui/browse_page/table_footer.h"
#include "ui/export_page/export_page.h"
#include "ui/session/bulk_work.h"

using namespace primer;
using test::waitMs;

class BrowseRowsTest : public QObject, private test::BrowseFixture
{
    Q_OBJECT
public Q_SLOTS:
    void takeUrl(const QUrl &url) { m_urls.append(url); }

private Q_SLOTS:
    void initTestCase() { setUpProgram("browse-rows"); }
    void init() { start(); }
    void cleanup() { tearDown(); }
    void aCellIsCopied();
    void rowsPathsAndContentsAreCopied();
    void aValueIsFilteredByAndExcluded();
    void theKeyOpensTheMenuOfTheCurrentCell();
    void aFileIsOpenedWhereItIs();
    void aContentWhoseFileIsGoneIsACopyToRead();
    void theFolderIsOpened();
    void namesOfCopiesAreHarmless();
    void rowsAreSelectedByShiftCtrlAndAll();
    void manyAreJudgedWithOneUndo();
    void manyAreDiscardedByTheMenuOfTheWindow();
    void judgingAMillionIsAJob();
    void aNoteIsKeptAndGoesIntoTheJudgement();
    void rowsGoIntoQueues();
    void aSelectionIsExported();
    void aScatteredSelectionIsHeldByAQueue();
    void whatCannotBeWrittenIsNotOffered();

private:
    void select(int first, int last)
    {
        QTest::mouseClick(table()->viewport(), Qt::LeftButton, {}, cell(first, Column::Path));
        QTest::mouseClick(table()->viewport(), Qt::LeftButton, Qt::ShiftModifier, cell(last, Column::Path));
    }
    QList<QUrl> m_urls;
};

void BrowseRowsTest::aCellIsCopied()
{
    QMenu *menu = menuAt(4, Column::Licence);
    QVERIFY(menu);
    picture("menu-rows");
    QVERIFY(choose(menu, QStringLiteral("Copy cell")));
    QCOMPARE(QApplication::clipboard()->text(), QString::fromStdString(row(4)->licence));
    QTest::mouseClick(table()->viewport(), Qt::LeftButton, {}, cell(5, Column::Path));
    press(Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QApplication::clipboard()->text(), QString::fromStdString(row(5)->path));
}

void BrowseRowsTest::rowsPathsAndContentsAreCopied()
{
    select(2, 4);
    QVERIFY(choose(menuAt(3, Column::Path), QStringLiteral("Copy rows")));
    QTRY_COMPARE(toast(), QStringLiteral("3 row(s) copied"));
    const QStringList lines = QApplication::clipboard()->text().split(QLatin1Char('\n'));
    QCOMPARE(lines.size(), 3);
    QCOMPARE(lines.at(1).split(QLatin1Char('\t')).size(), int(table()->shownColumns().size()));
    QCOMPARE(lines.at(1).section(QLatin1Char('\t'), 0, 0), QString::fromStdString(row(3)->path));
    QVERIFY(choose(menuAt(3, Column::Path), QStringLiteral("Copy paths")));
    QTRY_COMPARE(toast(), QStringLiteral("3 path(s) copied"));
    QCOMPARE(QApplication::clipboard()->text().split(QLatin1Char('\n')).size(), 3);
    QVERIFY(choose(menuAt(3, Column::Path), QStringLiteral("Copy contents")));
    QTRY_COMPARE(toast(), QStringLiteral("3 content(s) copied"));
    QCOMPARE(QApplication::clipboard()->text(), QString::fromUtf8(code(2) + code(3) + code(4)));
}

void BrowseRowsTest::aValueIsFilteredByAndExcluded()
{
    QMenu *menu = menuAt(1, Column::Licence);
    QVERIFY(entry(menu, QStringLiteral("Filter by licence:MIT")));
    QVERIFY(choose(menu, QStringLiteral("Filter by licence:MIT")));
    QTRY_VERIFY_WITH_TIMEOUT(isAnswered(26), waitMs);
    QCOMPARE(chips(), QStringList{QStringLiteral("licence:MIT")});
    QTRY_VERIFY(row(2));
    const std::int64_t lines = row(2)->lineCount;
    QVERIFY(choose(menuAt(2, Column::LineCount), QStringLiteral("Exclude: -lines:%1").arg(lines)));
    QTRY_VERIFY_WITH_TIMEOUT(isAnswered(25), waitMs);
    // A value that is not there.
    table()->setColumnShown(Column::Stars, true);
    QTRY_VERIFY(row(0));
    QVERIFY(choose(menuAt(0, Column::Stars), QStringLiteral("Filter by stars:none")));
    QTRY_COMPARE(chips().size(), 3);
    QTRY_VERIFY_WITH_TIMEOUT(isAnswered(25), waitMs);
    // From the menu bar and the palette it is the same command.
    set().change({});
    QTRY_VERIFY_WITH_TIMEOUT(isAnswered(40), waitMs);
    QTRY_VERIFY(row(0));
    QTest::mouseClick(table()->viewport(), Qt::LeftButton, {}, cell(0, Column::Licence));
    command("browse.excludeValue")->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(isAnswered(26), waitMs);
}

void BrowseRowsTest::theKeyOpensTheMenuOfTheCurrentCell()
{
    QTest::mouseClick(table()->viewport(), Qt::LeftButton, {}, cell(3, Column::LineCount));
    QContextMenuEvent event(QContextMenuEvent::Keyboard, QPoint(), QPoint());
    QApplication::sendEvent(table()->viewport(), &event);
    QMenu *menu = openMenu();
    QVERIFY(menu);
    QVERIFY(entry(menu, QStringLiteral("Filter by lines:%1").arg(row(3)->lineCount)));
    QVERIFY(QRect(table()->viewport()->mapToGlobal(QPoint()), table()->viewport()->size()).contains(menu->pos()));
    menu->close();
}

void BrowseRowsTest::aFileIsOpenedWhereItIs()
{
    QDesktopServices::setUrlHandler(QStringLiteral("file"), this, "takeUrl");
    m_urls.clear();
    QVERIFY(choose(menuAt(6, Column::Path), QStringLiteral("Open in the desktop's editor")));
    QTRY_COMPARE_WITH_TIMEOUT(m_urls.size(), 1, waitMs);
    QCOMPARE(QFileInfo(m_urls.first().toLocalFile()).canonicalFilePath(),
             QFileInfo(m_folder->filePath(QStringLiteral("code/pkg/f006.py"))).canonicalFilePath());
    QDesktopServices::unsetUrlHandler(QStringLiteral("file"));
}

void BrowseRowsTest::aContentWhoseFileIsGoneIsACopyToRead()
{
    QDesktopServices::setUrlHandler(QStringLiteral("file"), this, "takeUrl");
    m_urls.clear();
    // Another content under the same name is not what was imported.
    QFile file(m_folder->filePath(QStringLiteral("code/pkg/f006.py")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(code(6).size(), 'x'));
    file.close();
    QVERIFY(choose(menuAt(6, Column::Path), QStringLiteral("Open in the desktop's editor")));
    QTRY_COMPARE_WITH_TIMEOUT(m_urls.size(), 1, waitMs);
    QFile copy(m_urls.first().toLocalFile());
    QVERIFY(!copy.fileName().startsWith(m_folder->path()));
    QCOMPARE(QFileInfo(copy).fileName(), QStringLiteral("f006.py"));
    QVERIFY(!(copy.permissions() & (QFile::WriteOwner | QFile::ExeOwner | QFile::ReadOther)));
    QVERIFY(copy.open(QIODevice::ReadOnly));
    QCOMPARE(copy.readAll(), code(6));
    // It goes with the workspace.
    m_window.reset();
    QVERIFY(!QFileInfo::exists(copy.fileName()));
    QDesktopServices::unsetUrlHandler(QStringLiteral("file"));
}

void BrowseRowsTest::theFolderIsOpened()
{
    QDesktopServices::setUrlHandler(QStringLiteral("file"), this, "takeUrl");
    m_urls.clear();
    QVERIFY(choose(menuAt(6, Column::Path), QStringLiteral("Open the folder it came from")));
    QTRY_COMPARE_WITH_TIMEOUT(m_urls.size(), 1, waitMs);
    QCOMPARE(QFileInfo(m_urls.first().toLocalFile()).canonicalFilePath(),
             QFileInfo(m_folder->filePath(QStringLiteral("code/pkg"))).canonicalFilePath());
    QVERIFY(QDir(m_folder->filePath(QStringLiteral("code"))).removeRecursively());
    QVERIFY(choose(menuAt(7, Column::Path), QStringLiteral("Open the folder it came from")));
    QTRY_VERIFY_WITH_TIMEOUT(page()->messages()->isVisible(), waitMs);
    QCOMPARE(m_urls.size(), 1);
    QDesktopServices::unsetUrlHandler(QStringLiteral("file"));
}

void BrowseRowsTest::namesOfCopiesAreHarmless()
{
    QCOMPARE(SampleFiles::safeName(QStringLiteral("a/b/sort.py")), QStringLiteral("sort.py"));
    QCOMPARE(SampleFiles::safeName(QStringLiteral("a/run me;.desktop")), QStringLiteral("run_me_.desktop.txt"));
    QCOMPARE(SampleFiles::safeName(QStringLiteral("x.html")), QStringLiteral("x.html.txt"));
    QCOMPARE(SampleFiles::safeName(QStringLiteral("..\\..\\evil.sh")), QStringLiteral("evil.sh.txt"));
    QCOMPARE(SampleFiles::safeName(QStringLiteral("../..")), QStringLiteral("sample.txt"));
    QCOMPARE(SampleFiles::safeName(QString()), QStringLiteral("sample.txt"));
    QVERIFY(
        SampleFiles::safeName(QString(500, QLatin1Char('x')) + QStringLiteral(".py")).endsWith(QStringLiteral("x.py")));
    QVERIFY(SampleFiles::safeName(QString(500, QLatin1Char('x')) + QStringLiteral(".py")).size() <= 100);
}

void BrowseRowsTest::rowsAreSelectedByShiftCtrlAndAll()
{
    QCOMPARE(page()->footer()->selectedText(), QString());
    select(2, 6);
    QCOMPARE(table()->selectedCount(), 5);
    QCOMPARE(page()->footer()->selectedText(), QStringLiteral("5 of 40 selected"));
    QTest::mouseClick(table()->viewport(), Qt::LeftButton, Qt::ControlModifier, cell(4, Column::Path));
    QTest::mouseClick(table()->viewport(), Qt::LeftButton, Qt::ControlModifier, cell(9, Column::Path));
    QCOMPARE(table()->selectedCount(), 5);
    const auto samples = table()->selectedSamples();
    QCOMPARE(samples, (std::vector<SampleId>{3, 4, 6, 7, 10}));
    // A click with the right button inside keeps the selection, outside it takes another.
    QMenu *menu = menuAt(5, Column::Path);
    QVERIFY(menu && entry(menu, QStringLiteral("5 rows selected")));
    menu->close();
    QCOMPARE(table()->selectedCount(), 5);
    menu = menuAt(12, Column::Path);
    menu->close();
    QCOMPARE(table()->selectedSamples(), (std::vector<SampleId>{13}));
    press(Qt::Key_Down, Qt::ShiftModifier);
    QCOMPARE(table()->selectedCount(), 2);
    press(Qt::Key_A, Qt::ControlModifier);
    QCOMPARE(table()->selectedCount(), 40);
    QCOMPARE(page()->footer()->selectedText(), QStringLiteral("40 of 40 selected"));
    picture("selected");
    press(Qt::Key_J); // on to one row
    QCOMPARE(table()->selectedCount(), 1);
}

void BrowseRowsTest::manyAreJudgedWithOneUndo()
{
    select(0, 0);
    press(Qt::Key_5, Qt::AltModifier);
    QTRY_COMPARE_WITH_TIMEOUT(judged(), 1, waitMs);
    QTRY_COMPARE(toast(), QStringLiteral("1 sample(s) judged: 5"));
    QTRY_COMPARE(row(0)->label, 5);
    QTRY_VERIFY(!table()->isEmptyColumn(Column::Label)); // the column is there with the first label

    select(0, 9);
    QMenu *menu = menuAt(3, Column::Path);
    QVERIFY(choose(menu, QStringLiteral("Judge the selected rows: 2")));
    QTRY_COMPARE(toast(), QStringLiteral("10 sample(s) judged: 2"));
    // Durable before it was said: a connection of its own sees it.
    QCOMPARE(judged(), 11);
    QTRY_VERIFY(!set().isQuerying() && row(9) && row(9)->label == 2);
    QCOMPARE(row(0)->label, 2);
    QCOMPARE(int(m_window->session()->counts().judgements), 11);
    QCOMPARE(table()->selectedCount(), 10); // still, for what comes next

    QTRY_VERIFY(command("browse.judge.undo")->isEnabled());
    press(Qt::Key_Backspace);
    QTRY_COMPARE(toast(), QStringLiteral("Undone for 10 sample(s)"));
    QCOMPARE(judged(), 1);
    QTRY_VERIFY(!set().isQuerying() && row(0) && row(0)->label == 5); // the one before stands
    QVERIFY(!row(9)->label);
    command("browse.judge.undo")->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(judged(), 0, waitMs);
    QTRY_VERIFY(table()->isEmptyColumn(Column::Label));
    QTRY_VERIFY(!command("browse.judge.undo")->isEnabled());
}

void BrowseRowsTest::manyAreDiscardedByTheMenuOfTheWindow()
{
    select(5, 7);
    QMenu *samples = nullptr;
    for (QAction *action : m_window->menuBar()->actions()) {
        if (action->text() == QStringLiteral("&Samples"))
            samples = action->menu();
    }
    QVERIFY(samples);
    Q_EMIT samples->aboutToShow();
    QVERIFY(entry(samples, QStringLiteral("Judge the selected rows")));
    QAction *discard = entry(samples, QStringLiteral("Discard the selected rows"));
    QVERIFY(discard && discard->isEnabled());
    discard->trigger();
    QTRY_COMPARE(toast(), QStringLiteral("3 sample(s) discarded"));
    QTRY_VERIFY(row(6) && row(6)->verdict == Verdict::Discard);
    QVERIFY(!row(8)->verdict);
}

void BrowseRowsTest::judgingAMillionIsAJob()
{
    // As many as count as a job; what a million takes is told by the benchmark.
    BulkWork &bulk = m_window->session()->bulk();
    QVERIFY(execute("WITH RECURSIVE n(i) AS (SELECT 41 UNION ALL SELECT i+1 FROM n WHERE i < 7000) "
                    "INSERT INTO sample SELECT i, i, kind, source_id, repository_id, licence_id, language_id, "
                    "size_bytes, line_count, max_line_length, avg_line_length, alphanum_fraction, stars, score, label, "
                    "verdict, copies, valid_utf8, created_at, path, zeroblob(32) FROM sample, n WHERE sample.id=1"));
    set().refresh();
    QTRY_VERIFY_WITH_TIMEOUT(count() > 6000, waitMs);
    press(Qt::Key_A, Qt::ControlModifier);
    const int all = table()->selectedCount();
    QVERIFY(all >= int(BulkWork::jobFrom));
    const std::size_t before = jobs().jobs().size();
    press(Qt::Key_1, Qt::AltModifier);
    QVERIFY(bulk.isBusy());
    QVERIFY(!command("browse.judge.value1")->isEnabled()); // not twice
    QCOMPARE(jobs().jobs().size(), before + 1);
    const Job *job = jobs().jobs().back().get();
    QTRY_COMPARE_WITH_TIMEOUT(job->state(), JobState::Done, waitMs);
    QCOMPARE(judged(), all);
    QTRY_VERIFY(!bulk.isBusy() && bulk.canUndo());
    bulk.undoLast();
    jobs().jobs().back()->cancel(); // nothing of it is done
    QTRY_VERIFY_WITH_TIMEOUT(!bulk.isBusy(), waitMs);
    const JobState end = jobs().jobs().back()->state();
    QCOMPARE(judged(), end == JobState::Cancelled ? all : 0);
    QCOMPARE(bulk.canUndo(), end == JobState::Cancelled);
}

void BrowseRowsTest::aNoteIsKeptAndGoesIntoTheJudgement()
{
    select(3, 3);
    QTRY_VERIFY(isSeen(3));
    QVERIFY(choose(menuAt(3, Column::Path), QStringLiteral("Write a note")));
    auto *dialog = page()->findChild<QInputDialog *>(QStringLiteral("note"));
    QVERIFY(dialog);
    dialog->setTextValue(QStringLiteral("odd names"));
    dialog->accept();
    const SampleId sample = page()->currentSample();
    QTRY_COMPARE_WITH_TIMEOUT(store().read(loadDraft, sample).value(), std::string("odd names"), waitMs);
    const auto items = page()->inspector()->findItems(QStringLiteral("Note"), Qt::MatchExactly);
    QCOMPARE(items.size(), 1);
    QCOMPARE(items.first()->child(0)->text(1), QStringLiteral("odd names"));
    press(Qt::Key_4, Qt::AltModifier);
    QTRY_COMPARE_WITH_TIMEOUT(judged(), 1, waitMs);
    QCOMPARE(store().read(listJudgements, sample, 1)->front().note, std::string("odd names"));
}

void BrowseRowsTest::rowsGoIntoQueues()
{
    WorkspaceLists &lists = m_window->session()->lists();
    select(1, 3);
    QVERIFY(choose(menuAt(2, Column::Path), QStringLiteral("New queue…")));
    auto *dialog = page()->findChild<QInputDialog *>(QStringLiteral("queueChoice"));
    QVERIFY(dialog);
    dialog->setTextValue(QStringLiteral("doubtful"));
    dialog->accept();
    QTRY_COMPARE(toast(), QStringLiteral("3 sample(s) added to “doubtful”"));
    QTRY_COMPARE(lists.queues().size(), std::size_t(1));
    const std::int64_t queue = lists.queues().front().id;
    select(2, 5);
    QVERIFY(choose(menuAt(4, Column::Path), QStringLiteral("doubtful")));
    QTRY_COMPARE(toast(), QStringLiteral("2 sample(s) added to “doubtful”"));
    QCOMPARE(*store().read(queueSamples, queue), (std::vector<SampleId>{2, 3, 4, 5, 6}));
    QTRY_COMPARE(int(lists.queues().front().total), 5);
    QVERIFY(choose(menuAt(4, Column::Path), QStringLiteral("doubtful")));
    QTRY_COMPARE(toast(), QStringLiteral("“doubtful” holds them already"));
    // One that was drawn by chance is not offered.
    QSignalSpy created(&lists, &WorkspaceLists::queueCreated);
    QueueRequest request;
    request.name = "drawn";
    request.count = 5;
    lists.createQueue(request, set().rows());
    QVERIFY(created.wait(waitMs));
    QMenu *menu = menuAt(4, Column::Path);
    QAction *drawn = entry(menu, QStringLiteral("drawn"));
    QVERIFY(drawn && !drawn->isEnabled() && !drawn->toolTip().isEmpty());
    menu->close();
}

void BrowseRowsTest::aSelectionIsExported()
{
    QTest::mouseClick(table()->viewport(), Qt::LeftButton, {}, cell(2, Column::Path));
    for (const int place : {3, 4, 8})
        QTest::mouseClick(table()->viewport(), Qt::LeftButton, Qt::ControlModifier, cell(place, Column::Path));
    QVERIFY(choose(menuAt(3, Column::Path), QStringLiteral("Export the selected samples")));
    QTRY_COMPARE(m_window->currentPage(), int(MainWindow::ExportRow));
    QTRY_VERIFY_WITH_TIMEOUT(isAnswered(4), waitMs);
    QCOMPARE(chips(), QStringList{QStringLiteral("id:3..5,9")});
    QCOMPARE(set().rows()->ids, (std::vector<SampleId>{3, 4, 5, 9}));
    set().undo();
    QTRY_VERIFY_WITH_TIMEOUT(isAnswered(40), waitMs);
}

void BrowseRowsTest::aScatteredSelectionIsHeldByAQueue()
{
    QVERIFY(execute("WITH RECURSIVE n(i) AS (SELECT 41 UNION ALL SELECT i+1 FROM n WHERE i < 440) "
                    "INSERT INTO sample SELECT i, i, kind, source_id, repository_id, licence_id, language_id, "
                    "size_bytes, line_count + i % 2, max_line_length, avg_line_length, alphanum_fraction, stars, "
                    "score, label, verdict, copies, valid_utf8, created_at, path, zeroblob(32) FROM sample, n WHERE "
                    "sample.id=1"));
    const auto all = m_window->session()->workspace()->query().columns().values(Column::LineCount);
    SampleSet wanted;
    wanted.put(SetPart::condition("id>=41"));
    wanted.put(SetPart::condition("lines:" + std::to_string(int((**all)[40]))));
    set().change(wanted);
    QTRY_VERIFY_WITH_TIMEOUT(!set().isQuerying() && count() > 150 && count() < 300, waitMs);
    const int chosen = count();
    press(Qt::Key_A, Qt::ControlModifier);
    command("browse.onlySelected")->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(chips().size(), 3, waitMs);
    QCOMPARE(set().value().parts.back().kind, SetPart::Kind::Queue);
    QTRY_VERIFY_WITH_TIMEOUT(isAnswered(chosen), waitMs);
}

void BrowseRowsTest::whatCannotBeWrittenIsNotOffered()
{
    const QString path = m_window->session()->folder();
    QSignalSpy opened(m_window.get(), &MainWindow::workspaceOpened);
    m_window->openWorkspace(path, false, true);
    QVERIFY(opened.wait(waitMs));
    QTRY_VERIFY_WITH_TIMEOUT(page()->currentSample() != 0, waitMs);
    QVERIFY(!command("browse.judge.value3")->isEnabled());
    QVERIFY(!command("browse.note")->isEnabled());
    QVERIFY(!command("browse.addToQueue")->isEnabled());
    QVERIFY(command("browse.copyRow")->isEnabled());
}

QTEST_MAIN(BrowseRowsTest)
#include "browse_rows_test.moc"
