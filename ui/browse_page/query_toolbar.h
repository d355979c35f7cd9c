// Owns: the row above the table: filter chips, search, its switches, the counts, saved views. Not here: the query.
#pragma once

#include <vector>

#include <QTimer>
#include <QWidget>

#include "core/query/query_engine.h"
#include "core/storage/view_store.h"

class QLabel;
class QLineEdit;
class QToolButton;

namespace primer {

class FilterBar;

class QueryToolbar : public QWidget
{
    Q_OBJECT
public:
    explicit QueryToolbar(QWidget *parent = nullptr);

    FilterBar *filterBar() const { return m_filter; }
    QLineEdit *searchInput() const { return m_search; }
    /// What the controls say; the order of rows is not theirs.
    QuerySpec spec() const;
    /// Shows a query without saying that it was edited.
    void setSpec(const QuerySpec &spec);
    /// Replaces what the filter says of one column, as an edit of the user.
    void setCondition(const QString &column, const QString &condition);
    void clear();
    void setCounts(const QString &text, const QString &spoken);
    void setViews(const std::vector<SavedView> &views);

Q_SIGNALS:
    void edited();
    void viewChosen(const primer::SavedView &view);
    void viewRemoved(const QString &name);
    void saveRequested();

private:
    void buildFields();
    void connectFields();

    FilterBar *m_filter;
    QLineEdit *m_search;
    QToolButton *m_regex;
    QToolButton *m_ignoreCase;
    QLabel *m_counts;
    QToolButton *m_views;
    QTimer m_searchTimer;
};

} // namespace primer
