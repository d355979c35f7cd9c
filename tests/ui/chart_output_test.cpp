// What charts give away: files, figures for paper, the palette's colours, words for assistive technology.
#include "tests/ui/chart_fixture.h"

using namespace primer;
using namespace primer::test;

namespace {

/// Opens the context menu, takes the action and gives the dialog that opens.
QFileDialog *dialogOf(ChartView &chart, const QString &action)
{
    QContextMenuEvent event(QContextMenuEvent::Keyboard, {20, 20}, chart.mapToGlobal(QPoint(20, 20)));
    QCoreApplication::sendEvent(chart.viewport(), &event);
    auto *menu = chart.findChild<QMenu *>();
    for (QAction *one : menu ? menu->actions() : QList<QAction *>()) {
        if (one->text() == action)
            one->trigger();
    }
    if (menu)
        menu->close();
    return chart.findChild<QFileDialog *>();
}

} // namespace

class ChartOutputTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }
    void theMenuSaves_data();
    void theMenuSaves();
    void whatIsThereIsReplacedOnlyWhenAgreed();
    void figuresSuitPaper();
    void sharesEndAtTheWhole();
    void whatCannotBeSavedIsTold();
    void thePaletteIsFollowed();
    void assistiveTechnologyFindsFiguresAndPlace();
};

void ChartOutputTest::theMenuSaves_data()
{
    QTest::addColumn<QString>("action");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("written");
    QTest::newRow("png") << "Save chart as PNG…"
                         << "figure"
                         << "figure.png";
    QTest::newRow("svg") << "Save chart as SVG…"
                         << "figure"
                         << "figure.svg";
    QTest::newRow("pdf") << "Save chart as PDF…"
                         << "figure"
                         << "figure.pdf";
    QTest::newRow("csv") << "Save numbers as CSV…"
                         << "figure"
                         << "figure.csv";
    QTest::newRow("digits are no ending") << "Save chart as SVG…"
                                          << "loss-0.5"
                                          << "loss-0.5.svg";
    QTest::newRow("its own ending decides") << "Save chart as PNG…"
                                            << "figure.svg"
                                            << "figure.svg";
    QTest::newRow("another ending stays") << "Save numbers as CSV…"
                                          << "table.txt"
                                          << "table.txt";
}

void ChartOutputTest::theMenuSaves()
{
    QFETCH(QString, action);
    QFETCH(QString, name);
    QFETCH(QString, written);
    const QTemporaryDir folder;
    const Columns steps = line(3, [](int place) { return place / 4.0; });
    LineChart chart(QStringLiteral("Loss"));
    chart.setQuantities({QStringLiteral("Time"), Quantity::Kind::Seconds, {}},
                        {QStringLiteral("Loss"), Quantity::Kind::Number, QStringLiteral("nats per token")});
    chart.setLines({{QStringLiteral("a \"run\""), 0, &steps.x, &steps.y}});
    show(chart);
    QFileDialog *dialog = dialogOf(chart, action);
    QVERIFY(dialog);
    QSignalSpy saved(&chart, &ChartView::saved);
    dialog->setDirectory(folder.path());
    dialog->selectFile(name);
    QMetaObject::invokeMethod(dialog, "accept");
    QTRY_COMPARE_WITH_TIMEOUT(saved.count(), 1, waitMs);
    const QString path = folder.filePath(written);
    QCOMPARE(saved.constFirst().constFirst().toString(), path);
    if (written.endsWith(QLatin1String(".png"))) {
        const QImage image(path);
        QCOMPARE(image.size(), QSize(1440, 880)); // twice the figure
        QCOMPARE(image.pixelColor(2, 2), QColor(Qt::white));
    } else if (written.endsWith(QLatin1String(".pdf"))) {
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray pdf = file.readAll();
        QVERIFY(pdf.startsWith("%PDF-"));
        QVERIFY2(pdf.contains("/MediaBox [0 0 540.000000 330.000000]"),
                 pdf.mid(pdf.indexOf("/MediaBox"), 60).constData());             // the figure's size, without margins
        QVERIFY(pdf.contains("/FontFile2") && !pdf.contains("/Subtype /Image")); // letters and lines, no picture
    } else if (written.endsWith(QLatin1String(".svg"))) {
        const QString text = readFile(path);
        for (const char *word : {"Loss (nats per token)", "Time (s)", "a &quot;run&quot;", "<polyline"})
            QVERIFY2(text.contains(QString::fromLatin1(word)), qPrintable(QString::fromLatin1(word) + text));
        QXmlStreamReader xml(text);
        while (!xml.atEnd())
            QVERIFY2(xml.readNext() != QXmlStreamReader::Invalid && xml.name() != QLatin1String("image"),
                     qPrintable(xml.errorString()));
    } else {
        QCOMPARE(readFile(path), QStringLiteral("series,\"Time (s)\",\"Loss (nats per token)\"\n\"a \"\"run\"\"\",0,0\n"
                                                "\"a \"\"run\"\"\",1,0.25\n\"a \"\"run\"\"\",2,0.5\n"));
    }
}

void ChartOutputTest::whatIsThereIsReplacedOnlyWhenAgreed()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("figure.csv"));
    const auto put = [&path] {
        QFile file(path);
        return file.open(QIODevice::WriteOnly) && file.write("mine") == 4;
    };
    QVERIFY(put());
    const Columns steps = line(3, [](int place) { return double(place); });
    LineChart chart(QStringLiteral("Loss"));
    chart.setLines({{QStringLiteral("run"), 0, &steps.x, &steps.y}});
    show(chart);
    QSignalSpy saved(&chart, &ChartView::saved);
    for (const bool agrees : {false, true}) {
        // The clash is that of the whole name, not of the one that was typed.
        QFileDialog *dialog = dialogOf(chart, QStringLiteral("Save numbers as CSV…"));
        QVERIFY(dialog);
        dialog->setDirectory(folder.path());
        dialog->selectFile(QStringLiteral("figure"));
        QMetaObject::invokeMethod(dialog, "accept");
        auto *box = chart.findChild<QMessageBox *>(QStringLiteral("replace"));
        QVERIFY(box && box->isVisible());
        QCOMPARE(box->defaultButton(), box->button(QMessageBox::Cancel));
        for (QAbstractButton *button : box->buttons()) {
            if ((button != box->button(QMessageBox::Cancel)) == agrees) {
                button->click();
                break;
            }
        }
        QTRY_VERIFY_WITH_TIMEOUT(!chart.findChild<QMessageBox *>(QStringLiteral("replace")), waitMs);
        QTRY_VERIFY_WITH_TIMEOUT(!chart.findChild<QFileDialog *>(), waitMs);
        if (!agrees)
            QCOMPARE(readFile(path), QStringLiteral("mine"));
    }
    QTRY_COMPARE_WITH_TIMEOUT(saved.count(), 1, waitMs);
    QVERIFY(readFile(path).startsWith(QStringLiteral("series,")));
}

void ChartOutputTest::sharesEndAtTheWhole()
{
    LineChart chart(QStringLiteral("Precision"));
    chart.setQuantities({QStringLiteral("Recall"), Quantity::Kind::Share, {}},
                        {QStringLiteral("Precision"), Quantity::Kind::Share, {}});
    show(chart);
    // All are right, nearly all are, half are.
    for (const double lowest : {1.0, 0.97, 0.5}) {
        const Columns curve = line(11, [lowest](int place) { return place % 2 ? 1.0 : lowest; });
        chart.setLines({{QStringLiteral("forest"), 0, &curve.x, &curve.y}});
        chart.bringUpToDate();
        QCOMPARE(chart.yAxis().high(), 1.0);
        QVERIFY(chart.yAxis().low() <= lowest && chart.yAxis().low() < 1 && chart.yAxis().low() >= 0);
        chart.setLines({});
    }
}

void ChartOutputTest::figuresSuitPaper()
{
    // From a dark window, with crosshair and focus, comes a light figure without them; the window is as it was.
    const Columns steps = line(100, [](int place) { return double(place); });
    LineChart chart(QStringLiteral("Loss"));
    chart.setPalette(darkPalette());
    chart.setLines({{QStringLiteral("run"), 0, &steps.x, &steps.y}});
    show(chart);
    chart.setFocus();
    chart.setPosition(50);
    const QImage before = chart.grab().toImage();
    const QImage figure = figureImage({&chart}, 1);
    QCOMPARE(figure.pixelColor(3, 3), QColor(Qt::white));
    const QString svg = QString::fromStdString(figureSvg({&chart}, 1));
    QVERIFY(svg.contains(QStringLiteral(">run<")));              // the legend
    QVERIFY(!svg.contains(QStringLiteral(">run  50<")));         // not what is read
    QVERIFY(svg.contains(QStringLiteral("stroke=\"#0072b2\""))); // the colour for light backgrounds
    QCOMPARE(chart.grab().toImage(), before);
    QCOMPARE(figureImage({&chart, &chart, &chart}, 2).size(), QSize(2 * (2 * 720 + 12), 2 * (2 * 440 + 12)));
}

void ChartOutputTest::whatCannotBeSavedIsTold()
{
    const QTemporaryDir folder;
    const Columns steps = line(3, [](int place) { return double(place); });
    LineChart chart(QStringLiteral("Loss"));
    chart.setLines({{QStringLiteral("run"), 0, &steps.x, &steps.y}});
    show(chart);
    QSignalSpy failed(&chart, &ChartView::saveFailed);
    QSignalSpy saved(&chart, &ChartView::saved);
    chart.save(folder.filePath(QStringLiteral("missing/figure.png")), FigureFormat::Png);
    QTRY_COMPARE_WITH_TIMEOUT(failed.count(), 1, waitMs);
    QCOMPARE(saved.count(), 0);
}

void ChartOutputTest::thePaletteIsFollowed()
{
    const Columns steps = line(100, [](int place) { return double(place); });
    LineChart chart(QStringLiteral("Loss"));
    chart.setLines({{QStringLiteral("run"), 0, &steps.x, &steps.y}});
    show(chart);
    const auto *series = qobject_cast<QLineSeries *>(chart.chart()->series().constFirst());
    const QColor light = series->color(), lightText = chart.xAxis().axis()->labelsColor();
    const QPoint corner(2, chart.height() - 3);
    QCOMPARE(chart.grab().toImage().pixelColor(corner), chart.palette().color(QPalette::Window));
    chart.setPalette(darkPalette());
    const QImage dark = chart.grab().toImage();
    QVERIFY(series->color() != light);
    QVERIFY(chart.xAxis().axis()->labelsColor() != lightText);
    QCOMPARE(dark.pixelColor(corner), QColor(30, 30, 30));
    QCOMPARE(dark.pixelColor(chart.chart()->plotArea().toRect().topLeft() + QPoint(9, 9)), QColor(20, 20, 20));
    QFont large = chart.font();
    large.setPointSizeF(large.pointSizeF() * 2);
    chart.setFont(large);
    chart.bringUpToDate();
    QCOMPARE(chart.xAxis().axis()->labelsFont().pointSizeF(), large.pointSizeF());
}

void ChartOutputTest::assistiveTechnologyFindsFiguresAndPlace()
{
    Columns steps = line(11, [](int place) { return double(place * place); });
    LineChart chart(QStringLiteral("Loss"));
    chart.setQuantities({QStringLiteral("Step"), Quantity::Kind::Count, {}},
                        {QStringLiteral("Loss"), Quantity::Kind::Number, {}});
    chart.setLines({{QStringLiteral("run"), 0, &steps.x, &steps.y}});
    show(chart);
    QAccessibleInterface *interface = QAccessible::queryAccessibleInterface(&chart);
    QVERIFY(interface);
    QCOMPARE(interface->role(), QAccessible::Chart);
    QCOMPARE(interface->text(QAccessible::Name), QStringLiteral("Loss"));
    QCOMPARE(interface->text(QAccessible::Description),
             QStringLiteral("Loss by Step; run: 11 points, from 0 to 100, the last 100"));
    steps.add(11, 50);
    chart.refresh();
    chart.bringUpToDate();
    QCOMPARE(interface->text(QAccessible::Description),
             QStringLiteral("Loss by Step; run: 12 points, from 0 to 100, the last 50"));
    QVERIFY(!interface->valueInterface()); // there is no place before there is a crosshair
    chart.setFocus();
    QTest::keyClick(&chart, Qt::Key_Home);
    QCOMPARE(interface->text(QAccessible::Value), QStringLiteral("0, run  0"));
    QVERIFY(interface->valueInterface());
    interface->valueInterface()->setCurrentValue(7);
    QCOMPARE(interface->text(QAccessible::Value), QStringLiteral("7, run  49"));
    QCOMPARE(interface->valueInterface()->maximumValue().toDouble(), 11.0);
}

QTEST_MAIN(ChartOutputTest)
#include "chart_output_test.moc"
