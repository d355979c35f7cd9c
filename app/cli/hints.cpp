#include "app/cli/hints.h"

#include <cerrno>
#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>
#include <utility>

namespace primer::cli {

namespace {

/// What is looked for by a number or a name, and where the person finds these.
constexpr std::array<std::pair<std::string_view, const char *>, 7> listings{{
    {"no such sample", "`primer-cli query WORKSPACE` lists the samples with their numbers."},
    {"some of the samples", "`primer-cli query WORKSPACE` lists the samples with their numbers."},
    {"no such judgement", "The number is the one that `primer-cli judge` told when the judgement was stored."},
    {"no such labelling run", "`primer-cli labels WORKSPACE` lists the runs."},
    {"no such run of synthesis", "`primer-cli synthesise WORKSPACE status` lists the runs."},
    {"no such forest", "`primer-cli forest WORKSPACE` lists the forests."},
    {"no workspace.db in it", "A workspace is a folder NAME.primer; `primer-cli import` makes one."},
}};

std::string hintForMissing(const Error &error)
{
    for (const auto &[words, hint] : listings) {
        if (std::string_view(error.detail).starts_with(words))
            return hint;
    }
    const bool isPath = error.detail == std::strerror(ENOENT) || error.detail == std::strerror(ENOTDIR)
                        || error.detail.starts_with("no such file or folder");
    return isPath ? "Check the path." : "";
}

/// Verbs that keep what was finished when they are stopped.
bool goesOn(const std::string &verb)
{
    constexpr std::array<std::string_view, 9> verbs{"import", "index", "facts", "label",     "labels",
                                                    "embed",  "model", "demo",  "synthesise"};
    return std::find(verbs.begin(), verbs.end(), verb) != verbs.end();
}

} // namespace

std::string hintFor(const Error &error, const std::string &verb)
{
    switch (error.code) {
    case ErrorCode::Cancelled:
        return goesOn(verb) ? "Stopped. What was finished is kept; the same command goes on from there."
                            : "Stopped. Nothing was changed.";
    case ErrorCode::NotFound: return hintForMissing(error);
    case ErrorCode::NeedsKey:
        return "Keep one with `primer-cli key keep ADDRESS`, or set the variable. Nothing was sent.";
    case ErrorCode::NoPermission:
        return error.detail == std::strerror(EROFS) ? "Choose a place that can be written to."
                                                    : "Check the permissions of the file or folder.";
    case ErrorCode::DiskFull:
        return goesOn(verb) ? "What was finished is kept; free some space and run the same command again."
                            : "Free some space and run the same command again.";
    case ErrorCode::Locked:
        return error.detail.find("train") == std::string::npos
                   ? "Another program has this workspace open; close it there, or wait."
                   : "`primer-cli runs WORKSPACE` shows how it stands.";
    case ErrorCode::NewerFormat: return "A newer Primer wrote this; update this one.";
    case ErrorCode::NeedsMapping:
        return error.detail.starts_with("no column named")
                   ? "--map FIELD=COLUMN takes the name of a column that is there."
                   : "No column holds the content; name it with --map content=COLUMN.";
    case ErrorCode::InvalidFilter: return "See `primer-cli query --help` for the filter language.";
    case ErrorCode::TargetNotOurs:
        return "Choose a new or empty folder, or an earlier export as it was written; nothing was touched.";
    default: return "";
    }
}

} // namespace primer::cli
