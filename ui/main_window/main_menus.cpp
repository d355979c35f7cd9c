#include "ui/main_window/main_menus.h"

#include <algorithm>
#include <iterator>

#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>

#include "ui/widgets/keyed_action.h"

namespace primer {

namespace {

struct Place {
    const char *beginning; ///< of the command's id; the first that fits counts
    MainMenus::Menu menu;
};
constexpr Place places[] = {
    {"file.", MainMenus::File},         {"import.", MainMenus::File},    {"export.", MainMenus::File},
    {"edit.", MainMenus::Edit},         {"set.", MainMenus::Edit},       {"browse.find", MainMenus::Edit},
    {"label.find", MainMenus::Edit},    {"label.undo", MainMenus::Edit}, {"page.", MainMenus::View},
    {"view.", MainMenus::View},         {"browse.zen", MainMenus::View}, {"browse.fold", MainMenus::View},
    {"browse.unfold", MainMenus::View}, {"browse.", MainMenus::Samples}, {"label.", MainMenus::Samples},
    {"quality.", MainMenus::Run},       {"teacher.", MainMenus::Run},    {"train.", MainMenus::Run},
    {"help.", MainMenus::Help},
};

} // namespace

MainMenus::MainMenus(QMainWindow &window) : QObject(&window), m_window(window)
{
    const QString titles[] = {tr("&File"), tr("&Edit"),  tr("&View"), tr("&Samples"),
                              tr("&Run"),  tr("&Tools"), tr("&Help")};
    static_assert(std::size(titles) == MenuCount);
    for (int menu = 0; menu < MenuCount; ++menu) {
        m_menus[menu] = window.menuBar()->addMenu(titles[menu]);
        connect(m_menus[menu], &QMenu::aboutToShow, this, &MainMenus::fill);
    }
}

MainMenus::Menu MainMenus::menuOf(const QString &commandId)
{
    for (const Place &place : places) {
        if (commandId.startsWith(QLatin1String(place.beginning)))
            return place.menu;
    }
    return Tools;
}

void MainMenus::fill()
{
    QList<QAction *> actions = keyedActions(&m_window);
    std::stable_sort(actions.begin(), actions.end(), [](const QAction *left, const QAction *right) {
        return keyedActionId(left).section(QLatin1Char('.'), 0, 0)
               < keyedActionId(right).section(QLatin1Char('.'), 0, 0);
    });
    for (QAction *action : actions) {
        QMenu *own = m_menus[menuOf(keyedActionId(action))];
        const auto isAnywhere = std::any_of(std::begin(m_menus), std::end(m_menus),
                                            [action](const QMenu *menu) { return menu->actions().contains(action); });
        if (!isAnywhere)
            own->addAction(action);
    }
}

} // namespace primer
