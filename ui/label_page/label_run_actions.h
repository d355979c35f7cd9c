// Owns: what is done to a labelling run as a whole: renaming, notes, deleting, bringing it back. Not here: labelling
// (label_runs.h), storing (core/storage/label_run_upkeep.h).
#pragma once

#include <functional>

#include <QObject>

#include "core/storage/label_store.h"
#include "ui/session/workspace_session.h"

class QInputDialog;

namespace primer {

class LabelRunActions : public QObject
{
    Q_OBJECT
public:
    LabelRunActions(WorkspaceSession &session, QWidget *page);

    /// What the person calls it: its title, else its teacher.
    static QString nameOf(const LabelRun &run);
    /// The name with its tags, as lists show it, and all that is known beside it.
    static QString labelOf(const LabelRun &run);
    static QString tipOf(const LabelRun &run);
    void askForName(const LabelRun &run);
    void askForNotes(const LabelRun &run);
    void remove(const LabelRun &run);
    void restore(const LabelRun &run);

Q_SIGNALS:
    /// Something is stored: the list is another.
    void changed();
    /// It is gone, and `restore` of it brings it back.
    void removed(const primer::LabelRun &run);
    void failed(const primer::Error &error);

private:
    QInputDialog *newDialog(const QString &title, const QString &label, const QString &text);
    /// In the background; then `then`, and `changed`.
    void write(const Store::Work &work, const std::function<void()> &then = {});
    /// The same where labels come or go with it.
    void writeLabels(const Store::Work &work, const std::function<void()> &then = {});

    WorkspaceSession &m_session;
    QWidget *m_page;
};

} // namespace primer
