#include "ui/browse_page/cell_delegate.h"

#include <QApplication>
#include <QStyle>

namespace primer {

namespace {
constexpr int gap = 8;
}

void CellDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyleOptionViewItem whole = option;
    initStyleOption(&whole, index);
    if (!(whole.displayAlignment & Qt::AlignRight))
        return QStyledItemDelegate::paint(painter, option, index);
    const QStyle *style = option.widget ? option.widget->style() : QApplication::style();
    style->drawPrimitive(QStyle::PE_PanelItemViewItem, &whole, painter, option.widget);
    QStyleOptionViewItem inner = option;
    inner.rect.adjust(0, 0, -gap, 0);
    QStyledItemDelegate::paint(painter, inner, index);
}

} // namespace primer
