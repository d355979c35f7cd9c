#include "core/exporters/export_target.h"

#include <cerrno>
#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <random>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/atomic_file.h"
#include "core/base/hashing.h"
#include "core/base/log.h"
#include "core/base/utf8.h"
#include "core/text/text_measures.h"

namespace primer {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view partialInfix = ".partial-";
/// A file beside a folder that is being written, and locked: when nobody holds the lock, whoever wrote was killed.
constexpr std::string_view markSuffix = ".lock";
constexpr std::string_view markText = "an export of Primer is being written beside this\n";
constexpr std::size_t suffixLength = 8;

/// Names of the files that an export wrote, with their digests where the manifest has them.
using WrittenFiles = std::map<std::string, std::string>;

/// Without the slash at the end, "." and "..": what stands beside it is beside the folder, not in it.
std::string folderPath(const std::string &target)
{
    fs::path path = fs::absolute(target).lexically_normal();
    if (!path.has_filename())
        path = path.parent_path();
    return path.string();
}

/// Every name that any export gives a file of its own.
bool isNameOfExport(const std::string &relative)
{
    const fs::path path(relative);
    const std::string folder = path.parent_path().string(), name = path.filename().string();
    if (folder.empty())
        return name == exportManifestName || name == "README.md" || name == "ATTRIBUTION.jsonl"
               || name == "tokenizer.json";
    const auto isOf = [&name](std::string_view begin, std::initializer_list<std::string_view> ends) {
        return name.starts_with(begin)
               && std::any_of(ends.begin(), ends.end(), [&](std::string_view end) { return name.ends_with(end); });
    };
    if (folder == "data")
        return isOf("train-", {".parquet", ".jsonl", ".jsonl.zst"});
    return (folder == "train" || folder == "held-out") && isOf("", {".tok"});
}

Error notOurs(std::string detail, const std::string &target)
{
    return Error{ErrorCode::TargetNotOurs, std::move(detail), target};
}

std::string textOf(const nlohmann::json &object, const char *key)
{
    const auto found = object.is_object() ? object.find(key) : object.end();
    return object.is_object() && found != object.end() && found->is_string() ? found->get<std::string>()
                                                                             : std::string();
}

/// Of an earlier export; null where there is none that can be read.
nlohmann::json manifestIn(const std::string &target)
{
    constexpr std::size_t maxManifestBytes = 64 << 20;
    const auto manifest = readFile(target + "/" + exportManifestName, maxManifestBytes);
    if (!manifest && manifest.error().code != ErrorCode::NotFound)
        log::failure(log::Level::Warning, manifest.error(), "an earlier export is taken for a stranger's");
    return manifest ? nlohmann::json::parse(*manifest, nullptr, false) : nlohmann::json();
}

/// What the manifest of an earlier export lists; of one that lists nothing (token shards), what exports call their
/// files.
WrittenFiles writtenFiles(const std::string &target, const nlohmann::json &manifest)
{
    WrittenFiles files{{exportManifestName, ""}};
    if (const auto list = manifest.find("files"); list != manifest.end() && list->is_array()) {
        for (const auto &entry : *list) {
            const std::string path = textOf(entry, "path");
            if (isNameOfExport(path))
                files[path] = textOf(entry, "sha256");
        }
        return files;
    }
    std::error_code failure;
    for (fs::recursive_directory_iterator it(target, failure), end; !failure && it != end; it.increment(failure)) {
        const std::string relative = fs::path(it->path()).lexically_relative(target).string();
        if (isNameOfExport(relative))
            files.emplace(relative, "");
    }
    return files;
}

/// What lies in the folder and was not written by an export, at most some of it.
Result<std::vector<std::string>> foreignIn(const std::string &target, const WrittenFiles &files,
                                           const Feedback &feedback)
{
    constexpr std::size_t maxNamed = 3;
    std::vector<std::string> foreign;
    std::error_code failure;
    for (fs::recursive_directory_iterator it(target, failure), end; !failure && it != end; it.increment(failure)) {
        if (feedback.isCancelled())
            return Error{ErrorCode::Cancelled, "", "export"};
        const std::string relative = fs::path(it->path()).lexically_relative(target).string();
        const auto type = it->symlink_status(failure).type();
        const auto next = files.lower_bound(relative + "/");
        const bool isOfShards = files.count("tokenizer.json") && (relative == "train" || relative == "held-out");
        const bool isFolderOfOurs = type == fs::file_type::directory
                                    && (isOfShards || (next != files.end() && next->first.starts_with(relative + "/")));
        if (isFolderOfOurs || (type == fs::file_type::regular && files.count(relative)))
            continue;
        foreign.push_back(relative);
        if (foreign.size() == maxNamed)
            break;
        if (type == fs::file_type::directory)
            it.disable_recursion_pending();
    }
    if (failure)
        return errnoError(failure.value(), target);
    return foreign;
}

Status checkUnchanged(const std::string &target, const WrittenFiles &files, const Feedback &feedback)
{
    for (const auto &[name, digest] : files) {
        if (feedback.isCancelled())
            return Error{ErrorCode::Cancelled, "", "export"};
        std::error_code failure;
        if (digest.empty() || !fs::exists(target + "/" + name, failure))
            continue;
        const auto found = PRIMER_TRY(sha256OfFile(target + "/" + name));
        if (toHex(found) != digest)
            return notOurs(name + " was changed since it was exported", target);
    }
    return success();
}

/// Only files, then folders that are empty: whatever else came there meanwhile stays.
void removeWritten(const std::string &folder, const WrittenFiles &files)
{
    std::error_code failure;
    for (const auto &[name, digest] : files)
        fs::remove(folder + "/" + name, failure);
    for (const char *part : {"/data", "/train", "/held-out", ""})
        ::rmdir((folder + part).c_str());
    if (fs::exists(folder, failure))
        log::failure(log::Level::Warning, Error{ErrorCode::Io, "files that no export wrote are left in it", folder},
                     "a folder beside an export");
}

/// What exports to the same target left that were killed.
void removeLeftovers(const std::string &target)
{
    const fs::path parent = fs::path(target).parent_path();
    const std::string begin = fs::path(target).filename().string() + std::string(partialInfix);
    std::error_code failure;
    std::vector<std::string> marks;
    for (fs::directory_iterator it(parent, failure), end; !failure && it != end; it.increment(failure)) {
        const std::string name = it->path().filename().string();
        if (name.starts_with(begin) && name.ends_with(markSuffix)
            && name.size() == begin.size() + suffixLength + markSuffix.size())
            marks.push_back(it->path().string());
    }
    for (const std::string &path : marks) {
        const auto text = readFile(path, 2 * markText.size());
        const int mark = text && *text == markText ? ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW) : -1;
        if (mark >= 0 && ::flock(mark, LOCK_EX | LOCK_NB) == 0) {
            const std::string folder = path.substr(0, path.size() - markSuffix.size());
            WrittenFiles written;
            for (fs::recursive_directory_iterator it(folder, failure), end; !failure && it != end;
                 it.increment(failure)) {
                constexpr std::string_view half = ".partial"; // of a single file, writeFileAtomically's
                std::string whole = it->path().lexically_relative(folder).string();
                const std::string relative = whole;
                if (whole.ends_with(half))
                    whole.resize(whole.size() - half.size());
                if (isNameOfExport(whole))
                    written.emplace(relative, "");
            }
            removeWritten(folder, written);
            fs::remove(path, failure);
        }
        if (mark >= 0)
            ::close(mark);
    }
}

struct Mark {
    std::string path;
    int descriptor;
};

/// A new, locked file beside the target, under a name that nothing had.
Result<Mark> makeMark(const std::string &target)
{
    static constexpr char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789";
    std::random_device random;
    for (;;) {
        std::string path = target + std::string(partialInfix);
        for (std::size_t place = 0; place < suffixLength; ++place)
            path.push_back(letters[random() % (sizeof letters - 1)]);
        std::error_code failure;
        if (fs::symlink_status(path, failure).type() != fs::file_type::not_found)
            continue;
        path += markSuffix;
        const int mark = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
        if (mark < 0 && errno == EEXIST)
            continue;
        if (mark < 0)
            return errnoError(errno, path);
        Status written = ::flock(mark, LOCK_EX | LOCK_NB) == 0 ? writeFully(mark, markText, path)
                                                               : Status(errnoError(errno, path));
        if (written)
            return Mark{path, mark};
        ::unlink(path.c_str());
        ::close(mark);
        return written.error();
    }
}

} // namespace

Status checkRecordable(const Selection &selection)
{
    const std::string description = selection.description();
    if (isValidUtf8(description))
        return success();
    return Error{ErrorCode::InvalidInput,
                 "it holds bytes that are no UTF-8; what is exported could not say what it was made by",
                 replaceInvalidUtf8(description)};
}

Status checkExportTarget(const std::string &target, const std::string &format, const Feedback &feedback)
{
    const std::string path = folderPath(target);
    std::error_code failure;
    const auto type = fs::symlink_status(path, failure).type();
    if (type == fs::file_type::not_found)
        return success();
    if (type == fs::file_type::symlink)
        return notOurs("it is a link to " + fs::read_symlink(path, failure).string() + "; name that folder itself",
                       target);
    if (type != fs::file_type::directory)
        return failure ? errnoError(failure.value(), target) : notOurs("a file of that name is there", target);
    if (fs::is_empty(path, failure))
        return success();
    const auto manifest = manifestIn(path);
    if (textOf(manifest, "format") != format)
        return notOurs("the folder holds files that are not an export of Primer", target);
    const WrittenFiles files = writtenFiles(path, manifest);
    const auto foreign = PRIMER_TRY(foreignIn(path, files, feedback));
    if (!foreign.empty()) {
        std::string names;
        for (const std::string &name : foreign)
            names += (names.empty() ? "" : ", ") + name;
        return notOurs("the earlier export also holds what no export wrote: " + names, target);
    }
    return checkUnchanged(path, files, feedback);
}

Result<std::unique_ptr<ExportFolder>> ExportFolder::open(const std::string &target, const std::string &format,
                                                         const Feedback &feedback)
{
    PRIMER_TRY(checkExportTarget(target, format, feedback));
    const std::string place = folderPath(target);
    std::error_code failure;
    fs::create_directories(fs::path(place).parent_path(), failure);
    if (failure)
        return errnoError(failure.value(), target);
    removeLeftovers(place);
    const Mark mark = PRIMER_TRY(makeMark(place));
    const std::string path = mark.path.substr(0, mark.path.size() - markSuffix.size());
    if (::mkdir(path.c_str(), 0777) == 0)
        return std::unique_ptr<ExportFolder>(new ExportFolder(path, place, mark.descriptor));
    const Error error = errnoError(errno, path);
    ::unlink(mark.path.c_str());
    ::close(mark.descriptor);
    return error;
}

ExportFolder::ExportFolder(std::string path, std::string target, int mark)
    : m_path(std::move(path)), m_target(std::move(target)), m_mark(mark)
{}

ExportFolder::~ExportFolder()
{
    std::error_code failure;
    if (!m_isPut)
        fs::remove_all(m_path, failure); // made by this object, under a name of its own
    ::unlink((m_path + std::string(markSuffix)).c_str());
    ::close(m_mark);
    if (failure)
        log::failure(log::Level::Warning, errnoError(failure.value(), m_path), "half an export is left over");
}

Status ExportFolder::put()
{
    WrittenFiles earlier;
    if (const auto manifest = manifestIn(m_target); !textOf(manifest, "format").empty())
        earlier = writtenFiles(m_target, manifest);
    const auto wasThere = exchangeFolder(m_path, m_target);
    if (!wasThere)
        return wasThere.error();
    m_isPut = true;
    if (*wasThere)
        removeWritten(m_path, earlier);
    return success();
}

} // namespace primer
