// Owns: what is done to a check as a whole: renaming, deleting, bringing it back; the menu of the one that is judged.
// Not here: judging it, storing (ui/session/workspace_lists.h).
#pragma once

#include <QObject>

#include "ui/session/workspace_session.h"
#include "ui/settings/app_settings.h"

class QMenu;

namespace primer {

class CheckActions : public QObject
{
    Q_OBJECT
public:
    CheckActions(WorkspaceSession &session, AppSettings &settings, QWidget *page);

    /// Of the check that is judged, and how judging behaves.
    QMenu *menu() const { return m_menu; }
    void askForName(std::int64_t queue);
    void remove(std::int64_t queue);

Q_SIGNALS:
    /// It is gone, and `undo` of it brings it back.
    void removed(const primer::RemovedQueue &queue);
    void hidesOpinionsChanged();

private:
    WorkspaceSession &m_session;
    QWidget *m_page;
    QMenu *m_menu;
};

} // namespace primer
