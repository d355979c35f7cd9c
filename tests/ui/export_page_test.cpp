// The export page of the real window: what it says before an export is what the export then writes.
#include <QComboBox>
#include <QDesktopServices>
#include <QLineEdit>
#include <QScrollBar>
#include <QTableWidget>
#include <QTextBrowser>
#include <QTreeWidget>

#include "core/exporters/dataset_export.h"
#include "tests/ui/window_fixture.h"
#include "ui/export_page/export_page.h"
#include "ui/export_page/export_preview_view.h"
#include "ui/widgets/human_text.h"

using namespace primer;
using namespace primer::test;

class ExportPageTest : public QObject, private WindowFixture
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { setUpProgram("export-page"); }
    void init();
    void cleanup() { tearDown(); }
    void thePreviewSaysWhatIsWritten();
    void thePreviewFollowsTheSettings();
    void anAnswerThatFitsNoLongerIsNotShown();
    void emptyLoadingAndFailedAreSaid();

public Q_SLOTS:
    void opened(const QUrl &url) { m_opened = url; }

private:
    ExportPage *page() { return m_window->exportPage(); }
    ExportPreviewView *preview() { return page()->preview(); }
    void chooseFormat(ExportFormat format);
    void tick(const QString &licence, bool isTicked);
    QTreeWidgetItem *licence(const QString &name);
    QString file(int row, int column) { return preview()->files()->topLevelItem(row)->text(column); }
    bool isReady() { return preview()->note().isEmpty() && preview()->files()->isEnabled(); }

    QUrl m_opened;
};

void ExportPageTest::init()
{
    setUp(20, [](int number) {
        const QByteArray licence = number % 4 == 0 ? "GPL-3.0-only" : number % 4 == 1 ? "" : "MIT";
        return (licence.isEmpty() ? QByteArray() : "# SPDX-License-Identifier: " + licence + "\n") + aValue(number);
    });
    importCode();
    m_window->showPage(MainWindow::ExportRow);
    chooseFormat(ExportFormat::Jsonl);
    QTRY_COMPARE_WITH_TIMEOUT(page()->licenceList()->topLevelItemCount(), 3, waitMs);
    QTRY_VERIFY_WITH_TIMEOUT(isReady(), waitMs);
}

void ExportPageTest::chooseFormat(ExportFormat format)
{
    for (QComboBox *box : page()->findChildren<QComboBox *>()) {
        if (box->findData(int(format)) >= 0)
            box->setCurrentIndex(box->findData(int(format)));
    }
}

QTreeWidgetItem *ExportPageTest::licence(const QString &name)
{
    const auto found = page()->licenceList()->findItems(name, Qt::MatchExactly);
    return found.isEmpty() ? nullptr : found.constFirst();
}

void ExportPageTest::tick(const QString &name, bool isTicked)
{
    licence(name)->setCheckState(0, isTicked ? Qt::Checked : Qt::Unchecked);
}

void ExportPageTest::thePreviewSaysWhatIsWritten()
{
    QCOMPARE(licence(QStringLiteral("MIT"))->text(1), QStringLiteral("10"));
    QCOMPARE(licence(QStringLiteral("MIT"))->text(2), QStringLiteral("10"));
    QCOMPARE(licence(QStringLiteral("unknown"))->text(2), QStringLiteral("0"));
    QVERIFY2(page()->summary()->text().contains(QStringLiteral("10 left out because of their licence (unknown: 5)")),
             qPrintable(page()->summary()->text()));
    QCOMPARE(preview()->files()->topLevelItemCount(), 4);
    QCOMPARE(file(0, 0), QStringLiteral("data/train-00000-of-00001.jsonl"));
    QCOMPARE(file(0, 1), QStringLiteral("10"));
    QCOMPARE(preview()->rows()->rowCount(), 10);
    const auto column = [this](const QString &name) {
        for (int place = 0; place < preview()->rows()->columnCount(); ++place) {
            if (preview()->rows()->horizontalHeaderItem(place)->text() == name)
                return place;
        }
        return -1;
    };
    for (int row = 0; row < 10; ++row)
        QCOMPARE(preview()->rows()->item(row, column(QStringLiteral("license")))->text(), QStringLiteral("MIT"));
    const QString card = preview()->card()->toPlainText();
    QVERIFY(card.contains(QStringLiteral("Known limits")) && !card.contains(QStringLiteral("## Known"))); // rendered
    QCOMPARE(preview()->card()->verticalScrollBar()->value(), 0); // it is read from its beginning
    picture("export-preview");
    // Then it is written.
    const QString target = m_folder->filePath(QStringLiteral("out"));
    page()->targetInput()->setText(target);
    QVERIFY(!page()->openFolderButton()->isVisible());
    page()->exportButton()->click();
    QTRY_VERIFY_WITH_TIMEOUT(page()->openFolderButton()->isVisible(), waitMs);
    for (int row = 0; row < 4; ++row)
        QVERIFY2(QFileInfo::exists(target + QLatin1Char('/') + file(row, 0)), qPrintable(file(row, 0)));
    QFile rows(target + QLatin1Char('/') + file(0, 0));
    QVERIFY(rows.open(QIODevice::ReadOnly));
    const QByteArray written = rows.readAll();
    QCOMPARE(written.count('\n'), 10);
    QCOMPARE(file(0, 2), HumanText::bytes(written.size())); // all rows were measured: no estimate
    QDesktopServices::setUrlHandler(QStringLiteral("file"), this, "opened");
    QTest::mouseClick(page()->openFolderButton(), Qt::LeftButton);
    QDesktopServices::unsetUrlHandler(QStringLiteral("file"));
    QCOMPARE(m_opened, QUrl::fromLocalFile(target));
}

void ExportPageTest::thePreviewFollowsTheSettings()
{
    tick(QStringLiteral("GPL-3.0-only"), true);
    QTRY_VERIFY_WITH_TIMEOUT(isReady() && file(0, 1) == QStringLiteral("15"), waitMs);
    QCOMPARE(licence(QStringLiteral("GPL-3.0-only"))->text(2), QStringLiteral("5"));
    chooseFormat(ExportFormat::JsonlZst);
    QTRY_VERIFY_WITH_TIMEOUT(isReady() && file(0, 0).endsWith(QStringLiteral(".jsonl.zst")), waitMs);
    auto *title = page()->findChildren<QLineEdit *>().constFirst();
    for (QLineEdit *input : page()->findChildren<QLineEdit *>())
        title = input->accessibleName() == QStringLiteral("Title") ? input : title;
    title->setText(QStringLiteral("<b>Small</b> *textbooks*"));
    QTRY_VERIFY_WITH_TIMEOUT(
        isReady() && preview()->card()->toPlainText().contains(QStringLiteral("<b>Small</b> *textbooks*")), waitMs);
    SampleSet set;
    set.put(SetPart::condition("path:*f00*"));
    m_window->session()->set().change(set);
    QTRY_COMPARE_WITH_TIMEOUT(isReady() ? file(0, 1) : QString(), QStringLiteral("7"), waitMs); // of f000 to f009
}

void ExportPageTest::anAnswerThatFitsNoLongerIsNotShown()
{
    // Each change takes what is shown back at once, and only the last question is answered.
    QSignalSpy changed(page()->findChild<ExportPreviewer *>(), &ExportPreviewer::changed);
    for (const bool isTicked : {true, false, true}) {
        tick(QStringLiteral("unknown"), isTicked);
        QVERIFY(!preview()->files()->isEnabled());
        QCOMPARE(page()->summary()->text(), QString());
        QCOMPARE(licence(QStringLiteral("MIT"))->text(2), QString());
    }
    QTRY_VERIFY_WITH_TIMEOUT(isReady(), waitMs);
    QCOMPARE(file(0, 1), QStringLiteral("15"));
    QCOMPARE(changed.count(), 3 + 1);
}

void ExportPageTest::emptyLoadingAndFailedAreSaid()
{
    tick(QStringLiteral("MIT"), false);
    QTRY_VERIFY_WITH_TIMEOUT(preview()->note().contains(QStringLiteral("no licence")), waitMs);
    SampleSet nothing;
    nothing.put(SetPart::condition("lines>=1000"));
    m_window->session()->set().change(nothing);
    QTRY_VERIFY_WITH_TIMEOUT(preview()->note().contains(QStringLiteral("the current set is empty")), waitMs);
    m_window->session()->set().change({});
    QTRY_VERIFY_WITH_TIMEOUT(page()->licenceList()->topLevelItemCount() == 3, waitMs);
    tick(QStringLiteral("MIT"), true);
    QTRY_VERIFY_WITH_TIMEOUT(isReady(), waitMs);
    // This window knows no primer-parquet.
    chooseFormat(ExportFormat::Parquet);
    QTRY_VERIFY_WITH_TIMEOUT(preview()->note().contains(QStringLiteral("There is no preview.")), waitMs);
    QPushButton *again = nullptr;
    for (QPushButton *button : preview()->findChildren<QPushButton *>())
        again = button->isVisible() ? button : again;
    QVERIFY(again);
    QSignalSpy changed(page()->findChild<ExportPreviewer *>(), &ExportPreviewer::changed);
    QTest::mouseClick(again, Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(changed.count(), 2, waitMs); // asked, and failed again
    chooseFormat(ExportFormat::Jsonl);
    QTRY_VERIFY_WITH_TIMEOUT(isReady(), waitMs);
    // One that takes its time says so.
    auto *previewer = page()->findChild<ExportPreviewer *>();
    previewer->invalidate();
    QTRY_VERIFY_WITH_TIMEOUT(preview()->note().contains(QStringLiteral("Preparing")), waitMs);
    previewer->askAgain();
    QTRY_VERIFY_WITH_TIMEOUT(isReady(), waitMs);
}

QTEST_MAIN(ExportPageTest)
#include "export_page_test.moc"
