#include "ui/browse_page/sample_files.h"

#include <QDesktopServices>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QUrl>

#include "core/jobs/background.h"
#include "core/storage/sample_store.h"

namespace primer {

namespace {

constexpr qint64 maxCompared = 256LL << 20;
constexpr int maxNameLetters = 100;

struct Found {
    QString file;   ///< "" when it has to be copied
    QString folder; ///< "" when it is gone
};

bool isKindOfCode(const QString &ending)
{
    static const char *const endings[] = {"py",  "pyi", "pyx", "ipynb", "c",     "h",    "cc",  "cpp",  "cxx",
                                          "hpp", "cu",  "rs",  "go",    "java",  "kt",   "ts",  "rb",   "scala",
                                          "md",  "rst", "txt", "json",  "jsonl", "yaml", "yml", "toml", "csv",
                                          "sql", "tex", "r",   "jl",    "hs",    "lua",  "ml",  "swift"};
    for (const char *known : endings) {
        if (ending.compare(QLatin1String(known), Qt::CaseInsensitive) == 0)
            return true;
    }
    return false;
}

bool holds(const QString &path, const std::string &content)
{
    QFile file(path);
    return QFileInfo(path).isFile() && file.size() == qint64(content.size()) && file.size() <= maxCompared
           && file.open(QIODevice::ReadOnly)
           && file.readAll() == QByteArrayView(content.data(), qsizetype(content.size()));
}

/// Where one of its places still is, with this content where that is asked for.
Found find(const std::vector<StoredOrigin> &origins, const std::string *content)
{
    Found found;
    for (const StoredOrigin &origin : origins) {
        const QFileInfo source(QString::fromStdString(origin.sourceUri));
        if (!source.exists())
            continue;
        // A path of a data set may be any text: outside of its folder it means nothing.
        const QString root = source.absoluteFilePath() + QLatin1Char('/');
        const QString inside = QDir::cleanPath(root + QString::fromStdString(origin.origin.path));
        const bool isInside = source.isDir() && inside.startsWith(root) && QFileInfo::exists(inside);
        const QString file = isInside ? inside : source.absoluteFilePath();
        if (found.folder.isEmpty())
            found.folder = QFileInfo(file).isDir() ? file : QFileInfo(file).absolutePath();
        if (content && isKindOfCode(QFileInfo(file).suffix()) && holds(file, *content)) {
            found.file = file;
            break;
        }
    }
    return found;
}

Result<QString> copyOf(const QString &folder, SampleId sample, const QString &name, const std::string &content)
{
    const QString own = folder + QLatin1Char('/') + QString::number(sample), path = own + QLatin1Char('/') + name;
    if (QFileInfo::exists(path))
        return path;
    QFile file(path);
    if (!QDir().mkpath(own) || !file.open(QIODevice::WriteOnly)
        || file.write(content.data(), qint64(content.size())) != qint64(content.size()) || !file.flush()
        || !file.setPermissions(QFile::ReadOwner))
        return Error{ErrorCode::Io, file.errorString().toStdString(), path.toStdString()};
    return path;
}

Result<QString> fileOf(Workspace &workspace, SampleId sample, const QString &copies)
{
    auto reader = PRIMER_TRY(workspace.store().reader());
    const std::string content = PRIMER_TRY(fetchContent(*reader, sample));
    const auto origins = PRIMER_TRY(fetchOrigins(*reader, sample));
    const Found found = find(origins, &content);
    if (!found.file.isEmpty())
        return found.file;
    const QString path = origins.empty() ? QString() : QString::fromStdString(origins.front().origin.path);
    return copyOf(copies, sample, SampleFiles::safeName(path), content);
}

Result<QString> folderOf(Workspace &workspace, SampleId sample)
{
    auto reader = PRIMER_TRY(workspace.store().reader());
    const auto origins = PRIMER_TRY(fetchOrigins(*reader, sample));
    const Found found = find(origins, nullptr);
    if (found.folder.isEmpty())
        return Error{ErrorCode::NotFound, "where it was imported from is not there any more",
                     origins.empty() ? std::string() : origins.front().sourceUri};
    return found.folder;
}

} // namespace

SampleFiles::SampleFiles(WorkspaceSession &session, QObject *parent)
    : QObject(parent), m_session(session), m_copies(std::make_shared<QTemporaryDir>())
{}

QString SampleFiles::safeName(const QString &path)
{
    QString name = path.section(QLatin1Char('/'), -1).section(QLatin1Char('\\'), -1);
    for (QChar &letter : name) {
        if (!letter.isLetterOrNumber() && letter != QLatin1Char('.') && letter != QLatin1Char('-'))
            letter = QLatin1Char('_');
    }
    while (name.startsWith(QLatin1Char('.')))
        name.remove(0, 1);
    const QString ending = QFileInfo(name).suffix();
    name = name.right(maxNameLetters);
    if (name.isEmpty())
        name = QStringLiteral("sample");
    return isKindOfCode(ending) ? name : name + QStringLiteral(".txt");
}

void SampleFiles::show(const QString &file)
{
    if (QDesktopServices::openUrl(QUrl::fromLocalFile(file)))
        Q_EMIT opened(file);
    else
        Q_EMIT refused(file);
}

void SampleFiles::open(SampleId sample)
{
    inBackground(
        this,
        [workspace = m_session.workspace(), sample, copies = m_copies] {
            return fileOf(*workspace, sample, copies->path());
        },
        [this](const Result<QString> &file) {
            if (file)
                show(*file);
            else
                Q_EMIT failed(file.error());
        });
}

void SampleFiles::openFolder(SampleId sample)
{
    inBackground(
        this, [workspace = m_session.workspace(), sample] { return folderOf(*workspace, sample); },
        [this](const Result<QString> &folder) {
            if (folder)
                show(*folder);
            else
                Q_EMIT failed(folder.error());
        });
}

} // namespace primer
