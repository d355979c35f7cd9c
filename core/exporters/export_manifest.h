// Owns: the manifest.json of an exported dataset. Not here: what an earlier one lists (export_target.h).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/dataset/selection.h"
#include "core/exporters/dataset_export.h"

namespace primer {

struct ManifestFile {
    std::string path; ///< relative to the target
    std::uint64_t bytes = 0;
    std::string sha256; ///< in hexadecimal
};

std::string exportManifest(const Selection &selection, const ExportOptions &options, const ExportReport &report,
                           const std::vector<ManifestFile> &files);

} // namespace primer
