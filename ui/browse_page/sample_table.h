// Owns: how the table of samples looks and is moved through: columns, their menu, order, the row under the cursor.
// Not here: the rows (ui/models/sample_table_model.h), what an order does to the set.
#pragma once

#include <set>
#include <vector>

#include <QJsonObject>
#include <QTableView>

#include "core/dataset/columns.h"
#include "core/dataset/sample.h"

namespace primer {

class SampleTableModel;

class SampleTable : public QTableView
{
    Q_OBJECT
public:
    explicit SampleTable(SampleTableModel *model, QWidget *parent = nullptr);

    SampleId currentSample() const;
    void chooseRow(int row);
    void step(int by);
    /// Of the current cell.
    Column currentColumn() const;
    int selectedCount() const;
    /// In the order of the table.
    std::vector<SampleId> selectedSamples() const;
    /// In their order from left to right.
    std::vector<Column> shownColumns() const;
    /// As in a QuerySpec; shows it without asking for it.
    void setSort(const QString &sort);
    QString sort() const { return m_sort; }

    /// Columns that no sample has a value in are hidden, unless the person wants to see them all the same.
    void setEmptyColumns(const std::vector<Column> &empty);
    bool isEmptyColumn(Column column) const { return m_empty.count(column) > 0; }
    void setColumnShown(Column column, bool isShown);
    bool isColumnShown(Column column) const;
    /// Would be shown, were they not empty.
    std::vector<Column> hiddenEmptyColumns() const;
    /// Not sideways for the path: it is always seen.
    void scrollTo(const QModelIndex &index, ScrollHint hint = EnsureVisible) override;

    QJsonObject headerState() const;
    void restoreHeader(const QJsonObject &state);

Q_SIGNALS:
    /// By a click on a header: "" is the order of import.
    void sortChosen(const QString &sort);
    void rowChosen(int row);
    void histogramWanted(primer::Column column);
    /// Widths, places, which columns are shown.
    void columnsEdited();
    void selectionEdited();
    void columnChooserWanted();
    /// Over the current cell and the selected rows.
    void menuWanted(const QPoint &globalPlace);

protected:
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    void makeColumns();
    void openHeaderMenu(const QPoint &place);
    void showColumns();
    void keepPathFirst();
    template<typename Take>
    void forEachSelectedStretch(Take take) const;

    SampleTableModel *m_model;
    QString m_sort;
    std::set<Column> m_wanted;   ///< that the person wants to see, or did not hide
    std::set<Column> m_insisted; ///< of them, though empty
    std::set<Column> m_empty;
    bool m_isRestoring = false;
};

} // namespace primer
