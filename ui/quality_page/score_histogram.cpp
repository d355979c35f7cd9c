#include "ui/quality_page/score_histogram.h"

#include <algorithm>
#include <numeric>

#include <QHelpEvent>
#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include "ui/charts/line_chart.h"
#include "ui/widgets/human_text.h"

namespace primer {

namespace {

constexpr double keyStep = 0.01;
constexpr std::size_t mostSources = 7; ///< with a colour of their own; the rest share one
constexpr int margin = 6;

std::int64_t sumOf(const std::vector<std::int64_t> &counts)
{
    return std::accumulate(counts.begin(), counts.end(), std::int64_t(0));
}

} // namespace

ScoreHistogram::ScoreHistogram(QWidget *parent) : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAccessibleName(tr("Histogram of scores"));
    setAccessibleDescription(tr("Left and right move the cut"));
}

void ScoreHistogram::setView(std::shared_ptr<const QualityView> view)
{
    m_view = std::move(view);
    update();
}

void ScoreHistogram::setStacking(Stacking stacking)
{
    m_stacking = stacking;
    update();
}

void ScoreHistogram::setCut(double cut)
{
    m_cut = cut;
    update();
}

QRect ScoreHistogram::plotArea() const
{
    const int line = fontMetrics().height();
    return rect().adjusted(margin, 2 * line + 2 * margin, -margin, -line - margin);
}

const std::vector<std::vector<std::int64_t>> &ScoreHistogram::stacks() const
{
    switch (m_stacking) {
    case Stacking::Label: return m_view->byLabel();
    case Stacking::Judgement: return m_view->byJudgement();
    default: return m_view->bySource();
    }
}

std::size_t ScoreHistogram::kinds() const
{
    switch (m_stacking) {
    case Stacking::Label: return std::size_t(QualityView::labelKinds);
    case Stacking::Judgement: return std::size_t(QualityView::labelKinds) - 1;
    default: return std::min(mostSources + 1, m_view->sourceNames().size());
    }
}

QString ScoreHistogram::nameOf(std::size_t kind) const
{
    if (m_stacking != Stacking::Source)
        return kind + 1 == std::size_t(QualityView::labelKinds) ? tr("no label") : QString::number(kind);
    return kind >= mostSources ? tr("others") : QString::fromStdString(m_view->sourceNames()[kind]);
}

QColor ScoreHistogram::colourOf(std::size_t kind) const
{
    if (m_stacking == Stacking::Source)
        return kind >= mostSources ? palette().color(QPalette::Mid) : LineChart::colourOf(int(kind), palette());
    if (kind + 1 == std::size_t(QualityView::labelKinds)) {
        QColor faint = palette().color(QPalette::Mid);
        faint.setAlpha(150);
        return faint;
    }
    // From orange to blue by value: apart for every kind of colour vision, and ordered by lightness.
    static constexpr QRgb values[] = {0xffb35806, 0xffe08214, 0xfffdb863, 0xff9ecae1, 0xff4292c6, 0xff08519c};
    return QColor::fromRgb(values[kind]);
}

void ScoreHistogram::drawBars(QPainter &painter, const QRect &area) const
{
    const std::size_t shown = kinds();
    std::int64_t most = 1;
    for (const auto &stack : stacks())
        most = std::max(most, sumOf(stack) - (m_stacking == Stacking::Judgement ? stack.back() : 0));
    for (int bin = 0; bin < QualityView::bins; ++bin) {
        const int left = area.left() + area.width() * bin / QualityView::bins,
                  right = area.left() + area.width() * (bin + 1) / QualityView::bins;
        const auto &stack = stacks()[std::size_t(bin)];
        double bottom = area.bottom() + 1;
        painter.setOpacity(double(bin + 1) / QualityView::bins <= m_cut ? 0.35 : 1);
        // The labelled ones stand on the axis, however few they are.
        for (std::size_t kind = 0; kind < shown; ++kind) {
            const bool isRest = m_stacking == Stacking::Source && kind == mostSources;
            const std::int64_t count = isRest ? std::accumulate(stack.begin() + std::ptrdiff_t(mostSources),
                                                                stack.end(), std::int64_t(0))
                                              : stack[kind];
            const double height = double(count) / double(most) * area.height();
            if (count > 0)
                painter.fillRect(QRectF(left, bottom - height, std::max(1, right - left - 1), height), colourOf(kind));
            bottom -= height;
        }
    }
    painter.setOpacity(1);
}

void ScoreHistogram::drawLegend(QPainter &painter) const
{
    const QFontMetrics metrics = fontMetrics();
    int x = margin;
    const int y = margin, box = metrics.height() / 2;
    const auto write = [&](const QString &text) {
        painter.setPen(palette().color(QPalette::WindowText));
        painter.drawText(QRect(x, y, width() - x, metrics.height()), Qt::AlignVCenter, text);
        x += metrics.horizontalAdvance(text) + 2 * margin;
    };
    write(m_stacking == Stacking::Label       ? tr("Teacher's label:")
          : m_stacking == Stacking::Judgement ? tr("Judged by people:")
                                              : tr("Source:"));
    for (std::size_t kind = 0; kind < kinds(); ++kind) {
        const QString name = metrics.elidedText(nameOf(kind), Qt::ElideMiddle, 140);
        if (x + box + margin + metrics.horizontalAdvance(name) > width() - margin)
            break;
        painter.fillRect(x, y + (metrics.height() - box) / 2, box, box, colourOf(kind));
        x += box + margin / 2;
        write(name);
    }
}

void ScoreHistogram::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRect area = plotArea();
    painter.fillRect(area.adjusted(-1, -1, 1, 1), palette().color(QPalette::Base));
    if (!m_view || m_view->at(0).total == 0) {
        painter.setPen(palette().color(QPalette::WindowText));
        painter.drawText(rect(), Qt::AlignCenter | Qt::TextWordWrap, tr("No sample of this set has a score"));
        return;
    }
    drawBars(painter, area);
    drawLegend(painter);
    painter.setPen(palette().color(QPalette::WindowText));
    painter.drawLine(area.bottomLeft(), area.bottomRight());
    const QLocale locale;
    for (const double tick : {0.0, 0.25, 0.5, 0.75, 1.0}) {
        const int x = area.left() + int(tick * area.width());
        painter.drawText(QRect(std::clamp(x - 30, area.left() - margin, area.right() - 60 + margin), area.bottom() + 3,
                               60, fontMetrics().height()),
                         tick == 0   ? Qt::AlignLeft
                         : tick == 1 ? Qt::AlignRight
                                     : Qt::AlignHCenter,
                         locale.toString(tick, 'g', 3));
    }
    const int x = area.left() + int(m_cut * area.width());
    painter.setPen(QPen(palette().color(QPalette::Highlight), hasFocus() ? 3 : 2));
    painter.drawLine(x, area.top() - margin, x, area.bottom());
    painter.setBrush(palette().color(QPalette::Highlight));
    painter.drawPolygon(QPolygon{QPoint(x - 6, area.top() - margin - 6), QPoint(x + 6, area.top() - margin - 6),
                                 QPoint(x, area.top() - margin + 4)});
    const QString text = tr("cut %1").arg(locale.toString(m_cut, 'f', 3));
    const int textWidth = fontMetrics().horizontalAdvance(text);
    const int textX = x + 10 + textWidth > area.right() ? x - 10 - textWidth : x + 10;
    painter.setPen(palette().color(QPalette::WindowText));
    painter.drawText(textX, area.top() - 3, text);
}

void ScoreHistogram::moveTo(double cut)
{
    cut = std::clamp(cut, 0.0, 1.0);
    if (cut == m_cut)
        return;
    setCut(cut);
    Q_EMIT cutMoved(cut);
}

void ScoreHistogram::mousePressEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton)
        moveTo((event->position().x() - plotArea().left()) / std::max(1, plotArea().width()));
}

void ScoreHistogram::mouseMoveEvent(QMouseEvent *event)
{
    const bool isNear = std::abs(event->position().x() - plotArea().left() - m_cut * plotArea().width()) < 2 * margin;
    setCursor(isNear ? Qt::SplitHCursor : Qt::ArrowCursor);
    if (event->buttons() & Qt::LeftButton)
        moveTo((event->position().x() - plotArea().left()) / std::max(1, plotArea().width()));
}

void ScoreHistogram::keyPressEvent(QKeyEvent *event)
{
    const double step = event->modifiers() & Qt::ShiftModifier ? keyStep / 10 : keyStep;
    switch (event->key()) {
    case Qt::Key_Left: moveTo(m_cut - step); return;
    case Qt::Key_Right: moveTo(m_cut + step); return;
    case Qt::Key_Home: moveTo(0); return;
    case Qt::Key_End: moveTo(1); return;
    default: QWidget::keyPressEvent(event);
    }
}

bool ScoreHistogram::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip || !m_view || m_view->at(0).total == 0)
        return QWidget::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const QRect area = plotArea();
    const int bin = std::clamp((help->pos().x() - area.left()) * QualityView::bins / std::max(1, area.width()), 0,
                               QualityView::bins - 1);
    const QLocale locale;
    QString text = tr("%1 to %2: %3 samples")
                       .arg(locale.toString(double(bin) / QualityView::bins),
                            locale.toString(double(bin + 1) / QualityView::bins),
                            HumanText::count(sumOf(stacks()[std::size_t(bin)])));
    QToolTip::showText(help->globalPos(), text, this);
    return true;
}

} // namespace primer
