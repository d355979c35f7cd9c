// Owns: the menus over rows, cells and code, built from the page's commands in one place. Not here: the commands
// (row_commands.h, judge_commands.h).
#pragma once

#include <QObject>
#include <QPoint>

class QAction;
class QMenu;
class QWidget;

namespace primer {

class JudgeCommands;
class RowCommands;
class SampleTable;

class SampleMenus : public QObject
{
    Q_OBJECT
public:
    SampleMenus(RowCommands *rows, JudgeCommands *judging, SampleTable *table, QWidget *page);

    /// Over the current cell and the selected rows.
    void openForRows(const QPoint &globalPlace);
    /// What is done with the code that is read, after what its view offers itself.
    void fillForCode(QMenu &menu);

private:
    QAction *command(const char *id) const;
    void add(QMenu &menu, std::initializer_list<const char *> ids) const;
    void addConditions(QMenu &menu) const;

    RowCommands *m_rows;
    JudgeCommands *m_judging;
    SampleTable *m_table;
    QWidget *m_page;
};

} // namespace primer
