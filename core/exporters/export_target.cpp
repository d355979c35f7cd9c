#include "core/exporters/export_target.h"

#include <filesystem>
#include <system_error>

#include <nlohmann/json.hpp>

#include "core/base/atomic_file.h"
#include "core/base/log.h"

namespace primer {

Status checkExportTarget(const std::string &target, const std::string &format)
{
    namespace fs = std::filesystem;
    std::error_code failure;
    if (!fs::exists(target, failure))
        return success();
    if (!fs::is_directory(target, failure))
        return Error{ErrorCode::TargetNotOurs, "a file of that name is there", target};
    if (fs::is_empty(target, failure))
        return success();
    const auto manifest = readFile(target + "/" + exportManifestName, 64 << 20);
    if (!manifest && manifest.error().code != ErrorCode::NotFound)
        log::failure(log::Level::Warning, manifest.error(), "an earlier export is taken for a stranger's");
    const auto parsed = manifest ? nlohmann::json::parse(*manifest, nullptr, false) : nlohmann::json();
    if (!parsed.is_object() || parsed.value("format", "") != format)
        return Error{ErrorCode::TargetNotOurs, "the folder holds files that are not an export of Primer", target};
    return success();
}

} // namespace primer
