#include "ui/widgets/scrolling_page.h"

#include <QScrollArea>

namespace primer {

QWidget *scrollingPage(QWidget *page)
{
    auto *scroll = new QScrollArea;
    scroll->setWidget(page);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus); // the page has it
    return scroll;
}

} // namespace primer
