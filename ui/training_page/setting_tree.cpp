#include "ui/training_page/setting_tree.h"

#include <array>

#include <QCheckBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QMenu>
#include <QTreeWidget>
#include <QVBoxLayout>

#include "ui/training_page/run_dialog.h"
#include "ui/training_page/setting_texts.h"

namespace primer {

namespace {

constexpr int presetRole = Qt::UserRole;

bool isChanged(const QTreeWidgetItem *item)
{
    return item->text(SettingTree::ValueColumn) != item->data(SettingTree::ValueColumn, presetRole).toString();
}

template<typename Visit>
void visitSettings(const QTreeWidget *tree, Visit visit)
{
    for (int group = 0; group < tree->topLevelItemCount(); ++group) {
        for (int row = 0; row < tree->topLevelItem(group)->childCount(); ++row)
            visit(tree->topLevelItem(group)->child(row));
    }
}

} // namespace

SettingTree::SettingTree(QWidget *parent)
    : QWidget(parent), m_search(new QLineEdit(this)), m_changedOnly(new QCheckBox(tr("Only what was changed"), this)),
      m_tree(new QTreeWidget(this))
{
    m_search->setPlaceholderText(tr("Search the settings: a name, a key or a word of the explanation"));
    m_search->setAccessibleName(tr("Search the settings"));
    m_search->setClearButtonEnabled(true);
    m_tree->setColumnCount(ColumnCount);
    m_tree->setHeaderLabels({tr("Setting"), tr("Value"), tr("Unit"), tr("Preset has"), tr("Key"), tr("What it does")});
    m_tree->setAccessibleName(tr("Settings of the run"));
    m_tree->setUniformRowHeights(true);
    m_tree->setEditTriggers(QAbstractItemView::NoEditTriggers); // the value alone is edited
    m_tree->setContextMenuPolicy(Qt::CustomContextMenu);
    constexpr std::array widths{210, 100, 120, 90, 150};
    for (int column = 0; column < int(widths.size()); ++column)
        m_tree->setColumnWidth(column, widths[std::size_t(column)]);
    makeLayout();
    connect(m_search, &QLineEdit::textChanged, this, &SettingTree::showFound);
    connect(m_changedOnly, &QCheckBox::toggled, this, &SettingTree::showFound);
    connect(m_tree, &QTreeWidget::itemChanged, this, &SettingTree::onChanged);
    const auto edit = [this](QTreeWidgetItem *item) {
        if (item->parent())
            m_tree->editItem(item, ValueColumn);
    };
    connect(m_tree, &QTreeWidget::itemActivated, this, edit);
    connect(m_tree, &QTreeWidget::itemClicked, this, [edit](QTreeWidgetItem *item, int column) {
        if (column == ValueColumn)
            edit(item);
    });
    connect(m_tree, &QWidget::customContextMenuRequested, this, &SettingTree::showMenu);
}

void SettingTree::makeLayout()
{
    auto *bar = new QHBoxLayout;
    bar->addWidget(m_search, 1);
    bar->addWidget(m_changedOnly);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addLayout(bar);
    layout->addWidget(m_tree, 1);
}

void SettingTree::setPreset(const Settings &settings)
{
    const QSignalBlocker quiet(m_tree);
    m_tree->clear();
    for (int group = 0; group < SettingTexts::groupCount; ++group) {
        auto *head = new QTreeWidgetItem(m_tree, {SettingTexts::groupName(SettingTexts::Group(group))});
        QFont bold = head->font(NameColumn);
        bold.setBold(true);
        head->setFont(NameColumn, bold);
        head->setFlags(Qt::ItemIsEnabled);
        head->setFirstColumnSpanned(true);
        head->setExpanded(true);
    }
    for (const auto &[key, value] : settings) {
        auto *item = new QTreeWidgetItem(m_tree->topLevelItem(int(SettingTexts::groupOf(key))));
        item->setText(NameColumn, SettingTexts::name(key));
        item->setText(ValueColumn, value);
        item->setText(UnitColumn, SettingTexts::unit(key));
        item->setText(KeyColumn, key);
        item->setText(TextColumn, RunDialog::explanation(key));
        item->setToolTip(NameColumn, item->text(TextColumn));
        item->setToolTip(TextColumn, item->text(TextColumn));
        item->setData(ValueColumn, presetRole, value);
        item->setTextAlignment(ValueColumn, Qt::AlignRight | Qt::AlignVCenter);
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsEditable);
    }
    showFound();
}

SettingTree::Settings SettingTree::values() const
{
    Settings settings;
    visitSettings(m_tree, [&settings](const QTreeWidgetItem *item) {
        settings.append({item->text(KeyColumn), item->text(ValueColumn)});
    });
    return settings;
}

QTreeWidgetItem *SettingTree::item(const QString &key) const
{
    QTreeWidgetItem *found = nullptr;
    visitSettings(m_tree, [&](QTreeWidgetItem *item) {
        if (item->text(KeyColumn) == key)
            found = item;
    });
    return found;
}

void SettingTree::set(const QString &key, const QString &value)
{
    if (QTreeWidgetItem *known = item(key))
        known->setText(ValueColumn, value);
}

void SettingTree::onChanged(QTreeWidgetItem *item)
{
    if (!item->parent())
        return;
    {
        const QSignalBlocker quiet(m_tree);
        showChange(item);
    }
    showFound();
    Q_EMIT changed();
}

void SettingTree::showChange(QTreeWidgetItem *item)
{
    const bool hasChanged = isChanged(item);
    QFont font = item->font(NameColumn);
    font.setBold(hasChanged);
    item->setFont(NameColumn, font);
    item->setFont(ValueColumn, font);
    const QString preset = item->data(ValueColumn, presetRole).toString();
    item->setText(PresetColumn, !hasChanged ? QString() : preset.isEmpty() ? tr("nothing") : preset);
}

void SettingTree::showFound()
{
    const QStringList words = m_search->text().split(QLatin1Char(' '), Qt::SkipEmptyParts);
    visitSettings(m_tree, [&](QTreeWidgetItem *item) {
        QString text = item->parent()->text(NameColumn);
        for (const Column column : {NameColumn, UnitColumn, KeyColumn, TextColumn})
            text += QLatin1Char(' ') + item->text(column);
        bool isFound = !m_changedOnly->isChecked() || isChanged(item);
        for (const QString &word : words)
            isFound = isFound && text.contains(word, Qt::CaseInsensitive);
        item->setHidden(!isFound);
    });
    for (int group = 0; group < m_tree->topLevelItemCount(); ++group) {
        QTreeWidgetItem *head = m_tree->topLevelItem(group);
        bool hasRows = false;
        for (int row = 0; row < head->childCount(); ++row)
            hasRows = hasRows || !head->child(row)->isHidden();
        head->setHidden(!hasRows);
    }
}

void SettingTree::showMenu(const QPoint &place)
{
    QTreeWidgetItem *item = m_tree->itemAt(place);
    if (!item || !item->parent())
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    QAction *reset = menu->addAction(tr("Back to the preset's value"), this, [item] {
        item->setText(ValueColumn, item->data(ValueColumn, presetRole).toString());
    });
    reset->setEnabled(isChanged(item));
    menu->popup(m_tree->viewport()->mapToGlobal(place));
}

} // namespace primer
