// Owns: the list of runs: state, step, loss, colour, which is chosen and which are ticked. Not here: reading them
// (run_watch.h).
#pragma once

#include <QTreeWidget>

namespace primer {

class RunWatch;
struct RunSummary;

class RunList : public QTreeWidget
{
    Q_OBJECT
public:
    explicit RunList(RunWatch &watch, QWidget *parent = nullptr);

private:
    void showRuns();
    void showRun(QTreeWidgetItem *item, const RunSummary &run);

    RunWatch &m_watch;
};

} // namespace primer
