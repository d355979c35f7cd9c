#include "ui/main_window/main_menus.h"

#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>

#include <QActionGroup>
#include <QDir>
#include <QFileInfo>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>

#include "ui/main_window/command_icons.h"
#include "ui/widgets/keyed_action.h"
#include "ui/widgets/themed_icon.h"

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
    {"quality.", MainMenus::Run},       {"teacher.", MainMenus::Run},    {"synthesis.", MainMenus::Run},
    {"train.", MainMenus::Run},         {"help.", MainMenus::Help},
};

} // namespace

MainMenus::MainMenus(QMainWindow &window, AppSettings &settings)
    : QObject(&window), m_window(window), m_settings(settings)
{
    const QString titles[] = {tr("&File"), tr("&Edit"),  tr("&View"), tr("&Samples"),
                              tr("&Run"),  tr("&Tools"), tr("&Help")};
    static_assert(std::size(titles) == MenuCount);
    for (int menu = 0; menu < MenuCount; ++menu) {
        m_menus[menu] = window.menuBar()->addMenu(titles[menu]);
        connect(m_menus[menu], &QMenu::aboutToShow, this, &MainMenus::fill);
    }
}

void MainMenus::addAppearance()
{
    const std::tuple<Theme, QString, QString> themes[] = {
        {Theme::System, QStringLiteral("system"), tr("System")},
        {Theme::Light, QStringLiteral("light"), tr("Light")},
        {Theme::Dark, QStringLiteral("dark"), tr("Dark")},
        {Theme::HighContrast, QStringLiteral("contrast"), tr("High contrast")}};
    addChoices(tr("Appearance"), [&](const Add &add) {
        for (const auto &[value, word, text] : themes)
            add(QStringLiteral("view.theme.") + word, text, m_settings.theme() == value,
                [this, value = value] { m_settings.setTheme(value); });
    });
    // A language is named in itself, so that it is found by whoever reads it.
    const std::pair<QString, QString> languages[] = {{QString(), tr("System")},
                                                     {QStringLiteral("en"), QStringLiteral("English")},
                                                     {QStringLiteral("ko"), QStringLiteral("한국어")}};
    addChoices(tr("Language"), [&](const Add &add) {
        for (const auto &[code, text] : languages)
            add(QStringLiteral("view.language.") + (code.isEmpty() ? QStringLiteral("system") : code), text,
                m_settings.language() == code, [this, code = code] { m_settings.setLanguage(code); });
    });
}

void MainMenus::addRecent(const std::function<void(const QString &)> &open)
{
    QMenu *menu = m_menus[File]->addMenu(tr("Open recent"));
    menu->setIcon(themedIcon(QStringLiteral("history")));
    connect(m_menus[File], &QMenu::aboutToShow, menu, [this, menu, open] {
        menu->clear();
        for (const QString &path : m_settings.recentWorkspaces()) {
            QString name = QDir::toNativeSeparators(path);
            menu->addAction(name.replace(QLatin1Char('&'), QStringLiteral("&&")), menu, [open, path] { open(path); })
                ->setEnabled(QFileInfo::exists(path));
        }
        menu->setEnabled(!menu->isEmpty());
    });
}

void MainMenus::addChoices(const QString &title, const std::function<void(const Add &)> &choices)
{
    QMenu *menu = m_menus[View]->addMenu(title);
    auto *group = new QActionGroup(this);
    choices([&](const QString &id, const QString &text, bool isChosen, std::function<void()> run) {
        QAction *action = addKeyedAction(&m_window, m_settings, id, text, {}, std::move(run), Qt::WindowShortcut);
        action->setCheckable(true);
        action->setChecked(isChosen);
        group->addAction(action);
        menu->addAction(action);
    });
}

/// Commands that are one choice of many, in a menu of their own.
QMenu *MainMenus::placeOf(const QString &commandId)
{
    QMenu *menu = m_menus[menuOf(commandId)];
    const std::pair<const char *, QString> submenus[] = {{"browse.judge.", tr("Judge the selected rows")},
                                                         {"browse.copy", tr("Copy from the table")}};
    for (const auto &[beginning, title] : submenus) {
        if (!commandId.startsWith(QLatin1String(beginning)))
            continue;
        QMenu *&submenu = m_submenus[title];
        if (!submenu)
            submenu = menu->addMenu(title);
        return submenu;
    }
    return menu;
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
        const auto isIn = [action](const QMenu *menu) { return menu->actions().contains(action); };
        const QList<QMenu *> submenus = own->findChildren<QMenu *>();
        const bool isAnywhere = std::any_of(std::begin(m_menus), std::end(m_menus), isIn)
                                || std::any_of(submenus.begin(), submenus.end(), isIn);
        if (!isAnywhere)
            placeOf(keyedActionId(action))->addAction(action);
        if (action->icon().isNull())
            action->setIcon(themedIcon(CommandIcons::of(keyedActionId(action))));
    }
}

} // namespace primer
