// Owns: asking what to import, starting it, and asking for the columns when a table's cannot be told.
// Not here: importing (core/importers), the dialog of columns (mapping_dialog.h).
#pragma once

#include <QObject>
#include <QStringList>

#include "ui/session/workspace_session.h"

class QWidget;

namespace primer {

struct SourcePreview;

class ImportFlow : public QObject
{
    Q_OBJECT
public:
    /// Dialogs open over `window`.
    ImportFlow(WorkspaceSession &session, QString parquetWorker, QWidget *window);

    void ask(bool folder);
    void start(const QStringList &paths);

Q_SIGNALS:
    void started();

private:
    void askForMapping(const QString &path);
    void openMapping(const QString &path, const SourcePreview &preview);

    WorkspaceSession &m_session;
    QString m_parquetWorker;
    QWidget *m_window;
};

} // namespace primer
