// Owns: drawing how values lie as small bars in a cell. Not here: counting.
#pragma once

#include <QStyledItemDelegate>

namespace primer {

class ShapeDelegate : public QStyledItemDelegate
{
public:
    static constexpr int valuesRole = Qt::UserRole + 7; ///< a list of numbers, one a bar
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace primer
