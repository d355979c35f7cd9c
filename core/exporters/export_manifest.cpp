#include "core/exporters/export_manifest.h"

#include <nlohmann/json.hpp>

#include "core/base/utf8.h"

namespace primer {

using nlohmann::ordered_json;

std::string exportManifest(const Selection &selection, const ExportOptions &options, const ExportReport &report,
                           const std::vector<ManifestFile> &files)
{
    ordered_json listed = ordered_json::array();
    for (const ManifestFile &file : files)
        listed.push_back({{"path", file.path}, {"bytes", file.bytes}, {"sha256", file.sha256}});
    const auto lineage = ordered_json::parse(replaceInvalidUtf8(selection.lineageJson), nullptr, false);
    const ordered_json manifest{
        {"format", "primer-dataset"},
        {"version", 1},
        {"primer", PRIMER_VERSION},
        {"selection", selection.description()},
        {"lineage", lineage.is_discarded() ? ordered_json() : lineage},
        {"allowed_licences", options.allowedLicences},
        {"samples", report.samples},
        {"bytes", report.bytes},
        {"left_out_by_licence", report.leftOutByLicence},
        {"contents_not_utf8", report.notUtf8},
        {"names_not_utf8", report.namesNotUtf8},
        {"licences", report.licences},
        {"files", listed},
    };
    return manifest.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

} // namespace primer
