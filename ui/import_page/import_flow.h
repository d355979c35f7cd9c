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
    /// The columns of a table that was imported before are chosen again; what it rejected then is said no more when
    /// that import has ended well.
    void mapAgain(const QString &path);
    /// The list of rejected rows, of one reason or of all (""), as a job.
    void writeRejected(const QString &path, const QString &reason);

Q_SIGNALS:
    void started();

private:
    enum class Why { CannotBeTold, WasRejected };
    void askForMapping(const QString &path, Why why);
    void openMapping(const QString &path, Why why, const SourcePreview &preview);
    void dropEarlierRejections(const QString &path);

    WorkspaceSession &m_session;
    QString m_parquetWorker;
    QWidget *m_window;
};

} // namespace primer
