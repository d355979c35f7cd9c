// Owns: the menus over the current set: what can be added, one chip, saved views, the way back. Filled when they open.
// Not here: the bar they hang from (set_bar.h).
#pragma once

#include <functional>

#include <QObject>

#include "ui/session/workspace_session.h"

class QMenu;

namespace primer {

class SetMenus : public QObject
{
    Q_OBJECT
public:
    SetMenus(WorkspaceSession &session, QWidget *bar);

    QMenu *adding() const { return m_adding; }
    QMenu *views() const { return m_views; }
    QMenu *history() const { return m_history; }
    /// Of the part at `place`.
    void openFor(std::size_t place, const QPoint &where);
    /// Other thresholds or queues for the part at `place`; false when its kind has no choice.
    bool openChoice(std::size_t place, const QPoint &where);
    void askForViewName();

Q_SIGNALS:
    void conditionWanted();
    void searchWanted();
    void editWanted(std::size_t place);

private:
    using Take = std::function<void(const SetPart &)>;
    void fillAdding();
    void fillViews();
    void fillHistory();
    void addThresholds(QMenu *menu, const Take &take);
    void addQueues(QMenu *menu, const Take &take);
    void add(const SetPart &part);
    void replace(std::size_t place, const SetPart &part);

    WorkspaceSession &m_session;
    QWidget *m_bar;
    QMenu *m_adding, *m_views, *m_history;
};

} // namespace primer
