// Owns: charts shown for a test, and what a reader does to them. Not here: what is expected of them.
#pragma once

#include <algorithm>
#include <cmath>
#include <functional>
#include <set>

#include <QAccessible>
#include <QBarSet>
#include <QCategoryAxis>
#include <QChart>
#include <QContextMenuEvent>
#include <QFileDialog>
#include <QGraphicsSimpleTextItem>
#include <QLineSeries>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QStackedBarSeries>
#include <QTemporaryDir>
#include <QTest>
#include <QWheelEvent>
#include <QXmlStreamReader>

#include "ui/charts/bar_chart.h"
#include "ui/charts/curve_points.h"
#include "ui/charts/histogram_chart.h"
#include "ui/charts/line_chart.h"

namespace primer::test {

constexpr int waitMs = 10'000;

struct Columns {
    SeriesColumn x, y;
    void add(double first, double second)
    {
        x.append(first);
        y.append(second);
    }
};

inline Columns line(int count, const std::function<double(int)> &value)
{
    Columns columns;
    for (int place = 0; place < count; ++place)
        columns.add(place, value(place));
    return columns;
}

inline void show(ChartView &chart, QSize size = {800, 400})
{
    chart.resize(size);
    chart.show();
    QVERIFY(QTest::qWaitForWindowExposed(&chart));
    chart.bringUpToDate();
}

inline QStringList labelsOf(const ChartAxis &axis) { return axis.axis()->categoriesLabels(); }

inline void move(ChartView &chart, double x, Qt::MouseButtons buttons = Qt::NoButton)
{
    const QPointF place(x, chart.chart()->plotArea().center().y());
    QMouseEvent event(QEvent::MouseMove, place, chart.viewport()->mapToGlobal(place), Qt::NoButton, buttons, {});
    QCoreApplication::sendEvent(chart.viewport(), &event);
}

inline void drag(ChartView &chart, double from, double to)
{
    const int y = int(chart.chart()->plotArea().center().y());
    QTest::mousePress(chart.viewport(), Qt::LeftButton, {}, {int(std::lround(from)), y});
    move(chart, (from + to) / 2, Qt::LeftButton);
    move(chart, std::lround(to), Qt::LeftButton);
    QTest::mouseRelease(chart.viewport(), Qt::LeftButton, {}, {int(std::lround(to)), y});
}

inline void click(ChartView &chart, double x)
{
    QTest::mouseClick(chart.viewport(), Qt::LeftButton, {},
                      {int(std::lround(x)), int(chart.chart()->plotArea().center().y())});
}

/// Words that are seen now.
inline QStringList wordsOf(const ChartView &chart)
{
    QStringList words;
    for (const QGraphicsItem *item : chart.scene()->items()) {
        const auto *text = qgraphicsitem_cast<const QGraphicsSimpleTextItem *>(item);
        if (text && text->isVisible())
            words.append(text->text());
    }
    return words;
}

inline QString readFile(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

inline HistogramData sizes()
{
    HistogramData data;
    data.quantity = {QStringLiteral("Lines"), Quantity::Kind::Count, {}};
    data.isInteger = true;
    data.edges = {0, 10, 20, 30, 40};
    data.layers = {{QStringLiteral("in the set"), {ChartTone::Kind::Accent}, {1, 2, 0, 4}},
                   {QStringLiteral("others"), {ChartTone::Kind::Faint}, {10, 0, 0, 1}}};
    return data;
}

inline QPalette darkPalette()
{
    QPalette palette;
    palette.setColor(QPalette::Window, QColor(30, 30, 30));
    palette.setColor(QPalette::Base, QColor(20, 20, 20));
    palette.setColor(QPalette::WindowText, Qt::white);
    palette.setColor(QPalette::Text, Qt::white);
    return palette;
}

} // namespace primer::test
