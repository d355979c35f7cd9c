// What an import leaves besides rows, in the real window: rejected rows as a view, and the demo's rows as they come.
#include <QComboBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStatusBar>
#include <QTableView>

#include "tests/ui/window_fixture.h"
#include "ui/import_page/mapping_dialog.h"
#include "ui/import_page/rejected_rows_view.h"

using namespace primer;
using test::waitMs;

class RejectedRowsTest : public QObject, private test::WindowFixture
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { setUpProgram("rejected-rows"); }
    void init() { setUp(); }
    void cleanup() { tearDown(); }
    void rejectedRowsAreAView();
    void rowsThatComeMoveNothing();
    void theDemoShowsItsRowsAsTheyCome();
};

void RejectedRowsTest::rejectedRowsAreAView()
{
    const QString path = m_folder->filePath(QStringLiteral("t.jsonl"));
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("{\"content\": \"a = 1\", \"other\": \"first = 1\"}\nno json at all\n"
                   "{\"other\": \"second = 2\"}\n{\"other\": \"third = 3\"}\n");
    }
    open(m_folder->filePath(QStringLiteral("w.primer")));
    m_window->importPaths({path});
    auto *opener = m_window->statusBar()->findChild<QToolButton *>(QStringLiteral("rejectedRows"));
    QTRY_VERIFY_WITH_TIMEOUT(opener->isVisible(), waitMs);
    QTRY_COMPARE_WITH_TIMEOUT(opener->text(), QStringLiteral("3 rejected rows"), waitMs);
    QTest::mouseClick(opener, Qt::LeftButton);
    auto *view = m_window->findChild<RejectedRowsView *>();
    QVERIFY(view && view->isVisible());
    const auto cell = [view](int row, int column) {
        return view->table()->model()->index(row, column).data().toString();
    };
    QTRY_COMPARE_WITH_TIMEOUT(view->table()->model()->rowCount(), 3, waitMs);
    QCOMPARE(cell(0, 0), QStringLiteral("Not valid JSON"));
    QVERIFY(cell(0, 1).startsWith(QStringLiteral("t.jsonl, byte ")));
    QCOMPARE(cell(0, 3), QStringLiteral("no json at all"));
    QTRY_VERIFY(view->rawText()->toPlainText().contains(QStringLiteral("no json at all")));
    picture("rejected");
    // By reason.
    QCOMPARE(view->reasons()->count(), 3);
    view->reasons()->setCurrentIndex(view->reasons()->findData(QStringLiteral("no_content")));
    QTRY_COMPARE_WITH_TIMEOUT(view->table()->model()->rowCount(), 2, waitMs);
    // The list as a file.
    const QString list = m_folder->filePath(QStringLiteral("list.csv"));
    view->exportTo(list);
    QTRY_COMPARE_WITH_TIMEOUT(jobs().runningCount(), 0, waitMs);
    QFile file(list);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray csv = file.readAll();
    QCOMPARE(csv.count("\r\n"), 3);
    QVERIFY(csv.contains("\"no_content\"") && csv.contains("\"\"second = 2\"\"") && !csv.contains("no json"));
    // Other columns.
    QTRY_VERIFY(view->mapButton()->isEnabled());
    view->mapButton()->click();
    QTRY_VERIFY_WITH_TIMEOUT(m_window->findChild<MappingDialog *>(), waitMs);
    auto *dialog = m_window->findChild<MappingDialog *>();
    QComboBox *content = dialog->choice(QStringLiteral("content"));
    content->setCurrentIndex(content->findData(QStringLiteral("other")));
    dialog->accept();
    QTRY_COMPARE_WITH_TIMEOUT(opener->text(), QStringLiteral("1 rejected rows"), waitMs);
    QTRY_COMPARE_WITH_TIMEOUT(m_window->session()->set().rows()->ids.size(), std::size_t(4), waitMs);
}

void RejectedRowsTest::rowsThatComeMoveNothing()
{
    const auto write = [this](const QString &name, int bad) {
        QFile file(m_folder->filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        for (int line = 0; line < bad; ++line)
            file.write("no json " + QByteArray::number(line) + "\n");
        file.write("{\"content\": \"from " + name.toUtf8() + "\"}\n");
    };
    write(QStringLiteral("first.jsonl"), 40);
    write(QStringLiteral("second.jsonl"), 7);
    open(m_folder->filePath(QStringLiteral("w.primer")));
    m_window->importPaths({m_folder->filePath(QStringLiteral("first.jsonl"))});
    auto *opener = m_window->statusBar()->findChild<QToolButton *>(QStringLiteral("rejectedRows"));
    QTRY_VERIFY_WITH_TIMEOUT(opener->isVisible(), waitMs);
    QTest::mouseClick(opener, Qt::LeftButton);
    auto *view = m_window->findChild<RejectedRowsView *>();
    const QAbstractItemModel *model = view->table()->model();
    QTRY_COMPARE_WITH_TIMEOUT(model->rowCount(), 40, waitMs);
    QTRY_VERIFY(view->table()->currentIndex().isValid());
    view->table()->selectRow(30);
    view->table()->scrollTo(model->index(15, 0), QAbstractItemView::PositionAtTop);
    const int top = view->table()->rowAt(0);
    QSignalSpy resets(model, &QAbstractItemModel::modelReset);
    m_window->importPaths({m_folder->filePath(QStringLiteral("second.jsonl"))});
    QTRY_COMPARE_WITH_TIMEOUT(model->rowCount(), 47, waitMs);
    QCOMPARE(view->table()->currentIndex().row(), 30);
    QCOMPARE(view->table()->rowAt(0), top);
    QCOMPARE(resets.count(), 0);
    // Rows that went are not shown any longer.
    QVERIFY(execute("DELETE FROM quarantine WHERE id <= 40"));
    Q_EMIT jobs().importProgressed();
    QTRY_COMPARE_WITH_TIMEOUT(model->rowCount(), 7, waitMs);
}

void RejectedRowsTest::theDemoShowsItsRowsAsTheyCome()
{
    const QByteArray home = qgetenv("HOME"), path = qgetenv("PATH");
    const QDir folder(m_folder->path());
    folder.mkpath(QStringLiteral("bin"));
    QFile python(folder.filePath(QStringLiteral("bin/python3")));
    QVERIFY(python.open(QIODevice::WriteOnly));
    python.write("#!/bin/sh\necho '" + folder.filePath(QStringLiteral("code")).toUtf8() + "'\n");
    python.close();
    QVERIFY(python.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    qputenv("HOME", m_folder->path().toUtf8());
    qputenv("PATH", folder.filePath(QStringLiteral("bin")).toUtf8() + ":" + path);
    QSignalSpy opened(m_window.get(), &MainWindow::workspaceOpened);
    Q_EMIT m_window->findChild<StartPage *>()->demoRequested();
    QVERIFY(opened.wait(waitMs));
    QTRY_VERIFY_WITH_TIMEOUT(!jobs().jobs().empty(), waitMs);
    Job *job = jobs().jobs().front().get();
    QCOMPARE(job->kind(), QStringLiteral("demo"));
    // While it goes on, what is there can be read.
    QTRY_VERIFY_WITH_TIMEOUT((Q_EMIT jobs().importProgressed(), !m_window->session()->set().rows()->ids.empty()),
                             waitMs);
    QVERIFY(job->isActive());
    QTRY_COMPARE_WITH_TIMEOUT(stateOf(job), QStringLiteral("Running"), waitMs);
    QVERIFY(buttonOf(job, "cancel")->isVisible());
    picture("demo");
    buttonOf(job, "cancel")->click();
    QTRY_COMPARE_WITH_TIMEOUT(job->state(), JobState::Cancelled, waitMs);
    QVERIFY(factsOf(job).contains(QStringLiteral("What was imported is kept")));
    QVERIFY(!m_window->session()->set().rows()->ids.empty());
    qputenv("HOME", home);
    qputenv("PATH", path);
}

QTEST_MAIN(RejectedRowsTest)
#include "rejected_rows_test.moc"
