#include <algorithm>
#include <cmath>

#include <QElapsedTimer>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>
#include <QTextBlock>
#include <QToolButton>

#include "ui/code_view/code_view.h"
#include "ui/code_view/display_text.h"
#include "ui/code_view/find_bar.h"
#include "ui/code_view/sample_view.h"
#include "ui/code_view/thread_view.h"
#include "ui/code_view/visible_highlighter.h"
#include "ui/widgets/palettes.h"

using namespace primer;

class CodeViewTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void displayTextShowsWhatHides_data();
    void displayTextShowsWhatHides();
    void longLinesAreFolded();
    void onlyTheVisiblePartIsColoured();
    void everyColourIsReadable();
    void foldsByIndentation();
    void marksHits();
    void foreignTextStaysPlain();
    void threadsAreSearchedAsCodeIs();
};

void CodeViewTest::displayTextShowsWhatHides_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("shown");
    QTest::newRow("plain") << QByteArray("x = 1\n\ty\n") << QStringLiteral("x = 1\n\ty\n");
    QTest::newRow("nul") << QByteArray("a\0b", 3) << QStringLiteral("a␀b");
    QTest::newRow("escape") << QByteArray("a\x1b[31m") << QStringLiteral("a␛[31m");
    QTest::newRow("bidi") << QByteArray("a\u202eb") << QStringLiteral("a⟦U+202E⟧b");
    QTest::newRow("zero width") << QByteArray("a\u200bb") << QStringLiteral("a⟦U+200B⟧b");
    QTest::newRow("latin1") << QByteArray("caf\xe9!") << QStringLiteral("caf«E9»!");
    QTest::newRow("crlf") << QByteArray("a\r\nb\r\n") << QStringLiteral("a\nb\n");
    QTest::newRow("real replacement character") << QByteArray("\xef\xbf\xbd") << QString(QChar(0xfffd));
    QTest::newRow("korean") << QByteArray("# 정렬\n") << QStringLiteral("# 정렬\n");
}

void CodeViewTest::displayTextShowsWhatHides()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, shown);
    QCOMPARE(displayText({bytes.constData(), std::size_t(bytes.size())}).text, shown);
}

void CodeViewTest::longLinesAreFolded()
{
    const std::string line = "data = '" + std::string(350'000, 'x') + "'\nnext = 1\n";
    const DisplayText shown = displayText(line);
    QCOMPARE(shown.foldedLines, 1);
    QVERIFY(shown.text.size() < 20'100);
    QVERIFY(shown.text.contains(QStringLiteral("⋯ +330009")));
    QVERIFY(shown.text.endsWith(QStringLiteral("next = 1\n")));
}

void CodeViewTest::onlyTheVisiblePartIsColoured()
{
    CodeView view;
    view.resize(600, 400);
    view.show();
    QVERIFY(QTest::qWaitForWindowExposed(&view));
    QString text;
    while (text.size() < 350'000)
        text += QStringLiteral("def function(argument):\n    return \"text\"  # remark\n");
    view.setCode(text, QStringLiteral("python"), QStringLiteral("a.py"));
    QTRY_VERIFY(view.highlighter()->colouredBlocks() > 20);
    QTRY_VERIFY(!view.document()->firstBlock().layout()->formats().isEmpty());
    QVERIFY(view.highlighter()->colouredBlocks() < 1000);
    QVERIFY(view.document()->lastBlock().previous().layout()->formats().isEmpty());
    view.moveCursor(QTextCursor::End);
    QTRY_VERIFY(!view.document()->lastBlock().previous().layout()->formats().isEmpty());
}

/// Remarks and docstrings are what teaches: themes draw them in greys that fade on the paper.
void CodeViewTest::everyColourIsReadable()
{
    const auto luminance = [](const QColor &colour) {
        const auto linear = [](double part) {
            return part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
        };
        return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
    };
    const std::pair<QPalette, double> cases[] = {
        {lightPalette(), 4.5}, {darkPalette(), 4.5}, {highContrastPalette(), 7}};
    for (const auto &[palette, least] : cases) {
        CodeView view;
        view.setPalette(palette);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        view.setCode(QStringLiteral("\"\"\"What it is for.\"\"\"\nimport os  # remark\n@decorated\nclass A(object):\n"
                                    "    def f(self, x=1.5):\n        return f\"{x}\" if None else len('a\\n')\n"),
                     QStringLiteral("python"), QStringLiteral("a.py"));
        QTRY_VERIFY(view.highlighter()->colouredBlocks() > 5);
        int colours = 0;
        for (QTextBlock block = view.document()->firstBlock(); block.isValid(); block = block.next()) {
            for (const QTextLayout::FormatRange &range : block.layout()->formats()) {
                if (range.format.foreground().style() == Qt::NoBrush)
                    continue;
                const double one = luminance(range.format.foreground().color()),
                             other = luminance(palette.color(QPalette::Base));
                QVERIFY2((std::max(one, other) + 0.05) / (std::min(one, other) + 0.05) > least - 0.01,
                         qPrintable(range.format.foreground().color().name()));
                ++colours;
            }
        }
        QVERIFY(colours > 5);
    }
}

void CodeViewTest::foldsByIndentation()
{
    CodeView view;
    view.setCode(
        QStringLiteral("class A:\n    def f(self):\n        return 1\n\n    def g(self):\n        return 2\nx = 1\n"),
        QStringLiteral("python"), {});
    QVERIFY(view.isFoldable(0));
    QVERIFY(view.isFoldable(1));
    QVERIFY(!view.isFoldable(2));
    QVERIFY(!view.isFoldable(6));
    view.toggleFold(1);
    QVERIFY(!view.document()->findBlockByNumber(2).isVisible());
    QVERIFY(view.document()->findBlockByNumber(4).isVisible());
    view.toggleFold(1);
    QVERIFY(view.document()->findBlockByNumber(2).isVisible());
    view.toggleFold(0);
    QVERIFY(!view.document()->findBlockByNumber(5).isVisible());
    QVERIFY(view.document()->findBlockByNumber(6).isVisible());
    view.unfoldAll();
    QVERIFY(view.document()->findBlockByNumber(5).isVisible());
}

void CodeViewTest::marksHits()
{
    CodeView view;
    view.setCode(QStringLiteral("a = f(x)\nb = F(x)\nc = f(y)\n"), QStringLiteral("python"), {});
    QCOMPARE(view.markHits(QStringLiteral("f(x)"), false, false), 1);
    QCOMPARE(view.markHits(QStringLiteral("f(x)"), false, true), 2);
    QSignalSpy moved(&view, &CodeView::currentHitChanged);
    view.goToHit(1);
    QCOMPARE(moved.last().at(0).toInt(), 1);
    view.goToHit(1);
    QCOMPARE(moved.last().at(0).toInt(), 0);
    QCOMPARE(view.markHits(QStringLiteral("^[ac] = f"), true, false), 2);
    QCOMPARE(view.markHits(QStringLiteral("("), true, false), 0); // not an expression: nothing, no crash
}

void CodeViewTest::threadsAreSearchedAsCodeIs()
{
    SampleView view;
    ThreadPost question;
    question.isQuestion = true;
    question.title = "How to sort?";
    question.parts = {{false, "I want to sort a list."}, {true, "sort(x)\nSORT(y)"}};
    view.show();
    view.setPageSearch(QStringLiteral("sort"), false, false);
    view.showThread({question});
    auto *thread = view.findChild<ThreadView *>();
    QCOMPARE(thread->extraSelections().size(), 3);
    view.openFind();
    view.findBar()->input()->setText(QStringLiteral("sort"));
    QCOMPARE(thread->extraSelections().size(), 4);
    QCOMPARE(view.findBar()->countText(), QStringLiteral("1 of 4"));
    view.stepHit(1);
    QCOMPARE(view.findBar()->countText(), QStringLiteral("2 of 4"));
    view.findBar()->caseButton()->click();
    QCOMPARE(thread->extraSelections().size(), 3);
    view.findBar()->regexButton()->click();
    view.findBar()->input()->setText(QStringLiteral("S?ort\\b"));
    QCOMPARE(thread->extraSelections().size(), 3);
    view.closeFind();
    QCOMPARE(thread->extraSelections().size(), 3);
}

void CodeViewTest::foreignTextStaysPlain()
{
    ThreadView view;
    ThreadPost question;
    question.isQuestion = true;
    question.title = "<img src=\"http://localhost/x.png\"><b>bold</b>";
    question.parts = {{false, "<script>alert(1)</script>"}, {true, "<u>code</u>"}};
    view.setThread({question});
    const QString text = view.toPlainText();
    QVERIFY(text.contains(QStringLiteral("<img src=\"http://localhost/x.png\"><b>bold</b>")));
    QVERIFY(text.contains(QStringLiteral("<script>alert(1)</script>")));
    QVERIFY(text.contains(QStringLiteral("<u>code</u>")));
    QVERIFY(!view.toHtml().contains(QStringLiteral("<img")));
}

QTEST_MAIN(CodeViewTest)
#include "code_view_test.moc"
