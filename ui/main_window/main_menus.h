// Owns: the menu bar, and that every command is in it: what the pages offer is put into its menu when that opens.
// Not here: what the commands do, the palette.
#pragma once

#include <functional>

#include <QObject>

class QAction;
class QMainWindow;
class QMenu;

namespace primer {

class MainMenus : public QObject
{
    Q_OBJECT
public:
    enum Menu { File, Edit, View, Samples, Run, Tools, Help, MenuCount };

    explicit MainMenus(QMainWindow &window);

    QMenu *menu(Menu menu) const { return m_menus[menu]; }
    /// Where a command belongs, by its id: "browse.next" is among the samples.
    static Menu menuOf(const QString &commandId);
    /// Puts every command of the window into its menu; done before a menu opens.
    void fill();

private:
    QMainWindow &m_window;
    QMenu *m_menus[MenuCount];
};

} // namespace primer
