// Owns: the README.md of an exported dataset. Not here: the numbers in it (dataset_export.h), what was chosen
// (core/dataset/selection.h).
#pragma once

#include <string>

#include "core/dataset/selection.h"
#include "core/exporters/dataset_export.h"

namespace primer {

std::string datasetCard(const Selection &selection, const ExportOptions &options, const ExportReport &report);

} // namespace primer
