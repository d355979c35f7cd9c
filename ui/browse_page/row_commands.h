// Owns: the commands on the rows and cells of the table and on the code that is read: copying, conditions by a value,
// the selection as the set, opening outside. Not here: judging (judge_commands.h), menus (sample_menus.h).
#pragma once

#include <functional>
#include <string>

#include <QObject>

#include "core/dataset/columns.h"
#include "core/dataset/sample.h"
#include "ui/session/workspace_session.h"
#include "ui/settings/app_settings.h"

class QAction;
class QKeySequence;

namespace primer {

class SampleFiles;
class SampleTable;
class SampleTableModel;
class SampleView;

class RowCommands : public QObject
{
    Q_OBJECT
public:
    static constexpr int maxCopiedRows = 10'000, maxCopiedContents = 100;

    RowCommands(WorkspaceSession &session, AppSettings &settings, SampleTable *table, SampleView *view, QWidget *page);

    SampleFiles *files() const { return m_files; }
    /// By the current cell: "licence:MIT"; "" when there is none.
    std::string cellCondition() const;
    /// Of the folder that the current sample is in; "" when it is in none.
    std::string folderCondition() const;
    /// The set is the selected samples only; `then` is called once it is.
    void makeSelectionTheSet(std::function<void()> then = {});

Q_SIGNALS:
    void exportWanted();
    /// A short sentence: what was done, or why not.
    void told(const QString &text);
    void failed(const primer::Error &error);

private:
    void addCopying();
    void addConditions();
    void addSelection();
    void addOpening();
    QAction *add(QWidget *owner, const char *id, const QString &text, const QKeySequence &key,
                 std::function<void()> run);
    void refresh();
    const SampleRow *currentRow() const;
    void putCondition(const std::string &condition);
    void copyRows(bool onlyPaths);
    void copyContents();
    void searchForSelection();

    WorkspaceSession &m_session;
    AppSettings &m_settings;
    SampleTable *m_table;
    SampleTableModel *m_model;
    SampleView *m_view;
    QWidget *m_page;
    SampleFiles *m_files;
    QList<QAction *> m_needRow; ///< actions that work on the current row
};

} // namespace primer
