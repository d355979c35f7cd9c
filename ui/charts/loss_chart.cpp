#include "ui/charts/loss_chart.h"

#include <algorithm>
#include <cmath>

#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>

namespace primer {

namespace {

constexpr double smoothing = 0.95; ///< of the exponential moving mean, as most loggers use
constexpr int gridLines = 5;

void cutFrom(std::vector<QPointF> &line, double step)
{
    while (!line.empty() && line.back().x() >= step)
        line.pop_back();
}

/// 1, 2 or 5 times a power of ten.
double niceDistance(double span)
{
    const double raw = std::max(span, 1e-9) / gridLines;
    const double power = std::pow(10, std::floor(std::log10(raw)));
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (factor * power >= raw)
            return factor * power;
    }
    return 10 * power;
}

} // namespace

LossChart::LossChart(QWidget *parent) : QWidget(parent)
{
    setMouseTracking(true);
    setAccessibleName(tr("Loss over the steps"));
}

QPointF LossChart::Scale::at(const QPointF &value) const
{
    return {area.left() + value.x() / lastStep * area.width(), area.bottom() - (value.y() - low) / (high - low) * area.height()};
}

void LossChart::addStep(double step, double loss)
{
    cutFrom(m_steps, step);
    cutFrom(m_smooth, step);
    cutFrom(m_evaluations, step);
    m_steps.emplace_back(step, loss);
    // At first a plain mean: the first loss must not weigh for a hundred steps.
    const double kept = std::min(smoothing, double(m_smooth.size()) / double(m_smooth.size() + 1));
    m_smooth.emplace_back(step, m_smooth.empty() ? loss : kept * m_smooth.back().y() + (1 - kept) * loss);
    update();
}

void LossChart::addEvaluation(double step, double loss)
{
    cutFrom(m_evaluations, step);
    m_evaluations.emplace_back(step, loss);
    update();
}

void LossChart::setPlannedSteps(double steps)
{
    m_plannedSteps = steps;
    update();
}

void LossChart::clear()
{
    m_steps.clear();
    m_smooth.clear();
    m_evaluations.clear();
    m_plannedSteps = 0;
    update();
}

LossChart::Scale LossChart::scale() const
{
    Scale scale;
    const int line = fontMetrics().height();
    scale.area = QRectF(rect()).adjusted(fontMetrics().horizontalAdvance(QStringLiteral("00.00")) + 10, line / 2.0 + 2, -10, -line - 6);
    scale.lastStep = std::max({1.0, m_plannedSteps, m_steps.empty() ? 0 : m_steps.back().x()});
    const auto byLoss = [](const QPointF &a, const QPointF &b) { return a.y() < b.y(); };
    const auto [least, most] = std::minmax_element(m_steps.begin(), m_steps.end(), byLoss);
    double low = least->y(), high = most->y();
    for (const QPointF &evaluation : m_evaluations) {
        low = std::min(low, evaluation.y());
        high = std::max(high, evaluation.y());
    }
    const double distance = niceDistance(high - low);
    scale.low = std::floor(low / distance) * distance;
    scale.high = std::max(scale.low + distance, std::ceil(high / distance) * distance);
    return scale;
}

void LossChart::drawAxes(QPainter &painter, const Scale &scale) const
{
    QColor faint = palette().color(QPalette::WindowText);
    faint.setAlpha(40);
    const QColor text = palette().color(QPalette::WindowText);
    const int line = fontMetrics().height();
    const double lossDistance = niceDistance(scale.high - scale.low);
    for (double loss = scale.low; loss <= scale.high + lossDistance / 2; loss += lossDistance) {
        const double y = scale.at({0, loss}).y();
        painter.setPen(faint);
        painter.drawLine(QPointF(scale.area.left(), y), QPointF(scale.area.right(), y));
        painter.setPen(text);
        painter.drawText(QRectF(0, y - line / 2.0, scale.area.left() - 6, line), Qt::AlignRight | Qt::AlignVCenter, QLocale().toString(loss, 'g', 4));
    }
    const double stepDistance = std::max(1.0, niceDistance(scale.lastStep));
    for (double step = 0; step <= scale.lastStep; step += stepDistance) {
        const double x = scale.at({step, scale.low}).x();
        const QString label = QLocale().toString(qint64(step));
        const double width = fontMetrics().horizontalAdvance(label) + 4;
        const double left = std::clamp(x - width / 2, 0.0, double(this->width()) - width);
        painter.drawText(QRectF(left, scale.area.bottom() + 4, width, line), Qt::AlignCenter, label);
    }
}

/// At most two points a pixel column, its lowest and highest: a run of a million steps draws as fast as a short one.
void LossChart::drawLine(QPainter &painter, const Scale &scale, const std::vector<QPointF> &line, const QPen &pen) const
{
    QPainterPath path;
    painter.setPen(pen);
    for (std::size_t begin = 0; begin < line.size();) {
        const int column = int(scale.at(line[begin]).x());
        std::size_t least = begin, most = begin, end = begin;
        for (; end < line.size() && int(scale.at(line[end]).x()) == column; ++end) {
            if (line[end].y() < line[least].y())
                least = end;
            if (line[end].y() > line[most].y())
                most = end;
        }
        for (const std::size_t place : {std::min(least, most), std::max(least, most)}) {
            const QPointF point = scale.at(line[place]);
            if (path.elementCount() == 0)
                path.moveTo(point);
            else
                path.lineTo(point);
        }
        begin = end;
    }
    painter.drawPath(path);
}

void LossChart::drawPointer(QPainter &painter, const Scale &scale) const
{
    if (m_pointerX < scale.area.left() || m_pointerX > scale.area.right())
        return;
    const double step = (m_pointerX - scale.area.left()) / scale.area.width() * scale.lastStep;
    auto found = std::lower_bound(m_steps.begin(), m_steps.end(), step, [](const QPointF &point, double wanted) { return point.x() < wanted; });
    if (found == m_steps.end())
        --found;
    const auto place = std::size_t(found - m_steps.begin());
    const QPointF point = scale.at(m_smooth[place]);
    painter.setPen(QPen(palette().color(QPalette::WindowText), 1, Qt::DotLine));
    painter.drawLine(QPointF(point.x(), scale.area.top()), QPointF(point.x(), scale.area.bottom()));
    painter.setPen(palette().color(QPalette::WindowText));
    const QString text = tr("step %1: loss %2, mean %3").arg(QLocale().toString(qint64(found->x())), QLocale().toString(found->y(), 'f', 4),
                                                             QLocale().toString(m_smooth[place].y(), 'f', 4));
    const double width = fontMetrics().horizontalAdvance(text) + 8;
    const QRectF box(std::clamp(point.x() + 8, scale.area.left(), scale.area.right() - width), scale.area.top(), width, fontMetrics().height() + 4);
    painter.fillRect(box, palette().color(QPalette::ToolTipBase));
    painter.setPen(palette().color(QPalette::ToolTipText));
    painter.drawText(box, Qt::AlignCenter, text);
}

void LossChart::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (m_steps.empty()) {
        painter.setPen(palette().color(QPalette::WindowText));
        painter.drawText(rect(), Qt::AlignCenter, tr("The loss appears here with the first step."));
        return;
    }
    const Scale scale = this->scale();
    drawAxes(painter, scale);
    QColor faint = palette().color(QPalette::Highlight);
    faint.setAlpha(120);
    drawLine(painter, scale, m_steps, QPen(faint, 1));
    drawLine(painter, scale, m_smooth, QPen(palette().color(QPalette::Highlight), 2));
    painter.setPen(QPen(palette().color(QPalette::WindowText), 1));
    painter.setBrush(palette().color(QPalette::Base));
    for (const QPointF &evaluation : m_evaluations)
        painter.drawEllipse(scale.at(evaluation), 3.5, 3.5);
    drawPointer(painter, scale);
}

void LossChart::mouseMoveEvent(QMouseEvent *event)
{
    m_pointerX = int(event->position().x());
    update();
}

void LossChart::leaveEvent(QEvent *)
{
    m_pointerX = -1;
    update();
}

} // namespace primer
