// The training page with a real engine: from samples to a falling loss, stopped, gone on with, ended.
#include <memory>

#include <QClipboard>
#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QGuiApplication>
#include <QInputDialog>
#include <QJsonObject>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeWidget>

#include "core/runs/run_folder.h"
#include "ui/charts/line_chart.h"
#include "ui/charts/series_column.h"
#include "ui/main_window/main_window.h"
#include "core/runs/run_folder.h"
#include "core/runs/run_upkeep.h"
#include "ui/training_page/run_details.h"
#include "ui/training_page/run_dialog.h"
#include "ui/training_page/run_facts.h"
#include "ui/training_page/run_list.h"
#include "ui/training_page/run_looks.h"
#include "ui/training_page/run_watch.h"
#include "ui/training_page/training_page.h"
#include "ui/widgets/message_bar.h"

using namespace primer;

namespace {

constexpr int waitMs = 60'000;

int stepsOf(const TrainingPage *page) { return page->series() ? int(page->series()->stepCount()) : 0; }

} // namespace

class TrainingPageTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void columnsKnowTheirExtremes();
    void seriesGoBackWithTheRun();
    void runsKeepTheirLooksOverRestarts();
    void runsAreRenamedAndDeleted();
    void runsHaveAMenu();
    void dropoutExplainsALowHeldOutLoss();
    void fromSamplesToAFallingLoss();
    void aMissingEngineIsSaidInline();
    void runsKeepWhatIsTheirs();

private:
    void open(const QString &parquetProgram);
    /// Of a run with these step losses, ended; its folder.
    QString writeRun(const QString &name, const std::vector<double> &losses, double dropout = 0);
    /// For people: the window as it is, where PRIMER_PICTURES says so.
    void picture(const QString &name) const;
    static QString bin() { return qEnvironmentVariable("PRIMER_BIN"); }
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<AppSettings> m_settings;
    std::unique_ptr<MainWindow> m_window;
};

void TrainingPageTest::initTestCase()
{
    QCoreApplication::setOrganizationName(QStringLiteral("primer-test-training"));
    QStandardPaths::setTestModeEnabled(true);
}

void TrainingPageTest::init()
{
    QSettings().clear();
    m_folder = std::make_unique<QTemporaryDir>();
    QDir(m_folder->path()).mkdir(QStringLiteral("code"));
    for (int number = 0; number < 80; ++number) {
        QFile file(m_folder->filePath(QStringLiteral("code/f%1.py").arg(number)));
        QVERIFY(file.open(QIODevice::WriteOnly));
        for (int line = 0; line < 40; ++line)
            file.write(
                QStringLiteral("def name_%1(value):\n    return value + %2\n").arg(line % 7).arg(number).toUtf8());
    }
}

void TrainingPageTest::cleanup()
{
    m_window.reset();
    m_folder.reset();
}

void TrainingPageTest::open(const QString &parquetProgram)
{
    m_settings = std::make_unique<AppSettings>();
    m_window = std::make_unique<MainWindow>(*m_settings, parquetProgram);
    m_window->resize(1440, 900);
    m_window->show();
    QSignalSpy opened(m_window.get(), &MainWindow::workspaceOpened);
    m_window->openWorkspace(m_folder->filePath(QStringLiteral("t.primer")), true);
    QVERIFY(opened.wait(waitMs));
    m_window->importPaths({m_folder->filePath(QStringLiteral("code"))});
    QTRY_COMPARE_WITH_TIMEOUT(int(m_window->session()->set().rows()->ids.size()), 80, waitMs);
    m_window->showPage(MainWindow::TrainRow);
}

void TrainingPageTest::columnsKnowTheirExtremes()
{
    SeriesColumn column;
    std::vector<double> values;
    unsigned state = 7;
    for (int number = 0; number < 1000; ++number) {
        state = state * 1664525 + 1013904223;
        values.push_back(double(state >> 8));
        column.append(values.back());
    }
    column.cut(700);
    values.resize(700);
    for (int number = 0; number < 100; ++number) {
        column.append(double(number));
        values.push_back(double(number));
    }
    for (std::size_t begin = 0; begin < values.size(); begin += 37) {
        for (std::size_t end = begin + 1; end <= values.size(); end += 41) {
            const auto [low, high] = std::minmax_element(values.begin() + std::ptrdiff_t(begin),
                                                         values.begin() + std::ptrdiff_t(end));
            QCOMPARE(column.extremes(begin, end), std::pair(*low, *high));
        }
    }
    // A million points with one spike: drawn in no time, and the spike is there.
    RunSeries series(0.9);
    RunEvent event;
    event.kind = RunEvent::Kind::Step;
    for (int step = 1; step <= 1'000'000; ++step) {
        event.step = step;
        event.loss = step == 654'321 ? 50 : 2;
        series.take(event);
    }
    LineChart chart(QStringLiteral("loss"));
    chart.resize(800, 300);
    chart.setLines(
        {{QStringLiteral("run"), 0, &series.axis(RunAxis::Step), &series.metric(RunMetric::Loss), false, false}});
    const QImage picture = chart.grab().toImage();
    // Blue pixels high above the flat line, at two thirds of the width.
    const QColor blue = ChartStyle::of(chart).series(0);
    int found = 0;
    for (int y = 60; y < 200; ++y) {
        for (int x = 500; x < 580; ++x)
            found += qAbs(picture.pixelColor(x, y).hue() - blue.hue()) < 12
                     && picture.pixelColor(x, y).saturation() > 60;
    }
    QVERIFY2(found > 80, qPrintable(QString::number(found)));
}

void TrainingPageTest::seriesGoBackWithTheRun()
{
    RunSeries series(0);
    const auto step = [&](std::int64_t number, double loss) {
        RunEvent event;
        event.kind = RunEvent::Kind::Step;
        event.step = number;
        event.loss = loss;
        event.seconds = 0.5;
        event.tokens = number * 10;
        series.take(event);
    };
    const auto evaluation = [&](std::int64_t number, double loss) {
        RunEvent event;
        event.kind = RunEvent::Kind::Evaluation;
        event.step = number;
        event.loss = loss;
        series.take(event);
    };
    for (std::int64_t number = 1; number <= 10; ++number)
        step(number, double(20 - number));
    evaluation(5, 3);
    evaluation(10, 2);
    step(7, 1.5); // killed after 10, went on from 6
    QCOMPARE(series.stepCount(), std::size_t(7));
    QCOMPARE(series.axis(RunAxis::Time).last(), 3.5);
    QCOMPARE(series.axis(RunAxis::Tokens).last(), 70.0);
    QCOMPARE(series.evaluations().size(), std::size_t(1));
    const QString csv = QString::fromStdString(series.toCsv(QStringLiteral("a\"b")));
    QCOMPARE(csv.count(QLatin1Char('\n')), 7);
    QVERIFY2(csv.startsWith(QStringLiteral("\"a\"\"b\",1,10,0.5,19,0,0,0,0,\n")), qPrintable(csv));
    QVERIFY(csv.contains(QStringLiteral(",5,50,2.5,15,0,0,0,0,3\n")));
}

void TrainingPageTest::picture(const QString &name) const
{
    const QString folder = qEnvironmentVariable("PRIMER_PICTURES");
    if (!folder.isEmpty())
        QVERIFY(m_window->grab().save(folder + QLatin1Char('/') + name + QStringLiteral(".png")));
}

QString TrainingPageTest::writeRun(const QString &name, const std::vector<double> &losses, double dropout)
{
    TrainingConfig config = *TrainingConfig::fromPreset("tiny");
    config.data = {{"shards", 1}};
    config.model.residualDropout = dropout;
    const auto run = createRun(m_folder->filePath(QStringLiteral("t.primer")).toStdString(), name.toStdString(),
                               config);
    if (!run)
        return {};
    QFile log(QString::fromStdString(run->folder) + QStringLiteral("/events.jsonl"));
    if (!log.open(QIODevice::WriteOnly))
        return {};
    log.write("{\"event\":\"start\",\"time\":1,\"step\":0,\"steps\":200,\"device_name\":\"Box\"}\n");
    for (std::size_t step = 1; step <= losses.size(); ++step)
        log.write(QStringLiteral("{\"event\":\"step\",\"time\":%1,\"step\":%1,\"loss\":%2,\"seconds\":1,"
                                 "\"tokens\":%1,\"tokens_per_second\":10}\n")
                      .arg(step)
                      .arg(losses[step - 1])
                      .toUtf8());
    log.write(QStringLiteral("{\"event\":\"evaluation\",\"time\":50,\"step\":%1,\"loss\":1.5,\"tokens\":32768}\n")
                  .arg(losses.size())
                  .toUtf8());
    log.write(QStringLiteral("{\"event\":\"end\",\"time\":60,\"step\":%1,\"reason\":\"stopped\"}\n")
                  .arg(losses.size())
                  .toUtf8());
    return QString::fromStdString(run->folder);
}

void TrainingPageTest::runsKeepTheirLooksOverRestarts()
{
    RunLooks looks;
    QCOMPARE(looks.colourOf(QStringLiteral("/w/runs/b")), 0);
    QCOMPARE(looks.colourOf(QStringLiteral("/w/runs/a")), 1);
    looks.setTicked(QStringLiteral("/w/runs/a"), true);
    looks.choose(QStringLiteral("/w/runs/b"));
    RunLooks later;
    later.restore(looks.toJson(), QStringLiteral("/moved/runs"));
    QCOMPARE(later.colourOf(QStringLiteral("/moved/runs/c")), 2); // the first that no other has
    QCOMPARE(later.colourOf(QStringLiteral("/moved/runs/a")), 1);
    QCOMPARE(later.chosen(), QStringLiteral("/moved/runs/b"));
    QVERIFY(later.ticked().contains(QStringLiteral("/moved/runs/a")));

    open(m_folder->filePath(QStringLiteral("nowhere/primer-parquet")));
    writeRun(QStringLiteral("one"), {4, 3, 2.25});
    writeRun(QStringLiteral("two"), {5, 4.125});
    TrainingPage *page = m_window->trainingPage();
    const auto loss = [&page](int row) {
        const QTreeWidgetItem *item = page->runList()->topLevelItem(row);
        return item ? item->text(3) : QString();
    };
    // The last loss stands there for a run that ended, chosen or not.
    QTRY_COMPARE_WITH_TIMEOUT(loss(0), QStringLiteral("2.250"), waitMs);
    QTRY_COMPARE_WITH_TIMEOUT(loss(1), QStringLiteral("4.125"), waitMs);
    page->watch()->choose(page->runList()->topLevelItem(0)->data(0, Qt::UserRole).toString());
    QTRY_COMPARE_WITH_TIMEOUT(stepsOf(page), 3, waitMs);
    const QString chosen = page->watch()->chosen();
    const int colour = page->watch()->colourOf(chosen);
    QTRY_VERIFY_WITH_TIMEOUT(page->details()->events()->toPlainText().contains(QStringLiteral("Started on Box")),
                             waitMs);
    // What is written of the same run stays when it goes on.
    const QString lines = page->details()->events()->toPlainText();
    QVERIFY(setRunTitle(chosen.toStdString(), "first try").ok());
    QTRY_COMPARE_WITH_TIMEOUT(page->runList()->topLevelItem(0)->text(0), QStringLiteral("first try"), waitMs);
    QCOMPARE(page->details()->events()->toPlainText(), lines);
    picture(QStringLiteral("training"));
    m_window.reset();
    open(m_folder->filePath(QStringLiteral("nowhere/primer-parquet")));
    page = m_window->trainingPage();
    QTRY_COMPARE_WITH_TIMEOUT(page->watch()->chosen(), chosen, waitMs);
    QCOMPARE(page->watch()->colourOf(chosen), colour);
    QTRY_COMPARE_WITH_TIMEOUT(loss(0), QStringLiteral("2.250"), waitMs);
    QTRY_VERIFY_WITH_TIMEOUT(page->details()->events()->toPlainText().contains(QStringLiteral("Started on Box")),
                             waitMs);
}

void TrainingPageTest::runsAreRenamedAndDeleted()
{
    open(m_folder->filePath(QStringLiteral("nowhere/primer-parquet")));
    const QString one = writeRun(QStringLiteral("one"), {4, 3});
    writeRun(QStringLiteral("two"), {5, 4});
    TrainingPage *page = m_window->trainingPage();
    QTRY_COMPARE_WITH_TIMEOUT(page->runList()->topLevelItemCount(), 2, waitMs);
    QTreeWidget *list = page->runList();
    list->setCurrentItem(list->topLevelItem(0));
    QTest::keyClick(list, Qt::Key_F2);
    auto *dialog = page->findChild<QInputDialog *>();
    QVERIFY(dialog);
    dialog->setTextValue(QStringLiteral("renamed"));
    dialog->accept();
    QTRY_COMPARE_WITH_TIMEOUT(list->topLevelItem(0)->text(0), QStringLiteral("renamed"), waitMs);
    QTest::keyClick(list, Qt::Key_Delete);
    QTRY_COMPARE_WITH_TIMEOUT(list->topLevelItemCount(), 1, waitMs);
    QVERIFY(!QFile::exists(one));
    QVERIFY(page->messages()->isVisible());
    QTest::mouseClick(page->messages()->findChild<QPushButton *>(), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(list->topLevelItemCount(), 2, waitMs);
    QVERIFY(QFile::exists(one + QStringLiteral("/events.jsonl")));
    QTRY_COMPARE_WITH_TIMEOUT(list->topLevelItem(0)->text(0), QStringLiteral("renamed"), waitMs);
}

void TrainingPageTest::runsHaveAMenu()
{
    open(m_folder->filePath(QStringLiteral("nowhere/primer-parquet")));
    const QString one = writeRun(QStringLiteral("one"), {4, 3}, 0.25);
    TrainingPage *page = m_window->trainingPage();
    auto *list = qobject_cast<RunList *>(page->runList());
    QVERIFY(list);
    QTRY_COMPARE_WITH_TIMEOUT(list->topLevelItemCount(), 1, waitMs);
    list->setCurrentItem(list->topLevelItem(0));
    const std::unique_ptr<QMenu> menu(list->newMenu());
    QVERIFY(menu);
    const auto action = [&menu](const QString &text) -> QAction * {
        for (QAction *entry : menu->actions()) {
            if (entry->text() == text)
                return entry;
        }
        return nullptr;
    };
    for (const char *text : {"Rename the run…", "Open its folder", "Delete the run", "Copy the path of its folder"})
        QVERIFY2(action(QString::fromUtf8(text)), text);
    action(QStringLiteral("Copy its identifier"))->trigger();
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("one"));
    action(QStringLiteral("Notes and tags…"))->trigger();
    auto *notes = page->findChild<QInputDialog *>();
    QVERIFY(notes);
    notes->setTextValue(QStringLiteral("seed 2, for the paper #final"));
    notes->accept();
    QTRY_COMPARE_WITH_TIMEOUT(list->topLevelItem(0)->text(0), QStringLiteral("one #final"), waitMs);
    QCOMPARE(runNotes(one.toStdString()), std::string("seed 2, for the paper #final"));
    QCOMPARE(page->watch()->titleOf(one), QStringLiteral("one"));
    // Another run takes its settings.
    action(QStringLiteral("New run from this…"))->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(page->findChild<RunDialog *>(), waitMs);
    QCOMPARE(page->findChild<RunDialog *>()->choice().config.model.residualDropout, 0.25);
    page->findChild<RunDialog *>()->reject();
}

void TrainingPageTest::dropoutExplainsALowHeldOutLoss()
{
    open(m_folder->filePath(QStringLiteral("nowhere/primer-parquet")));
    writeRun(QStringLiteral("dropped"), {4, 3, 2}, 0.1);
    TrainingPage *page = m_window->trainingPage();
    QTRY_VERIFY_WITH_TIMEOUT(page->facts()->hint()->text().contains(QStringLiteral("dropout (10 %)")), waitMs);
    QVERIFY(page->facts()->text()->text().contains(QStringLiteral("held out 1.500 on 32,768 tokens")));
    for (const char *preset : {"tiny", "small-cpu"}) {
        const TrainingConfig config = *TrainingConfig::fromPreset(preset);
        QCOMPARE(config.evaluationSequences * config.sequenceLength, std::int64_t(32'768));
    }
}

void TrainingPageTest::fromSamplesToAFallingLoss()
{
    if (!QFile::exists(bin() + QStringLiteral("/primer-engine")))
        QSKIP("built without the engine");
    open(bin() + QStringLiteral("/primer-parquet"));
    TrainingPage *page = m_window->trainingPage();
    RunDialog dialog({}, 80);
    dialog.presets()->setCurrentText(QStringLiteral("tiny"));
    dialog.nameInput()->setText(QStringLiteral("my run/1"));
    for (const auto &[key, value] : {std::pair{"steps", "100000"},
                                     {"model.vocabularySize", "400"},
                                     {"sequenceLength", "64"},
                                     {"evaluateEvery", "0"},
                                     {"evaluationData", ""}})
        dialog.set(QString::fromUtf8(key), QString::fromUtf8(value));
    page->begin(dialog.choice());
    QTRY_COMPARE_WITH_TIMEOUT(page->runList()->topLevelItemCount(), 1, waitMs);
    QTRY_VERIFY_WITH_TIMEOUT(stepsOf(page) > 30, waitMs);
    QVERIFY(page->series()->smoothedLoss().last() < 6);
    const auto button = [page](const QString &text) {
        for (QPushButton *candidate : page->findChildren<QPushButton *>()) {
            if (candidate->text() == text)
                return candidate;
        }
        return static_cast<QPushButton *>(nullptr);
    };
    QPushButton *stop = button(QStringLiteral("Stop")), *goOn = button(QStringLiteral("Continue"));
    QVERIFY(stop && goOn);
    QTRY_VERIFY_WITH_TIMEOUT(stop->isEnabled(), waitMs);
    stop->click();
    QTRY_VERIFY_WITH_TIMEOUT(goOn->isEnabled(), waitMs);
    const int stopped = stepsOf(page);
    goOn->click();
    QTRY_VERIFY_WITH_TIMEOUT(stepsOf(page) > stopped + 5, waitMs);
    stop->click();
    QTRY_VERIFY_WITH_TIMEOUT(goOn->isEnabled(), waitMs);
    // More steps for a run that stands; it says so, and goes on from its checkpoint.
    const std::int64_t planned = page->series()->start().steps;
    page->extend(25);
    QTRY_COMPARE_WITH_TIMEOUT(page->series()->start().steps, planned + 25, waitMs);
    QTRY_VERIFY_WITH_TIMEOUT(stop->isEnabled(), waitMs);
    page->extend(5); // and while it trains
    stop->click();
    QTRY_VERIFY_WITH_TIMEOUT(goOn->isEnabled(), waitMs);
    const std::string csv = page->charts()->csvWriter()();
    QVERIFY(std::count(csv.begin(), csv.end(), '\n') > 40);
    QSignalSpy saved(page->charts(), &RunCharts::saved);
    page->charts()->save(m_folder->filePath(QStringLiteral("charts.png")), FigureFormat::Png);
    QTRY_COMPARE_WITH_TIMEOUT(saved.count(), 1, waitMs);
    QVERIFY(QImage(m_folder->filePath(QStringLiteral("charts.png"))).width() > 1440); // two columns, at twice the size
    QVERIFY(page->details()->events()->toPlainText().contains(QStringLiteral("Checkpoint")));
    // A window that comes later sees the whole curve.
    const int steps = stepsOf(page);
    m_window.reset();
    open(bin() + QStringLiteral("/primer-parquet"));
    QTRY_VERIFY_WITH_TIMEOUT(stepsOf(m_window->trainingPage()) >= steps, waitMs);
}

void TrainingPageTest::aMissingEngineIsSaidInline()
{
    open(m_folder->filePath(QStringLiteral("nowhere/primer-parquet")));
    TrainingPage *page = m_window->trainingPage();
    RunDialog dialog({}, 80);
    dialog.presets()->setCurrentText(QStringLiteral("tiny"));
    dialog.set(QStringLiteral("model.vocabularySize"), QStringLiteral("400"));
    page->begin(dialog.choice());
    QTRY_VERIFY_WITH_TIMEOUT(page->messages()->isVisible(), waitMs);
}

void TrainingPageTest::runsKeepWhatIsTheirs()
{
    open(m_folder->filePath(QStringLiteral("nowhere/primer-parquet")));
    const std::string workspace = m_window->session()->folder().toStdString();
    auto config = TrainingConfig::fromPreset("tiny");
    QVERIFY(config.ok());
    config->data = {{"shards", 1}};
    const auto first = createRun(workspace, "first", *config), second = createRun(workspace, "second", *config);
    QVERIFY(first.ok() && second.ok());
    QFile events(QString::fromStdString(first->folder) + QStringLiteral("/events.jsonl"));
    QVERIFY(events.open(QIODevice::WriteOnly));
    events.write("{\"event\":\"checkpoint\",\"step\":7,\"time\":1}\n"
                 "{\"event\":\"step\",\"step\":7,\"loss\":2.5,\"time\":2}\n");
    events.close();
    TrainingPage *page = m_window->trainingPage();
    QTreeWidget *list = page->runList();
    QTRY_COMPARE_WITH_TIMEOUT(list->topLevelItemCount(), 2, waitMs);
    QTRY_COMPARE_WITH_TIMEOUT(list->topLevelItem(0)->text(3), QStringLiteral("2.500"), waitMs);
    list->setCurrentItem(list->topLevelItem(0));
    const auto said = [page] { return page->details()->events()->toPlainText(); };
    QTRY_VERIFY_WITH_TIMEOUT(said().contains(QStringLiteral("Checkpoint of step 7")), waitMs);
    // What it has said stays when it is started again, whether or not that works.
    for (QPushButton *button : page->findChildren<QPushButton *>()) {
        if (button->text() == QStringLiteral("Continue"))
            button->click();
    }
    QTRY_VERIFY_WITH_TIMEOUT(page->messages()->isVisible(), waitMs);
    QVERIFY(said().contains(QStringLiteral("Checkpoint of step 7")));
    // Another run in its line of the list has no loss of its own yet, and not the one that stood there.
    QVERIFY(QDir(QString::fromStdString(first->folder)).removeRecursively());
    QTRY_COMPARE_WITH_TIMEOUT(list->topLevelItemCount(), 1, waitMs);
    QCOMPARE(list->topLevelItem(0)->text(0), QStringLiteral("second"));
    QCOMPARE(list->topLevelItem(0)->text(3), QString());
}

QTEST_MAIN(TrainingPageTest)
#include "training_page_test.moc"
