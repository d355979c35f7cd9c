#include "ui/widgets/flow_layout.h"

#include <algorithm>

#include <QStyle>
#include <QWidget>

namespace primer {

namespace {

int gapOf(const QLayout &layout)
{
    if (layout.spacing() >= 0)
        return layout.spacing();
    const QWidget *widget = layout.parentWidget();
    return widget ? widget->style()->pixelMetric(QStyle::PM_LayoutHorizontalSpacing, nullptr, widget) : 6;
}

} // namespace

FlowLayout::~FlowLayout()
{
    while (QLayoutItem *item = takeAt(0))
        delete item;
}

void FlowLayout::insertWidget(int place, QWidget *widget)
{
    addChildWidget(widget);
    m_items.insert(place, new QWidgetItem(widget));
    invalidate();
}

QSize FlowLayout::sizeHint() const
{
    QSize size;
    for (const QLayoutItem *item : m_items) {
        const QSize hint = item->sizeHint();
        size = QSize(size.width() + (size.width() > 0 ? gapOf(*this) : 0) + hint.width(),
                     std::max(size.height(), hint.height()));
    }
    return size;
}

QSize FlowLayout::minimumSize() const
{
    QSize size;
    for (const QLayoutItem *item : m_items)
        size = size.expandedTo(item->minimumSize());
    return size;
}

void FlowLayout::setGeometry(const QRect &rect)
{
    QLayout::setGeometry(rect);
    arrange(rect, true);
}

int FlowLayout::arrange(const QRect &rect, bool places) const
{
    const int gap = gapOf(*this);
    const bool isMirrored = parentWidget() && parentWidget()->layoutDirection() == Qt::RightToLeft;
    int x = 0, y = 0, lineHeight = 0;
    for (QLayoutItem *item : m_items) {
        if (item->isEmpty())
            continue;
        QSize size(std::min(item->sizeHint().width(), std::max(rect.width(), item->minimumSize().width())),
                   item->sizeHint().height());
        const bool expands = item == m_items.constLast() && (item->expandingDirections() & Qt::Horizontal);
        if (expands)
            size.setWidth(item->minimumSize().width());
        if (x > 0 && x + size.width() > rect.width()) {
            x = 0;
            y += lineHeight + gap;
            lineHeight = 0;
        }
        if (expands)
            size.setWidth(std::max(size.width(), rect.width() - x));
        if (places)
            item->setGeometry(
                {QPoint(isMirrored ? rect.right() + 1 - x - size.width() : rect.x() + x, rect.y() + y), size});
        x += size.width() + gap;
        lineHeight = std::max(lineHeight, size.height());
    }
    return y + lineHeight;
}

} // namespace primer
