#include "ui/import_page/import_flow.h"

#include <utility>

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>

#include "core/importers/import_run.h"
#include "core/jobs/background.h"
#include "core/storage/rejected_store.h"
#include "ui/import_page/mapping_dialog.h"
#include "ui/import_page/rejected_rows_file.h"
#include "ui/session/kept_choice.h"

namespace primer {

namespace {

constexpr std::size_t previewRows = 5;
const QString rejectedKind = QStringLiteral("rejected");
const QString pathKey = QStringLiteral("path"), reasonKey = QStringLiteral("reason");

} // namespace

ImportFlow::ImportFlow(WorkspaceSession &session, QString parquetWorker, QWidget *window)
    : QObject(window), m_session(session), m_parquetWorker(std::move(parquetWorker)), m_window(window)
{
    connect(&session.jobs(), &JobList::jobFinished, this, [this](const Job *job) {
        if (job->kind() == QLatin1String("import") && job->state() == JobState::Failed
            && job->error().code == ErrorCode::NeedsMapping)
            askForMapping(QString::fromStdString(job->error().where), Why::CannotBeTold);
    });
    session.jobs().setContinuation(rejectedKind, this, [this](const QJsonObject &kept) {
        writeRejected(kept.value(pathKey).toString(), kept.value(reasonKey).toString());
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

void ImportFlow::mapAgain(const QString &path) { askForMapping(path, Why::WasRejected); }

void ImportFlow::askForMapping(const QString &path, Why why)
{
    ImportOptions options;
    options.parquetWorker = m_parquetWorker.toStdString();
    inBackground(
        this, [path = path.toStdString(), options] { return previewSource(path, options, previewRows); },
        [this, path, why](const Result<SourcePreview> &preview) {
            if (preview)
                openMapping(path, why, *preview);
            else
                m_session.tell(preview.error());
        });
}

void ImportFlow::openMapping(const QString &path, Why why, const SourcePreview &preview)
{
    const QString file = QFileInfo(path).fileName();
    const QString intro = why == Why::CannotBeTold
                              ? tr("No column of “%1” could be told to hold the content. Choose it here; the other "
                                   "fields are optional.")
                                    .arg(file)
                              : tr("Choose the columns of “%1”; it is then read again. What is imported already is not "
                                   "doubled.")
                                    .arg(file);
    auto *dialog = new MappingDialog(intro, preview, m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog, path, why] {
        ImportOptions chosen;
        chosen.mapping = dialog->mapping();
        const Job *job = m_session.jobs().startImport({path}, chosen);
        Q_EMIT started();
        if (why == Why::WasRejected)
            connect(job, &Job::finished, this, [this, job, path] {
                if (job->state() == JobState::Done)
                    dropEarlierRejections(path);
            });
    });
    dialog->open();
}

void ImportFlow::writeRejected(const QString &path, const QString &reason)
{
    Job *job = m_session.jobs().start(
        rejectedKind, QFileInfo(path).fileName(), compactJson({{pathKey, path}, {reasonKey, reason}}),
        [workspace = m_session.workspace(), path = path.toStdString(), reason = reason.toStdString()](
            JobFeedback &feedback) { return writeRejectedRows(*workspace, path, reason, feedback); });
    job->setAgain(this, [this, path, reason] { writeRejected(path, reason); });
}

void ImportFlow::dropEarlierRejections(const QString &path)
{
    inBackground(
        this,
        [workspace = m_session.workspace(), path = path.toStdString()] {
            return workspace->store().write(Durability::Durable, [&path](Connection &connection) {
                return dropRejectedOfEarlierTries(connection, path);
            });
        },
        [this](const Status &dropped) {
            if (!dropped)
                m_session.tell(dropped.error());
            m_session.reloadCounts();
        });
}

} // namespace primer
