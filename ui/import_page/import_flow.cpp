#include "ui/import_page/import_flow.h"

#include <utility>

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>

#include "core/importers/import_run.h"
#include "core/jobs/background.h"
#include "ui/import_page/mapping_dialog.h"

namespace primer {

namespace {

constexpr std::size_t previewRows = 5;

} // namespace

ImportFlow::ImportFlow(WorkspaceSession &session, QString parquetWorker, QWidget *window)
    : QObject(window), m_session(session), m_parquetWorker(std::move(parquetWorker)), m_window(window)
{
    connect(&session.jobs(), &JobList::jobFinished, this, [this](const Job *job) {
        if (job->kind() == QLatin1String("import") && job->state() == JobState::Failed
            && job->error().code == ErrorCode::NeedsMapping)
            askForMapping(QString::fromStdString(job->error().where));
    });
}

void ImportFlow::ask(bool folder)
{
    auto *dialog = new QFileDialog(m_window, folder ? tr("Import a folder") : tr("Import files"), QDir::homePath());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(folder ? QFileDialog::Directory : QFileDialog::ExistingFiles);
    connect(dialog, &QFileDialog::filesSelected, this, &ImportFlow::start);
    dialog->open();
}

void ImportFlow::start(const QStringList &paths)
{
    if (paths.isEmpty())
        return;
    Q_EMIT started();
    m_session.jobs().startImport(paths, {});
}

void ImportFlow::askForMapping(const QString &path)
{
    ImportOptions options;
    options.parquetWorker = m_parquetWorker.toStdString();
    inBackground(
        this, [path = path.toStdString(), options] { return previewSource(path, options, previewRows); },
        [this, path](const Result<SourcePreview> &preview) {
            if (preview)
                openMapping(path, *preview);
            else
                m_session.tell(preview.error());
        });
}

void ImportFlow::openMapping(const QString &path, const SourcePreview &preview)
{
    auto *dialog = new MappingDialog(QFileInfo(path).fileName(), preview, m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog, path] {
        ImportOptions chosen;
        chosen.mapping = dialog->mapping();
        m_session.jobs().startImport({path}, chosen);
    });
    dialog->open();
}

} // namespace primer
