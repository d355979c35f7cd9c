// Owns: what an export would write, before it does: files with their rows and sizes, the card, the first rows. Nothing
// is written beside the target. Not here: showing it (ui/export_page).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/feedback.h"
#include "core/base/result.h"
#include "core/dataset/selection.h"
#include "core/exporters/dataset_export.h"
#include "core/storage/store.h"

namespace primer {

struct PreviewedFile {
    std::string name;                 ///< relative to the target
    std::optional<std::int64_t> rows; ///< none in card and manifest
    std::int64_t bytes = 0;
    bool isEstimate = false; ///< else the bytes are those that will be written
};

struct ExportPreview {
    ExportReport report; ///< what leaves and what is left out, as the export counts it; files and altered texts are not
    std::vector<PreviewedFile> files;   ///< in the order in which they are written
    std::string card;                   ///< README.md, which says of altered texts that they are not counted yet
    std::vector<std::string> firstRows; ///< as JSON objects with the columns of the format, long texts cut
};

/// Sizes are measured on up to 128 rows at equal steps, written by the same code into a folder of their own that goes
/// at once; where those are all rows of one shard, a size is what will be written. Asks nothing of the target.
Result<ExportPreview> previewExport(Store &store, const Selection &selection, const ExportOptions &options,
                                    const Feedback &feedback);

} // namespace primer
