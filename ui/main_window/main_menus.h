// Owns: the menu bar, and that every command is in it: what the pages offer is put into its menu when that opens.
// Not here: what the commands do, the palette.
#pragma once

#include <functional>

#include <QHash>
#include <QObject>

#include "ui/settings/app_settings.h"

class QAction;
class QMainWindow;
class QMenu;

namespace primer {

class MainMenus : public QObject
{
    Q_OBJECT
public:
    enum Menu { File, Edit, View, Samples, Run, Tools, Help, MenuCount };

    MainMenus(QMainWindow &window, AppSettings &settings);

    QMenu *menu(Menu menu) const { return m_menus[menu]; }
    /// Where a command belongs, by its id: "browse.next" is among the samples.
    static Menu menuOf(const QString &commandId);
    /// Puts every command of the window into its menu; done before a menu opens.
    void fill();
    /// Workspaces that were open before, in the file menu; `open` takes the path of one.
    void addRecent(const std::function<void(const QString &)> &open);
    /// Theme and language, at the end of the view menu.
    void addAppearance();

private:
    using Add = std::function<void(const QString &id, const QString &text, bool isChosen, std::function<void()> run)>;
    QMenu *placeOf(const QString &commandId);
    void addChoices(const QString &title, const std::function<void(const Add &)> &choices);

    QMainWindow &m_window;
    AppSettings &m_settings;
    QMenu *m_menus[MenuCount];
    QHash<QString, QMenu *> m_submenus; ///< by title
};

} // namespace primer
