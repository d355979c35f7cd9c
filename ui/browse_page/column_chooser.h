// Owns: the dialog in which columns of the table are chosen, each with what it holds in the current set: missing,
// distinct, min, median, max, how its values lie. Counted off the UI thread, one column after another; it follows the
// set. Not here: counting (core/query/column_statistics.h), showing columns (sample_table.h).
#pragma once

#include <memory>
#include <vector>

#include <QDialog>

#include "core/base/feedback.h"
#include "core/query/column_statistics.h"
#include "ui/session/workspace_session.h"

class QLabel;
class QLineEdit;
class QTreeWidget;
class QTreeWidgetItem;

namespace primer {

class SampleTable;
class SampleTableModel;

class ColumnChooser : public QDialog
{
    Q_OBJECT
public:
    enum Place { Name, Missing, Distinct, Min, Median, Max, Frequent, Shape, PlaceCount };

    ColumnChooser(WorkspaceSession &session, SampleTable *table, QWidget *parent);
    ~ColumnChooser() override;

    QTreeWidget *list() const { return m_list; }
    QTreeWidgetItem *itemOf(Column column) const;
    /// All columns are counted.
    bool isComplete() const { return m_next == m_columns.size(); }

Q_SIGNALS:
    void completed();

private:
    void makeLayout();
    void fill();
    void count();
    void countNext();
    void showStatistics(Column column, const ColumnStatistics &statistics);
    void showNumbers(QTreeWidgetItem *item, Column column, const ColumnStatistics &statistics);
    void filter(const QString &text);

    WorkspaceSession &m_session;
    SampleTable *m_table;
    QLineEdit *m_find;
    QTreeWidget *m_list;
    QLabel *m_about;
    std::vector<Column> m_columns; ///< in the order of the list
    std::shared_ptr<Feedback> m_feedback;
    std::size_t m_next = 0; ///< whose turn it is
    quint64 m_generation = 0;
};

} // namespace primer
