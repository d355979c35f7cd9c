// Owns: the list of runs: state, step, loss, colour, which is chosen and which are ticked. Not here: reading them
// (run_watch.h).
#pragma once

#include <QTreeWidget>

class QMenu;

namespace primer {

class RunWatch;
struct RunSummary;

class RunList : public QTreeWidget
{
    Q_OBJECT
public:
    explicit RunList(RunWatch &watch, QWidget *parent = nullptr);

    /// Of the current run; null when there is none. Deleted when it closes.
    QMenu *newMenu();

Q_SIGNALS:
    void renameWanted(const QString &folder);
    void removeWanted(const QString &folder);
    void notesWanted(const QString &folder);
    /// Another one with the settings of this.
    void newRunWanted(const QString &folder);

protected:
    void contextMenuEvent(QContextMenuEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void showRuns();
    void showRun(QTreeWidgetItem *item, const RunSummary &run);

    RunWatch &m_watch;
};

} // namespace primer
