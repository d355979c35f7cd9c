#include "ui/widgets/scrolling_page.h"

#include <algorithm>

#include <QEvent>
#include <QLayout>
#include <QScrollArea>

namespace primer {

namespace {

/// Holds the page at no less than it needs. A scroll area by itself gives a page whose height follows its width (a
/// message that wraps is enough) the height it would like, and scrolls though there is room.
class PageHolder : public QWidget
{
public:
    explicit PageHolder(QWidget *page) : m_page(page) { page->setParent(this); }

    QSize sizeHint() const override { return m_page->sizeHint(); }
    QSize minimumSizeHint() const override
    {
        const QLayout *layout = m_page->layout();
        if (!layout)
            return m_page->minimumSizeHint();
        QSize size = layout->totalMinimumSize();
        if (layout->hasHeightForWidth())
            size.setHeight(layout->totalMinimumHeightForWidth(std::max(size.width(), width())));
        return size;
    }

protected:
    void resizeEvent(QResizeEvent *event) override
    {
        QWidget::resizeEvent(event);
        m_page->setGeometry(rect());
        updateGeometry(); // a narrower page may need more height
    }
    bool event(QEvent *event) override
    {
        if (event->type() == QEvent::LayoutRequest)
            updateGeometry();
        return QWidget::event(event);
    }

private:
    QWidget *m_page;
};

} // namespace

QWidget *scrollingPage(QWidget *page)
{
    auto *scroll = new QScrollArea;
    scroll->setWidget(new PageHolder(page));
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus); // the page has it
    return scroll;
}

} // namespace primer
