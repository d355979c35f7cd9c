// Charts by themselves: data becomes points, a reader's pointer and keys become values.
#include "tests/ui/chart_fixture.h"

using namespace primer;
using namespace primer::test;

class ChartsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }
    void pointsKeepWhatIsSeen();
    void partsBeginAndEndAtTheEdge();
    void axesGrowInSteps();
    void lowChartsStayReadable();
    void numbersHaveUnitsAndALocale();
    void logarithmicAxesShowPowers();
    void theCrosshairReadsValues();
    void keysMoveTheCrosshair();
    void draggingAndWheelZoom();
    void zoomingOutEndsOnEveryScale();
    void whatIsBesideThePlotDoesNothing();
    void beforeItsFirstPointACurveHasNoValue();
    void seriesDifferByColourAndShape();
    void barsAskForARange();
    void wholeNumbersStandUnderTheirBars();
    void theCutIsDragged();
    void barsAreRead();
};

void ChartsTest::pointsKeepWhatIsSeen()
{
    constexpr int count = 200'000;
    const Columns noisy = line(count, [](int place) { return place == 123'456 ? 90.0 : double((place * 7919) % 10); });
    LineChart chart(QStringLiteral("Loss"));
    chart.setLines({{QStringLiteral("run"), 0, &noisy.x, &noisy.y}});
    show(chart);
    const auto *series = qobject_cast<QLineSeries *>(chart.chart()->series().constFirst());
    QVERIFY(series);
    const double width = chart.chart()->plotArea().width();
    QVERIFY2(series->count() <= 2 * width + 4, qPrintable(QString::number(series->count())));
    double highest = 0, lowest = 100, at = 0;
    for (const QPointF &point : series->points()) {
        if (point.y() > highest)
            at = point.x();
        highest = std::max(highest, point.y());
        lowest = std::min(lowest, point.y());
    }
    QCOMPARE(highest, 90.0);
    QCOMPARE(lowest, 0.0);
    QVERIFY(std::abs(at - 123'456) <= count / width);
    // A straight line is two points, however many it has, and a short curve has each of its own.
    const Columns straight = line(count, [](int place) { return 2.0 * place; });
    chart.setLines({{QStringLiteral("run"), 0, &straight.x, &straight.y}});
    chart.bringUpToDate();
    QVERIFY2(series->count() < width / 4, qPrintable(QString::number(series->count())));
    const Columns few = line(5, [](int place) { return double(place % 2); });
    chart.setLines({{QStringLiteral("run"), 0, &few.x, &few.y}});
    chart.bringUpToDate();
    QCOMPARE(series->points(), (QList<QPointF>{{0, 0}, {1, 1}, {2, 0}, {3, 1}, {4, 0}}));
}

void ChartsTest::partsBeginAndEndAtTheEdge()
{
    const Columns steps = line(11, [](int place) { return double(place * 10); });
    LineChart chart(QStringLiteral("Loss"));
    chart.setLines({{QStringLiteral("run"), 0, &steps.x, &steps.y}});
    chart.setRange(std::pair(2.5, 6.5));
    show(chart);
    const QList<QPointF> points = qobject_cast<QLineSeries *>(chart.chart()->series().constFirst())->points();
    QCOMPARE(points.constFirst(), QPointF(2.5, 25));
    QCOMPARE(points.constLast(), QPointF(6.5, 65));
    QVERIFY(chart.yAxis().low() <= 25 && chart.yAxis().high() >= 65);
    // Between two points there is a line, though neither is in the part.
    Columns far;
    far.add(1, 100);
    far.add(1000, 0);
    chart.setLines({{QStringLiteral("run"), 0, &far.x, &far.y}});
    chart.setRange(std::pair(400.0, 500.0));
    chart.bringUpToDate();
    QVERIFY(chart.yAxis().low() <= 50.05 && chart.yAxis().high() >= 60.06);
    QVERIFY(chart.yAxis().high() < 80);
    // On logarithmic axes too, where it is another line.
    far.x.cut(0);
    far.y.cut(0);
    far.add(1, 1);
    far.add(10'000, 10'000);
    chart.setLogarithmic(true, true);
    chart.setRange(std::pair(10.0, 100.0));
    chart.bringUpToDate();
    const QList<QPointF> part = qobject_cast<QLineSeries *>(chart.chart()->series().constFirst())->points();
    QVERIFY(std::abs(part.constFirst().y() - 1) < 1e-9 && std::abs(part.constLast().y() - 2) < 1e-9);
}

void ChartsTest::axesGrowInSteps()
{
    Columns growing;
    LineChart chart(QStringLiteral("Loss"));
    growing.add(0, 1);
    chart.setLines({{QStringLiteral("run"), 0, &growing.x, &growing.y}});
    chart.setMinEnd(1000);
    show(chart);
    std::set<double> tops;
    for (int step = 1; step < 500; ++step) {
        growing.add(step, 1 + step * 0.1);
        chart.refresh();
        chart.bringUpToDate();
        QVERIFY(chart.yAxis().high() >= 1 + step * 0.1);
        QCOMPARE(chart.xAxis().high(), 1000.0);
        tops.insert(chart.yAxis().high());
    }
    QVERIFY2(tops.size() < 30, qPrintable(QString::number(tops.size())));
}

void ChartsTest::lowChartsStayReadable()
{
    const Columns steps = line(101, [](int place) { return 171 + place * 0.08; });
    LineChart chart(QStringLiteral("Memory"));
    chart.setLines({{QStringLiteral("run"), 0, &steps.x, &steps.y}});
    show(chart, {220, 90});
    QCOMPARE(chart.size(), QSize(220, 90)); // it asks for no more than its page has
    QVERIFY(chart.minimumSize().height() <= chart.minimumSizeHint().height());
    QVERIFY2(chart.chart()->plotArea().height() > 40, qPrintable(QString::number(chart.chart()->plotArea().height())));
    QVERIFY2(labelsOf(chart.yAxis()).size() > 1, qPrintable(labelsOf(chart.yAxis()).join(QLatin1Char('|'))));
}

void ChartsTest::numbersHaveUnitsAndALocale()
{
    const Columns steps = line(101, [](int place) { return place * 2e6; });
    LineChart chart(QStringLiteral("Memory"));
    chart.setQuantities({QStringLiteral("Time"), Quantity::Kind::Seconds, {}},
                        {QStringLiteral("Memory"), Quantity::Kind::Bytes, {}});
    chart.setLines({{QStringLiteral("run"), 0, &steps.x, &steps.y}});
    chart.setMinEnd(7200 * 5);
    show(chart);
    QCOMPARE(chart.yAxis().axis()->titleText(), QStringLiteral("Memory (MB)"));
    QCOMPARE(chart.xAxis().axis()->titleText(), QStringLiteral("Time (h)"));
    QVERIFY2(labelsOf(chart.yAxis()).contains(QStringLiteral("100")),
             qPrintable(labelsOf(chart.yAxis()).join(QLatin1Char('|'))));
    QVERIFY2(labelsOf(chart.xAxis()).contains(QStringLiteral("4")),
             qPrintable(labelsOf(chart.xAxis()).join(QLatin1Char('|'))));
    QLocale::setDefault(QLocale(QLocale::German, QLocale::Germany));
    const QString count = QuantityText::value({QString(), Quantity::Kind::Count, {}}, 1234567);
    const QString share = QuantityText::value({QString(), Quantity::Kind::Share, {}}, 0.25);
    const QString label = QuantityText::label(2500, 500, {});
    initTestCase();
    QCOMPARE(count, QStringLiteral("1.234.567"));
    QCOMPARE(share, QStringLiteral("0,250"));
    QCOMPARE(label, QStringLiteral("2.500"));
}

void ChartsTest::logarithmicAxesShowPowers()
{
    Columns falling;
    for (int power = 0; power <= 6; ++power)
        falling.add(std::pow(10, power), std::pow(10, 3 - power));
    LineChart chart(QStringLiteral("Loss"));
    chart.setQuantities({QStringLiteral("Step"), Quantity::Kind::Count, {}},
                        {QStringLiteral("Loss"), Quantity::Kind::Number, {}});
    chart.setLines({{QStringLiteral("run"), 0, &falling.x, &falling.y}});
    chart.setLogarithmic(true, true);
    show(chart);
    // A straight line in both logarithms, whose ends are drawn at powers of ten.
    const auto *series = qobject_cast<QLineSeries *>(chart.chart()->series().constFirst());
    QCOMPARE(series->points().constFirst(), QPointF(0, 3));
    QCOMPARE(series->points().constLast(), QPointF(6, -3));
    const QStringList labels = labelsOf(chart.xAxis());
    for (const char *label : {"1", "100", "10,000", "1,000,000"})
        QVERIFY2(labels.contains(QString::fromLatin1(label)), qPrintable(labels.join(QLatin1Char('|'))));
    QVERIFY(std::abs(chart.pixelOf(1000) - chart.chart()->plotArea().center().x()) < 1);
}

void ChartsTest::theCrosshairReadsValues()
{
    const Columns first = line(101, [](int place) { return place * 0.5; });
    const Columns second = line(51, [](int place) { return place * 2.0; });
    LineChart chart(QStringLiteral("Loss"));
    chart.setQuantities({QStringLiteral("Step"), Quantity::Kind::Count, {}},
                        {QStringLiteral("Loss"), Quantity::Kind::Number, {}});
    chart.setLines({{QStringLiteral("one"), 0, &first.x, &first.y}, {QStringLiteral("two"), 1, &second.x, &second.y}});
    show(chart);
    QSignalSpy moved(&chart, &LineChart::pointerMoved);
    QVERIFY(chart.currentReadOut().isEmpty());
    move(chart, chart.pixelOf(40));
    QCOMPARE(chart.currentReadOut().text(), QStringLiteral("40, one  20, two  80"));
    QCOMPARE(moved.count(), 1);
    QVERIFY(wordsOf(chart).contains(QStringLiteral("two  80")));
    // Beyond its end a curve has no value.
    move(chart, chart.pixelOf(80));
    QCOMPARE(chart.currentReadOut().text(), QStringLiteral("80, one  40"));
    QVERIFY(!wordsOf(chart).contains(QStringLiteral("two  80")));
    QEvent leave(QEvent::Leave);
    QCoreApplication::sendEvent(&chart, &leave);
    QVERIFY(chart.currentReadOut().isEmpty());
    QVERIFY(!wordsOf(chart).contains(QStringLiteral("one  40")));
    // A sister chart's crosshair is shown and not sent back.
    moved.clear();
    chart.setPointer(10);
    QCOMPARE(chart.currentReadOut().text(), QStringLiteral("10, one  5, two  20"));
    QCOMPARE(moved.count(), 0);
}

void ChartsTest::keysMoveTheCrosshair()
{
    const Columns steps = line(11, [](int place) { return double(place * place); });
    LineChart chart(QStringLiteral("Loss"));
    chart.setQuantities({QStringLiteral("Step"), Quantity::Kind::Count, {}}, chart.yAxis().quantity());
    chart.setLines({{QStringLiteral("run"), 0, &steps.x, &steps.y}});
    show(chart);
    chart.setFocus();
    QTest::keyClick(&chart, Qt::Key_Left); // it appears at the end
    QCOMPARE(chart.currentReadOut().text(), QStringLiteral("10, run  100"));
    QTest::keyClick(&chart, Qt::Key_Left);
    QTest::keyClick(&chart, Qt::Key_Left);
    QCOMPARE(chart.currentReadOut().text(), QStringLiteral("8, run  64"));
    QTest::keyClick(&chart, Qt::Key_Right);
    QCOMPARE(chart.currentReadOut().text(), QStringLiteral("9, run  81"));
    QTest::keyClick(&chart, Qt::Key_Home);
    QCOMPARE(chart.currentReadOut().text(), QStringLiteral("0, run  0"));
    QSignalSpy chosen(&chart, &LineChart::rangeChosen);
    QTest::keyClick(&chart, Qt::Key_Plus);
    QVERIFY(chart.range() && chart.range()->first == 0 && chart.range()->second < 10);
    QTest::keyClick(&chart, Qt::Key_Escape);
    QVERIFY(!chart.range());
    QCOMPARE(chosen.count(), 2);
}

void ChartsTest::draggingAndWheelZoom()
{
    const Columns steps = line(1001, [](int place) { return std::sin(place / 100.0); });
    LineChart chart(QStringLiteral("Loss"));
    chart.setLines({{QStringLiteral("run"), 0, &steps.x, &steps.y}});
    show(chart);
    const double pixel = 1000 / chart.chart()->plotArea().width();
    drag(chart, chart.pixelOf(200), chart.pixelOf(600));
    QVERIFY(chart.range());
    QVERIFY(std::abs(chart.range()->first - 200) <= pixel && std::abs(chart.range()->second - 600) <= pixel);
    chart.bringUpToDate();
    QCOMPARE(chart.xAxis().low(), chart.range()->first);
    // A few pixels are a click, which changes nothing.
    const LineChart::Range kept = chart.range();
    drag(chart, 300, 303);
    QVERIFY(chart.range() == kept);
    // What is under the pointer stays there.
    const double around = 400, place = chart.pixelOf(around);
    const QPointF at(place, chart.chart()->plotArea().center().y());
    QWheelEvent wheel(at, chart.viewport()->mapToGlobal(at), {}, {0, 120}, Qt::NoButton, {}, Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(chart.viewport(), &wheel);
    chart.bringUpToDate();
    QVERIFY(chart.range()->second - chart.range()->first < kept->second - kept->first);
    QVERIFY(std::abs(chart.pixelOf(around) - place) < 1.5);
    QTest::mouseDClick(chart.viewport(), Qt::LeftButton, {}, at.toPoint());
    QVERIFY(!chart.range());
}

void ChartsTest::zoomingOutEndsOnEveryScale()
{
    Columns steps;
    for (int place = 1; place <= 1000; ++place)
        steps.add(place, place % 7 + 1);
    for (const bool isLogarithmic : {false, true}) {
        LineChart chart(QStringLiteral("Loss"));
        chart.setLines({{QStringLiteral("run"), 0, &steps.x, &steps.y}});
        chart.setLogarithmic(isLogarithmic, false);
        show(chart);
        chart.setFocus();
        for (int turn = 0; turn < 3; ++turn)
            QTest::keyClick(&chart, Qt::Key_Plus);
        chart.bringUpToDate();
        QVERIFY(chart.range());
        for (int turn = 0; turn < 20 && chart.range(); ++turn) {
            QTest::keyClick(&chart, Qt::Key_Minus);
            chart.bringUpToDate();
        }
        QVERIFY(!chart.range());
    }
}

void ChartsTest::whatIsBesideThePlotDoesNothing()
{
    const Columns steps = line(101, [](int place) { return place * 0.5; });
    LineChart chart(QStringLiteral("Loss"));
    chart.setLines({{QStringLiteral("run"), 0, &steps.x, &steps.y}});
    show(chart);
    QSignalSpy chosen(&chart, &LineChart::rangeChosen);
    const QRectF area = chart.chart()->plotArea();
    const auto dragAt = [&chart](QPoint from, QPoint to) {
        QTest::mousePress(chart.viewport(), Qt::LeftButton, {}, from);
        QTest::mouseRelease(chart.viewport(), Qt::LeftButton, {}, to);
    };
    dragAt({int(area.left()) - 8, int(area.center().y())}, area.center().toPoint()); // among the labels of y
    dragAt({int(area.center().x()), 2}, {int(area.right()), 2});                     // in the header
    QTest::mouseDClick(chart.viewport(), Qt::LeftButton, {}, {int(area.left()) - 8, int(area.center().y())});
    QCOMPARE(chosen.count(), 0);
    // From the end outwards there is nothing between.
    dragAt({int(area.right()) - 1, int(area.center().y())}, {int(area.right()) - 1 + 40, int(area.center().y())});
    QVERIFY(chosen.isEmpty() || chart.range()->first < chart.range()->second);

    HistogramData scores = sizes();
    scores.edges = {0, 0.25, 0.5, 0.75, 1};
    scores.isInteger = false;
    HistogramChart histogram(QStringLiteral("Scores"));
    histogram.setData(scores);
    histogram.setCut(0.5);
    show(histogram);
    const QRectF bars = histogram.chart()->plotArea();
    QTest::mouseClick(histogram.viewport(), Qt::LeftButton, {}, {int(bars.left()) - 20, int(bars.center().y())});
    QTest::mouseClick(histogram.viewport(), Qt::LeftButton, {}, {int(bars.right()) - 4, int(bars.bottom()) + 12});
    QCOMPARE(histogram.cut(), 0.5);
    // Its handle stands above the plot and is held there.
    QTest::mousePress(histogram.viewport(), Qt::LeftButton, {}, {int(histogram.pixelOf(0.5)), int(bars.top()) - 4});
    move(histogram, histogram.pixelOf(0.75), Qt::LeftButton);
    QTest::mouseRelease(histogram.viewport(), Qt::LeftButton, {}, {int(histogram.pixelOf(0.75)), int(bars.top()) - 4});
    QVERIFY(std::abs(histogram.cut() - 0.75) < 2 / bars.width());
}

void ChartsTest::beforeItsFirstPointACurveHasNoValue()
{
    Columns late;
    for (int place = 50; place <= 100; ++place)
        late.add(place, place);
    LineChart chart(QStringLiteral("Loss"));
    chart.setQuantities({QStringLiteral("Step"), Quantity::Kind::Count, {}}, chart.yAxis().quantity());
    chart.setLines({{QStringLiteral("run"), 0, &late.x, &late.y}});
    chart.setMinEnd(200);
    show(chart);
    move(chart, chart.pixelOf(20));
    QVERIFY2(!chart.currentReadOut().text().contains(QStringLiteral("run")), qPrintable(chart.currentReadOut().text()));
    chart.setFocus();
    QTest::keyClick(&chart, Qt::Key_Home);
    QCOMPARE(chart.currentReadOut().text(), QStringLiteral("50, run  50"));
    QTest::keyClick(&chart, Qt::Key_End);
    QCOMPARE(chart.currentReadOut().text(), QStringLiteral("100, run  100"));
}

void ChartsTest::seriesDifferByColourAndShape()
{
    const Columns steps = line(100, [](int place) { return double(place); });
    LineChart chart(QStringLiteral("Loss"));
    std::vector<ChartLine> lines;
    for (int number = 0; number < 4; ++number)
        lines.push_back({QStringLiteral("run %1").arg(number), number, &steps.x, &steps.y});
    chart.setLines(lines);
    show(chart);
    std::set<QRgb> colours;
    std::set<int> shapes;
    for (QAbstractSeries *series : chart.chart()->series()) {
        if (auto *marks = qobject_cast<QScatterSeries *>(series)) {
            shapes.insert(int(marks->markerShape()));
            QVERIFY(marks->count() > 3);
        } else {
            colours.insert(qobject_cast<QXYSeries *>(series)->color().rgb());
        }
    }
    QCOMPARE(colours.size(), std::size_t(4));
    QCOMPARE(shapes.size(), std::size_t(4));
    QCOMPARE(chart.legend().size(), qsizetype(4));
    QCOMPARE(chart.legend().at(2).name, QStringLiteral("run 2"));
    QVERIFY(wordsOf(chart).contains(QStringLiteral("run 3")));
    // One line alone needs neither.
    chart.setLines({lines.front()});
    chart.bringUpToDate();
    QCOMPARE(chart.chart()->series().size(), qsizetype(1));
    QVERIFY(chart.legend().isEmpty());
}

void ChartsTest::barsAskForARange()
{
    HistogramChart chart(QStringLiteral("Histogram of Lines"));
    chart.setData(sizes());
    show(chart);
    const auto *bars = qobject_cast<QStackedBarSeries *>(chart.chart()->series().constFirst());
    QCOMPARE(bars->count(), 2);
    QCOMPARE(bars->barSets().at(0)->at(3), 4.0);
    QCOMPARE(bars->barSets().at(1)->at(3), 1.0); // on the other
    QSignalSpy chosen(&chart, &HistogramChart::rangeChosen);
    click(chart, chart.pixelOf(15));
    QCOMPARE(chosen.takeFirst(), (QVariantList{10.0, 19.0}));
    drag(chart, chart.pixelOf(35), chart.pixelOf(12));
    QCOMPARE(chosen.takeFirst(), (QVariantList{10.0, 39.0}));
    move(chart, chart.pixelOf(35));
    QCOMPARE(chart.currentReadOut().text(), QStringLiteral("30 to 39, in the set  4, others  1, 5 in all"));
    // By keys: the bar, then a range from it on.
    chart.setFocus();
    QTest::keyClick(&chart, Qt::Key_Left);
    QCOMPARE(chart.currentReadOut().text(), QStringLiteral("20 to 29, 0 in all"));
    QTest::keyClick(&chart, Qt::Key_Return);
    QCOMPARE(chosen.takeFirst(), (QVariantList{20.0, 29.0}));
    QTest::keyClick(&chart, Qt::Key_Left, Qt::ShiftModifier);
    QTest::keyClick(&chart, Qt::Key_Left, Qt::ShiftModifier);
    QTest::keyClick(&chart, Qt::Key_Return);
    QCOMPARE(chosen.takeFirst(), (QVariantList{0.0, 29.0}));
    // Heights by the square root: a hundred beside ten thousand is a tenth as high.
    HistogramData steep = sizes();
    steep.isSquareRoot = true;
    steep.layers = {{QStringLiteral("all"), {ChartTone::Kind::Accent}, {10'000, 100, 1, 0}}};
    chart.setData(steep);
    chart.bringUpToDate();
    QCOMPARE(bars->barSets().at(0)->at(0), 100.0);
    QCOMPARE(bars->barSets().at(0)->at(1), 10.0);
    QVERIFY(bars->barSets().at(0)->at(2) >= 1.0); // and one is seen at all
    QCOMPARE(bars->barSets().at(0)->at(3), 0.0);
    chart.setData({});
    chart.setEmptyText(QStringLiteral("nothing here"));
    chart.bringUpToDate();
    QCOMPARE(chart.accessibleDescription(), QStringLiteral("nothing here"));
}

void ChartsTest::wholeNumbersStandUnderTheirBars()
{
    HistogramData labels;
    labels.quantity = {QStringLiteral("Label"), Quantity::Kind::Count, {}};
    labels.isInteger = true;
    labels.edges = {0, 1, 2, 3, 4, 5, 6};
    labels.layers = {{QStringLiteral("all"), {ChartTone::Kind::Accent}, {1, 2, 3, 4, 5, 6}}};
    HistogramChart chart(QStringLiteral("Histogram of Label"));
    chart.setData(labels);
    show(chart);
    QCOMPARE(labelsOf(chart.xAxis()), QStringLiteral("0 1 2 3 4 5").split(u' '));
    for (int value = 0; value < 6; ++value)
        QCOMPARE(chart.xAxis().axis()->endValue(QString::number(value)), double(value)); // where Qt centres the bar
    // The last edge of a wide one is beyond the last number.
    HistogramData wide = sizes();
    wide.edges = {1, 10, 100, 1000, 10'000};
    chart.setData(wide);
    chart.bringUpToDate();
    QVERIFY2(labelsOf(chart.xAxis()).contains(QStringLiteral("9,999")),
             qPrintable(labelsOf(chart.xAxis()).join(QLatin1Char('|'))));
}

void ChartsTest::theCutIsDragged()
{
    HistogramData scores = sizes();
    scores.quantity = {QStringLiteral("Score"), Quantity::Kind::Number, {}};
    scores.isInteger = false;
    scores.edges = {0, 0.25, 0.5, 0.75, 1};
    HistogramChart chart(QStringLiteral("Scores"));
    chart.setData(scores);
    chart.setCut(0.5);
    show(chart);
    const double pixel = 1 / chart.chart()->plotArea().width();
    QSignalSpy moved(&chart, &HistogramChart::cutMoved);
    QSignalSpy chosen(&chart, &HistogramChart::rangeChosen);
    click(chart, chart.pixelOf(0.25));
    QVERIFY(std::abs(chart.cut() - 0.25) <= pixel);
    QCOMPARE(moved.takeLast().constFirst().toDouble(), chart.cut());
    drag(chart, chart.pixelOf(0.25), chart.pixelOf(0.8));
    QVERIFY(std::abs(chart.cut() - 0.8) <= pixel);
    QCOMPARE(moved.takeLast().constFirst().toDouble(), chart.cut());
    QCOMPARE(chosen.count(), 0); // no brush where there is a cut
    drag(chart, chart.pixelOf(0.8), chart.width() + 500);
    QCOMPARE(chart.cut(), 1.0);
    chart.setFocus();
    moved.clear();
    QTest::keyClick(&chart, Qt::Key_Left);
    QVERIFY(std::abs(chart.cut() - 0.99) < 1e-9);
    QTest::keyClick(&chart, Qt::Key_Left, Qt::ShiftModifier);
    QVERIFY(std::abs(chart.cut() - 0.989) < 1e-9);
    QTest::keyClick(&chart, Qt::Key_Home);
    QCOMPARE(chart.cut(), 0.0);
    QCOMPARE(moved.count(), 3);
    QTest::keyClick(&chart, Qt::Key_Left); // no further
    QCOMPARE(moved.count(), 3);
    chart.setCut(0.4); // by the program: nobody is told
    QCOMPARE(moved.count(), 3);
}

void ChartsTest::barsAreRead()
{
    BarChart chart(QStringLiteral("Sources"));
    BarData data;
    data.quantity = {QStringLiteral("Samples"), Quantity::Kind::Count, {}};
    data.parts = {{QStringLiteral("stay"), {ChartTone::Kind::Accent}},
                  {QStringLiteral("go"), {ChartTone::Kind::Faint}}};
    data.bars = {{QStringLiteral("python"), {1500, 500}, QStringLiteral("1,500 of 2,000")},
                 {QStringLiteral("python"), {1, 2}, QStringLiteral("1 of 3")}}; // of one name: both are there
    chart.setData(data);
    show(chart);
    QVERIFY(wordsOf(chart).contains(QStringLiteral("1,500 of 2,000")));
    QVERIFY(wordsOf(chart).contains(QStringLiteral("1 of 3")));
    QVERIFY2(chart.accessibleDescription().contains(QStringLiteral("python: 1,500 of 2,000")),
             qPrintable(chart.accessibleDescription()));
    chart.setFocus();
    QTest::keyClick(&chart, Qt::Key_Down);
    QCOMPARE(chart.currentReadOut().text(), QStringLiteral("python, stay  1,500, go  500"));
    QTest::keyClick(&chart, Qt::Key_Down);
    QCOMPARE(chart.currentReadOut().text(), QStringLiteral("python, stay  1, go  2"));
    QCOMPARE(QString::fromStdString(chart.csvWriter()()),
             QStringLiteral("name,\"stay\",\"go\"\n\"python\",1500,500\n\"python\",1,2\n"));
}

QTEST_MAIN(ChartsTest)
#include "charts_test.moc"
