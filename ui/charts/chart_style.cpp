#include "ui/charts/chart_style.h"

#include <array>
#include <cmath>
#include <numbers>

#include <QGraphicsSimpleTextItem>
#include <QPainter>
#include <QPixmap>
#include <QPolygonF>
#include <QTextLayout>
#include <QWidget>

#include "ui/widgets/palettes.h"

namespace primer {

namespace {

/// Okabe and Ito's colours, which the colour-blind tell apart; those that stand out best come first.
constexpr std::array<QRgb, 7> onLight{0xff0072b2, 0xffd55e00, 0xff009e73, 0xffcc79a7,
                                      0xffe69f00, 0xff56b4e9, 0xfff0e442};
constexpr std::array<QRgb, 7> onDark{0xff56b4e9, 0xffe69f00, 0xff009e73, 0xffcc79a7,
                                     0xfff0e442, 0xffd55e00, 0xff0072b2};
/// From orange to blue by value: apart for every kind of colour vision, and ordered by lightness from the middle.
constexpr std::array<QRgb, 6> ordered{0xffb35806, 0xffe08214, 0xfffdb863, 0xff9ecae1, 0xff4292c6, 0xff08519c};
constexpr std::array<QRgb, 6> orderedOnDark{0xffd2700f, 0xfff0a030, 0xfffdcf8e, 0xffc3e0f3, 0xff78b9e6, 0xff3f8fe0};

constexpr int shapeCount = 6, iconSize = 12;
constexpr double gridWeight = 0.16, clearGridWeight = 0.45, faintWeight = 0.3, clearFaintWeight = 0.6;

/// Corners on a circle, the first one on top; every second on an inner one for a star.
QPolygonF corners(int count, double radius, double innerShare)
{
    QPolygonF polygon;
    for (int corner = 0; corner < count; ++corner) {
        const double angle = 2 * std::numbers::pi * corner / count;
        const double reach = corner % 2 == 0 ? radius : radius * innerShare;
        polygon.append(QPointF(reach * std::sin(angle), -reach * std::cos(angle)));
    }
    return polygon;
}

QColor colourOf(int number, bool isDark)
{
    return QColor::fromRgb((isDark ? onDark : onLight)[std::size_t(number) % onLight.size()]);
}

} // namespace

ChartStyle ChartStyle::of(const QWidget &widget)
{
    const QPalette &palette = widget.palette();
    ChartStyle style;
    style.window = palette.color(QPalette::Window);
    style.plot = palette.color(QPalette::Base);
    style.text = palette.color(QPalette::WindowText);
    style.isHighContrast = primer::isHighContrast(palette);
    style.grid = mixedColour(style.plot, style.text, style.isHighContrast ? clearGridWeight : gridWeight);
    style.accent = palette.color(QPalette::Highlight);
    style.tip = palette.color(QPalette::ToolTipBase);
    style.tipText = palette.color(QPalette::ToolTipText);
    style.font = widget.font();
    style.isDark = primer::isDark(palette, QPalette::Base);
    return style;
}

ChartStyle ChartStyle::paper(const QFont &font)
{
    ChartStyle style;
    style.window = style.plot = style.tip = Qt::white;
    style.text = style.tipText = Qt::black;
    style.grid = mixedColour(style.plot, style.text, gridWeight);
    style.accent = QColor::fromRgb(onLight[0]);
    style.font = font;
    style.isPaper = true;
    return style;
}

QColor ChartStyle::series(int number) const { return colourOf(number, isDark); }

QColor ChartStyle::colour(const ChartTone &tone) const
{
    switch (tone.kind) {
    case ChartTone::Kind::Series: return series(tone.number);
    case ChartTone::Kind::Ordered:
        return QColor::fromRgb((isDark ? orderedOnDark : ordered)[std::size_t(tone.number) % ordered.size()]);
    case ChartTone::Kind::Accent: return accent;
    default: return mixedColour(plot, text, isHighContrast ? clearFaintWeight : faintWeight);
    }
}

QScatterSeries::MarkerShape markerShape(int number)
{
    static constexpr std::array shapes{QScatterSeries::MarkerShapeCircle,   QScatterSeries::MarkerShapeRectangle,
                                       QScatterSeries::MarkerShapeTriangle, QScatterSeries::MarkerShapeRotatedRectangle,
                                       QScatterSeries::MarkerShapeStar,     QScatterSeries::MarkerShapePentagon};
    return shapes[std::size_t(number) % shapes.size()];
}

QPainterPath markerPath(int number, double radius)
{
    QPainterPath path;
    const double r = radius;
    switch (number % shapeCount) {
    case 0: path.addEllipse(QPointF(), r, r); break;
    case 1: path.addRect(-r, -r, 2 * r, 2 * r); break;
    case 2: path.addPolygon(QPolygonF{{0, -r * 1.2}, {r * 1.1, r}, {-r * 1.1, r}}); break;
    case 3: path.addPolygon(QPolygonF{{0, -r * 1.3}, {r * 1.3, 0}, {0, r * 1.3}, {-r * 1.3, 0}}); break;
    case 4: path.addPolygon(corners(10, r * 1.35, 0.5)); break;
    default: path.addPolygon(corners(5, r * 1.2, 1)); break;
    }
    path.closeSubpath();
    return path;
}

QIcon seriesIcon(int number, const QPalette &palette)
{
    QIcon icon;
    const QPainterPath marker = markerPath(number, iconSize / 2.0 - 1.5);
    const QColor colour = colourOf(number, primer::isDark(palette, QPalette::Base));
    for (const auto mode : {QIcon::Normal, QIcon::Selected}) {
        for (const int scale : {1, 2, 3}) {
            QPixmap picture(iconSize * scale, iconSize * scale);
            picture.fill(Qt::transparent);
            QPainter painter(&picture);
            painter.setRenderHint(QPainter::Antialiasing);
            painter.scale(scale, scale);
            painter.translate(iconSize / 2.0, iconSize / 2.0);
            if (mode == QIcon::Selected) // its colour stays that of the curve, on whatever the row is drawn
                painter.strokePath(marker, QPen(palette.color(QPalette::HighlightedText), 3));
            painter.fillPath(marker, colour);
            painter.end();
            icon.addPixmap(picture, mode);
        }
    }
    return icon;
}

void placeOnLine(QGraphicsSimpleTextItem &words, double x, double baseline)
{
    QTextLayout layout(words.text(), words.font());
    layout.beginLayout();
    const QTextLine line = layout.createLine();
    layout.endLayout();
    words.setPos(std::round(x), std::round(baseline - line.ascent()));
}

} // namespace primer
