#include "ui/training_page/run_list.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QDesktopServices>
#include <QFileInfo>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLocale>
#include <QMenu>
#include <QRegularExpression>
#include <QUrl>

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
        item->setText(LossColumn, {}); // another run's
        item->setData(NameColumn, folderRole, folder);
        item->setIcon(NameColumn, seriesIcon(m_watch.colourOf(folder), palette()));
        item->setCheckState(NameColumn, m_watch.isTicked(folder) ? Qt::Checked : Qt::Unchecked);
        for (const int column : {StepColumn, LossColumn})
            item->setTextAlignment(column, Qt::AlignRight | Qt::AlignVCenter);
    }
    QStringList words{m_watch.titleOf(folder)};
    const QString notes = m_watch.notesOf(folder);
    for (const QString &word : notes.split(QRegularExpression(QStringLiteral("\\s+")), Qt::SkipEmptyParts)) {
        if (word.size() > 1 && word.startsWith(QLatin1Char('#')))
            words.append(word);
    }
    item->setText(NameColumn, words.join(QLatin1Char(' ')));
    item->setToolTip(NameColumn, notes.isEmpty() ? folder : folder + QStringLiteral("\n\n") + notes);
    item->setText(StateColumn, stateOf(run));
    item->setToolTip(StateColumn, QString::fromStdString(run.failure));
    item->setText(StepColumn, run.last.step > 0 ? HumanText::count(run.last.step) : QString());
    const RunEvent step = m_watch.lastStepOf(folder);
    item->setText(LossColumn, step.kind == RunEvent::Kind::Step ? QLocale().toString(step.loss, 'f', 3) : QString());
    item->setToolTip(LossColumn, tr("Of the last step, without smoothing"));
}

QMenu *RunList::newMenu()
{
    const QString folder = folderOf(currentItem());
    if (folder.isEmpty())
        return nullptr;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("New run from this…"), this, [this, folder] { Q_EMIT newRunWanted(folder); });
    menu->addSeparator();
    menu->addAction(tr("Rename the run…"), QKeySequence(Qt::Key_F2), this,
                    [this, folder] { Q_EMIT renameWanted(folder); });
    menu->addAction(tr("Notes and tags…"), this, [this, folder] { Q_EMIT notesWanted(folder); });
    menu->addSeparator();
    menu->addAction(tr("Open its folder"), this, [folder] { QDesktopServices::openUrl(QUrl::fromLocalFile(folder)); });
    menu->addAction(tr("Copy its identifier"), this,
                    [folder] { QGuiApplication::clipboard()->setText(QFileInfo(folder).fileName()); });
    menu->addAction(tr("Copy the path of its folder"), this,
                    [folder] { QGuiApplication::clipboard()->setText(folder); });
    menu->addSeparator();
    menu->addAction(tr("Delete the run"), QKeySequence(Qt::Key_Delete), this,
                    [this, folder] { Q_EMIT removeWanted(folder); });
    return menu;
}

void RunList::contextMenuEvent(QContextMenuEvent *event)
{
    QPoint place = event->globalPos();
    if (event->reason() == QContextMenuEvent::Keyboard)
        place = viewport()->mapToGlobal(visualItemRect(currentItem()).bottomLeft());
    else if (!itemAt(viewport()->mapFromGlobal(place)))
        return;
    if (QMenu *menu = newMenu()) // a press of the right button has chosen the run below it
        menu->popup(place);
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
