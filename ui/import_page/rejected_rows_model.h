// Owns: rejected rows as a table, read off the UI thread in parts as they are scrolled to, and the words for reasons.
// Not here: what can be done with them (rejected_rows_view.h).
#pragma once

#include <vector>

#include <QAbstractTableModel>
#include <QCoreApplication>

#include "core/storage/rejected_store.h"
#include "ui/session/workspace_session.h"

namespace primer {

class RejectedRowsModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Section { Reason, Place, Detail, Raw, SectionCount };

    explicit RejectedRowsModel(WorkspaceSession &session, QObject *parent = nullptr);

    /// Reads anew; of one reason or "" for all.
    void setReason(const std::string &reason);
    /// Rows may have come or gone: those that are still there stay where they are.
    void refresh();
    const std::string &reason() const { return m_reason; }
    const RejectedRow *row(int place) const;
    static QString reasonText(const std::string &reason);
    static QString placeText(const QuarantinedRow &row);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;

private:
    void take(Result<std::vector<RejectedRow>> rows);

    WorkspaceSession &m_session;
    std::string m_reason;
    std::vector<RejectedRow> m_rows;
    bool m_isComplete = false;
    bool m_isReading = false;
    int m_generation = 0;
};

} // namespace primer
