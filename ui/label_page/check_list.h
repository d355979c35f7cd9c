// Owns: where judging starts: a new spot check in one press, the checks there are, and the current set for those who
// want it in its order. Not here: drawing samples, judging, renaming and deleting (check_actions.h).
#pragma once

#include <QWidget>

#include "core/workspace/workspace.h"
#include "ui/session/workspace_session.h"

class QCheckBox;
class QLabel;
class QPushButton;
class QSpinBox;
class QTreeWidget;

namespace primer {

class CheckList : public QWidget
{
    Q_OBJECT
public:
    explicit CheckList(WorkspaceSession &session, QWidget *parent = nullptr);

    QTreeWidget *checks() const { return m_checks; }
    QPushButton *newButton() const { return m_new; }
    QSpinBox *count() const { return m_count; }
    QCheckBox *blind() const { return m_blind; }
    QPushButton *setButton() const { return m_judgeSet; }
    /// One that no check drew with, whichever were deleted since: what was judged does not come again unasked.
    std::int64_t nextSeed() const;
    void keepSeed(std::uint64_t seed);

Q_SIGNALS:
    void checkWanted(const primer::QueueRequest &request);
    void moreChoicesWanted();
    void opened(std::int64_t queue);
    void setWanted();
    void renameWanted(std::int64_t queue);
    void removeWanted(std::int64_t queue);

private:
    void makeLayout();
    void connectChecks();
    void showChecks();
    void showSet();
    void askForNew();
    std::int64_t chosen() const;

    WorkspaceSession &m_session;
    QSpinBox *m_count;
    QCheckBox *m_blind;
    QPushButton *m_new, *m_more, *m_open, *m_rename, *m_remove, *m_judgeSet;
    QTreeWidget *m_checks;
    QLabel *m_empty;
    int m_wanted = 50; ///< samples of the next check; as many as there are when the set has fewer
};

} // namespace primer
