#include "app/desktop/window_owner.h"

#include <utility>

#include <QApplication>

namespace primer {

WindowOwner::WindowOwner(AppSettings &settings, QString parquetWorker)
    : m_settings(settings), m_parquetWorker(std::move(parquetWorker))
{
    make();
    // Queued: the signal comes from a menu of the window that goes.
    connect(&settings, &AppSettings::languageChanged, this, &WindowOwner::makeAnew, Qt::QueuedConnection);
}

void WindowOwner::make()
{
    m_window = std::make_unique<MainWindow>(m_settings, m_parquetWorker);
    m_window->show();
}

void WindowOwner::makeAnew()
{
    WorkspaceSession *session = m_window->session();
    if (session && session->jobs().runningCount() > 0) {
        connect(&session->jobs(), &JobList::jobFinished, this, &WindowOwner::makeAnew,
                Qt::ConnectionType(Qt::QueuedConnection | Qt::SingleShotConnection));
        return;
    }
    const QString workspace = session ? QString::fromStdString(session->workspace()->folder()) : QString();
    const bool readOnly = session && session->workspace()->store().isReadOnly();
    const bool wasQuitting = QApplication::quitOnLastWindowClosed();
    QApplication::setQuitOnLastWindowClosed(false);
    m_window->close(); // stores layout and geometry
    make();
    QApplication::setQuitOnLastWindowClosed(wasQuitting);
    if (!workspace.isEmpty())
        m_window->openWorkspace(workspace, false, readOnly);
}

} // namespace primer
