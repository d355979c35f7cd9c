#include "ui/charts/histogram_view.h"

#include <utility>
#include <algorithm>
#include <cmath>

#include <QHelpEvent>
#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

namespace primer {

HistogramView::HistogramView(QWidget *parent) : QWidget(parent)
{
    setFocusPolicy(Qt::TabFocus);
    setMouseTracking(true);
}

void HistogramView::setData(const HistogramData &data)
{
    m_data = data;
    m_currentBin = std::min(m_currentBin, int(data.all.size()) - 1);
    setAccessibleName(tr("Histogram of %1").arg(data.title));
    update();
}

QRect HistogramView::plotArea() const
{
    const int line = fontMetrics().height();
    return rect().adjusted(4, line + 4, -4, -line - 4);
}

int HistogramView::binAt(int x) const
{
    const QRect area = plotArea();
    if (m_data.all.empty() || area.width() <= 0)
        return -1;
    const int bins = int(m_data.all.size());
    return std::clamp((x - area.left()) * bins / area.width(), 0, bins - 1);
}

std::pair<double, double> HistogramView::binBounds(int bin) const
{
    const double low = m_data.edges[std::size_t(bin)];
    const double high = m_data.edges[std::size_t(bin) + 1];
    return {low, m_data.isInteger ? std::max(low, high - 1) : high};
}

QString HistogramView::edgeText(double value) const
{
    if (m_data.isInteger)
        return QLocale().toString(qint64(value));
    return QLocale().toString(value, 'g', 4);
}

QString HistogramView::binText(int bin) const
{
    const auto [low, high] = binBounds(bin);
    const QString range = low == high ? edgeText(low) : tr("%1 to %2").arg(edgeText(low), edgeText(high));
    return tr("%1: %2 in the set, %3 in all")
        .arg(range, QLocale().toString(m_data.selected[std::size_t(bin)]),
             QLocale().toString(m_data.all[std::size_t(bin)]));
}

void HistogramView::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const QRect area = plotArea();
    painter.setPen(palette().color(QPalette::WindowText));
    if (m_data.all.empty()) {
        painter.drawText(area, Qt::AlignCenter, tr("No sample has a value in this column"));
        return;
    }
    const qint64 most = std::max<qint64>(1, *std::max_element(m_data.all.begin(), m_data.all.end()));
    const int bins = int(m_data.all.size());
    QColor faint = palette().color(QPalette::Mid);
    faint.setAlpha(120);
    // Square root heights: a few large files must not flatten everything else.
    const auto heightOf = [&](qint64 count) {
        return count ? std::max(2, int(std::sqrt(double(count) / double(most)) * area.height())) : 0;
    };
    for (int bin = 0; bin < bins; ++bin) {
        const int left = area.left() + area.width() * bin / bins;
        const int right = area.left() + area.width() * (bin + 1) / bins;
        const int width = std::max(1, right - left - 1);
        const int all = heightOf(m_data.all[std::size_t(bin)]);
        const int selected = heightOf(m_data.selected[std::size_t(bin)]);
        painter.fillRect(left, area.bottom() - all + 1, width, all, faint);
        painter.fillRect(left, area.bottom() - selected + 1, width, selected, palette().color(QPalette::Highlight));
        const bool isBrushed = m_pressedBin >= 0 && bin >= std::min(m_pressedBin, m_currentBin)
                               && bin <= std::max(m_pressedBin, m_currentBin);
        if (isBrushed || (bin == m_currentBin && (hasFocus() || underMouse()))) {
            painter.setPen(palette().color(QPalette::WindowText));
            painter.drawRect(left, area.top(), std::max(1, width - 1), area.height());
        }
    }
    painter.setPen(palette().color(QPalette::WindowText));
    painter.drawLine(area.bottomLeft(), area.bottomRight());
    const QRect below(area.left(), area.bottom() + 2, area.width(), fontMetrics().height());
    painter.drawText(below, Qt::AlignLeft, edgeText(m_data.edges.front()));
    painter.drawText(below, Qt::AlignRight, edgeText(binBounds(bins - 1).second));
    if (m_data.withoutValue > 0)
        painter.drawText(rect().adjusted(4, 2, -4, 0), Qt::AlignRight | Qt::AlignTop,
                         tr("%1 without a value").arg(QLocale().toString(m_data.withoutValue)));
    if (hasFocus()) {
        painter.setPen(QPen(palette().color(QPalette::Highlight), 1, Qt::DotLine));
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
    }
}

void HistogramView::choose(int first, int last)
{
    if (first < 0 || last < 0)
        return;
    Q_EMIT rangeChosen(binBounds(std::min(first, last)).first, binBounds(std::max(first, last)).second);
}

void HistogramView::mousePressEvent(QMouseEvent *event)
{
    m_pressedBin = binAt(int(event->position().x()));
    m_currentBin = m_pressedBin;
    update();
}

void HistogramView::mouseMoveEvent(QMouseEvent *event)
{
    const int bin = binAt(int(event->position().x()));
    if (bin != m_currentBin) {
        m_currentBin = bin;
        update();
    }
}

void HistogramView::mouseReleaseEvent(QMouseEvent *event)
{
    const int pressed = std::exchange(m_pressedBin, -1);
    choose(pressed, binAt(int(event->position().x())));
    update();
}

void HistogramView::keyPressEvent(QKeyEvent *event)
{
    const int bins = int(m_data.all.size());
    if (bins == 0)
        return QWidget::keyPressEvent(event);
    switch (event->key()) {
    case Qt::Key_Left: m_currentBin = std::max(0, m_currentBin - 1); break;
    case Qt::Key_Right: m_currentBin = std::min(bins - 1, m_currentBin + 1); break;
    case Qt::Key_Return:
    case Qt::Key_Enter: choose(m_currentBin, m_currentBin); return;
    default: QWidget::keyPressEvent(event); return;
    }
    setAccessibleDescription(binText(m_currentBin));
    update();
}

bool HistogramView::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip && !m_data.all.empty()) {
        auto *help = static_cast<QHelpEvent *>(event);
        QToolTip::showText(help->globalPos(), binText(binAt(help->pos().x())), this);
        return true;
    }
    if (event->type() == QEvent::Leave) {
        m_currentBin = -1;
        update();
    }
    return QWidget::event(event);
}

} // namespace primer
