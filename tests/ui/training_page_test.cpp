// The training page with a real engine: from samples to a falling loss, stopped, gone on with, ended.
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QFile>
#include <QLineEdit>
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
#include "ui/training_page/run_details.h"
#include "ui/training_page/run_dialog.h"
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
    void theDialogExplainsAndChecks();
    void theDialogForecasts();
    void fromSamplesToAFallingLoss();
    void aMissingEngineIsSaidInline();
    void runsKeepWhatIsTheirs();

private:
    void open(const QString &parquetProgram);
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

void TrainingPageTest::theDialogForecasts()
{
    RunDialog dialog({{QStringLiteral("code"), QStringLiteral("/s/code"), 1'024'000}}, 80);
    dialog.presets()->setCurrentText(QStringLiteral("tiny"));
    for (const auto &[key, value] : {std::pair{"steps", "1000"},
                                     {"sequenceLength", "128"},
                                     {"batchSequences", "16"},
                                     {"microBatchSequences", "16"}})
        dialog.set(QString::fromUtf8(key), QString::fromUtf8(value));
    QVERIFY2(dialog.forecast().contains(QStringLiteral("2 epochs")), qPrintable(dialog.forecast()));
    dialog.setDevices({{QStringLiteral("cpu"), QStringLiteral("Box"), qint64(1) << 40, 1e12}}, 0);
    QVERIFY2(dialog.forecast().contains(QStringLiteral("Box")) && dialog.forecast().contains(QStringLiteral("40 %")),
             qPrintable(dialog.forecast()));
    dialog.setDevices({{QStringLiteral("cpu"), QStringLiteral("Box"), 1000, 1e12}}, 1e12);
    QVERIFY2(dialog.forecast().contains(QStringLiteral("⚠")) && dialog.forecast().contains(QStringLiteral("last run")),
             qPrintable(dialog.forecast()));
    dialog.set(QStringLiteral("device"), QStringLiteral("cuda"));
    dialog.set(QStringLiteral("precision"), QStringLiteral("bf16"));
    QVERIFY2(dialog.forecast().contains(QStringLiteral("no cuda device")), qPrintable(dialog.forecast()));
    const auto other = *TrainingConfig::fromPreset("tiny");
    TrainingConfig changed = other;
    changed.maxLearningRate = 0.123;
    dialog.startFrom(QStringLiteral("as another"), changed);
    QCOMPARE(dialog.choice().config.maxLearningRate, 0.123);
    RunDetails details;
    details.setConfig(changed);
    QVERIFY(details.settings()->topLevelItem(0)->font(0).bold());
    QCOMPARE(details.settings()->topLevelItem(0)->text(0), QStringLiteral("maxLearningRate"));
    QVERIFY(!details.settings()->topLevelItem(1)->font(0).bold());
}

void TrainingPageTest::theDialogExplainsAndChecks()
{
    RunDialog dialog({}, 80);
    QPushButton *ok = dialog.buttons()->button(QDialogButtonBox::Ok);
    for (int preset = 0; preset < dialog.presets()->count(); ++preset) {
        dialog.presets()->setCurrentIndex(preset);
        QVERIFY(ok->isEnabled());
    }
    for (const TrainingField &field : trainingFields())
        QVERIFY2(!RunDialog::explanation(QString::fromUtf8(field.key)).isEmpty(), field.key);
    for (const ModelField &field : modelFields())
        QVERIFY2(!RunDialog::explanation(QStringLiteral("model.") + QString::fromUtf8(field.key)).isEmpty(), field.key);
    dialog.set(QStringLiteral("model.heads"), QStringLiteral("5"));
    QVERIFY(!ok->isEnabled());
    dialog.set(QStringLiteral("model.heads"), QStringLiteral("4"));
    dialog.presets()->setCurrentText(QStringLiteral("tiny"));
    QVERIFY(ok->isEnabled());
    dialog.set(QStringLiteral("maxLearningRate"), QStringLiteral("many"));
    QVERIFY(!ok->isEnabled());
    dialog.set(QStringLiteral("maxLearningRate"), QStringLiteral("1e-3"));
    dialog.nameInput()->clear();
    QVERIFY(!ok->isEnabled());
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
    page->charts()->savePicture(m_folder->filePath(QStringLiteral("charts")));
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
