#include "core/importers/dataset_folder.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <map>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/base/ascii.h"
#include "core/base/atomic_file.h"
#include "core/importers/formats/yaml_header.h"
#include "core/importers/rules/language_detection.h"
#include "core/importers/rules/packed_name.h"

namespace primer {

namespace fs = std::filesystem;

namespace {

using nlohmann::json;

constexpr std::size_t maxCardBytes = std::size_t(16) << 20;
constexpr int deepestFolder = 64;

bool hasTableName(const std::string &relative)
{
    const std::string name = unpackedName(relative);
    return name.ends_with(".parquet") || name.ends_with(".jsonl") || name.ends_with(".ndjson");
}
bool hasJsonName(const std::string &relative) { return unpackedName(relative).ends_with(".json"); }

std::string_view baseName(std::string_view path) { return path.substr(path.rfind('/') + 1); }

struct FoundFiles {
    std::vector<DatasetFile> files;
    std::vector<std::string> unreadable;
    std::size_t programs = 0; ///< files of source code
    std::size_t tables = 0;
};

/// Every file below a folder; links to files count as files, as in the Hub's cache, links to folders lead nowhere: they
/// would be a second way to the same files, or out of the folder.
class Walk
{
public:
    explicit Walk(const Feedback &feedback) : m_feedback(feedback) {}

    Status run(const fs::path &folder, const std::string &prefix, int depth)
    {
        std::error_code failure;
        if (depth > deepestFolder)
            return success();
        std::vector<fs::directory_entry> entries;
        for (fs::directory_iterator it(folder, failure), end; !failure && it != end; it.increment(failure))
            entries.push_back(*it);
        if (failure)
            m_found.unreadable.push_back(prefix.empty() ? "." : prefix);
        std::sort(entries.begin(), entries.end(),
                  [](const auto &left, const auto &right) { return left.path() < right.path(); });
        for (const fs::directory_entry &entry : entries) {
            if (m_feedback.isCancelled())
                return Error{ErrorCode::Cancelled, "", "import"};
            const std::string name = entry.path().filename().string();
            if (name.starts_with('.') || name == "__pycache__")
                continue; // the Hub's own notes, git's
            if (entry.is_directory(failure) && !entry.is_symlink(failure))
                PRIMER_TRY(run(entry.path(), prefix + name + "/", depth + 1));
            else if (entry.is_regular_file(failure))
                add(entry, prefix + name);
        }
        return success();
    }

    FoundFiles take() { return std::move(m_found); }

private:
    void add(const fs::directory_entry &entry, const std::string &relative)
    {
        std::error_code failure;
        DatasetFile file;
        file.path = entry.path().string();
        file.relative = relative;
        file.bytes = entry.file_size(failure);
        m_found.files.push_back(std::move(file));
        m_found.tables += hasTableName(relative);
        const std::string language = detectLanguage(relative, "");
        m_found.programs += !language.empty() && language != "markdown" && language != "restructuredtext";
    }

    const Feedback &m_feedback;
    FoundFiles m_found;
};

struct CardPattern {
    std::string config;
    std::string split;
    std::string pattern;
};

void addPatterns(const json &value, const std::string &config, const std::string &split,
                 std::vector<CardPattern> &patterns)
{
    if (value.is_string()) {
        patterns.push_back({config, split, value.get<std::string>()});
    } else if (value.is_array()) {
        for (const json &member : value)
            addPatterns(member, config, split, patterns);
    } else if (value.is_object() && value.contains("path")) {
        const json own = value.value("split", json());
        addPatterns(value["path"], config, own.is_string() ? own.get<std::string>() : split, patterns);
    } else if (value.is_object()) {
        for (const auto &[name, inner] : value.items())
            addPatterns(inner, config, name, patterns);
    }
}

std::vector<CardPattern> patternsOfCard(const json &header)
{
    std::vector<CardPattern> patterns;
    const json configs = header.is_object() ? header.value("configs", json()) : json();
    if (!configs.is_array())
        return patterns;
    for (const json &config : configs) {
        if (!config.is_object() || !config.contains("data_files"))
            continue;
        const json name = config.value("config_name", json());
        const json folder = config.value("data_dir", json());
        const std::size_t first = patterns.size();
        addPatterns(config["data_files"], configs.size() > 1 && name.is_string() ? name.get<std::string>() : "", "",
                    patterns);
        for (std::size_t i = first; folder.is_string() && i < patterns.size(); ++i)
            patterns[i].pattern = folder.get<std::string>() + "/" + patterns[i].pattern;
    }
    return patterns;
}

std::vector<std::string> expandedBraces(const std::string &pattern)
{
    constexpr std::size_t maxPatterns = 1000;
    std::vector<std::string> expanded{pattern};
    for (std::size_t i = 0; i < expanded.size() && expanded.size() < maxPatterns;) {
        const std::string text = expanded[i];
        const std::size_t close = text.find('}');
        const std::size_t open = close == std::string::npos ? close : text.rfind('{', close);
        if (open == std::string::npos) {
            ++i;
            continue;
        }
        expanded.erase(expanded.begin() + std::ptrdiff_t(i));
        std::string_view choices = std::string_view(text).substr(open + 1, close - open - 1);
        for (bool isLast = false; !isLast;) {
            const std::size_t comma = choices.find(',');
            isLast = comma == std::string_view::npos;
            expanded.push_back(text.substr(0, open) + std::string(choices.substr(0, comma)) + text.substr(close + 1));
            choices.remove_prefix(isLast ? choices.size() : comma + 1);
        }
    }
    return expanded;
}

/// The files that the card names; those of several configs are taken once, for the first.
void chooseByCard(const std::vector<CardPattern> &patterns, FoundFiles &found, DatasetFolder &dataset)
{
    std::vector<bool> isTaken(found.files.size(), false);
    for (const CardPattern &wanted : patterns) {
        const DataPattern pattern(wanted.pattern);
        bool any = false;
        for (std::size_t i = 0; i < found.files.size(); ++i) {
            DatasetFile &file = found.files[i];
            if (!pattern.matches(file.relative))
                continue;
            any = true;
            if (isTaken[i])
                continue;
            isTaken[i] = true;
            file.config = wanted.config;
            file.split = wanted.split.empty() ? splitOfPath(file.relative) : wanted.split;
            dataset.files.push_back(file);
        }
        if (!any)
            dataset.missing.push_back(wanted.pattern);
    }
    for (std::size_t i = 0; i < found.files.size(); ++i) {
        if (!isTaken[i])
            dataset.sideFiles.push_back(found.files[i].relative);
    }
}

/// Tables in data/, else those whose names tell a split, else all; JSON only where there are no tables.
void chooseByLayout(FoundFiles &found, DatasetFolder &dataset)
{
    const bool hasTables = found.tables > 0;
    const auto isData = [&](const DatasetFile &file) {
        return hasTables ? hasTableName(file.relative) : hasJsonName(file.relative);
    };
    const auto isInData = [&](const DatasetFile &file) { return isData(file) && file.relative.starts_with("data/"); };
    const auto hasSplit = [&](const DatasetFile &file) { return isData(file) && !splitOfPath(file.relative).empty(); };
    const bool anyInData = std::any_of(found.files.begin(), found.files.end(), isInData);
    const bool anySplit = std::any_of(found.files.begin(), found.files.end(), hasSplit);
    for (DatasetFile &file : found.files) {
        const bool isChosen = anyInData ? isInData(file) : anySplit ? hasSplit(file) : isData(file);
        if (!isChosen) {
            dataset.sideFiles.push_back(file.relative);
            continue;
        }
        file.split = splitOfPath(file.relative);
        dataset.files.push_back(file);
    }
}

bool isOwnExport(const std::string &folder)
{
    const auto manifest = readFile(folder + "/manifest.json", maxCardBytes);
    const json fields = manifest ? json::parse(*manifest, nullptr, false) : json();
    return fields.is_object() && fields.value("format", json()) == "primer-dataset";
}

} // namespace

DataPattern::DataPattern(const std::string &pattern)
{
    for (std::string text : expandedBraces(pattern)) {
        while (text.starts_with("./"))
            text.erase(0, 2);
        while (text.ends_with('/'))
            text.pop_back();
        m_isAll = m_isAll || text.empty() || text == ".";
        GitGlob glob(text);
        m_choices.push_back({std::move(text), std::move(glob)});
    }
}

bool DataPattern::matches(std::string_view relative) const
{
    return m_isAll || std::any_of(m_choices.begin(), m_choices.end(), [relative](const Choice &choice) {
               const std::string &text = choice.text;
               const bool isBelow = relative.starts_with(text)
                                    && (relative.size() == text.size() || relative[text.size()] == '/');
               return isBelow || choice.glob.matches(relative);
           });
}

std::string splitOfPath(const std::string &relative)
{
    constexpr std::array<std::pair<std::string_view, std::string_view>, 9> words{{
        {"train", "train"},
        {"training", "train"},
        {"validation", "validation"},
        {"valid", "validation"},
        {"dev", "validation"},
        {"val", "validation"},
        {"test", "test"},
        {"testing", "test"},
        {"eval", "test"},
    }};
    const std::string_view name = baseName(relative);
    // data/SPLIT-00000-of-00001.parquet: any name is a split's there.
    const std::size_t shard = name.find("-of-");
    if (relative.starts_with("data/") && relative.find('/') == relative.rfind('/') && shard != std::string_view::npos) {
        const std::size_t dash = name.substr(0, shard).rfind('-');
        if (dash != std::string_view::npos && dash > 0)
            return std::string(name.substr(0, dash));
    }
    const std::string path = lowered(std::string_view(relative).substr(0, relative.find_last_of('.')));
    std::string_view rest = path;
    std::string found;
    // The last part that tells: the file's name before its folder's.
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find_first_of("/.-_ 0123456789"), rest.size());
        const std::string_view word = rest.substr(0, end);
        for (const auto &[known, split] : words) {
            if (word == known || (known == "eval" && word == "evaluation"))
                found = split;
        }
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return found;
}

Result<std::optional<DatasetFolder>> readDatasetFolder(const std::string &folder, bool isAsked,
                                                       const Feedback &feedback)
{
    Walk walk(feedback);
    PRIMER_TRY(walk.run(folder, "", 0));
    FoundFiles found = walk.take();
    const auto card = readFile(folder + "/README.md", maxCardBytes);
    const json header = card ? yamlHeaderOf(*card) : json();
    const auto patterns = patternsOfCard(header);
    const bool isCard = header.is_object() && (header.contains("dataset_info") || header.contains("task_categories"));
    const bool isOwn = isOwnExport(folder);
    DatasetFolder dataset;
    dataset.unreadable = found.unreadable;
    const bool isDataset = !patterns.empty() || isOwn || isCard || isAsked
                           || (found.tables > 0 && found.tables >= found.programs);
    if (!isDataset)
        return std::optional<DatasetFolder>();
    if (patterns.empty())
        chooseByLayout(found, dataset);
    else
        chooseByCard(patterns, found, dataset);
    if (dataset.files.empty() && dataset.missing.empty())
        return std::optional<DatasetFolder>();
    if (isOwn) { // its one split says how it left, nothing of where its rows are from
        for (DatasetFile &file : dataset.files)
            file.split.clear();
    }
    return std::optional(std::move(dataset));
}

} // namespace primer
