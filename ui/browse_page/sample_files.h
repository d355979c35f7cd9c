// Owns: opening a content outside of Primer: the file it came from while that still holds it, else a copy that can only
// be read, and the folder of its source. Nothing foreign is ever run: what is no kind of code is opened as text.
// Not here: which sample.
#pragma once

#include <memory>

#include <QObject>
#include <QString>
#include <QTemporaryDir>

#include "core/base/result.h"
#include "ui/session/workspace_session.h"

namespace primer {

class SampleFiles : public QObject
{
    Q_OBJECT
public:
    explicit SampleFiles(WorkspaceSession &session, QObject *parent = nullptr);
    /// In the desktop's editor.
    void open(SampleId sample);
    void openFolder(SampleId sample);
    /// A name for a copy that no desktop would run.
    static QString safeName(const QString &path);

Q_SIGNALS:
    void opened(const QString &file);
    void failed(const primer::Error &error);
    /// No program took it.
    void refused(const QString &file);

private:
    void show(const QString &file);

    WorkspaceSession &m_session;
    std::shared_ptr<QTemporaryDir> m_copies; ///< until the workspace is closed
};

} // namespace primer
