// Owns: the row of filter chips: each condition a chip that can be removed, and a line to write the next one.
// Not here: what a condition means (core/query).
#pragma once

#include <QStringList>
#include <QWidget>

class QCompleter;
class QHBoxLayout;
class QLineEdit;

namespace primer {

class FilterBar : public QWidget
{
    Q_OBJECT
public:
    explicit FilterBar(QWidget *parent = nullptr);
    /// The conditions, each as it is written in a filter.
    void setConditions(const QStringList &conditions);
    QStringList conditions() const { return m_conditions; }
    void setColumnNames(const QStringList &names);
    QLineEdit *input() const { return m_input; }

Q_SIGNALS:
    void conditionsEdited(const QStringList &conditions);

private:
    void rebuild();
    void removeAt(int place);
    QStringList m_conditions;
    QHBoxLayout *m_chips;
    QLineEdit *m_input;
};

} // namespace primer
