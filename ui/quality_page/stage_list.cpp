#include "ui/quality_page/stage_list.h"

#include <algorithm>

#include <QCheckBox>
#include <QGridLayout>
#include <QLabel>
#include <QProgressBar>

#include "core/quality/thresholds.h"
#include "ui/models/rule_texts.h"
#include "ui/widgets/human_text.h"

namespace primer {

StageList::StageList(QWidget *parent) : QWidget(parent)
{
    auto *layout = new QGridLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setHorizontalSpacing(8);
    layout->setVerticalSpacing(2);
    layout->setColumnStretch(1, 1);
    m_rows.push_back(makeRow(layout, tr("Current set"), {}, false));
    for (const RuleStage &stage : ruleStages()) {
        Row row = makeRow(layout, RuleTexts::title(stage.name),
                          QString::fromUtf8(stage.filter) + QStringLiteral("\n") + QString::fromUtf8(stage.source),
                          true);
        row.filter = stage.filter;
        connect(row.box, &QCheckBox::toggled, this, &StageList::changed);
        m_rows.push_back(row);
    }
    m_rows.push_back(makeRow(layout, tr("Score at the cut"), {}, false));
}

StageList::Row StageList::makeRow(QGridLayout *layout, const QString &title, const QString &tip, bool isSwitch)
{
    Row row{nullptr, nullptr, new QProgressBar(this), new QLabel(this), {}};
    QWidget *name = nullptr;
    if (isSwitch) {
        row.box = new QCheckBox(title, this);
        row.box->setToolTip(tip);
        name = row.box;
    } else {
        row.name = new QLabel(title, this);
        name = row.name;
    }
    row.bar->setTextVisible(false);
    row.bar->setRange(0, 1000);
    row.bar->setMinimumWidth(4 * fontMetrics().averageCharWidth()); // the style asks for more than a narrow page has
    row.bar->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    row.bar->setMaximumHeight(fontMetrics().height() / 2);
    row.bar->setAccessibleName(title);
    row.count->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    const int place = layout->rowCount();
    layout->addWidget(name, place, 0);
    layout->addWidget(row.bar, place, 1);
    layout->addWidget(row.count, place, 2);
    layout->setColumnStretch(1, 1);
    return row;
}

std::vector<std::string> StageList::stages() const
{
    std::vector<std::string> filters;
    for (const Row &row : m_rows) {
        if (row.box && row.box->isChecked())
            filters.push_back(row.filter);
    }
    return filters;
}

void StageList::setStages(const std::vector<std::string> &filters)
{
    {
        const QSignalBlocker blocker(this);
        for (Row &row : m_rows) {
            if (row.box)
                row.box->setChecked(std::find(filters.begin(), filters.end(), row.filter) != filters.end());
        }
    }
    Q_EMIT changed();
}

void StageList::show(Row &row, std::int64_t count, std::int64_t before, std::int64_t first, bool isOn)
{
    row.bar->setValue(first > 0 && isOn ? int(1000 * double(count) / double(first)) : 0);
    row.bar->setVisible(isOn);
    row.count->setText(!isOn            ? QString()
                       : before > count ? tr("%1 (−%2)").arg(HumanText::count(count), HumanText::count(before - count))
                                        : HumanText::count(count));
}

void StageList::setBase(bool isWholeSet)
{
    m_rows.front().name->setText(isWholeSet ? tr("Current set") : tr("Set without its cut"));
    m_rows.front().name->setToolTip(isWholeSet ? QString()
                                               : tr("The current set, but for its cut, rules and near-duplicates"));
}

void StageList::setCounts(const std::vector<std::int64_t> &counts, std::int64_t afterCut)
{
    if (counts.empty())
        return;
    std::size_t next = 1;
    std::int64_t before = counts.front();
    show(m_rows.front(), before, before, before, true);
    for (std::size_t place = 1; place + 1 < m_rows.size(); ++place) {
        Row &row = m_rows[place];
        const bool isOn = row.box->isChecked() && next < counts.size();
        show(row, isOn ? counts[next] : 0, before, counts.front(), isOn);
        if (isOn)
            before = counts[next++];
    }
    show(m_rows.back(), afterCut, before, counts.front(), true);
}

} // namespace primer
