#include "ui/browse_page/sample_menus.h"

#include <QMenu>

#include "core/query/value_condition.h"
#include "ui/browse_page/judge_commands.h"
#include "ui/browse_page/row_commands.h"
#include "ui/browse_page/sample_table.h"
#include "ui/widgets/human_text.h"
#include "ui/widgets/keyed_action.h"

namespace primer {

namespace {

constexpr int maxLetters = 50;

QString menuText(const std::string &text)
{
    QString shown = QString::fromStdString(text);
    shown = shown.size() > maxLetters ? shown.left(maxLetters - 1) + QStringLiteral("…") : shown;
    return shown.replace(QLatin1Char('&'), QStringLiteral("&&"));
}

} // namespace

SampleMenus::SampleMenus(RowCommands *rows, JudgeCommands *judging, SampleTable *table, QWidget *page)
    : QObject(page), m_rows(rows), m_judging(judging), m_table(table), m_page(page)
{}

QAction *SampleMenus::command(const char *id) const
{
    const QString whole = QStringLiteral("browse.") + QLatin1String(id);
    for (QAction *action : keyedActions(m_page)) {
        if (keyedActionId(action) == whole)
            return action;
    }
    return nullptr;
}

/// nullptr stands for a line between them.
void SampleMenus::add(QMenu &menu, std::initializer_list<const char *> ids) const
{
    for (const char *id : ids) {
        if (!id)
            menu.addSeparator();
        else if (QAction *action = command(id))
            menu.addAction(action);
    }
}

/// With the value in words, which the command's own name cannot have.
void SampleMenus::addConditions(QMenu &menu) const
{
    const std::string condition = m_rows->cellCondition(), opposite = oppositeCondition(condition);
    const auto addOne = [&](const char *id, const QString &text) {
        QAction *own = command(id);
        QAction *shown = menu.addAction(text, own, &QAction::trigger);
        shown->setIcon(own->icon());
        shown->setShortcut(own->shortcut());
        shown->setShortcutVisibleInContextMenu(true);
        shown->setEnabled(own->isEnabled() && !condition.empty());
        shown->setObjectName(keyedActionId(own));
    };
    addOne("filterValue", condition.empty() ? tr("Filter by this value") : tr("Filter by %1").arg(menuText(condition)));
    addOne("excludeValue", opposite.empty() ? tr("Exclude this value") : tr("Exclude: %1").arg(menuText(opposite)));
}

void SampleMenus::openForRows(const QPoint &globalPlace)
{
    auto *menu = new QMenu(m_page);
    menu->setObjectName(QStringLiteral("rowMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const int selected = m_table->selectedCount();
    if (selected > 1) {
        menu->addAction(tr("%1 rows selected").arg(HumanText::count(selected)))->setEnabled(false);
        menu->addSeparator();
    }
    addConditions(*menu);
    add(*menu, {"filterFolder", nullptr, "copyCell", "copyRow", "copyPath", "copyContent", nullptr});
    QMenu *judging = menu->addMenu(tr("Judge"));
    add(*judging, {"judge.value0", "judge.value1", "judge.value2", "judge.value3", "judge.value4", "judge.value5",
                   nullptr, "judge.skip", "judge.discard", nullptr, "judge.undo"});
    QMenu *queues = menu->addMenu(tr("Add to queue"));
    m_judging->fillQueues(*queues);
    queues->setEnabled(command("addToQueue")->isEnabled());
    add(*menu, {"note", "judge", nullptr, "onlySelected", "exportSelected", nullptr, "openFile", "openFolder"});
    menu->popup(globalPlace);
}

void SampleMenus::fillForCode(QMenu &menu)
{
    menu.setObjectName(QStringLiteral("codeMenu"));
    add(menu, {"searchSelection", nullptr, "copyContent", "copyPath", "filterPath", "filterFolder", nullptr, "openFile",
               "openFolder", nullptr, "outline", "zen", "foldAll", "unfoldAll"});
}

} // namespace primer
