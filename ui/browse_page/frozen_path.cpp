#include "ui/browse_page/frozen_path.h"

#include <QContextMenuEvent>
#include <QCoreApplication>
#include <QHeaderView>
#include <QScrollBar>

namespace primer {

FrozenPath::FrozenPath(QTableView *table, int section) : QTableView(table), m_table(table), m_section(section)
{
    setModel(table->model());
    QItemSelectionModel *own = selectionModel();
    setSelectionModel(table->selectionModel());
    delete own;
    setFocusPolicy(Qt::NoFocus);
    setFrameShape(QFrame::NoFrame);
    setSelectionBehavior(table->selectionBehavior());
    setSelectionMode(table->selectionMode());
    setAlternatingRowColors(true);
    setShowGrid(false);
    setWordWrap(false);
    setTextElideMode(table->textElideMode());
    setVerticalScrollMode(table->verticalScrollMode());
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setDefaultSectionSize(table->verticalHeader()->defaultSectionSize());
    horizontalHeader()->setSectionsClickable(false);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->setDefaultAlignment(table->horizontalHeader()->defaultAlignment());
    for (int other = 0; other < model()->columnCount(); ++other)
        setColumnHidden(other, other != section);
    connect(table->verticalScrollBar(), &QScrollBar::valueChanged, verticalScrollBar(), &QScrollBar::setValue);
    connect(verticalScrollBar(), &QScrollBar::valueChanged, table->verticalScrollBar(), &QScrollBar::setValue);
    connect(table->horizontalScrollBar(), &QScrollBar::valueChanged, this, &FrozenPath::place);
    connect(table->horizontalHeader(), &QHeaderView::sectionResized, this, &FrozenPath::place);
    connect(table->horizontalHeader(), &QHeaderView::geometriesChanged, this, &FrozenPath::place);
    table->viewport()->installEventFilter(this);
    place();
}

/// Nothing lies over the table until its own path has left.
void FrozenPath::place()
{
    setVisible(m_table->horizontalScrollBar()->value() > 0);
    if (!isVisible())
        return;
    const int width = qMin(m_table->columnWidth(m_section), m_table->viewport()->width() / 2);
    setColumnWidth(m_section, width);
    const QHeaderView *header = m_table->horizontalHeader();
    setGeometry(m_table->viewport()->x(), header->y(), width, header->height() + m_table->viewport()->height());
    horizontalHeader()->setFixedHeight(header->height());
    verticalScrollBar()->setValue(m_table->verticalScrollBar()->value());
    raise();
}

bool FrozenPath::eventFilter(QObject *object, QEvent *event)
{
    if (event->type() == QEvent::Resize)
        place();
    return QTableView::eventFilter(object, event);
}

void FrozenPath::contextMenuEvent(QContextMenuEvent *event)
{
    QContextMenuEvent further(event->reason(), m_table->viewport()->mapFromGlobal(event->globalPos()),
                              event->globalPos());
    QCoreApplication::sendEvent(m_table->viewport(), &further);
    event->accept();
}

void FrozenPath::mousePressEvent(QMouseEvent *event)
{
    m_table->setFocus(Qt::MouseFocusReason);
    QTableView::mousePressEvent(event);
}

void FrozenPath::wheelEvent(QWheelEvent *event) { QCoreApplication::sendEvent(m_table->viewport(), event); }

} // namespace primer
