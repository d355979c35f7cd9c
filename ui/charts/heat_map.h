// Owns: a table of cells shaded by their share of the highest value: a number in each, chosen by pointer and keys, told
// to assistive technology as the table it is. Nothing is painted here. Not here: counting, what a choice does.
#pragma once

#include <functional>
#include <vector>

#include <QStringList>
#include <QTableView>

namespace primer {

struct HeatMapData {
    QString across, down; ///< what columns and rows are
    QStringList columns, rows;
    struct Cell {
        double shade = 0; ///< from 0 to 1; below 0: nothing belongs here
        QString text;
        QString tip; ///< all that is known of it, in words
    };
    std::vector<Cell> cells; ///< [rows x columns]
};

class HeatMapModel;

class HeatMap : public QTableView
{
    Q_OBJECT
public:
    explicit HeatMap(const QString &title, QWidget *parent = nullptr);

    /// The chosen cell stays chosen when the rows and columns are the same.
    void setData(HeatMapData data);
    const HeatMapData &data() const;
    void choose(int row, int column);
    /// -1, -1 when there is none.
    std::pair<int, int> chosen() const;

Q_SIGNALS:
    void cellChosen(int row, int column);

protected:
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void fitColumns();

    HeatMapModel *m_model;
};

} // namespace primer
