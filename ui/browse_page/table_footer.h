// Owns: the line under the table: how many rows are selected, which columns hide because they are empty, the way to the
// chooser of columns. Not here: selecting, hiding.
#pragma once

#include <QWidget>

class QLabel;
class QToolButton;

namespace primer {

class TableFooter : public QWidget
{
    Q_OBJECT
public:
    explicit TableFooter(QWidget *parent = nullptr);
    void showSelected(int selected, int rows);
    void showHidden(const QStringList &columns);
    QString selectedText() const;
    QString hiddenText() const;
    QToolButton *columnsButton() const { return m_columns; }

Q_SIGNALS:
    void columnChooserWanted();

private:
    QToolButton *m_columns;
    QLabel *m_hidden;
    QLabel *m_selected;
};

} // namespace primer
