#include "core/importers/formats/source_tree_reader.h"

#include <cctype>
#include <algorithm>
#include <ctime>
#include <cstring>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include <sys/stat.h>

#include "core/base/atomic_file.h"
#include "core/base/log.h"
#include "core/dataset/licence_expression.h"
#include "core/importers/formats/file_content.h"
#include "core/importers/rules/git_ignore.h"
#include "core/importers/rules/language_detection.h"
#include "core/importers/rules/licence_detection.h"

namespace primer {

namespace fs = std::filesystem;

namespace {

struct FoundFile {
    std::string relative;
    std::uint64_t bytes = 0;
};

struct Distribution {
    std::string name;
    std::optional<std::string> licence; ///< "": it has one that cannot be read
};

/// LICENSE, COPYING.LESSER, LICENSE-MIT.txt; not licenses.py.
bool isLicenceFile(const std::string &name)
{
    std::string upper;
    for (const char character : name)
        upper.push_back(char(std::toupper(static_cast<unsigned char>(character))));
    for (const std::string_view word : {"LICENSE", "LICENCE", "COPYING"}) {
        if (!upper.starts_with(word))
            continue;
        const std::string_view rest = std::string_view(upper).substr(word.size());
        const bool isText = rest.ends_with(".MD") || rest.ends_with(".RST") || rest.ends_with(".HTML");
        return rest.empty() || (rest.find_first_of(".-_") == 0 && (isText || !isSourceFile(name)));
    }
    return false;
}

std::int64_t positionOf(const std::string &relative)
{
    // A stable number for a path: the same file keeps its place when others come or go.
    const Sha256Digest digest = sha256(relative);
    std::int64_t number = 0;
    std::memcpy(&number, digest.data(), sizeof number);
    return number & 0x7fffffffffffffff;
}

std::string isoTime(std::time_t seconds)
{
    std::tm parts{};
    ::gmtime_r(&seconds, &parts);
    char text[32];
    std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
    return text;
}

/// A file that an import is better with. That it cannot be read is in the log; that it is not there is no fault.
std::optional<std::string> readIfThere(const fs::path &path, std::size_t limitBytes)
{
    auto text = readFile(path.string(), limitBytes);
    if (text)
        return std::move(*text);
    if (text.error().code != ErrorCode::NotFound)
        log::failure(log::Level::Warning, text.error(), "rules or licence of a folder");
    return std::nullopt;
}

class SourceTreeReader : public RecordReader
{
public:
    SourceTreeReader(fs::path root, SourceTreeOptions options, const Feedback &feedback)
        : m_root(std::move(root)), m_options(options), m_feedback(feedback)
    {}

    Status list(const std::string &cursor)
    {
        std::error_code failure;
        if (fs::is_regular_file(m_root, failure)) {
            m_files.push_back({m_root.filename().string(), fs::file_size(m_root, failure)});
            m_root = m_root.parent_path();
        } else {
            PRIMER_TRY(walk(m_root, "", {}));
            if (m_options.pythonEnvironment)
                PRIMER_TRY(readDistributions());
        }
        for (const FoundFile &file : m_files)
            m_total += file.bytes;
        while (m_next < m_files.size() && !cursor.empty() && m_files[m_next].relative <= cursor)
            m_done += m_files[m_next++].bytes;
        return success();
    }

    Result<bool> next(ImportBatch &batch) override
    {
        tellWalk(batch);
        while (m_next < m_files.size() && !isFull(batch)) {
            PRIMER_TRY(goOn());
            const FoundFile &file = m_files[m_next++];
            read(file, batch);
            batch.cursor = file.relative;
            m_done += file.bytes;
        }
        return batch.rows > 0 || m_next < m_files.size();
    }
    std::uint64_t bytesDone() const override { return m_done; }
    std::uint64_t bytesTotal() const override { return m_total; }

private:
    struct IgnoreFrame {
        std::size_t prefix; ///< length of the folder's path, the rest is relative to its .gitignore
        std::shared_ptr<const GitIgnore> rules;
    };

    /// Cancelled as soon as somebody asks for it: a tree may have millions of entries, or very odd rules.
    Status goOn() const
    {
        return m_feedback.isCancelled() ? Status(Error{ErrorCode::Cancelled, "", "import"}) : success();
    }

    /// What the walk found besides the files.
    void tellWalk(ImportBatch &batch)
    {
        for (QuarantinedRow &row : m_unreadable)
            batch.quarantined.push_back(std::move(row));
        batch.rows += std::int64_t(std::exchange(m_unreadable, {}).size());
        for (const auto &[rule, count] : m_passedOver)
            batch.rows += count;
        batch.passedOver = std::exchange(m_passedOver, {});
    }

    bool isIgnored(const std::vector<IgnoreFrame> &frames, const std::string &relative, bool isFolder) const
    {
        for (auto frame = frames.rbegin(); frame != frames.rend(); ++frame) {
            const auto verdict = frame->rules->verdict(std::string_view(relative).substr(frame->prefix), isFolder,
                                                       &m_feedback);
            if (verdict != GitIgnore::Verdict::None)
                return verdict == GitIgnore::Verdict::Ignored;
        }
        return false;
    }

    Status walk(const fs::path &folder, const std::string &prefix, std::vector<IgnoreFrame> frames)
    {
        std::error_code failure;
        if (const auto rules = readIfThere(folder / ".gitignore", 1 << 20))
            frames.push_back({prefix.size(), std::make_shared<GitIgnore>(*rules)});
        // Folders sort as "name/": the walk's order is then the order of whole paths, which the cursor relies on.
        std::vector<std::pair<std::string, fs::directory_entry>> entries;
        for (fs::directory_iterator it(folder, failure), end; !failure && it != end; it.increment(failure)) {
            PRIMER_TRY(goOn());
            std::error_code ignored;
            entries.emplace_back(it->path().filename().string() + (it->is_directory(ignored) ? "/" : ""), *it);
        }
        if (failure) {
            if (prefix.empty())
                return errnoError(failure.value(), folder.string());
            m_unreadable.push_back({prefix, 0, "unreadable_folder", failure.message(), ""});
            return success();
        }
        std::sort(entries.begin(), entries.end(),
                  [](const auto &left, const auto &right) { return left.first < right.first; });
        for (const auto &[key, entry] : entries) {
            PRIMER_TRY(goOn());
            const std::string name = entry.path().filename().string();
            if (isLicenceFile(name) && !entry.is_directory(failure))
                takeLicence(prefix, entry.path());
            if (entry.is_symlink(failure)) {
                ++m_passedOver["link"];
                continue;
            }
            const std::string relative = prefix + name;
            if (entry.is_directory(failure)) {
                const bool isMetadata = name.ends_with(".dist-info") || name.ends_with(".egg-info");
                if (isMetadata && m_options.pythonEnvironment)
                    m_metadataFolders.push_back(entry.path());
                if (isMetadata || name == ".git" || name == "__pycache__" || name == "node_modules") {
                    ++m_passedOver["made_by_tools"];
                    continue;
                }
                if (isIgnored(frames, relative, true)) {
                    ++m_passedOver["git_ignored"];
                    continue;
                }
                PRIMER_TRY(walk(entry.path(), relative + "/", frames));
            } else if (entry.is_regular_file(failure)) {
                if (!isSourceFile(name))
                    ++m_passedOver["no_source_file"];
                else if (isIgnored(frames, relative, false))
                    ++m_passedOver["git_ignored"];
                else
                    m_files.push_back({relative, entry.file_size(failure)});
            } else {
                ++m_passedOver["no_file"]; // a pipe, a socket, a device
            }
        }
        return success();
    }

    /// Several texts in one folder hold together; one that cannot be read makes the folder's licence unknown.
    void takeLicence(const std::string &prefix, const fs::path &file)
    {
        constexpr std::size_t maxBytes = 1 << 20;
        const auto text = readIfThere(file, maxBytes);
        const std::string id = text ? licenceOfText(*text) : std::string();
        const auto [known, isFirst] = m_folderLicences.emplace(prefix, id);
        if (!isFirst)
            known->second = allLicences({known->second, id});
    }

    Status readDistributions()
    {
        std::error_code failure;
        // CPython's standard library carries its licence outside the folder on Debian; it is the PSF's everywhere.
        if (fs::exists(m_root / "os.py", failure) && fs::exists(m_root / "sysconfig.py", failure))
            m_folderLicences[""] = "PSF-2.0";
        for (const fs::path &folder : m_metadataFolders) {
            PRIMER_TRY(goOn());
            const std::string stem = folder.stem().string();
            Distribution distribution;
            distribution.name = stem.substr(0, stem.find('-'));
            auto metadata = readIfThere(folder / "METADATA", 1 << 20);
            if (!metadata)
                metadata = readIfThere(folder / "PKG-INFO", 1 << 20);
            if (metadata)
                distribution.licence = licenceOfPythonMetadata(*metadata);
            const std::string site = fs::relative(folder.parent_path(), m_root).string();
            const std::string prefix = site == "." ? "" : site + "/";
            std::set<std::string> tops;
            if (const auto record = readIfThere(folder / "RECORD", 16 << 20)) {
                std::string_view rest = *record;
                while (!rest.empty()) {
                    const std::size_t newline = std::min(rest.find('\n'), rest.size() - 1);
                    const std::string_view line = rest.substr(0, newline);
                    rest.remove_prefix(newline + 1);
                    const std::string_view path = line.substr(0, line.find(','));
                    if (!path.starts_with(".."))
                        tops.insert(prefix + std::string(path.substr(0, path.find('/'))));
                }
            } else {
                tops.insert(prefix + distribution.name);
            }
            for (const std::string &top : tops) {
                // A folder that several distributions share (google/) is under the licences of all of them.
                const auto [known, isFirst] = m_distributions.emplace(top, distribution);
                if (!isFirst && known->second.licence != distribution.licence)
                    known->second.licence = allLicences(
                        {known->second.licence.value_or(""), distribution.licence.value_or("")});
            }
        }
        return success();
    }

    const Distribution *distributionOf(const std::string &relative) const
    {
        for (std::size_t slash = relative.find('/');; slash = relative.find('/', slash + 1)) {
            const auto found = m_distributions.find(relative.substr(0, slash));
            if (found != m_distributions.end())
                return &found->second;
            if (slash == std::string::npos)
                return nullptr;
        }
    }

    /// The LICENSE of the nearest folder above that has one, "" when it is not known; a package is not under the
    /// licence of the interpreter around it.
    std::string folderLicence(const std::string &relative) const
    {
        const std::size_t packages = std::max(relative.rfind("site-packages/") + 1,
                                              relative.rfind("dist-packages/") + 1);
        for (std::size_t slash = relative.rfind('/');;
             slash = slash == 0 ? std::string::npos : relative.rfind('/', slash - 1)) {
            const auto found = m_folderLicences.find(slash == std::string::npos ? "" : relative.substr(0, slash + 1));
            if (found != m_folderLicences.end())
                return found->second;
            if (slash == std::string::npos || slash < packages)
                return {};
        }
    }

    void read(const FoundFile &file, ImportBatch &batch)
    {
        ++batch.rows;
        const std::string path = (m_root / file.relative).string();
        auto content = readFile(path, import_limits::fileBytes);
        if (!content) {
            const bool tooLarge = content.error().code == ErrorCode::LimitExceeded;
            batch.quarantined.push_back({path, positionOf(file.relative),
                                         tooLarge ? "file_too_large" : "unreadable_file", content.error().detail, ""});
            return;
        }
        if (content->empty()) {
            ++batch.passedOver["empty_file"]; // an empty __init__.py is no sample and no fault
            return;
        }
        if (!isText(*content, isSourceFile(file.relative))) {
            ++batch.passedOver["not_text"];
            return;
        }
        ImportRecord record;
        record.position = positionOf(file.relative);
        record.origin.path = file.relative;
        record.origin.repository = m_root.filename().string();
        record.origin.language = detectLanguage(file.relative, *content);
        struct stat info {};
        if (::stat(path.c_str(), &info) == 0)
            record.origin.createdAt = isoTime(info.st_mtime);
        auto licence = licenceOfHeader(*content);
        if (const Distribution *distribution = distributionOf(file.relative)) {
            record.origin.repository = distribution->name;
            if (!licence)
                licence = distribution->licence;
        }
        record.origin.licence = licence ? *licence : folderLicence(file.relative);
        record.content = std::move(*content);
        batch.rawBytes += std::int64_t(record.content.size());
        batch.records.push_back(std::move(record));
    }

    fs::path m_root;
    SourceTreeOptions m_options;
    const Feedback &m_feedback;
    std::vector<FoundFile> m_files;
    std::vector<QuarantinedRow> m_unreadable;
    PassedOver m_passedOver;                             ///< by the walk; a folder counts once
    std::map<std::string, std::string> m_folderLicences; ///< folder prefix -> SPDX expression, "" unknown
    std::vector<fs::path> m_metadataFolders;
    std::map<std::string, Distribution> m_distributions; ///< top-level name -> distribution
    std::size_t m_next = 0;
    std::uint64_t m_done = 0;
    std::uint64_t m_total = 0;
};

} // namespace

Result<std::unique_ptr<RecordReader>> openSourceTree(const std::string &path, const SourceTreeOptions &options,
                                                     const std::string &cursor, const Feedback &feedback)
{
    auto reader = std::make_unique<SourceTreeReader>(fs::path(path), options, feedback);
    PRIMER_TRY(reader->list(cursor));
    return std::unique_ptr<RecordReader>(std::move(reader));
}

bool isPythonEnvironment(const std::string &path)
{
    std::error_code failure;
    if (fs::exists(fs::path(path) / "pyvenv.cfg", failure))
        return true;
    for (const fs::directory_entry &entry : fs::directory_iterator(path, failure)) {
        const std::string name = entry.path().filename().string();
        if (name.ends_with(".dist-info") || name.ends_with(".egg-info"))
            return true;
    }
    return false;
}

} // namespace primer
