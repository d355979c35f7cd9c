// The quality page and the teachers beside the judging, as a new user meets them: no key, no scores, one button.
#include <algorithm>

#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QDoubleSpinBox>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSettings>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeWidget>

#include "core/exporters/dataset_export.h"
#include "core/exporters/export_target.h"
#include "core/quality/embedding.h"
#include "core/quality/forest_fit.h"
#include "core/workspace/heuristic_labelling.h"
#include "core/workspace/quality_start.h"
#include "ui/browse_page/browse_page.h"
#include "ui/charts/bar_chart.h"
#include "ui/charts/line_chart.h"
#include "ui/code_view/sample_view.h"
#include "ui/export_page/export_page.h"
#include "ui/label_page/agreement_panel.h"
#include "ui/label_page/label_page.h"
#include "ui/label_page/teacher_dialog.h"
#include "ui/label_page/teacher_panel.h"
#include "ui/main_window/main_window.h"
#include "ui/quality_page/cut_strip.h"
#include "ui/quality_page/cut_summary.h"
#include "ui/quality_page/fit_dialog.h"
#include "ui/quality_page/near_duplicates_dialog.h"
#include "ui/quality_page/quality_gap.h"
#include "ui/quality_page/quality_page.h"
#include "ui/quality_page/report_dialog.h"
#include "ui/quality_page/score_histogram.h"
#include "ui/quality_page/stage_list.h"
#include "ui/set_bar/set_bar.h"
#include "ui/set_bar/set_chip.h"
#include "ui/widgets/message_bar.h"

using namespace primer;

namespace {

constexpr int waitMs = 60'000;

QPushButton *buttonOf(const QWidget *widget, const QString &text)
{
    for (QPushButton *button : widget->findChildren<QPushButton *>()) {
        if (button->text() == text)
            return button;
    }
    return nullptr;
}

} // namespace

class QualityPageTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void fromNothingToAThreshold();
    void everyGapHasItsAction();
    void sharesAreOfTheCurrentSet();
    void nearDuplicatesAreComparedSideBySide();
    void blindJudgingHidesEveryOpinion();
    void theTeacherDialogChecksAndPreviews();

private:
    /// For people: the widget as it is, where PRIMER_PICTURES says so.
    static void picture(QWidget *widget, const QString &name)
    {
        const QString folder = qEnvironmentVariable("PRIMER_PICTURES");
        if (!folder.isEmpty())
            QVERIFY(widget->grab().save(folder + QLatin1Char('/') + name + QStringLiteral(".png")));
    }
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<AppSettings> m_settings;
    std::unique_ptr<MainWindow> m_window;
};

void QualityPageTest::initTestCase()
{
    QCoreApplication::setOrganizationName(QStringLiteral("primer-test-quality"));
    QStandardPaths::setTestModeEnabled(true);
}

void QualityPageTest::init()
{
    QSettings().clear();
    m_folder = std::make_unique<QTemporaryDir>();
    const QDir folder(m_folder->path());
    for (int number = 0; number < 240; ++number) {
        const QString package = QStringLiteral("code/package%1").arg(number % 12);
        folder.mkpath(package);
        QFile file(folder.filePath(package + QStringLiteral("/f%1.py").arg(number)));
        QVERIFY(file.open(QIODevice::WriteOnly));
        if (number % 2) {
            file.write("\"\"\"Sums of lists.\"\"\"\n\n\n");
            for (int line = 0; line < 4; ++line)
                file.write(QStringLiteral("def sum_%1_%2(items):\n    \"\"\"The sum of the items, times %2.\"\"\"\n    "
                                          "total = 0\n    for item in items:\n        if item:\n"
                                          "            total += item * %2\n    return total\n\n\n")
                               .arg(line)
                               .arg(number)
                               .toUtf8());
        } else {
            for (int line = 0; line < 30; ++line)
                file.write(QStringLiteral("SETTING_%1_%2 = None\n").arg(number).arg(line).toUtf8());
        }
    }
    QFile copy(folder.filePath(QStringLiteral("code/package1/copy.py")));
    QFile first(folder.filePath(QStringLiteral("code/package1/f1.py")));
    QVERIFY(copy.open(QIODevice::WriteOnly) && first.open(QIODevice::ReadOnly));
    copy.write(first.readAll() + "\n# one line more\n");
    copy.close();
    m_settings = std::make_unique<AppSettings>();
    m_window = std::make_unique<MainWindow>(*m_settings, QString());
    m_window->setWindowState(Qt::WindowNoState);
    m_window->resize(1440, 900);
    m_window->show();
    QSignalSpy opened(m_window.get(), &MainWindow::workspaceOpened);
    m_window->openWorkspace(folder.filePath(QStringLiteral("w.primer")), true);
    QVERIFY(opened.wait(waitMs));
    m_window->importPaths({folder.filePath(QStringLiteral("code"))});
    QTRY_COMPARE_WITH_TIMEOUT(m_window->session()->set().rows()->ids.size(), std::size_t(241), waitMs);
}

void QualityPageTest::cleanup()
{
    m_window.reset();
    m_folder.reset();
}

void QualityPageTest::fromNothingToAThreshold()
{
    m_window->showPage(MainWindow::QualityRow);
    QualityPage *page = m_window->qualityPage();
    QPushButton *start = buttonOf(page, QStringLiteral("Label 3,000 files by rules and score all"));
    QVERIFY(start);
    QTRY_VERIFY_WITH_TIMEOUT(start->isVisible(), waitMs);
    QTest::mouseClick(start, Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(
        m_window->session()->cut().view() != nullptr && m_window->session()->cut().view()->forest() > 0, waitMs);
    QCOMPARE(m_window->session()->cut().view()->at(0).total, std::int64_t(241));
    const std::int64_t half = m_window->session()->cut().view()->at(0.5).kept;
    QVERIFY2(half > 100 && half < 140, qPrintable(QString::number(half)));
    QVERIFY(m_window->session()->cut().view()->at(0.5).heldOut.isKnown);

    // The cut by pointer, by keys and as a number are one.
    ScoreHistogram *histogram = page->histogram();
    QTRY_VERIFY(histogram->isVisible());
    QTRY_VERIFY(histogram->accessibleDescription().contains(QStringLiteral("241")));
    QTest::mouseClick(histogram->viewport(), Qt::LeftButton, {},
                      {int(histogram->pixelOf(0.25)), histogram->height() / 2});
    QVERIFY(std::abs(page->cutInput()->value() - 0.25) < 0.005);
    const double before = page->cutInput()->value();
    histogram->setFocus();
    QTest::keyClick(histogram, Qt::Key_Right);
    QVERIFY(std::abs(page->cutInput()->value() - before - 0.01) < 1e-6);
    page->cutInput()->setValue(0.5);
    QCOMPARE(histogram->cut(), 0.5);
    QTRY_COMPARE_WITH_TIMEOUT(page->above()->shown().size(), std::size_t(CutStrip::cards), waitMs);
    const auto expected = m_window->session()->cut().view()->above(0.5, CutStrip::cards);
    for (std::size_t card = 0; card < expected.size(); ++card)
        QCOMPARE(page->above()->shown()[card], expected[card].sample);

    // On a small window the tools go on in a second line, and each strip shows the cards it has room for.
    m_window->resize(720, 450);
    QTRY_COMPARE_WITH_TIMEOUT(m_window->size(), QSize(720, 450), waitMs);
    QTRY_VERIFY_WITH_TIMEOUT(page->above()->shown().size() < expected.size() && !page->above()->shown().empty(),
                             waitMs);
    QCOMPARE(page->above()->shown().front(), expected.front().sample);
    // With room to spare nothing scrolls, whether or not a message wraps.
    m_window->resize(1440, 880);
    QTRY_COMPARE_WITH_TIMEOUT(page->above()->shown().size(), std::size_t(CutStrip::cards), waitMs);
    const auto scrolls = [this, page] {
        for (const QScrollArea *area : m_window->findChildren<QScrollArea *>()) {
            if (area->isAncestorOf(page) && area->verticalScrollBar()->isVisible())
                return true;
        }
        return false;
    };
    QTRY_VERIFY_WITH_TIMEOUT(!scrolls(), waitMs);
    page->messages()->showNote(QStringLiteral("A note that is shown for a while."));
    QCoreApplication::sendPostedEvents();
    QTRY_VERIFY_WITH_TIMEOUT(!scrolls(), waitMs);
    page->messages()->hide();

    // The report: every chart has its curve, importance its features.
    QTest::mouseClick(buttonOf(page, QStringLiteral("Report…")), Qt::LeftButton);
    auto *report = page->findChild<ReportDialog *>();
    QVERIFY(report);
    QCOMPARE(report->charts().size(), qsizetype(5));
    for (const LineChart *chart : report->charts())
        QVERIFY2(chart->lines().back().x->size() > 1, qPrintable(chart->accessibleName()));
    QVERIFY(report->importance()->data().bars.size() > 5);
    QVERIFY(report->importance()->data().bars.front().parts.front() > 0);
    // A hashed feature is told by the tokens that fall into its place: all of these files have them.
    const auto first = [report] { return report->importance()->data().bars.front(); };
    QVERIFY2(first().name.startsWith(QStringLiteral("hashed[")), qPrintable(first().name));
    QTRY_VERIFY2_WITH_TIMEOUT(!first().text.startsWith(QLatin1Char('+')), qPrintable(first().text), waitMs);
    const QString told = first().text;
    QVERIFY2(std::any_of(told.begin(), told.end(), [](QChar sign) { return sign.isLetter(); }), qPrintable(told));
    picture(report, QStringLiteral("quality-report"));
    report->close();

    // A stage drops what it says; the threshold and the set are what was seen.
    page->stages()->setStages({"parses:1", "comments:0.01..0.8"});
    QTRY_VERIFY_WITH_TIMEOUT(m_window->session()->cut().view()->setSize() < 241, waitMs);
    const std::int64_t kept = m_window->session()->cut().view()->at(0.5).kept;
    m_window->session()->cut().keep(QStringLiteral("textbook"));
    QTRY_VERIFY_WITH_TIMEOUT(page->messages()->isVisible(), waitMs);
    auto reader = m_window->session()->workspace()->store().reader();
    const auto threshold = thresholdByName(**reader, "textbook@1");
    QVERIFY(threshold.ok());
    QCOMPARE(threshold->kept, kept);
    QCOMPARE(threshold->stages, std::string("parses:1\ncomments:0.01..0.8"));
    QTest::mouseClick(buttonOf(page, QStringLiteral("Use as the current set")), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(std::int64_t(m_window->session()->set().rows()->ids.size()), kept, waitMs);
    QCOMPARE(m_window->currentPage(), int(MainWindow::BrowseRow));
    // The cut stands among the chips.
    QCOMPARE(m_window->setBar()->chips().back()->look().text, QStringLiteral("score ≥ 0.5 of forest 1"));

    // By its name the threshold cuts an export too, and the manifest says what made it.
    SampleSet named;
    named.put(SetPart::threshold("textbook@1"));
    m_window->session()->set().change(named);
    QTRY_COMPARE_WITH_TIMEOUT(std::int64_t(m_window->session()->set().rows()->ids.size()), kept, waitMs);
    named.put(SetPart::nearDuplicatesLeftOut());
    m_window->session()->set().change(named);
    m_window->showPage(MainWindow::ExportRow);
    ExportPage *exports = m_window->exportPage();
    QTRY_COMPARE_WITH_TIMEOUT(
        exports->licenceList()->topLevelItemCount() > 0 ? exports->licenceList()->topLevelItem(0)->text(1) : QString(),
        QString::number(kept - 1), waitMs);                                 // the copy is not counted
    exports->licenceList()->topLevelItem(0)->setCheckState(0, Qt::Checked); // these files have no licence
    for (QComboBox *box : exports->findChildren<QComboBox *>()) {
        if (box->findData(int(ExportFormat::Jsonl)) >= 0)
            box->setCurrentIndex(box->findData(int(ExportFormat::Jsonl)));
    }
    const QString target = QString::fromStdString(m_window->session()->workspace()->folder())
                           + QStringLiteral("/exports/cut");
    exports->targetInput()->setText(target);
    QTest::mouseClick(exports->exportButton(), Qt::LeftButton);
    const QString manifestPath = target + QLatin1Char('/') + QLatin1String(exportManifestName);
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(manifestPath), waitMs);
    QFile manifest(manifestPath);
    QVERIFY(manifest.open(QIODevice::ReadOnly));
    const QJsonObject lineage =
        QJsonDocument::fromJson(manifest.readAll()).object().value(QStringLiteral("lineage")).toObject();
    QCOMPARE(lineage.value(QStringLiteral("threshold")).toObject().value(QStringLiteral("name")).toString(),
             QStringLiteral("textbook"));
    QCOMPARE(lineage.value(QStringLiteral("near_duplicates")).toObject().value(QStringLiteral("dropped")).toInt(), 1);
}

void QualityPageTest::everyGapHasItsAction()
{
    WorkspaceSession &session = *m_window->session();
    Workspace &workspace = *session.workspace();
    m_window->showPage(MainWindow::QualityRow);
    QualityGap *gap = m_window->qualityPage()->gap();
    const auto is = [gap](QualityGap::Kind kind) { return gap->kind() == kind; };
    QTRY_VERIFY_WITH_TIMEOUT(is(QualityGap::Kind::NoLabels) && gap->isVisible(), waitMs);
    QVERIFY(gap->button()->isEnabled() && !gap->otherButton()->isVisible());
    // With labels and vectors a forest is one press away.
    Feedback feedback;
    QVERIFY(labelHeuristically(workspace, session.set().rows()->ids, feedback).ok());
    EmbedRequest embed;
    embed.samples = {1, 2, 3};
    embed.width = 64;
    QVERIFY(embedSamples(workspace.store(), embed, feedback).ok());
    session.noteColumnsChanged();
    QTRY_VERIFY_WITH_TIMEOUT(is(QualityGap::Kind::NoForest), waitMs);
    QVERIFY(gap->otherButton()->isVisible());
    QTest::mouseClick(gap->button(), Qt::LeftButton);
    QVERIFY(m_window->qualityPage()->findChild<FitDialog *>());
    m_window->qualityPage()->findChild<FitDialog *>()->reject();
    // A forest without its scores: one press scores all, those without vectors too.
    embed.samples.clear();
    for (SampleId sample = 1; sample <= 240; ++sample)
        embed.samples.push_back(sample);
    QVERIFY(embedSamples(workspace.store(), embed, feedback).ok());
    FitRequest fit;
    fit.isQuick = true;
    QVERIFY(fitForest(workspace, fit, feedback).ok());
    session.noteColumnsChanged();
    QTRY_VERIFY_WITH_TIMEOUT(is(QualityGap::Kind::NotScored), waitMs);
    QTest::mouseClick(gap->button(), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(is(QualityGap::Kind::None) && session.cut().view(), waitMs);
    QTRY_COMPARE_WITH_TIMEOUT(session.cut().view()->withoutScore(), std::int64_t(0), waitMs);
    QCOMPARE(session.cut().view()->baseSize(), std::int64_t(241));
    // An empty set is one press from all samples.
    session.set().change(setOf("path:nowhere"));
    QTRY_VERIFY_WITH_TIMEOUT(is(QualityGap::Kind::EmptySet) && gap->isVisible(), waitMs);
    QTRY_VERIFY_WITH_TIMEOUT(gap->text()->height() >= gap->text()->heightForWidth(gap->text()->width()), waitMs);
    picture(m_window.get(), QStringLiteral("quality-empty-set"));
    QTest::mouseClick(gap->button(), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(is(QualityGap::Kind::None) && !gap->isVisible(), waitMs);
    QVERIFY(session.set().value().parts.empty());
}

void QualityPageTest::sharesAreOfTheCurrentSet()
{
    WorkspaceSession &session = *m_window->session();
    Feedback feedback;
    QVERIFY(startQuality(*session.workspace(), {}, feedback).ok());
    session.noteColumnsChanged();
    m_window->showPage(MainWindow::QualityRow);
    QualityPage *page = m_window->qualityPage();
    CutModel &cut = session.cut();
    QTRY_VERIFY_WITH_TIMEOUT(cut.view() && cut.view()->baseSize() == 241, waitMs);
    // Rules and cut together keep a share of the set, not of what the rules leave.
    cut.setRules({"comments:0.01..0.8"});
    QTRY_VERIFY_WITH_TIMEOUT(cut.view()->setSize() < 241, waitMs);
    cut.setValue(0);
    const double share = 100 * double(cut.result().kept) / 241;
    QVERIFY2(page->summary()->kept()->text().contains(QLocale().toString(share, 'f', 1)),
             qPrintable(page->summary()->kept()->text()));
    const QString quality = page->summary()->quality()->text();
    QVERIFY2(quality.contains(QStringLiteral("Shares are of the current set: 241 samples")), qPrintable(quality));
    QVERIFY2(quality.contains(QStringLiteral("held-out labels, rules applied: precision")), qPrintable(quality));
    std::int64_t total = 0, kept = 0;
    for (const SourceShare &source : cut.result().sources) {
        total += source.total;
        kept += source.kept;
    }
    QCOMPARE(total, std::int64_t(241));
    QCOMPARE(kept, cut.result().kept);
    picture(m_window.get(), QStringLiteral("quality-shares"));
    m_window->resize(1024, 700);
    QTRY_COMPARE_WITH_TIMEOUT(m_window->size(), QSize(1024, 700), waitMs);
    picture(m_window.get(), QStringLiteral("quality-small"));
}

void QualityPageTest::nearDuplicatesAreComparedSideBySide()
{
    const auto found = std::make_shared<NearDuplicates>();
    Feedback feedback;
    const auto copies = findNearDuplicates(m_window->session()->workspace()->store(),
                                           m_window->session()->set().rows()->ids, {}, feedback);
    QVERIFY(copies.ok());
    *found = *copies;
    QVERIFY(!found->copies.empty());
    NearDuplicatesDialog dialog(*m_window->session(), found);
    dialog.show();
    QTRY_VERIFY_WITH_TIMEOUT(dialog.list()->topLevelItemCount() > 0, waitMs);
    QVERIFY(dialog.list()->topLevelItem(0)->childCount() > 0);
    const auto views = dialog.findChildren<SampleView *>();
    QCOMPARE(views.size(), 2);
    for (const SampleView *view : views)
        QTRY_VERIFY_WITH_TIMEOUT(!view->findChildren<QPlainTextEdit *>().constFirst()->toPlainText().isEmpty(), waitMs);
}

void QualityPageTest::blindJudgingHidesEveryOpinion()
{
    m_window->showPage(MainWindow::LabelRow);
    LabelPage *page = m_window->labelPage();
    QTest::mouseClick(page->teacherSwitch(), Qt::LeftButton);
    QVERIFY(page->teachers()->isVisible());
    TeacherDialog::Choice choice;
    choice.draw.count = 1000;
    page->teachers()->begin(choice);
    QTRY_COMPARE_WITH_TIMEOUT(page->teachers()->runs()->topLevelItemCount(), 1, waitMs);
    QCOMPARE(page->teachers()->runs()->topLevelItem(0)->text(0), QStringLiteral("heuristic-1"));
    QTRY_COMPARE_WITH_TIMEOUT(page->teachers()->runs()->topLevelItem(0)->text(1), QStringLiteral("241"), waitMs);
    const auto opinion = [page] {
        for (const QLabel *label : page->findChildren<QLabel *>()) {
            if (label->isVisible() && label->text().contains(QStringLiteral("heuristic-1")))
                return true;
        }
        return false;
    };
    m_window->session()->queue().goToSample(2);
    QTRY_VERIFY_WITH_TIMEOUT(opinion(), waitMs);
    page->setFocus();
    QTest::keyClick(page, Qt::Key_4);
    QTRY_VERIFY_WITH_TIMEOUT(page->teachers()->agreement()->text()->text().startsWith(QStringLiteral("1 ")), waitMs);
    QueueRequest request;
    request.name = "blind";
    request.blind = true;
    request.count = 20;
    m_window->session()->lists().createQueue(request, m_window->session()->set().rows());
    QTRY_VERIFY_WITH_TIMEOUT(m_window->session()->queue().isBlind(), waitMs);
    QTRY_VERIFY_WITH_TIMEOUT(!opinion(), waitMs);
    QTRY_VERIFY_WITH_TIMEOUT(!page->teachers()->isVisible(), waitMs);
}

void QualityPageTest::theTeacherDialogChecksAndPreviews()
{
    TeacherDialog dialog(*m_window->session());
    dialog.show();
    QVERIFY(buttonOf(&dialog, QStringLiteral("Start labelling"))->isEnabled());
    dialog.findChild<QComboBox *>()->setCurrentIndex(1);
    QPushButton *ask = buttonOf(&dialog, QStringLiteral("Label 50 first, then forecast"));
    QVERIFY(ask && !ask->isEnabled());
    const auto inputs = dialog.findChildren<QLineEdit *>();
    for (QLineEdit *input : inputs) {
        if (input->placeholderText().startsWith(QStringLiteral("https://")))
            input->setText(QStringLiteral("http://127.0.0.1:1/v1"));
        if (input->placeholderText() == QStringLiteral("gpt-4o-mini"))
            input->setText(QStringLiteral("m"));
    }
    QVERIFY(!ask->isEnabled()); // one sample is asked first
    bool isPreviewed = false;
    QTRY_VERIFY_WITH_TIMEOUT(
        [&] {
            for (const QPlainTextEdit *edit : dialog.findChildren<QPlainTextEdit *>())
                isPreviewed = isPreviewed
                              || (edit->isReadOnly() && edit->toPlainText().contains(QStringLiteral("<material>")));
            return isPreviewed;
        }(),
        waitMs);
    // Nothing listens there: said inline, nothing lost.
    auto choice = dialog.choice();
    QVERIFY(choice.asksModel);
    choice.endpoint.maxAttempts = 1;
    choice.endpoint.firstPauseMs = 1;
    choice.endpoint.concurrency = 2;
    choice.draw.count = 5;
    m_window->showPage(MainWindow::LabelRow);
    QTest::mouseClick(m_window->labelPage()->teacherSwitch(), Qt::LeftButton);
    m_window->labelPage()->teachers()->begin(choice);
    QTRY_VERIFY_WITH_TIMEOUT(m_window->labelPage()->teachers()->messages()->isVisible(), waitMs);
    QTRY_COMPARE_WITH_TIMEOUT(m_window->labelPage()->teachers()->runs()->topLevelItemCount(), 1, waitMs);
    QTRY_COMPARE_WITH_TIMEOUT(m_window->labelPage()->teachers()->runs()->topLevelItem(0)->text(3), QStringLiteral("5"),
                              waitMs);
}

QTEST_MAIN(QualityPageTest)
#include "quality_page_test.moc"
