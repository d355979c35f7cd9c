// The real window, offscreen: what a person does from the first start to an exported dataset, by keyboard.
#include <set>

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QDir>
#include <QDropEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QMimeData>
#include <QProcess>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QStyleFactory>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeWidget>

#include "core/storage/sample_store.h"
#include "core/storage/view_store.h"
#include "ui/browse_page/browse_page.h"
#include "ui/browse_page/sample_table.h"
#include "ui/charts/histogram_chart.h"
#include "ui/code_view/code_view.h"
#include "ui/code_view/sample_view.h"
#include "ui/export_page/export_page.h"
#include "ui/import_page/mapping_dialog.h"
#include "ui/label_page/judging_strip.h"
#include "ui/label_page/label_page.h"
#include "ui/main_window/main_window.h"
#include "ui/models/sample_table_model.h"
#include "ui/set_bar/filter_input.h"
#include "ui/set_bar/set_bar.h"
#include "ui/set_bar/set_chip.h"
#include "ui/widgets/message_bar.h"

using namespace primer;

namespace {

constexpr int waitMs = 20'000;
constexpr int files = 60;

} // namespace

class WindowTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void fromFilesToADatasetByKeyboard();
    void theSessionComesBack();
    void aQueueIsBlindAndKeepsItsProgress();
    void unknownTablesAskForTheirColumns();
    void mistakesAreSaidInline();
    void savedViewsComeBack();
    void theModelKeepsItsPromises();
    void aLockedWorkspaceOffersReading();
    void everyControlHasAName();
    void keysCanBeChanged();

private:
    void openWorkspace();
    void importFolder();
    int shownRows() const { return m_window->browsePage()->table()->model()->rowCount(); }
    QString codeShown() const { return m_window->browsePage()->sampleView()->codeView()->toPlainText(); }
    int judged() const;
    /// A completer's popup gives the focus back a moment after it closed.
    void focus(QWidget *widget);

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<AppSettings> m_settings;
    std::unique_ptr<MainWindow> m_window;
};

void WindowTest::initTestCase()
{
    QCoreApplication::setOrganizationName(QStringLiteral("primer-test"));
    QStandardPaths::setTestModeEnabled(true);
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
}

void WindowTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_folder->path());
    QDir(m_folder->path()).mkpath(QStringLiteral("code/pkg"));
    for (int i = 0; i < files; ++i) {
        QFile file(m_folder->filePath(QStringLiteral("code/pkg/f%1.py").arg(i, 3, 10, QLatin1Char('0'))));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QByteArray text = "# SPDX-License-Identifier: " + QByteArray(i % 3 ? "MIT" : "GPL-3.0-only") + "\n";
        text += "def function_" + QByteArray::number(i) + "(items):\n    return items[::-1]\n";
        for (int line = 0; line < i; ++line)
            text += "value = " + QByteArray::number(line) + "\n";
        if (i % 10 == 7)
            text += "needle = lambda: None  # here\n";
        file.write(text);
    }
    m_settings = std::make_unique<AppSettings>();
    m_window = std::make_unique<MainWindow>(*m_settings,
                                            qEnvironmentVariable("PRIMER_BIN") + QStringLiteral("/primer-parquet"));
    m_window->resize(1440, 900);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

void WindowTest::cleanup()
{
    m_window.reset();
    m_settings.reset();
    m_folder.reset();
}

void WindowTest::openWorkspace()
{
    QSignalSpy opened(m_window.get(), &MainWindow::workspaceOpened);
    m_window->openWorkspace(m_folder->filePath(QStringLiteral("w.primer")), true);
    QVERIFY(opened.wait(waitMs));
    connect(&m_window->session()->set(), &CurrentSet::queryFailed, this, [](const Error &error) {
        qWarning("query failed: %s %s %s", errorCodeName(error.code), error.detail.c_str(), error.where.c_str());
    });
}

void WindowTest::importFolder()
{
    // As a drop from the file manager.
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(m_folder->filePath(QStringLiteral("code")))});
    QDropEvent drop(QPointF(300, 300), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    static_cast<QObject *>(m_window.get())->event(&drop); // past the application, which wants a whole drag before it
    QTRY_COMPARE_WITH_TIMEOUT(shownRows(), files, waitMs);
    QTRY_VERIFY_WITH_TIMEOUT(m_window->session()->jobs().runningCount() == 0, waitMs);
}

void WindowTest::focus(QWidget *widget)
{
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    widget->setFocus();
    QTRY_VERIFY(widget->hasFocus());
}

int WindowTest::judged() const { return int(m_window->session()->counts().judgements); }

void WindowTest::fromFilesToADatasetByKeyboard()
{
    openWorkspace();
    importFolder();
    BrowsePage *browse = m_window->browsePage();
    QTRY_VERIFY(codeShown().contains(QStringLiteral("def function_0(")));

    // Search: "/" goes to the line, what is typed narrows the table, the hit is marked.
    focus(browse->table());
    QTest::keyClick(browse->table(), Qt::Key_Slash);
    QVERIFY(m_window->setBar()->searchInput()->hasFocus());
    QTest::keyClicks(m_window->setBar()->searchInput(), QStringLiteral("needle = lambda: None  #"));
    QTRY_COMPARE_WITH_TIMEOUT(shownRows(), files / 10, waitMs);
    QTRY_VERIFY(codeShown().contains(QStringLiteral("function_7(")));
    QTRY_COMPARE(browse->sampleView()->codeView()->hitCount(), 1);
    QTRY_VERIFY(!m_window->session()->set().isQuerying());
    QVERIFY(!m_window->session()->set().rows()->isPartial);
    m_window->setBar()->searchInput()->clear();
    QTRY_COMPARE_WITH_TIMEOUT(shownRows(), files, waitMs);

    // Filter: a chip, Return stays in its line.
    QTest::keyClicks(m_window->setBar()->filterInput(), QStringLiteral("lines>=40"));
    QTest::keyClick(m_window->setBar()->filterInput(), Qt::Key_Return);
    QCOMPARE(m_window->currentPage(), int(MainWindow::BrowseRow));
    QTRY_COMPARE(m_window->session()->set().value().description(), std::string("lines>=40"));
    QTRY_COMPARE_WITH_TIMEOUT(shownRows(), 23, waitMs); // 3 + i lines, and one more every tenth

    // Judge twenty by keys, starting at the row under the cursor.
    focus(browse->table());
    QTest::keyClick(browse->table(), Qt::Key_Return);
    QCOMPARE(m_window->currentPage(), int(MainWindow::LabelRow));
    LabelPage *label = m_window->labelPage();
    QTRY_VERIFY(m_window->session()->queue().current() != 0);
    std::vector<SampleId> order;
    for (int i = 0; i < 20; ++i) {
        const SampleId sample = m_window->session()->queue().current();
        order.push_back(sample);
        QTest::keyClick(label, Qt::Key(Qt::Key_0 + i % 6));
        QTRY_COMPARE_WITH_TIMEOUT(judged(), i + 1, waitMs);
        // Durable before the row leaves the screen: a connection of its own sees it now.
        auto reader = m_window->session()->workspace()->store().reader();
        QCOMPARE(fetchRows(**reader, {&sample, 1})->front().label, i % 6);
        QTRY_VERIFY(m_window->session()->queue().current() != sample);
    }
    QVERIFY(std::set<SampleId>(order.begin(), order.end()).size() == 20);

    // Undo goes back to the sample; a note is written without judging; skip and discard are verdicts.
    QTest::keyClick(label, Qt::Key_Backspace);
    QTRY_COMPARE_WITH_TIMEOUT(judged(), 19, waitMs);
    QTRY_COMPARE(m_window->session()->queue().current(), order.back());
    focus(label);
    QTest::keyClick(label, Qt::Key_N);
    QTRY_VERIFY(label->strip()->noteInput()->hasFocus());
    QTest::keyClicks(label->strip()->noteInput(), QStringLiteral("5 stars? d s n"));
    QCOMPARE(judged(), 19);
    QTest::keyClick(label->strip()->noteInput(), Qt::Key_Escape);
    QTest::keyClick(label, Qt::Key_S);
    QTRY_COMPARE_WITH_TIMEOUT(judged(), 20, waitMs);
    {
        auto reader = m_window->session()->workspace()->store().reader();
        const auto last = listJudgements(**reader, order.back(), 1);
        QCOMPARE(last->front().verdict, Verdict::Skip);
        QCOMPARE(QString::fromStdString(last->front().note), QStringLiteral("5 stars? d s n"));
    }

    // Export what is left of the set under the licences that are ticked.
    m_window->showPage(MainWindow::ExportRow);
    ExportPage *page = m_window->exportPage();
    const QString target = m_folder->filePath(QStringLiteral("out"));
    page->targetInput()->setText(target);
    QTRY_COMPARE(page->licenceList()->topLevelItemCount(), 2);
    QTRY_VERIFY(page->exportButton()->isEnabled());
    page->exportButton()->click();
    QTRY_VERIFY_WITH_TIMEOUT(QFileInfo::exists(target + QStringLiteral("/manifest.json")), waitMs);

    QProcess python;
    python.start(
        qEnvironmentVariable("PRIMER_TEST_PYTHON"),
        {QStringLiteral("-c"),
         QStringLiteral("import sys, datasets, pyarrow.parquet as pq, glob\n"
                        "d = datasets.load_dataset(sys.argv[1], cache_dir=sys.argv[1] + '-cache')['train']\n"
                        "t = pq.read_table(glob.glob(sys.argv[1] + '/data/*.parquet')[0])\n"
                        "assert t.num_rows == len(d)\n"
                        "print(len(d), sum(l is not None for l in d['label']), ','.join(sorted(set(d['license']))))"),
         target});
    QVERIFY(python.waitForFinished(60'000));
    const QStringList answer = QString::fromUtf8(python.readAllStandardOutput()).split(QLatin1Char(' '));
    QVERIFY2(python.exitCode() == 0, python.readAllStandardError().constData());
    int expected = 0;
    int labelled = 0;
    for (const SampleId id : m_window->session()->set().rows()->ids) {
        auto reader = m_window->session()->workspace()->store().reader();
        const SampleRow row = fetchRows(**reader, {&id, 1})->front();
        expected += row.licence == "MIT";
        labelled += row.licence == "MIT" && row.label;
    }
    QVERIFY(expected > 0 && labelled > 0);
    QCOMPARE(answer.at(0).toInt(), expected);
    QCOMPARE(answer.at(1).toInt(), labelled);
    QCOMPARE(answer.at(2).trimmed(), QStringLiteral("MIT"));
}

void WindowTest::theSessionComesBack()
{
    openWorkspace();
    importFolder();
    BrowsePage *browse = m_window->browsePage();
    focus(m_window->setBar()->filterInput());
    QTest::keyClicks(m_window->setBar()->filterInput(), QStringLiteral("lines>=50"));
    QTest::keyClick(m_window->setBar()->filterInput(), Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(shownRows(), 13, waitMs);
    browse->table()->setCurrentIndex(browse->table()->model()->index(5, 0));
    const SampleId sample = browse->currentSample();
    browse->table()->setColumnHidden(browse->table()->model()->columnCount() - 1, false);
    m_window->showPage(MainWindow::LabelRow);
    m_window->session()->queue().choose(0);
    QTRY_VERIFY(m_window->session()->queue().current() != 0);
    focus(m_window->labelPage());
    QTest::keyClick(m_window->labelPage(), Qt::Key_N);
    QTRY_VERIFY(m_window->labelPage()->strip()->noteInput()->hasFocus());
    QTest::keyClicks(m_window->labelPage()->strip()->noteInput(), QStringLiteral("a draft"));
    const SampleId drafted = m_window->session()->queue().current();
    // What a kill after the write leaves: the window goes without a close event.
    QTRY_VERIFY_WITH_TIMEOUT(!loadDraft(**m_window->session()->workspace()->store().reader(), drafted)->empty(),
                             waitMs);
    QTRY_VERIFY_WITH_TIMEOUT(
        loadSetting(**m_window->session()->workspace()->store().reader(), "session")->find("lines>=50")
            != std::string::npos,
        waitMs);
    QTest::qWait(2100); // the session is at most 2 s old
    m_window = std::make_unique<MainWindow>(*m_settings, QString());
    m_window->show();
    openWorkspace();
    QCOMPARE(m_window->currentPage(), int(MainWindow::LabelRow));
    QTRY_COMPARE_WITH_TIMEOUT(shownRows(), 13, waitMs);
    QTRY_COMPARE(m_window->browsePage()->currentSample(), sample);
    QTRY_COMPARE(m_window->session()->queue().current(), drafted);
    QTRY_COMPARE(m_window->labelPage()->strip()->note(), QStringLiteral("a draft"));
}

void WindowTest::aQueueIsBlindAndKeepsItsProgress()
{
    openWorkspace();
    importFolder();
    Judgement other;
    other.sample = 1;
    other.value = 5;
    QVERIFY(m_window->session()->workspace()->judge(other).ok());
    QueueRequest request;
    request.name = "check";
    request.count = 10;
    request.seed = 3;
    request.blind = true;
    request.stratifyBy = "licence";
    QSignalSpy created(&m_window->session()->lists(), &WorkspaceLists::queueCreated);
    m_window->session()->lists().createQueue(request, m_window->session()->set().rows());
    QVERIFY(created.wait(waitMs));
    m_window->showPage(MainWindow::LabelRow);
    LabelPage *label = m_window->labelPage();
    QTRY_VERIFY(m_window->session()->queue().isBlind());
    QTRY_VERIFY(m_window->session()->queue().current() != 0);
    for (int i = 0; i < 4; ++i) {
        const SampleId sample = m_window->session()->queue().current();
        QTRY_VERIFY(!m_window->session()->queue().isPending());
        for (QPushButton *key : label->strip()->findChildren<QPushButton *>())
            QVERIFY(!key->isChecked()); // nobody's opinion, not even by a pressed key
        QTest::keyClick(label, Qt::Key_2);
        QTRY_VERIFY(m_window->session()->queue().current() != sample);
    }
    QTRY_COMPARE(int(m_window->session()->lists().queues().front().done), 4);
    QCOMPARE(int(m_window->session()->lists().queues().front().total), 10);
    // The same request over the same samples draws the same queue.
    const auto again = m_window->session()->workspace()->createQueue(request, m_window->session()->set().rows()->ids);
    QVERIFY(again.ok());
    auto reader = m_window->session()->workspace()->store().reader();
    const auto first = queueItems(**reader, m_window->session()->lists().queues().front().id);
    const auto second = queueItems(**reader, *again);
    QCOMPARE(first->size(), second->size());
    int permissive = 0;
    for (std::size_t i = 0; i < first->size(); ++i) {
        QCOMPARE((*first)[i].sample, (*second)[i].sample);
        const SampleId id = (*first)[i].sample;
        permissive += fetchRows(**reader, {&id, 1})->front().licence == "MIT";
    }
    QCOMPARE(permissive, 5); // equal shares of the two licences
}

void WindowTest::unknownTablesAskForTheirColumns()
{
    openWorkspace();
    QFile table(m_folder->filePath(QStringLiteral("t.jsonl")));
    QVERIFY(table.open(QIODevice::WriteOnly));
    table.write(
        "{\"snippet\": \"print(1)\\n\", \"spot\": \"x.py\"}\n{\"snippet\": \"print(2)\\n\", \"spot\": \"y.py\"}\n");
    table.close();
    m_window->importPaths({table.fileName()});
    MappingDialog *dialog = nullptr;
    QTRY_VERIFY_WITH_TIMEOUT((dialog = m_window->findChild<MappingDialog *>()) != nullptr && dialog->isVisible(),
                             waitMs);
    QComboBox *content = dialog->choice(QStringLiteral("content"));
    content->setCurrentIndex(content->findData(QStringLiteral("snippet")));
    QComboBox *path = dialog->choice(QStringLiteral("path"));
    path->setCurrentIndex(path->findData(QStringLiteral("spot")));
    dialog->accept();
    QTRY_COMPARE_WITH_TIMEOUT(shownRows(), 2, waitMs);
    QTRY_COMPARE(m_window->browsePage()->table()->model()->index(1, 0).data().toString(), QStringLiteral("y.py"));
}

void WindowTest::mistakesAreSaidInline()
{
    openWorkspace();
    importFolder();
    focus(m_window->setBar()->filterInput());
    QTest::keyClicks(m_window->setBar()->filterInput(), QStringLiteral("bogus:1"));
    QTest::keyClick(m_window->setBar()->filterInput(), Qt::Key_Return);
    const auto &chips = m_window->setBar()->chips();
    QTRY_VERIFY(chips.size() == 1 && chips[0]->look().problem.contains(QStringLiteral("bogus")));
    QCOMPARE(shownRows(), files); // what was shown stays
    QVERIFY(!m_window->browsePage()->messages()->isVisible());
}

void WindowTest::savedViewsComeBack()
{
    openWorkspace();
    importFolder();
    m_window->session()->lists().saveView({"long ones", setOf("lines>=50", {}, "-lines")});
    QTRY_COMPARE(int(m_window->session()->lists().views().size()), 1);
    m_window->session()->set().change(m_window->session()->lists().views().front().set);
    QTRY_COMPARE_WITH_TIMEOUT(shownRows(), 13, waitMs);
    QTRY_VERIFY(
        m_window->browsePage()->table()->model()->index(0, 0).data().toString().contains(QStringLiteral("f059")));
    // A click on a bar is a filter.
    Q_EMIT m_window->browsePage()->histogram()->rangeChosen(0, 5000);
    QTRY_COMPARE(m_window->setBar()->chips().size(), std::size_t(2));
    QTRY_VERIFY(shownRows() <= 13);
}

void WindowTest::theModelKeepsItsPromises()
{
    openWorkspace();
    QAbstractItemModelTester tester(m_window->browsePage()->table()->model(),
                                    QAbstractItemModelTester::FailureReportingMode::QtTest);
    importFolder();
    auto *model = qobject_cast<SampleTableModel *>(m_window->browsePage()->table()->model());
    model->sort(model->sectionOf(Column::LineCount), Qt::DescendingOrder);
    QTRY_VERIFY_WITH_TIMEOUT(model->index(0, 0).data().toString().contains(QStringLiteral("f059")), waitMs);
    QCOMPARE(model->rowOf(model->sampleAt(17)), 17);
}

void WindowTest::aLockedWorkspaceOffersReading()
{
    const auto holder = Workspace::open(m_folder->filePath(QStringLiteral("w.primer")).toStdString(),
                                        Store::Access::ReadWrite, true);
    QVERIFY(holder.ok());
    m_window->openWorkspace(m_folder->filePath(QStringLiteral("w.primer")), false);
    MessageBar *bar = nullptr;
    QTRY_VERIFY_WITH_TIMEOUT((bar = m_window->findChild<MessageBar *>()) != nullptr && bar->isVisible(), waitMs);
    QSignalSpy opened(m_window.get(), &MainWindow::workspaceOpened);
    bar->findChild<QPushButton *>()->click();
    QTRY_COMPARE(opened.count(), 1);
    QVERIFY(m_window->session()->workspace()->isReadOnly());
}

void WindowTest::everyControlHasAName()
{
    openWorkspace();
    importFolder();
    int controls = 0;
    for (int page = 0; page < MainWindow::PageCount; ++page) {
        m_window->showPage(page);
        QTest::qWait(50);
        for (const QWidget *widget : m_window->findChildren<QWidget *>()) {
            const bool isInner = widget->objectName().startsWith(QLatin1String("qt_"))
                                 || widget->inherits("QHeaderView") || widget->inherits("QScrollBar")
                                 || widget->inherits("QSplitterHandle") || widget->inherits("QComboBoxPrivateContainer")
                                 || widget->inherits("QMenuBar");
            if (isInner || !widget->isVisible() || !(widget->focusPolicy() & Qt::TabFocus))
                continue;
            if (qobject_cast<const LabelPage *>(widget) || qobject_cast<const QMainWindow *>(widget))
                continue; // holds the keys, is no control
            ++controls;
            const QString name = !widget->accessibleName().isEmpty() ? widget->accessibleName()
                                                                     : widget->property("text").toString();
            QVERIFY2(!name.isEmpty(), qPrintable(QString::fromLatin1(widget->metaObject()->className())
                                                 + QLatin1Char(' ') + widget->objectName() + QStringLiteral(" in ")
                                                 + QLatin1String(widget->parentWidget()->metaObject()->className())));
        }
    }
    QVERIFY(controls > 30);
}

void WindowTest::keysCanBeChanged()
{
    openWorkspace();
    importFolder();
    m_settings->setKey(QStringLiteral("label.value3"), QKeySequence(Qt::Key_Y));
    m_window->showPage(MainWindow::LabelRow);
    LabelPage *label = m_window->labelPage();
    m_window->session()->queue().choose(0);
    QTRY_VERIFY(m_window->session()->queue().current() != 0);
    const SampleId sample = m_window->session()->queue().current();
    focus(label);
    QTest::keyClick(label, Qt::Key_3);
    QTest::keyClick(label, Qt::Key_Y);
    QTRY_COMPARE_WITH_TIMEOUT(judged(), 1, waitMs);
    auto reader = m_window->session()->workspace()->store().reader();
    QCOMPARE(fetchRows(**reader, {&sample, 1})->front().label, 3);
    m_settings->resetKeys();
}

QTEST_MAIN(WindowTest)
#include "window_test.moc"
