// Owns: the line in which conditions are written, and the list of what may follow. Taking a suggestion writes it and
// never more: only Return, with no suggestion chosen, offers the line, and half a condition stays in it. Not here: what
// may follow (filter_suggestions.h), what becomes of a condition.
#pragma once

#include <functional>
#include <vector>

#include <QLineEdit>

#include "ui/set_bar/filter_suggestions.h"

class QCompleter;
class QStandardItemModel;
class QTreeView;

namespace primer {

class FilterInput : public QLineEdit
{
    Q_OBJECT
public:
    explicit FilterInput(QWidget *parent = nullptr);

    /// What is offered at the cursor now.
    const std::vector<Suggestion> &suggestions() const { return m_suggestions; }
    /// Of the column that `valuesWanted` asked for.
    void setValues(Column column, const std::vector<ColumnValue> &values);
    /// Forgets the values that are known: the samples are others.
    void forgetValues() { m_valuesOf.reset(); }
    void offer();
    void hideOffers();
    bool isOffering() const;
    /// Beneath the line, until something is written.
    void showHint(const QString &hint);

Q_SIGNALS:
    void valuesWanted(primer::Column column);
    /// By Return.
    void committed(const QString &text);
    /// By Escape.
    void leftAlone();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    bool event(QEvent *event) override; ///< Tab takes what is offered first

private:
    void fillList();
    void take(int row);

    QStandardItemModel *m_model;
    QTreeView *m_list;
    QCompleter *m_completer;
    std::vector<Suggestion> m_suggestions;
    std::vector<ColumnValue> m_values;
    std::optional<Column> m_valuesOf; ///< whose values they are
};

} // namespace primer
