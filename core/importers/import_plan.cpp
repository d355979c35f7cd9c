#include "core/importers/import_plan.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <iterator>
#include <optional>
#include <utility>

#include "core/base/json_text.h"
#include "core/base/utf8.h"
#include "core/importers/dataset_folder.h"
#include "core/importers/formats/file_content.h"
#include "core/importers/formats/source_tree_reader.h"
#include "core/importers/rules/language_detection.h"
#include "core/importers/rules/packed_name.h"

namespace primer {

namespace fs = std::filesystem;

namespace {

constexpr std::array<std::pair<SourceFormat, const char *>, 5> formatNames{{
    {SourceFormat::SourceTree, "tree"},
    {SourceFormat::PythonEnvironment, "python-env"},
    {SourceFormat::Jsonl, "jsonl"},
    {SourceFormat::Parquet, "parquet"},
    {SourceFormat::PostsXml, "posts-xml"},
}};

/// What a name says: its suffix, behind what says how it is packed.
std::optional<SourceFormat> formatOfName(const std::string &path)
{
    const std::string whole = fs::path(path).filename().string(), name = unpackedName(whole);
    const bool isPacked = name.size() < whole.size();
    // What is not read is told once, by the reader of JSON lines.
    if (name.ends_with(".xz") || name.ends_with(".bz2") || name.ends_with(".lz4"))
        return SourceFormat::Jsonl;
    constexpr std::pair<std::string_view, SourceFormat> suffixes[] = {
        {".parquet", SourceFormat::Parquet}, {".7z", SourceFormat::PostsXml},  {".xml", SourceFormat::PostsXml},
        {".jsonl", SourceFormat::Jsonl},     {".ndjson", SourceFormat::Jsonl}, {".json", SourceFormat::Jsonl}};
    for (const auto &[suffix, format] : suffixes) {
        if (name.ends_with(suffix))
            return format;
    }
    return isPacked ? std::optional(SourceFormat::Jsonl) : std::nullopt;
}

/// Absolute, its folder without links. The file's own name is kept: a link's says what it is for.
Result<fs::path> placeOf(const std::string &path)
{
    std::error_code failure;
    const fs::path canonical = fs::canonical(path, failure);
    if (failure)
        return errnoError(failure.value(), path);
    const fs::path given(path);
    const bool isNamed = given.has_filename() && given.filename() != "." && given.filename() != "..";
    if (fs::is_directory(canonical, failure) || !isNamed)
        return canonical;
    const fs::path folder = fs::canonical(given.has_parent_path() ? given.parent_path() : ".", failure);
    return failure ? canonical : folder / given.filename();
}

std::string upstreamOf(const DatasetFile &file)
{
    std::string members;
    const auto add = [&members](const char *name, const std::string &value) {
        if (value.empty())
            return;
        members += (members.empty() ? "" : ",") + std::string("\"") + name + "\":";
        appendJsonString(members, replaceInvalidUtf8(value));
    };
    add("split", file.split);
    add("config", file.config);
    return members;
}

void addDataset(DatasetFolder &dataset, const std::string &format, ImportPlan &plan)
{
    for (const DatasetFile &file : dataset.files) {
        const auto detected = detectFormat(file.path);
        const bool isTable = detected && *detected != SourceFormat::SourceTree;
        if (detected && (!isTable || (format != "auto" && format != sourceFormatName(*detected)))) {
            plan.sideFiles.push_back(file.relative);
            continue;
        }
        PlannedSource source;
        source.path = file.path;
        source.format = detected ? *detected : SourceFormat::Jsonl; // whose reader says what is wrong with it
        source.bytes = file.bytes;
        source.upstream = upstreamOf(file);
        source.isPart = true;
        plan.sources.push_back(std::move(source));
    }
    std::move(dataset.sideFiles.begin(), dataset.sideFiles.end(), std::back_inserter(plan.sideFiles));
    std::move(dataset.missing.begin(), dataset.missing.end(), std::back_inserter(plan.missing));
    std::move(dataset.unreadable.begin(), dataset.unreadable.end(), std::back_inserter(plan.missing));
}

} // namespace

Result<ImportPlan> planSources(const std::string &path, const std::string &format, const Feedback &feedback)
{
    const fs::path place = PRIMER_TRY(placeOf(path));
    std::error_code failure;
    ImportPlan plan;
    const bool isFolder = fs::is_directory(place, failure);
    const auto detected = detectFormat(path);
    const bool isEnvironment = isFolder && detected && *detected == SourceFormat::PythonEnvironment;
    const bool isAsked = format == "parquet" || format == "jsonl";
    if (isFolder && (isAsked || (format == "auto" && !isEnvironment))) {
        auto dataset = PRIMER_TRY(readDatasetFolder(place.string(), isAsked, feedback));
        if (dataset) {
            addDataset(*dataset, format, plan);
            return plan;
        }
    }
    PlannedSource source;
    source.path = place.string();
    source.format = PRIMER_TRY(format == "auto" ? detected : sourceFormatByName(format));
    source.bytes = fs::is_regular_file(place, failure) ? fs::file_size(place, failure) : 0;
    plan.sources.push_back(std::move(source));
    return plan;
}

const char *sourceFormatName(SourceFormat format)
{
    for (const auto &[known, name] : formatNames) {
        if (known == format)
            return name;
    }
    return "tree";
}

Result<SourceFormat> sourceFormatByName(const std::string &name)
{
    for (const auto &[format, known] : formatNames) {
        if (name == known)
            return format;
    }
    return Error{ErrorCode::InvalidInput, "formats: auto tree python-env jsonl parquet posts-xml", name};
}

Result<SourceFormat> detectFormat(const std::string &path)
{
    std::error_code failure;
    if (fs::is_directory(path, failure))
        return isPythonEnvironment(path) || fs::exists(path + "/os.py", failure) ? SourceFormat::PythonEnvironment
                                                                                 : SourceFormat::SourceTree;
    if (!fs::exists(path, failure))
        return Error{ErrorCode::NotFound, "no such file or folder", path};
    if (!fs::is_regular_file(path, failure))
        return Error{ErrorCode::Unsupported, "neither a file nor a folder", path};
    const auto named = formatOfName(path);
    const std::string language = detectLanguage(fs::path(path).filename().string(), "");
    const bool isProgram = !named && !language.empty() && language != "markdown";
    switch (contentOfFile(path)) {
    case FileContent::Parquet: return SourceFormat::Parquet;
    case FileContent::Archive7z: return SourceFormat::PostsXml;
    case FileContent::Posts: return isProgram ? SourceFormat::SourceTree : SourceFormat::PostsXml;
    // A program may begin as JSON does.
    case FileContent::Json: return isProgram ? SourceFormat::SourceTree : SourceFormat::Jsonl;
    case FileContent::Unknown: break;
    }
    return named.value_or(SourceFormat::SourceTree);
}

} // namespace primer
