// Owns: how charts look: colours, marker shapes and words, for the window's palette and for paper.
// Not here: drawing.
#pragma once

#include <QColor>
#include <QFont>
#include <QIcon>
#include <QPainterPath>
#include <QPalette>
#include <QScatterSeries>

class QGraphicsSimpleTextItem;
class QWidget;

namespace primer {

/// What a bar or a layer of bars stands for; a style makes a colour of it.
struct ChartTone {
    enum class Kind {
        Series,  ///< one of several that differ in kind
        Ordered, ///< one of six that have an order, 0 the lowest
        Accent,  ///< what is in
        Faint,   ///< what is out, or the rest
    };
    Kind kind = Kind::Series;
    int number = 0;
};

struct ChartStyle {
    QColor window, plot, text, grid, accent, tip, tipText;
    QFont font;
    bool isDark = false;
    bool isHighContrast = false; ///< what is faint is seen as well
    bool isPaper = false;        ///< a saved figure: nothing of the window in it

    static ChartStyle of(const QWidget &widget);
    static ChartStyle paper(const QFont &font);
    QColor series(int number) const;
    QColor colour(const ChartTone &tone) const;
};

/// Series differ by more than colour: circle, square, triangle, diamond, star, pentagon.
QScatterSeries::MarkerShape markerShape(int number);
QPainterPath markerPath(int number, double radius);
/// Colour and shape of a series, for a list beside the chart.
QIcon seriesIcon(int number, const QPalette &palette);

/// Puts words on a line: letters from another font than their neighbours' have another height above it.
void placeOnLine(QGraphicsSimpleTextItem &words, double x, double baseline);

} // namespace primer
