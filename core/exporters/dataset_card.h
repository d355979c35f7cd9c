// Owns: the README.md of an exported dataset. Not here: the numbers in it (dataset_export.h).
#pragma once

#include <string>

#include "core/exporters/dataset_export.h"

namespace primer {

std::string datasetCard(const ExportOptions &options, const ExportReport &report);

} // namespace primer
