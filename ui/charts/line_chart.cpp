#include "ui/charts/line_chart.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QWheelEvent>

namespace primer {

namespace {

constexpr int dragPixels = 6; ///< less is a click
constexpr double zoomStep = 1.25;

/// 1, 2 or 5 times a power of ten, at least span / parts.
double niceDistance(double span, int parts)
{
    const double raw = std::max(span, 1e-12) / std::max(1, parts);
    const double power = std::pow(10, std::floor(std::log10(raw)));
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (factor * power >= raw * 0.999)
            return factor * power;
    }
    return 10 * power;
}

/// Okabe and Ito's colours, which the colour-blind tell apart, for light and dark backgrounds.
constexpr std::array<QRgb, 6> lightColours{0xff0072b2, 0xffd55e00, 0xff009e73, 0xffcc79a7, 0xffb58900, 0xff6a4c93};
constexpr std::array<QRgb, 6> darkColours{0xff56b4e9, 0xffe69f00, 0xff2fd3a5, 0xffe89cc5, 0xfff0e442, 0xffb39ddb};

} // namespace

QColor LineChart::colourOf(int number, const QPalette &palette)
{
    const bool isDark = palette.color(QPalette::Base).lightness() < 128;
    return QColor::fromRgb((isDark ? darkColours : lightColours)[std::size_t(number) % lightColours.size()]);
}

void LineChart::drawMarker(QPainter &painter, const QPointF &centre, double radius, int number)
{
    const double r = radius;
    switch (number % 4) {
    case 0: painter.drawEllipse(centre, r, r); break;
    case 1: painter.drawRect(QRectF(centre.x() - r, centre.y() - r, 2 * r, 2 * r)); break;
    case 2:
        painter.drawPolygon(
            QPolygonF{centre + QPointF(0, -r * 1.2), centre + QPointF(r * 1.1, r), centre + QPointF(-r * 1.1, r)});
        break;
    default:
        painter.drawPolygon(QPolygonF{centre + QPointF(0, -r * 1.3), centre + QPointF(r * 1.3, 0),
                                      centre + QPointF(0, r * 1.3), centre + QPointF(-r * 1.3, 0)});
        break;
    }
}

LineChart::LineChart(const QString &title, QWidget *parent)
    : QWidget(parent), m_title(title), m_formatX([](double value) { return QLocale().toString(value, 'g', 4); }),
      m_formatY(m_formatX), m_formatValue(m_formatX)
{
    setMouseTracking(true);
    setAccessibleName(title);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void LineChart::setLines(std::vector<ChartLine> lines)
{
    m_lines = std::move(lines);
    update();
}

void LineChart::setFormats(Format x, Format y, Format value)
{
    m_formatValue = std::move(value);
    m_formatX = std::move(x);
    m_formatY = std::move(y);
    update();
}

void LineChart::setLogarithmic(bool x, bool y)
{
    m_isLogX = x;
    m_isLogY = y;
    update();
}

void LineChart::setRange(const std::optional<std::pair<double, double>> &range)
{
    m_range = range;
    update();
}

void LineChart::setLeastEnd(double least)
{
    m_leastEnd = least;
    update();
}

void LineChart::setPointer(const std::optional<double> &x)
{
    if (m_pointer == x)
        return;
    m_pointer = x;
    update();
}

double LineChart::Axis::at(double value) const
{
    const double share = isLogarithmic
                             ? (std::log(std::max(value, low)) - std::log(low)) / (std::log(high) - std::log(low))
                             : (value - low) / (high - low);
    return from + share * (to - from);
}

double LineChart::Axis::valueAt(double pixel) const
{
    const double share = (pixel - from) / (to - from);
    return isLogarithmic ? std::exp(std::log(low) + share * (std::log(high) - std::log(low)))
                         : low + share * (high - low);
}

std::vector<double> LineChart::Axis::ticks(int wanted) const
{
    std::vector<double> values;
    if (isLogarithmic && high / low > 20) {
        const int decades = int(std::ceil(std::log10(high / low)));
        const int every = std::max(1, decades / std::max(1, wanted)
                                          + (decades % std::max(1, wanted) != 0 && decades > wanted));
        for (int power = int(std::ceil(std::log10(low) - 1e-9)); std::pow(10, power) <= high * 1.0001; power += every)
            values.push_back(std::pow(10, power));
        return values;
    }
    const double distance = niceDistance(high - low, wanted);
    for (double value = std::ceil(low / distance - 1e-9) * distance; value <= high + distance * 1e-6; value += distance)
        values.push_back(std::abs(value) < distance * 1e-9 ? 0 : value);
    return values;
}

std::optional<LineChart::Frame> LineChart::frame() const
{
    double end = m_leastEnd, begin = 0;
    bool hasAny = false;
    for (const ChartLine &line : m_lines) {
        if (line.x->size() == 0)
            continue;
        hasAny = true;
        end = std::max(end, line.x->last());
        begin = m_isLogX ? (begin > 0 ? std::min(begin, line.x->at(0)) : line.x->at(0)) : 0;
    }
    if (!hasAny)
        return std::nullopt;
    Frame frame;
    frame.x.isLogarithmic = m_isLogX;
    frame.x.low = m_range ? m_range->first : m_isLogX ? std::max(begin, end * 1e-9) : 0;
    if (m_isLogX)
        frame.x.low = std::max(frame.x.low, end * 1e-9);
    frame.x.high = m_range ? m_range->second : end;
    if (!(frame.x.high > frame.x.low))
        frame.x.high = frame.x.low + std::max(1.0, frame.x.low * 1e-3);
    // The curve's own extremes within what is shown; the faint line may leave the frame no further than the rest needs.
    double low = 0, high = 0;
    bool hasRange = false;
    for (const ChartLine &line : m_lines) {
        const std::size_t from = line.x->lowerBound(frame.x.low),
                          to = std::min(line.y->size(), line.x->lowerBound(std::nextafter(frame.x.high, INFINITY)));
        if (from >= to)
            continue;
        auto [least, most] = line.y->extremes(from, to);
        low = hasRange ? std::min(low, least) : least;
        high = hasRange ? std::max(high, most) : most;
        hasRange = true;
    }
    frame.y.isLogarithmic = m_isLogY && low > 0;
    if (frame.y.isLogarithmic) {
        frame.y.low = low / 1.1;
        frame.y.high = high * 1.1;
    } else {
        // In steps, so that the axis does not move with every point.
        const double distance = niceDistance(high > low ? high - low : std::max(std::abs(high), 1e-9), 5);
        frame.y.low = std::floor(low / distance) * distance;
        frame.y.high = std::max(frame.y.low + distance, std::ceil(high / distance) * distance);
    }
    const int text = fontMetrics().height();
    int labels = 0;
    frame.y.from = height() - text - 6.0;
    frame.y.to = text * 1.4 + 4;
    for (const double value : frame.y.ticks(std::max(2, int((frame.y.from - frame.y.to) / (text * 2.5)))))
        labels = std::max(labels, fontMetrics().horizontalAdvance(m_formatY(value)));
    frame.x.from = labels + 10.0;
    frame.x.to = width() - 12.0;
    if (frame.x.to <= frame.x.from || frame.y.from <= frame.y.to)
        return std::nullopt;
    frame.area = QRectF(QPointF(frame.x.from, frame.y.to), QPointF(frame.x.to, frame.y.from));
    return frame;
}

void LineChart::drawAxes(QPainter &painter, const Frame &frame) const
{
    const QColor text = palette().color(QPalette::WindowText);
    QColor faint = text;
    faint.setAlpha(36);
    const int line = fontMetrics().height();
    for (const double value : frame.y.ticks(std::max(2, int(frame.area.height() / (line * 2.5))))) {
        const double y = frame.y.at(value);
        painter.setPen(faint);
        painter.drawLine(QPointF(frame.area.left(), y), QPointF(frame.area.right(), y));
        painter.setPen(text);
        painter.drawText(QRectF(0, y - line / 2.0, frame.area.left() - 6, line), Qt::AlignRight | Qt::AlignVCenter,
                         m_formatY(value));
    }
    double free = -1;
    const int widest = fontMetrics().horizontalAdvance(m_formatX(frame.x.high)) + 24;
    for (const double value : frame.x.ticks(std::max(2, int(frame.area.width() / widest)))) {
        const QString label = m_formatX(value);
        const double wide = fontMetrics().horizontalAdvance(label) + 4, x = frame.x.at(value);
        const double left = std::clamp(x - wide / 2, 0.0, std::max(0.0, width() - wide));
        painter.setPen(faint);
        painter.drawLine(QPointF(x, frame.area.bottom()), QPointF(x, frame.area.bottom() + 3));
        if (left < free)
            continue;
        free = left + wide + 8;
        painter.setPen(text);
        painter.drawText(QRectF(left, frame.area.bottom() + 4, wide, line), Qt::AlignCenter, label);
    }
}

/// The lowest and highest point of each pixel column; single points where there are fewer.
void LineChart::drawLine(QPainter &painter, const Frame &frame, const ChartLine &line) const
{
    QColor colour = colourOf(line.colour, palette());
    if (line.isFaint)
        colour.setAlpha(90);
    painter.setPen(QPen(colour, line.isFaint ? 1.0 : 1.8));
    QPainterPath path;
    const auto go = [&path](const QPointF &point) {
        path.elementCount() == 0 ? path.moveTo(point) : path.lineTo(point);
    };
    const std::size_t begin = line.x->lowerBound(frame.x.low), count = std::min(line.x->size(), line.y->size());
    std::size_t place = begin > 0 ? begin - 1 : 0; // the line comes in from outside
    bool isOut = false;
    while (place < count && !isOut) {
        const double pixel = frame.x.at(line.x->at(place));
        isOut = pixel > frame.area.right();
        const double column = std::floor(pixel) + 1;
        const std::size_t next = std::max(place + 1, std::min(count, line.x->lowerBound(frame.x.valueAt(column))));
        if (next - place == 1 || isOut) {
            go({pixel, frame.y.at(line.y->at(place))});
        } else {
            const auto [low, high] = line.y->extremes(place, next);
            go({pixel, frame.y.at(line.y->at(place))});
            go({pixel, frame.y.at(high)});
            go({pixel, frame.y.at(low)});
            go({pixel, frame.y.at(line.y->at(next - 1))});
        }
        place = next;
    }
    painter.drawPath(path);
}

void LineChart::drawPoints(QPainter &painter, const Frame &frame, const ChartLine &line) const
{
    constexpr double radius = 3.5;
    painter.setPen(QPen(colourOf(line.colour, palette()), 1.5));
    painter.setBrush(palette().color(QPalette::Base));
    const std::size_t end = std::min(line.x->size(), line.x->lowerBound(frame.x.high) + 1);
    double last = -1;
    for (std::size_t place = line.x->lowerBound(frame.x.low); place < end; ++place) {
        const double x = frame.x.at(line.x->at(place));
        if (x - last < 2 && place + 1 < end)
            continue; // they would lie on each other
        last = x;
        drawMarker(painter, {x, frame.y.at(line.y->at(place))}, radius, line.colour);
    }
    painter.setBrush(Qt::NoBrush);
}

void LineChart::drawPointer(QPainter &painter, const Frame &frame) const
{
    if (!m_pointer || *m_pointer < frame.x.low || *m_pointer > frame.x.high)
        return;
    const double x = frame.x.at(*m_pointer);
    painter.setPen(QPen(palette().color(QPalette::WindowText), 1, Qt::DotLine));
    painter.drawLine(QPointF(x, frame.area.top()), QPointF(x, frame.area.bottom()));
    QStringList texts{m_formatX(*m_pointer)};
    std::vector<int> colours{-1};
    for (const ChartLine &line : m_lines) {
        if (line.isFaint || line.x->size() == 0)
            continue;
        std::size_t place = std::min(line.x->lowerBound(*m_pointer), line.x->size() - 1);
        if (place > 0 && *m_pointer - line.x->at(place - 1) < line.x->at(place) - *m_pointer)
            --place;
        const double beyond = line.isPoints ? (frame.x.high - frame.x.low) / 50 : 0;
        if (*m_pointer > line.x->last() + beyond)
            continue;
        texts.append(line.name + QStringLiteral("  ") + m_formatValue(line.y->at(place)));
        colours.push_back(line.colour);
    }
    if (texts.size() == 1)
        return;
    const int height = fontMetrics().height() + 2;
    int width = 0;
    for (const QString &text : texts)
        width = std::max(width, fontMetrics().horizontalAdvance(text) + 26);
    const double left = x + 8 + width < frame.area.right() ? x + 8 : x - 8 - width;
    const QRectF box(std::max(0.0, left), frame.area.top(), width, height * double(texts.size()) + 4);
    painter.setPen(palette().color(QPalette::Mid));
    painter.setBrush(palette().color(QPalette::ToolTipBase));
    painter.drawRect(box);
    for (int row = 0; row < texts.size(); ++row) {
        const QRectF line(box.left() + 18, box.top() + 2 + row * height, width, height);
        if (colours[std::size_t(row)] >= 0) {
            painter.setBrush(colourOf(colours[std::size_t(row)], palette()));
            painter.setPen(Qt::NoPen);
            drawMarker(painter, {box.left() + 9, line.center().y()}, 3.5, colours[std::size_t(row)]);
        }
        painter.setPen(palette().color(QPalette::ToolTipText));
        painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, texts[row]);
    }
    painter.setBrush(Qt::NoBrush);
}

void LineChart::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(palette().color(QPalette::WindowText));
    QFont bold = font();
    bold.setBold(true);
    painter.setFont(bold);
    painter.drawText(QRectF(6, 0, width() - 12, fontMetrics().height() * 1.3), Qt::AlignLeft | Qt::AlignVCenter,
                     m_title);
    painter.setFont(font());
    const auto frame = this->frame();
    if (!frame) {
        painter.drawText(rect(), Qt::AlignCenter | Qt::TextWordWrap, m_emptyText);
        return;
    }
    drawAxes(painter, *frame);
    painter.setClipRect(frame->area.adjusted(-4, -4, 4, 4));
    for (const bool faintOnes : {true, false}) {
        for (const ChartLine &line : m_lines) {
            if (line.isFaint == faintOnes && !line.isPoints)
                drawLine(painter, *frame, line);
        }
    }
    for (const ChartLine &line : m_lines) {
        if (line.isPoints)
            drawPoints(painter, *frame, line);
    }
    painter.setClipping(false);
    if (m_dragFrom && m_dragTo) {
        QColor veil = palette().color(QPalette::Highlight);
        veil.setAlpha(50);
        painter.fillRect(
            QRectF(QPointF(*m_dragFrom, frame->area.top()), QPointF(*m_dragTo, frame->area.bottom())).normalized(),
            veil);
    }
    drawPointer(painter, *frame);
}

void LineChart::mousePressEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton)
        m_dragFrom = m_dragTo = event->position().x();
}

void LineChart::mouseMoveEvent(QMouseEvent *event)
{
    const auto frame = this->frame();
    if (!frame)
        return;
    const double x = std::clamp(event->position().x(), frame->area.left(), frame->area.right());
    if (m_dragFrom)
        m_dragTo = x;
    m_pointer = frame->x.valueAt(x);
    Q_EMIT pointerMoved(m_pointer);
    update();
}

void LineChart::mouseReleaseEvent(QMouseEvent *)
{
    const auto frame = this->frame();
    if (frame && m_dragFrom && m_dragTo && std::abs(*m_dragTo - *m_dragFrom) >= dragPixels) {
        const auto [left, right] = std::minmax(std::clamp(*m_dragFrom, frame->area.left(), frame->area.right()),
                                               *m_dragTo);
        Q_EMIT rangeChosen(std::pair(frame->x.valueAt(left), frame->x.valueAt(right)));
    }
    m_dragFrom = m_dragTo = std::nullopt;
    update();
}

void LineChart::mouseDoubleClickEvent(QMouseEvent *) { Q_EMIT rangeChosen(std::nullopt); }

void LineChart::wheelEvent(QWheelEvent *event)
{
    const auto frame = this->frame();
    if (!frame || event->angleDelta().y() == 0 || !frame->area.contains(event->position())) {
        event->ignore();
        return;
    }
    // What is under the pointer stays there.
    const double factor = event->angleDelta().y() > 0 ? 1 / zoomStep : zoomStep, x = event->position().x();
    const double low = frame->x.valueAt(x - (x - frame->area.left()) * factor),
                 high = frame->x.valueAt(x + (frame->area.right() - x) * factor);
    double end = m_leastEnd;
    for (const ChartLine &line : m_lines)
        end = std::max(end, line.x->last());
    if (low <= 0 && high >= end)
        Q_EMIT rangeChosen(std::nullopt);
    else
        Q_EMIT rangeChosen(std::pair(std::max(0.0, low), std::min(high, end)));
    event->accept();
}

void LineChart::leaveEvent(QEvent *)
{
    m_pointer.reset();
    Q_EMIT pointerMoved(m_pointer);
    update();
}

} // namespace primer
