// A new person's path through the real window, from the start page to a training run: once with the keyboard alone,
// once with the pointer alone. What cannot be walked is mended in the window.
#include <filesystem>

#include <QCommandLinkButton>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QProcess>
#include <QPushButton>
#include <QSpinBox>
#include <QTableView>
#include <QTreeWidget>

#include "core/runs/run_folder.h"
#include "tests/ui/person.h"
#include "tests/ui/window_fixture.h"
#include "ui/browse_page/browse_page.h"
#include "ui/browse_page/sample_table.h"
#include "ui/charts/histogram_chart.h"
#include "ui/export_page/export_page.h"
#include "ui/label_page/judging_strip.h"
#include "ui/label_page/label_page.h"
#include "ui/quality_page/quality_page.h"
#include "ui/training_page/run_dialog.h"
#include "ui/training_page/training_page.h"

using namespace primer;
using namespace primer::test;

namespace {

constexpr int longMs = 200'000; ///< the demo on a busy machine
constexpr int toJudge = 10;

QByteArray aModule(int number)
{
    const QByteArray name = QByteArray::number(number);
    QByteArray text = "# SPDX-License-Identifier: MIT\n\"\"\"Part " + name + " of a small library.\"\"\"\n";
    for (int part = 0; part < 3 + number % 9; ++part)
        text += "\n\ndef part_" + name + "_" + QByteArray::number(part) + "(items, limit=" + name
                + "):\n    \"\"\"Returns the first items that are below the limit.\"\"\"\n"
                  "    # The order stays.\n    return [item for item in items if item < limit * "
                + QByteArray::number(part + 1) + "]\n";
    return text;
}

} // namespace

class PathTest : public QObject, public WindowFixture
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { setUpProgram("path"); }
    void init();
    void cleanup();
    void byTheKeyboardAlone();
    void byThePointerAlone();

private:
    void demoIsDone();
    void judgeByKeys();
    void cutByKeys();
    void exportByKeys();
    void trainByKeys();
    void judgeByPointer();
    void cutByPointer();
    void exportByPointer();
    void trainByPointer();
    int judged() { return int(m_window->session()->counts().judgements); }
    int rows() { return m_window->browsePage()->table()->model()->rowCount(); }
    static bool hasEngine() { return QFileInfo::exists(program("primer-engine")); }
    static QString program(const char *name)
    {
        return qEnvironmentVariable("PRIMER_BIN") + QLatin1Char('/') + QLatin1String(name);
    }
    void datasetIsWritten();

    Keyboard m_keyboard;
    Pointer m_pointer;
    QByteArray m_home, m_path;
};

/// A home of its own, and a python3 whose packages are some small files.
void PathTest::init()
{
    m_home = qgetenv("HOME");
    m_path = qgetenv("PATH");
    setUp(120, aModule);
    const QDir folder(m_folder->path());
    folder.mkpath(QStringLiteral("bin"));
    folder.mkpath(QStringLiteral("home"));
    QFile python(folder.filePath(QStringLiteral("bin/python3")));
    QVERIFY(python.open(QIODevice::WriteOnly));
    python.write("#!/bin/sh\necho '" + folder.filePath(QStringLiteral("code")).toUtf8() + "'\n");
    python.close();
    QVERIFY(python.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    qputenv("HOME", folder.filePath(QStringLiteral("home")).toUtf8());
    qputenv("PATH", folder.filePath(QStringLiteral("bin")).toUtf8() + ":" + m_path);
    m_window = std::make_unique<MainWindow>(*m_settings, program("primer-parquet"));
    m_window->setWindowState(Qt::WindowNoState);
    m_window->resize(1440, 900);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

void PathTest::cleanup()
{
    // Whatever still trains ends with the test.
    const std::string workspace = m_window && m_window->session() ? m_window->session()->folder().toStdString() : "";
    if (!workspace.empty()) {
        for (const RunSummary &run : listRuns(workspace))
            (void)sendToRun(run.folder, "stop");
        QTRY_VERIFY_WITH_TIMEOUT(
            [&] {
                const auto runs = listRuns(workspace);
                return std::none_of(runs.begin(), runs.end(),
                                    [](const RunSummary &run) { return run.state == RunState::Running; });
            }(),
            longMs);
    }
    tearDown();
    qputenv("HOME", m_home);
    qputenv("PATH", m_path);
}

/// Rows were seen while the demo went on; it ends well.
void PathTest::demoIsDone()
{
    QTRY_VERIFY_WITH_TIMEOUT(m_window->session() && !jobs().jobs().empty(), waitMs);
    Job *demo = jobs().jobs().front().get();
    QCOMPARE(demo->kind(), QStringLiteral("demo"));
    QTRY_VERIFY_WITH_TIMEOUT(rows() > 0, longMs);
    QTRY_VERIFY_WITH_TIMEOUT(!demo->isActive(), longMs);
    QVERIFY2(demo->state() == JobState::Done, demo->error().detail.c_str());
    QTRY_VERIFY_WITH_TIMEOUT(m_window->session()->counts().samples >= m_count, waitMs);
    QTRY_VERIFY_WITH_TIMEOUT(jobs().runningCount() == 0, longMs);
}

void PathTest::datasetIsWritten()
{
    const QString folder = m_window->exportPage()->targetInput()->text();
    QTRY_VERIFY_WITH_TIMEOUT(m_window->exportPage()->openFolderButton()->isVisible(), longMs);
    QVERIFY2(QFileInfo::exists(folder + QStringLiteral("/README.md")), qPrintable(folder));
    QVERIFY(folder.startsWith(m_folder->path()));
}

void PathTest::byTheKeyboardAlone()
{
    QVERIFY2(m_keyboard.goTo<QCommandLinkButton>(QStringLiteral("Open the demo")), m_keyboard.trouble());
    m_keyboard.press(Qt::Key_Space);
    demoIsDone();
    if (QTest::currentTestFailed())
        return;
    if (hasEngine()) { // the demo's model has been trained enough
        QTRY_VERIFY_WITH_TIMEOUT(m_keyboard.goTo<QToolButton>(QStringLiteral("Stop: Training demo")), waitMs);
        m_keyboard.press(Qt::Key_Space);
    }
    // The rows can be gone through at once.
    m_keyboard.press(Qt::Key_1, Qt::ControlModifier);
    const SampleId first = m_window->browsePage()->currentSample();
    m_keyboard.press(Qt::Key_Down);
    QTRY_VERIFY(m_window->browsePage()->currentSample() != first);
    for (const auto step :
         {&PathTest::judgeByKeys, &PathTest::cutByKeys, &PathTest::exportByKeys, &PathTest::trainByKeys}) {
        (this->*step)();
        if (QTest::currentTestFailed())
            return;
    }
}

void PathTest::judgeByKeys()
{
    m_keyboard.press(Qt::Key_2, Qt::ControlModifier);
    QVERIFY2(m_keyboard.goTo<QSpinBox>(QStringLiteral("Samples of the new check")), m_keyboard.trouble());
    m_keyboard.press(Qt::Key_A, Qt::ControlModifier);
    m_keyboard.type(QString::number(toJudge));
    QVERIFY2(m_keyboard.goTo<QPushButton>(QStringLiteral("New spot check")), m_keyboard.trouble());
    m_keyboard.press(Qt::Key_Space);
    const JudgingQueue &queue = m_window->session()->queue();
    QTRY_COMPARE_WITH_TIMEOUT(int(queue.items().size()), toJudge, waitMs);
    for (int number = 0; number < toJudge; ++number) {
        QTRY_VERIFY_WITH_TIMEOUT(queue.isReady(), waitMs);
        m_keyboard.press(Qt::Key(Qt::Key_0 + number % 6));
        QTRY_COMPARE_WITH_TIMEOUT(judged(), number + 1, waitMs);
    }
    QTRY_VERIFY_WITH_TIMEOUT(queue.isFinished(), waitMs);
    QTRY_VERIFY_WITH_TIMEOUT(m_keyboard.focus() != m_window.get(), waitMs); // the summary has it
    picture("path-keys-judged");
    QVERIFY2(m_keyboard.goTo<QPushButton>(QStringLiteral("All checks")), m_keyboard.trouble());
}

void PathTest::cutByKeys()
{
    CutModel &cut = m_window->session()->cut();
    m_keyboard.press(Qt::Key_3, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(!cut.lists().thresholds.empty() && cut.view(), waitMs);
    // The picture of the scores has the focus, and the cut follows the arrows.
    const double before = cut.value();
    m_keyboard.press(Qt::Key_Right);
    QTRY_VERIFY(cut.value() > before);
    QVERIFY2(m_keyboard.goTo<QComboBox>(QStringLiteral("Thresholds")), m_keyboard.trouble());
    QVERIFY2(m_keyboard.choose(QStringLiteral("textbook")), m_keyboard.trouble());
    QTRY_COMPARE(cut.value(), 0.5);
    QVERIFY2(m_keyboard.goTo<QDoubleSpinBox>(QStringLiteral("Cut")), m_keyboard.trouble());
    m_keyboard.press(Qt::Key_Down);
    QTRY_COMPARE(cut.value(), 0.49);
    picture("path-keys-quality");
    QVERIFY2(m_keyboard.goTo<QPushButton>(QStringLiteral("Use as the current set")), m_keyboard.trouble());
    m_keyboard.press(Qt::Key_Space);
    QTRY_COMPARE(m_window->currentPage(), int(MainWindow::BrowseRow));
    QTRY_VERIFY_WITH_TIMEOUT(rows() > 0 && rows() < m_window->session()->counts().samples, waitMs);
}

void PathTest::exportByKeys()
{
    m_keyboard.press(Qt::Key_5, Qt::ControlModifier);
    QVERIFY2(m_keyboard.goTo<QLineEdit>(QStringLiteral("Folder")), m_keyboard.trouble());
    m_keyboard.press(Qt::Key_A, Qt::ControlModifier);
    m_keyboard.type(m_folder->filePath(QStringLiteral("by-keys")));
    QVERIFY2(m_keyboard.goTo<QPushButton>(QStringLiteral("Export")), m_keyboard.trouble());
    m_keyboard.press(Qt::Key_Space);
    datasetIsWritten();
    picture("path-keys-export");
    // What was written is read and opened from here.
    QVERIFY2(m_keyboard.goTo<QPushButton>(QStringLiteral("Open folder")), m_keyboard.trouble());
}

void PathTest::trainByKeys()
{
    if (!hasEngine()) {
        qInfo("no training: built without the engine");
        return;
    }
    m_keyboard.press(Qt::Key_6, Qt::ControlModifier);
    QVERIFY2(m_keyboard.goTo<QPushButton>(QStringLiteral("New run")), m_keyboard.trouble());
    m_keyboard.press(Qt::Key_Space);
    QTRY_VERIFY_WITH_TIMEOUT(qobject_cast<RunDialog *>(QApplication::activeModalWidget()), waitMs);
    QVERIFY2(m_keyboard.goTo<QLineEdit>(QStringLiteral("Name")), m_keyboard.trouble());
    m_keyboard.press(Qt::Key_A, Qt::ControlModifier);
    m_keyboard.type(QStringLiteral("keys"));
    QVERIFY2(m_keyboard.goTo<QComboBox>(QStringLiteral("Preset")), m_keyboard.trouble());
    QVERIFY2(m_keyboard.choose(QStringLiteral("tiny")), m_keyboard.trouble());
    picture("path-keys-run", QApplication::activeModalWidget());
    const auto foretold = double(
        qobject_cast<RunDialog *>(QApplication::activeModalWidget())->choice().config.memoryBytes());
    QVERIFY2(m_keyboard.goTo<QPushButton>(QStringLiteral("Start training")), m_keyboard.trouble());
    m_keyboard.press(Qt::Key_Space);
    const TrainingPage *page = m_window->trainingPage();
    QTRY_COMPARE_WITH_TIMEOUT(page->runList()->topLevelItemCount(), 2, waitMs); // beside the demo's
    QTRY_VERIFY_WITH_TIMEOUT(page->series() && page->series()->stepCount() > 3, longMs);
    picture("path-keys-train");
    // What the dialog said is what it then takes.
    const auto share = [page, foretold] { return double(page->series()->lastStep().memoryBytes) / foretold; };
    QTRY_VERIFY2_WITH_TIMEOUT(share() > 0.8 && share() < 1.2, qPrintable(QString::number(share())), waitMs);
    QTRY_VERIFY2_WITH_TIMEOUT(m_keyboard.goTo<QPushButton>(QStringLiteral("Stop")), m_keyboard.trouble(), longMs);
    m_keyboard.press(Qt::Key_Space);
    QTRY_VERIFY_WITH_TIMEOUT(m_keyboard.goTo<QPushButton>(QStringLiteral("Continue")), longMs);
}

void PathTest::byThePointerAlone()
{
    QVERIFY2(m_pointer.click<QCommandLinkButton>(QStringLiteral("Open the demo")), m_pointer.trouble());
    demoIsDone();
    if (QTest::currentTestFailed())
        return;
    if (hasEngine())
        QTRY_VERIFY_WITH_TIMEOUT(m_pointer.click<QToolButton>(QStringLiteral("Stop: Training demo")), waitMs);
    QTableView *table = m_window->browsePage()->table();
    const SampleId first = m_window->browsePage()->currentSample();
    QVERIFY2(m_pointer.click(table, table->model()->index(2, 1)), m_pointer.trouble());
    QTRY_VERIFY(m_window->browsePage()->currentSample() != first);
    for (const auto step :
         {&PathTest::judgeByPointer, &PathTest::cutByPointer, &PathTest::exportByPointer, &PathTest::trainByPointer}) {
        (this->*step)();
        if (QTest::currentTestFailed())
            return;
    }
}

void PathTest::judgeByPointer()
{
    QVERIFY2(m_pointer.click<QToolButton>(QStringLiteral("Label")), m_pointer.trouble());
    QVERIFY2(m_pointer.click<QPushButton>(QStringLiteral("New spot check")), m_pointer.trouble());
    const JudgingQueue &queue = m_window->session()->queue();
    QTRY_VERIFY_WITH_TIMEOUT(int(queue.items().size()) >= toJudge && queue.queue() != 0, waitMs);
    for (int number = 0; number < toJudge; ++number) {
        QTRY_VERIFY_WITH_TIMEOUT(queue.isReady(), waitMs);
        QVERIFY2(m_pointer.click<QPushButton>(QStringLiteral("Educational value %1").arg(number % 6)),
                 m_pointer.trouble());
        QTRY_COMPARE_WITH_TIMEOUT(judged(), number + 1, waitMs);
    }
    picture("path-pointer-judging");
    // And back: what was judged is kept, and the check is listed.
    QVERIFY2(m_pointer.click<QPushButton>(QStringLiteral("All checks")), m_pointer.trouble());
    QTRY_VERIFY(m_pointer.find<QTreeWidget>(QStringLiteral("Checks of this workspace")));
    picture("path-pointer-checks");
}

void PathTest::cutByPointer()
{
    CutModel &cut = m_window->session()->cut();
    QVERIFY2(m_pointer.click<QToolButton>(QStringLiteral("Quality")), m_pointer.trouble());
    QTRY_VERIFY_WITH_TIMEOUT(!cut.lists().thresholds.empty() && cut.view(), waitMs);
    auto *thresholds = m_pointer.find<QComboBox>(QStringLiteral("Thresholds"));
    QVERIFY2(thresholds && m_pointer.choose(thresholds, QStringLiteral("textbook")), m_pointer.trouble());
    QTRY_COMPARE(cut.value(), 0.5);
    auto *histogram = m_pointer.find<HistogramChart>(QStringLiteral("Histogram of scores"));
    QVERIFY2(histogram, m_pointer.trouble());
    const int middle = int(histogram->height() * 0.6);
    QVERIFY2(m_pointer.drag(histogram, {int(histogram->pixelOf(0.5)), middle}, {int(histogram->pixelOf(0.4)), middle}),
             m_pointer.trouble());
    QTRY_VERIFY(std::abs(cut.value() - 0.4) < 0.02);
    picture("path-pointer-quality");
    QVERIFY2(m_pointer.click<QPushButton>(QStringLiteral("Use as the current set")), m_pointer.trouble());
    QTRY_COMPARE(m_window->currentPage(), int(MainWindow::BrowseRow));
    QTRY_VERIFY_WITH_TIMEOUT(rows() > 0 && rows() < m_window->session()->counts().samples, waitMs);
}

void PathTest::exportByPointer()
{
    QVERIFY2(m_pointer.click<QToolButton>(QStringLiteral("Export")), m_pointer.trouble());
    // Where it goes is proposed; another folder is chosen in the dialog, which begins there.
    QVERIFY2(m_pointer.click<QPushButton>(QStringLiteral("Choose")), m_pointer.trouble());
    QTRY_VERIFY_WITH_TIMEOUT(qobject_cast<QFileDialog *>(QApplication::activeModalWidget()), waitMs);
    picture("path-pointer-choose", QApplication::activeModalWidget());
    QVERIFY2(m_pointer.click<QPushButton>(QStringLiteral("Choose")), m_pointer.trouble());
    QTRY_VERIFY(!QApplication::activeModalWidget());
    QVERIFY2(m_pointer.click<QPushButton>(QStringLiteral("Export")), m_pointer.trouble());
    datasetIsWritten();
    picture("path-pointer-export");
}

void PathTest::trainByPointer()
{
    if (!hasEngine()) {
        qInfo("no training: built without the engine");
        return;
    }
    QVERIFY2(m_pointer.click<QToolButton>(QStringLiteral("Train")), m_pointer.trouble());
    QVERIFY2(m_pointer.click<QPushButton>(QStringLiteral("New run")), m_pointer.trouble());
    QTRY_VERIFY_WITH_TIMEOUT(qobject_cast<RunDialog *>(QApplication::activeModalWidget()), waitMs);
    auto *presets = m_pointer.find<QComboBox>(QStringLiteral("Preset"));
    QVERIFY2(presets && m_pointer.choose(presets, QStringLiteral("tiny")), m_pointer.trouble());
    QVERIFY2(m_pointer.click<QPushButton>(QStringLiteral("Start training")), m_pointer.trouble());
    const TrainingPage *page = m_window->trainingPage();
    QTRY_COMPARE_WITH_TIMEOUT(page->runList()->topLevelItemCount(), 2, waitMs);
    QTRY_VERIFY_WITH_TIMEOUT(page->series() && page->series()->stepCount() > 3, longMs);
    // A run that was just begun can be stopped as soon as its engine has been seen.
    QTRY_VERIFY2_WITH_TIMEOUT(m_pointer.click<QPushButton>(QStringLiteral("Stop")), m_pointer.trouble(), longMs);
    QTRY_VERIFY_WITH_TIMEOUT(m_pointer.click<QPushButton>(QStringLiteral("Continue")), longMs);
    picture("path-pointer-train");
}

QTEST_MAIN(PathTest)
#include "path_test.moc"
