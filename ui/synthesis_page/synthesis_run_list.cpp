#include "ui/synthesis_page/synthesis_run_list.h"

#include <algorithm>

#include <QHeaderView>

#include "ui/code_view/display_text.h"
#include "ui/label_page/forecast_text.h"
#include "ui/widgets/human_text.h"

namespace primer {

namespace {

enum Column { NameColumn, AcceptedColumn, RejectedColumn, FailedColumn, WaitingColumn, ColumnCount };
constexpr int nameRole = Qt::UserRole;

} // namespace

SynthesisRunList::SynthesisRunList(QWidget *parent) : QTreeWidget(parent)
{
    setHeaderLabels({tr("Run"), tr("Accepted"), tr("Rejected"), tr("Failed"), tr("Waiting")});
    setRootIsDecorated(false);
    setUniformRowHeights(true);
    setAccessibleName(tr("Runs of synthesis"));
    header()->setStretchLastSection(false);
    header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    header()->setSectionResizeMode(NameColumn, QHeaderView::Stretch);
    connect(this, &QTreeWidget::currentItemChanged, this, &SynthesisRunList::runChosen);
}

void SynthesisRunList::fill(QTreeWidgetItem &item, const SynthesisRun &run) const
{
    const QString name = displayText(run.name).text;
    item.setData(NameColumn, nameRole, name);
    item.setText(NameColumn, name);
    item.setText(AcceptedColumn, run.target > 0
                                     ? tr("%1 of %2").arg(HumanText::count(run.accepted), HumanText::count(run.target))
                                     : HumanText::count(run.accepted));
    item.setText(RejectedColumn, HumanText::count(run.rejected));
    item.setText(FailedColumn, HumanText::count(run.failed));
    item.setText(WaitingColumn, HumanText::count(run.waiting));
    QString tip =
        tr("%1, by %2, since %3").arg(name, displayText(run.writer).text, QString::fromStdString(run.createdAt));
    if (run.budgetNanos > 0)
        tip += QLatin1Char('\n')
               + tr("%1 of %2 spent")
                     .arg(ForecastText::dollarsOf(run.spentNanos), ForecastText::dollarsOf(run.budgetNanos));
    item.setToolTip(NameColumn, QStringLiteral("<qt><p style=\"white-space:pre-wrap\">") + tip.toHtmlEscaped()
                                    + QStringLiteral("</p></qt>"));
    for (int column = AcceptedColumn; column < ColumnCount; ++column)
        item.setTextAlignment(column, Qt::AlignRight | Qt::AlignVCenter);
}

void SynthesisRunList::show(const std::vector<SynthesisRun> &runs)
{
    const QString before = currentItem() ? currentItem()->data(NameColumn, nameRole).toString() : QString();
    m_runs = runs;
    {
        const QSignalBlocker blocker(this);
        while (topLevelItemCount() > int(runs.size()))
            delete takeTopLevelItem(topLevelItemCount() - 1);
        while (topLevelItemCount() < int(runs.size()))
            new QTreeWidgetItem(this);
        QTreeWidgetItem *chosen = nullptr, *wanted = nullptr;
        for (std::size_t place = 0; place < runs.size(); ++place) {
            QTreeWidgetItem *item = topLevelItem(int(place));
            fill(*item, runs[runs.size() - 1 - place]);
            const QString name = item->data(NameColumn, nameRole).toString();
            if (name == before)
                chosen = item;
            if (name == m_wanted)
                wanted = item;
        }
        if (wanted)
            m_wanted.clear();
        if (!chosen && topLevelItemCount() > 0)
            chosen = topLevelItem(0);
        setCurrentItem(wanted ? wanted : chosen);
    }
    Q_EMIT runChosen();
}

const SynthesisRun *SynthesisRunList::chosen() const
{
    const int row = currentItem() ? indexOfTopLevelItem(currentItem()) : -1;
    return row < 0 || row >= int(m_runs.size()) ? nullptr : &m_runs[m_runs.size() - 1 - std::size_t(row)];
}

void SynthesisRunList::choose(const QString &name)
{
    for (int row = 0; row < topLevelItemCount(); ++row) {
        if (topLevelItem(row)->data(NameColumn, nameRole).toString() == name) {
            setCurrentItem(topLevelItem(row));
            return;
        }
    }
    m_wanted = name;
}

} // namespace primer
