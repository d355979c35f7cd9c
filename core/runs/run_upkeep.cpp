#include "core/runs/run_upkeep.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "core/base/atomic_file.h"
#include "core/runs/run_folder.h"

namespace primer {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t titleLimit = 4096, notesLimit = std::size_t(1) << 20;

std::string titleFile(const std::string &folder) { return folder + "/title"; }
std::string notesFile(const std::string &folder) { return folder + "/notes"; }
std::string removedFolder(const std::string &workspace) { return workspace + "/removed-runs"; }

Status move(const std::string &from, const std::string &to)
{
    std::error_code failure;
    fs::rename(from, to, failure);
    return failure ? Status(errnoError(failure.value(), to)) : success();
}

} // namespace

std::string runTitle(const std::string &folder)
{
    const auto title = readFile(titleFile(folder), titleLimit);
    return title && !title->empty() ? *title : fs::path(folder).filename().string();
}

Status setRunTitle(const std::string &folder, const std::string &title)
{
    std::size_t length = std::min(title.size(), titleLimit);
    while (length > 0 && length < title.size() && (static_cast<unsigned char>(title[length]) & 0xc0) == 0x80)
        --length; // not within a character
    return writeFileAtomically(titleFile(folder), title.substr(0, length));
}

std::string runNotes(const std::string &folder)
{
    const auto notes = readFile(notesFile(folder), notesLimit);
    return notes ? *notes : std::string();
}

Status setRunNotes(const std::string &folder, const std::string &notes)
{
    if (notes.size() > notesLimit)
        return Error{ErrorCode::InvalidInput, "notes of more than a megabyte", folder};
    return writeFileAtomically(notesFile(folder), notes);
}

Result<std::string> putRunAway(const std::string &workspace, const std::string &folder)
{
    if (isRunning(folder))
        return Error{ErrorCode::Locked, "an engine trains there", folder};
    std::error_code failure;
    fs::create_directories(removedFolder(workspace), failure);
    if (failure)
        return errnoError(failure.value(), removedFolder(workspace));
    const std::string name = fs::path(folder).filename().string();
    std::string to = removedFolder(workspace) + "/" + name;
    for (int number = 2; fs::exists(to, failure); ++number)
        to = removedFolder(workspace) + "/" + name + "-" + std::to_string(number);
    PRIMER_TRY(move(folder, to));
    return to;
}

Status takeRunBack(const std::string &removed, const std::string &folder)
{
    std::error_code failure;
    if (fs::exists(folder, failure)) // rename would take an empty folder's place
        return Error{ErrorCode::TargetNotOurs, "there is another run of this name by now", folder};
    return move(removed, folder);
}

Status clearRemovedRuns(const std::string &workspace)
{
    std::error_code failure;
    fs::remove_all(removedFolder(workspace), failure);
    return failure ? Status(errnoError(failure.value(), removedFolder(workspace))) : success();
}

} // namespace primer
