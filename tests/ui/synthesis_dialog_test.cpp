// What is asked before a run of synthesis: what does not fit is said in words, prompts follow what is typed, lines of
// text are a set.
#include <QComboBox>
#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTest>

#include "tests/support/loopback_server.h"
#include "tests/ui/window_fixture.h"
#include "ui/synthesis_page/connection_test.h"
#include "ui/synthesis_page/prompt_view.h"
#include "ui/synthesis_page/set_choices.h"
#include "ui/synthesis_page/set_editor.h"
#include "ui/synthesis_page/set_text.h"
#include "ui/synthesis_page/synthesis_dialog.h"
#include "ui/synthesis_page/synthesis_page.h"
#include "ui/synthesis_page/template_editor.h"

using namespace primer;
using test::waitMs;
using primer::test::LoopbackServer;

class SynthesisDialogTest : public QObject, private test::WindowFixture
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { setUpProgram("synthesis-dialog"); }
    void init();
    void cleanup() { tearDown(); }
    void theDialogSaysWhatDoesNotFit();
    void linesAreASet();
    void aServerIsTriedOutForNothing();
};

void SynthesisDialogTest::init()
{
    setUp(4);
    importCode();
    m_window->showPage(MainWindow::SynthesisRow);
}

void SynthesisDialogTest::theDialogSaysWhatDoesNotFit()
{
    SynthesisDialog *dialog = m_window->synthesisPage()->openDialog();
    QPushButton *start = dialog->buttons()->button(QDialogButtonBox::Ok);
    QTRY_VERIFY_WITH_TIMEOUT(start->isEnabled(), waitMs);
    const auto problem = [dialog] { return dialog->problem()->isVisible() ? dialog->problem()->text() : QString(); };
    dialog->name()->setText(QStringLiteral("a b"));
    QVERIFY(!start->isEnabled());
    QVERIFY2(problem().contains(QStringLiteral("named by letters")), qPrintable(problem()));
    dialog->name()->setText(QStringLiteral("ab"));
    QTRY_VERIFY_WITH_TIMEOUT(start->isEnabled(), waitMs);
    const QString before = dialog->prompts()->text()->toPlainText();
    dialog->templateEditor()->text()->setPlainText(QStringLiteral("An exercise `{name}` for {audience}."));
    QTRY_VERIFY_WITH_TIMEOUT(dialog->prompts()->text()->toPlainText().startsWith(QStringLiteral("An exercise `")),
                             waitMs); // the prompt follows what is typed
    QVERIFY(dialog->prompts()->text()->toPlainText() != before);
    dialog->templateEditor()->text()->setPlainText(QStringLiteral("An exercise `{name}` about {colour}."));
    QTRY_VERIFY_WITH_TIMEOUT(problem().contains(QStringLiteral("{colour}")), waitMs);
    QVERIFY(!start->isEnabled());
    dialog->templateEditor()->text()->setPlainText(QStringLiteral("`{name}`"));
    dialog->setEditor()->values()->setPlainText(QStringLiteral("verbs: count, count\nnouns: numbers"));
    QVERIFY2(problem().contains(QStringLiteral("twice")), qPrintable(problem()));
    dialog->setEditor()->values()->setPlainText(QStringLiteral("verbs: frobnicate\nnouns: numbers"));
    QTRY_VERIFY_WITH_TIMEOUT(problem().contains(QStringLiteral("frobnicate")), waitMs); // grammar-1 does not know it
    dialog->sets()->choose(QStringLiteral("exercises"));
    QTRY_VERIFY_WITH_TIMEOUT(problem().contains(QStringLiteral("grammar-1")), waitMs);
    dialog->writer()->setCurrentIndex(1);
    QVERIFY2(problem().contains(QStringLiteral("“Address”")), qPrintable(problem()));
    dialog->reject();
}

void SynthesisDialogTest::linesAreASet()
{
    const ConstraintSet set = *loadConstraintSet("textbooks");
    for (const Axis &axis : set.axes) {
        const auto again = SetText::withValues(axis, SetText::valuesOf(axis));
        QVERIFY(again.ok());
        QCOMPARE(again->values.size(), axis.values.size());
        for (std::size_t place = 0; place < axis.values.size(); ++place)
            QCOMPARE(again->values[place].path(), axis.values[place].path());
    }
    Axis axis;
    axis.name = "topic";
    axis.kind = AxisKind::Tree;
    const auto tree = SetText::withValues(axis, QStringLiteral("Strings/Searching/find a word | 2.5\n\nLists/sort"));
    QVERIFY(tree.ok());
    QCOMPARE(tree->values.size(), std::size_t(2));
    QCOMPARE(tree->values[0].branch, std::string("Strings/Searching"));
    QCOMPARE(tree->values[0].weight, 2.5);
    QVERIFY(!SetText::withValues(axis, QStringLiteral("a | much")).ok());
    const auto exclusions = SetText::toExclusions(QStringLiteral("audience = pupils; topic = Strings/*\n"));
    QVERIFY(exclusions.ok());
    QCOMPARE(exclusions->size(), std::size_t(1));
    QCOMPARE(exclusions->front().parts[1].pattern, std::string("Strings/*"));
    QCOMPARE(SetText::exclusionsOf(*exclusions), QStringLiteral("audience = pupils; topic = Strings/*"));
    QVERIFY(!SetText::toExclusions(QStringLiteral("pupils")).ok());
}

void SynthesisDialogTest::aServerIsTriedOutForNothing()
{
    LoopbackServer server([](LoopbackServer::Peer &peer) {
        if (peer.readRequest())
            peer.answer(200, R"({"data":[{"id":"m"}]})");
        peer.close();
    });
    SynthesisDialog *dialog = m_window->synthesisPage()->openDialog();
    dialog->writer()->setCurrentIndex(1);
    ConnectionTest *trial = dialog->connectionTest();
    QVERIFY(!trial->button()->isEnabled());
    dialog->endpoint()->url()->setText(QString::fromStdString(server.url("/v1")));
    dialog->endpoint()->model()->setText(QStringLiteral("m"));
    const auto found = [trial] {
        QTest::mouseClick(trial->button(), Qt::LeftButton);
        return QTest::qWaitFor([trial] { return !trial->isTesting(); }, waitMs) ? trial->result()->text() : QString();
    };
    QString said = found();
    QVERIFY2(said.startsWith(QStringLiteral("✓")), qPrintable(said));
    QCOMPARE(server.ledger().size(), std::size_t(1));
    QVERIFY(!server.ledger().front().isPost()); // nothing that costs
    dialog->endpoint()->model()->setText(QStringLiteral("other"));
    said = found();
    QVERIFY2(said.contains(QStringLiteral("no “other”")), qPrintable(said));
    dialog->endpoint()->url()->setText(QStringLiteral("http://127.0.0.1:%1/v1").arg(test::closedPort()));
    said = found();
    QVERIFY2(said.contains(QStringLiteral("the connection was refused")), qPrintable(said));
    picture("synthesis-model", dialog);
    dialog->reject();
}

QTEST_MAIN(SynthesisDialogTest)
#include "synthesis_dialog_test.moc"
