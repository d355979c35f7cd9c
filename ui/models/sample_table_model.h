// Owns: the table of the current set over windowed rows: only pages near what is shown are in memory.
// Not here: filtering and sorting (core/query): a sort is asked for, the set changes, the model shows it.
#pragma once

#include <list>

#include <QAbstractTableModel>
#include <QHash>

#include "core/dataset/columns.h"
#include "ui/session/workspace_session.h"

namespace primer {

class SampleTableModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    explicit SampleTableModel(WorkspaceSession &session, QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void sort(int column, Qt::SortOrder order) override;

    SampleId sampleAt(int row) const;
    /// -1 when the sample is not in the set. Linear: 1 ms a million rows.
    int rowOf(SampleId sample) const;
    Column columnAt(int section) const { return m_columns.at(section); }
    int sectionOf(Column column) const { return int(m_columns.indexOf(column)); }
    /// A column's name for people.
    static QString title(Column column);
    /// What a cell shows. Thread-safe.
    static QString text(const SampleRow &row, Column column);
    /// Null while it is being read; `dataChanged` tells when it is there.
    const SampleRow *rowAt(int place) const;

Q_SIGNALS:
    void sortRequested(const QString &sort);

private:
    static constexpr int pageRows = 64;
    static constexpr int maxPages = 64;
    struct Page {
        std::vector<SampleRow> rows;
        bool isLoading = true;
    };
    void fetch(int page) const;
    void adopt();
    void forgetPages();
    void take(int page, const std::vector<SampleRow> &rows);
    void patch(const CurrentLabel &label);
    bool isLoading() const;

    WorkspaceSession &m_session;
    QList<Column> m_columns;
    std::shared_ptr<const RowSet> m_rows;
    mutable QHash<int, Page> m_pages;
    mutable std::list<int> m_recent;   ///< pages, most recently asked first
    std::vector<CurrentLabel> m_newer; ///< given while pages are read, which may hold older ones
    quint64 m_generation = 0;
};

} // namespace primer
