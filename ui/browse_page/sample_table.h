// Owns: how the table of samples looks and is moved through: columns, their menu, order, the row under the cursor.
// Not here: the rows (ui/models/sample_table_model.h), what an order does to the set.
#pragma once

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
    /// As in a QuerySpec; shows it without asking for it.
    void setSort(const QString &sort);
    QString headerState() const;
    void restoreHeader(const QString &state);

Q_SIGNALS:
    /// By a click on a header: "" is the order of import.
    void sortChosen(const QString &sort);
    void rowChosen(int row);
    void histogramWanted(primer::Column column);
    /// Widths, places, which columns are shown.
    void columnsEdited();

private:
    void makeColumns();
    void openHeaderMenu(const QPoint &place);

    SampleTableModel *m_model;
    bool m_isRestoring = false;
};

} // namespace primer
