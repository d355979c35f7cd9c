#include "ui/widgets/flow_row.h"

#include <QEvent>

#include "ui/widgets/flow_layout.h"

namespace primer {

FlowRow::FlowRow(QWidget *parent) : QWidget(parent)
{
    setLayout(new FlowLayout);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void FlowRow::addWidget(QWidget *widget)
{
    layout()->addWidget(widget);
    fit();
}

void FlowRow::insertWidget(int place, QWidget *widget)
{
    static_cast<FlowLayout *>(layout())->insertWidget(place, widget);
    fit();
}

void FlowRow::fit()
{
    const int height = layout()->heightForWidth(width());
    if (minimumHeight() != height || maximumHeight() != height)
        setFixedHeight(height);
}

void FlowRow::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fit();
}

bool FlowRow::event(QEvent *event)
{
    const bool isHandled = QWidget::event(event);
    if (event->type() == QEvent::LayoutRequest)
        fit();
    return isHandled;
}

} // namespace primer
