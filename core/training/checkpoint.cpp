#include "core/training/checkpoint.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>

#include <nlohmann/json.hpp>

#include "core/base/atomic_file.h"
#include "core/base/exception_error.h"
#include "core/base/hashing.h"
#include "core/base/log.h"

namespace primer {

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr int manifestVersion = 1;
constexpr std::size_t manifestLimit = std::size_t(1) << 20;
constexpr const char *stepPrefix = "step-";

} // namespace

std::string checkpointFolder(const std::string &run, std::int64_t step)
{
    char name[32];
    std::snprintf(name, sizeof name, "%s%08lld", stepPrefix, static_cast<long long>(step));
    return run + "/checkpoints/" + name;
}

Status commitCheckpoint(const std::string &partial, const std::string &target)
{
    json files = json::object();
    std::error_code failure;
    for (fs::directory_iterator it(partial, failure), end; !failure && it != end; it.increment(failure)) {
        const auto digest = PRIMER_TRY(sha256OfFile(it->path().string()));
        PRIMER_TRY(syncPath(it->path().string()));
        files[it->path().filename().string()] = {{"sha256", toHex(digest)},
                                                 {"bytes", fs::file_size(it->path(), failure)}};
    }
    if (failure)
        return errnoError(failure.value(), partial);
    PRIMER_TRY(writeFileAtomically(partial + "/manifest.json",
                                   json{{"version", manifestVersion}, {"files", files}}.dump(2) + "\n"));
    PRIMER_TRY(syncPath(partial));
    return replaceFolder(partial, target);
}

Status verifyCheckpoint(const std::string &folder)
{
    const auto text = PRIMER_TRY(readFile(folder + "/manifest.json", manifestLimit));
    const json manifest = json::parse(text, nullptr, false);
    const auto corrupt = [&folder](const std::string &why) { return Error{ErrorCode::Corrupt, why, folder}; };
    if (!manifest.is_object())
        return corrupt("its manifest is not a JSON object");
    // Before all else: a later version may name its files otherwise.
    const auto version = manifest.find("version");
    if (version == manifest.end() || !version->is_number_integer())
        return corrupt("its manifest has no version");
    if (*version > manifestVersion)
        return Error{ErrorCode::NewerFormat, "the checkpoint was written by a later version of Primer", folder};
    const auto files = manifest.find("files");
    if (files == manifest.end() || !files->is_object() || files->empty())
        return corrupt("its manifest names no files");
    for (const auto &[name, entry] : files->items()) {
        const auto digest = PRIMER_TRY(sha256OfFile(folder + "/" + name));
        if (!entry.is_object() || !entry.contains("sha256") || entry["sha256"] != toHex(digest))
            return corrupt(name + " is not what its manifest says");
    }
    return success();
}

std::vector<CheckpointInfo> listCheckpoints(const std::string &run)
{
    std::vector<CheckpointInfo> found;
    std::error_code failure;
    for (fs::directory_iterator it(run + "/checkpoints", failure), end; !failure && it != end; it.increment(failure)) {
        const std::string name = it->path().filename().string();
        const std::string digits = name.substr(std::min(name.size(), std::string_view(stepPrefix).size()));
        if (name.starts_with(stepPrefix) && !digits.empty() && digits.size() < 18
            && std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; }))
            found.push_back({it->path().string(), std::stoll(digits)});
    }
    std::sort(found.begin(), found.end(), [](const auto &a, const auto &b) { return a.step < b.step; });
    return found;
}

Result<std::optional<CheckpointInfo>> newestValidCheckpoint(const std::string &run, std::vector<std::string> &damaged)
{
    const auto found = listCheckpoints(run);
    for (auto info = found.rbegin(); info != found.rend(); ++info) {
        const Status verified = verifyCheckpoint(info->folder);
        if (verified)
            return std::optional(*info);
        const ErrorCode code = verified.error().code;
        if (code == ErrorCode::NewerFormat)
            return Error{code,
                         verified.error().detail
                             + "; train with that version, or move the checkpoint elsewhere to go "
                               "on from an earlier one",
                         info->folder};
        if (code != ErrorCode::Corrupt && code != ErrorCode::NotFound) // not damaged: not to be read now
            return verified.error();
        log::failure(log::Level::Warning, verified.error(), "a damaged checkpoint is passed over");
        damaged.push_back(info->folder);
    }
    if (found.empty())
        return std::optional<CheckpointInfo>();
    return Error{ErrorCode::Corrupt,
                 "all checkpoints of the run are damaged (" + std::to_string(found.size())
                     + "); they are kept: put back a sound copy, or move the folder away to begin anew",
                 run + "/checkpoints"};
}

void pruneCheckpoints(const std::string &run, const KeepPolicy &policy, std::int64_t best, std::int64_t saved)
{
    auto found = listCheckpoints(run);
    std::erase_if(found, [saved](const CheckpointInfo &info) { return info.step > saved; });
    for (std::size_t place = 0; place + std::size_t(std::max<std::int64_t>(1, policy.last)) < found.size(); ++place) {
        const CheckpointInfo &info = found[place];
        if ((policy.every > 0 && info.step % policy.every == 0) || info.step == best)
            continue;
        // Renamed first: a half-removed folder must not look like a checkpoint.
        std::error_code failure;
        const std::string removed = run + "/checkpoints/removed";
        fs::remove_all(removed, failure);
        fs::rename(info.folder, removed, failure);
        if (!failure)
            fs::remove_all(removed, failure);
        if (failure)
            log::failure(log::Level::Warning, errnoError(failure.value(), info.folder), "an old checkpoint stays");
    }
}

std::string stateToJson(const TrainingState &state)
{
    return json{{"step", state.step},
                {"skippedSamples", state.skippedSamples},
                {"lossScale", state.lossScale},
                {"goodSteps", state.goodSteps},
                {"rollbacks", state.rollbacks},
                {"bestEvaluation", state.bestEvaluation},
                {"bestStep", state.bestStep},
                {"dropoutRows", state.dropoutRows},
                {"configDigest", state.configDigest}}
               .dump(2)
           + "\n";
}

Result<TrainingState> stateFromJson(const std::string &text)
{
    const json root = json::parse(text, nullptr, false);
    if (!root.is_object())
        return Error{ErrorCode::Corrupt, "the state is not a JSON object", "state.json"};
    try {
        return TrainingState{root.at("step"),
                             root.at("skippedSamples"),
                             root.at("lossScale"),
                             root.at("goodSteps"),
                             root.at("rollbacks"),
                             root.at("bestEvaluation"),
                             root.value("bestStep", std::int64_t(-1)),
                             root.value("dropoutRows", std::string()),
                             root.at("configDigest")};
    } catch (const json::exception &failure) {
        return errorOf(failure, "state.json");
    }
}

} // namespace primer
