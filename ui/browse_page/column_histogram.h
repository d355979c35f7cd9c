// Owns: the histogram under the table and the choice of its column; counts again when it is seen.
// Not here: counting (core/query), drawing (ui/charts), what a chosen range does.
#pragma once

#include <QWidget>

#include "core/dataset/columns.h"
#include "ui/session/workspace_session.h"

class QComboBox;

namespace primer {

class HistogramChart;

class ColumnHistogram : public QWidget
{
    Q_OBJECT
public:
    explicit ColumnHistogram(WorkspaceSession &session, QWidget *parent = nullptr);

    HistogramChart *view() const { return m_view; }
    Column column() const;
    /// Nothing happens when the column has no histogram.
    void setColumn(Column column);
    /// Now, or when it is shown.
    void refresh();

Q_SIGNALS:
    void columnChanged();
    void rangeChosen(primer::Column column, double low, double high);

protected:
    void showEvent(QShowEvent *event) override;

private:
    WorkspaceSession &m_session;
    QComboBox *m_columns;
    HistogramChart *m_view;
    bool m_isStale = true;
    quint64 m_generation = 0;
};

} // namespace primer
