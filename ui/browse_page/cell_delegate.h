// Owns: that a number and the text in the next column stand apart. Not here: what cells say.
#pragma once

#include <QStyledItemDelegate>

namespace primer {

class CellDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace primer
