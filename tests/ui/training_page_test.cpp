// The training page with a real engine: from samples to a falling loss, stopped, gone on with, ended.
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QFile>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeWidget>

#include "ui/charts/loss_chart.h"
#include "ui/main_window/main_window.h"
#include "ui/training_page/run_dialog.h"
#include "ui/training_page/training_page.h"
#include "ui/widgets/message_bar.h"

using namespace primer;

namespace {
constexpr int waitMs = 60'000;
}

class TrainingPageTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void theDialogExplainsAndChecks();
    void fromSamplesToAFallingLoss();
    void aMissingEngineIsSaidInline();

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
            file.write(QStringLiteral("def name_%1(value):\n    return value + %2\n").arg(line % 7).arg(number).toUtf8());
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
    QTRY_COMPARE_WITH_TIMEOUT(int(m_window->session()->rows()->ids.size()), 80, waitMs);
    m_window->showPage(MainWindow::TrainRow);
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
    for (const auto &[key, value] : {std::pair{"steps", "100000"}, {"model.vocabularySize", "400"}, {"sequenceLength", "64"}, {"evaluateEvery", "0"}, {"evaluationData", ""}})
        dialog.set(QString::fromUtf8(key), QString::fromUtf8(value));
    page->begin(dialog.choice());
    QTRY_COMPARE_WITH_TIMEOUT(page->runList()->topLevelItemCount(), 1, waitMs);
    QTRY_VERIFY_WITH_TIMEOUT(page->chart()->stepCount() > 30, waitMs);
    QVERIFY(page->chart()->smoothedLoss() < 6);
    const auto button = [page](const QString &text) {
        for (QPushButton *candidate : page->findChildren<QPushButton *>()) {
            if (candidate->text() == text)
                return candidate;
        }
        return static_cast<QPushButton *>(nullptr);
    };
    QPushButton *stop = button(QStringLiteral("Stop")), *goOn = button(QStringLiteral("Go on"));
    QVERIFY(stop && goOn);
    QTRY_VERIFY_WITH_TIMEOUT(stop->isEnabled(), waitMs);
    stop->click();
    QTRY_VERIFY_WITH_TIMEOUT(goOn->isEnabled(), waitMs);
    const int stopped = page->chart()->stepCount();
    goOn->click();
    QTRY_VERIFY_WITH_TIMEOUT(page->chart()->stepCount() > stopped + 5, waitMs);
    stop->click();
    QTRY_VERIFY_WITH_TIMEOUT(goOn->isEnabled(), waitMs);
    // A window that comes later sees the whole curve.
    const int steps = page->chart()->stepCount();
    m_window.reset();
    open(bin() + QStringLiteral("/primer-parquet"));
    QTRY_VERIFY_WITH_TIMEOUT(m_window->trainingPage()->chart()->stepCount() >= steps, waitMs);
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

QTEST_MAIN(TrainingPageTest)
#include "training_page_test.moc"
