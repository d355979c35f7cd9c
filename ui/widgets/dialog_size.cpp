#include "ui/widgets/dialog_size.h"

#include <algorithm>

#include <QDialog>
#include <QFormLayout>
#include <QLabel>
#include <QScreen>

namespace primer {

namespace {
constexpr int around = 24; ///< of the window that is still seen on each side
}

void resizeWithin(QDialog &dialog, QSize wanted)
{
    QSize room = dialog.screen()->availableSize();
    if (const QWidget *parent = dialog.parentWidget())
        room = room.boundedTo(parent->window()->size());
    dialog.resize(wanted.boundedTo(room - QSize(2 * around, 2 * around)));
}

void alignForm(QFormLayout &form)
{
    form.setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form.setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    form.setFormAlignment(Qt::AlignLeft | Qt::AlignTop);
    form.setHorizontalSpacing(12);
    form.setVerticalSpacing(8);
}

void alignLabels(std::initializer_list<QFormLayout *> forms)
{
    QList<QLabel *> labels;
    int widest = 0;
    for (const QFormLayout *form : forms) {
        for (int row = 0; row < form->rowCount(); ++row) {
            const QLayoutItem *item = form->itemAt(row, QFormLayout::LabelRole);
            if (auto *label = item ? qobject_cast<QLabel *>(item->widget()) : nullptr) {
                labels.append(label);
                widest = std::max(widest, label->sizeHint().width());
            }
        }
    }
    for (QLabel *label : labels)
        label->setMinimumWidth(widest);
}

} // namespace primer
