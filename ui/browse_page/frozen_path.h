// Owns: the path column over a table that is scrolled sideways, so that a row can still be told from another.
// Not here: the table; it shares rows and selection with it.
#pragma once

#include <QTableView>

namespace primer {

class FrozenPath : public QTableView
{
    Q_OBJECT
public:
    /// `section` of the table's model is the one that stays; it has to be the leftmost.
    FrozenPath(QTableView *table, int section);

protected:
    void contextMenuEvent(QContextMenuEvent *event) override;
    bool eventFilter(QObject *object, QEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;

private:
    void place();

    QTableView *m_table;
    int m_section;
};

} // namespace primer
