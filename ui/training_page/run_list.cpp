#include "ui/training_page/run_list.h"

#include <QContextMenuEvent>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLocale>
#include <QMenu>

#include "ui/charts/chart_style.h"
#include "ui/training_page/run_watch.h"
#include "ui/widgets/human_text.h"

namespace primer {

namespace {

enum RunColumn { NameColumn, StateColumn, StepColumn, LossColumn };
constexpr int folderRole = Qt::UserRole;

QString folderOf(const QTreeWidgetItem *item)
{
    return item ? item->data(NameColumn, folderRole).toString() : QString();
}

/// The whole of a long reason is in the tool tip.
constexpr qsizetype reasonLetters = 40;

QString stateOf(const RunSummary &run)
{
    switch (run.state) {
    case RunState::Running: return RunList::tr("running");
    case RunState::Finished: return RunList::tr("finished");
    case RunState::BadLoss: return RunList::tr("bad loss");
    case RunState::Failed: {
        const QString why = QString::fromStdString(run.failure);
        return RunList::tr("failed: %1")
            .arg(why.size() > reasonLetters ? why.left(reasonLetters) + QChar(0x2026) : why);
    }
    case RunState::New: return RunList::tr("new");
    case RunState::Stopped:
    case RunState::Interrupted: break;
    }
    return RunList::tr("stopped");
}

} // namespace

RunList::RunList(RunWatch &watch, QWidget *parent) : QTreeWidget(parent), m_watch(watch)
{
    setHeaderLabels({tr("Run"), tr("State"), tr("Step"), tr("Loss")});
    setRootIsDecorated(false);
    setUniformRowHeights(true);
    setAccessibleName(tr("Runs of this workspace"));
    setToolTip(tr("Tick a run to overlay it on the selected one"));
    header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    header()->setSectionResizeMode(NameColumn, QHeaderView::Stretch);
    header()->setStretchLastSection(false);
    connect(&watch, &RunWatch::refreshed, this, &RunList::showRuns);
    connect(this, &QTreeWidget::currentItemChanged, this, [this](const QTreeWidgetItem *item) {
        if (const QString folder = folderOf(item); !folder.isEmpty() && folder != m_watch.chosen())
            m_watch.choose(folder);
    });
    connect(this, &QTreeWidget::itemChanged, this, [this](const QTreeWidgetItem *item, int column) {
        if (column == NameColumn)
            m_watch.setTicked(folderOf(item), item->checkState(NameColumn) == Qt::Checked);
    });
}

void RunList::showRuns()
{
    const QSignalBlocker blocker(this);
    const auto &runs = m_watch.runs();
    while (topLevelItemCount() > int(runs.size()))
        delete takeTopLevelItem(topLevelItemCount() - 1);
    for (std::size_t place = 0; place < runs.size(); ++place) {
        QTreeWidgetItem *item = topLevelItem(int(place));
        if (!item)
            item = new QTreeWidgetItem(this);
        showRun(item, runs[place]);
        if (folderOf(item) == m_watch.chosen())
            setCurrentItem(item);
    }
}

void RunList::showRun(QTreeWidgetItem *item, const RunSummary &run)
{
    const QString folder = QString::fromStdString(run.folder);
    if (folderOf(item) != folder || item->icon(NameColumn).isNull()) {
        item->setToolTip(NameColumn, folder);
        item->setText(LossColumn, {}); // another run's
        item->setData(NameColumn, folderRole, folder);
        item->setIcon(NameColumn, seriesIcon(m_watch.colourOf(folder), palette()));
        item->setCheckState(NameColumn, m_watch.isTicked(folder) ? Qt::Checked : Qt::Unchecked);
        for (const int column : {StepColumn, LossColumn})
            item->setTextAlignment(column, Qt::AlignRight | Qt::AlignVCenter);
    }
    item->setText(NameColumn, m_watch.titleOf(folder));
    item->setText(StateColumn, stateOf(run));
    item->setToolTip(StateColumn, QString::fromStdString(run.failure));
    item->setText(StepColumn, run.last.step > 0 ? HumanText::count(run.last.step) : QString());
    const RunEvent step = m_watch.lastStepOf(folder);
    item->setText(LossColumn, step.kind == RunEvent::Kind::Step ? QLocale().toString(step.loss, 'f', 3) : QString());
    item->setToolTip(LossColumn, tr("Of the last step, without smoothing"));
}

void RunList::contextMenuEvent(QContextMenuEvent *event)
{
    const QString folder = folderOf(itemAt(viewport()->mapFromGlobal(event->globalPos())));
    if (folder.isEmpty())
        return;
    QMenu menu;
    menu.addAction(tr("Rename the run…"), this, [this, folder] { Q_EMIT renameWanted(folder); });
    menu.addAction(tr("Delete the run"), this, [this, folder] { Q_EMIT removeWanted(folder); });
    menu.exec(event->globalPos());
}

void RunList::keyPressEvent(QKeyEvent *event)
{
    const QString folder = folderOf(currentItem());
    if (event->key() == Qt::Key_F2 && !folder.isEmpty())
        Q_EMIT renameWanted(folder);
    else if (event->key() == Qt::Key_Delete && !folder.isEmpty())
        Q_EMIT removeWanted(folder);
    else
        QTreeWidget::keyPressEvent(event);
}

} // namespace primer
