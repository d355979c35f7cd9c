#include "ui/browse_page/shape_delegate.h"

#include <algorithm>
#include <cmath>

#include <QPainter>

namespace primer {

namespace {
constexpr int edge = 3, widest = 10;
}

void ShapeDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyledItemDelegate::paint(painter, option, index);
    const QVariantList values = index.data(valuesRole).toList();
    double highest = 0;
    for (const QVariant &value : values)
        highest = std::max(highest, value.toDouble());
    if (highest <= 0)
        return;
    const QRect area = option.rect.adjusted(edge, edge, -edge, -edge);
    const double step = std::min(double(area.width()) / double(values.size()), double(widest));
    const bool isSelected = option.state & QStyle::State_Selected;
    const QColor colour = option.palette.color(isSelected ? QPalette::HighlightedText : QPalette::Highlight);
    for (int bar = 0; bar < values.size(); ++bar) {
        const double value = values.at(bar).toDouble();
        if (value <= 0)
            continue;
        // By the square root, as the histogram: a long tail stays visible.
        const double height = std::max(1.0, std::sqrt(value / highest) * area.height());
        painter->fillRect(QRectF(area.left() + bar * step, area.bottom() + 1 - height, std::max(1.0, step - 1), height),
                          colour);
    }
}

} // namespace primer
