// Owns: what an import did, as every report of it shows. Not here: how (import_run.h).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/importers/formats/record_reader.h"

namespace primer {

/// rows = added + duplicates + quarantined + joined + all passed over: an import where they are not ends with Corrupt.
/// Posts that still wait for their thread when it is interrupted are in none of them.
struct ImportReport {
    std::int64_t rows = 0; ///< rows, files or posts of the sources
    std::int64_t added = 0;
    std::int64_t duplicates = 0;
    std::int64_t quarantined = 0;
    std::int64_t joined = 0; ///< posts that went into the thread of another
    PassedOver passedOver;   ///< by rules that mean it so
    std::int64_t bytes = 0;
    double seconds = 0;
    std::int64_t labels = 0;            ///< of persons, that rows of an export brought
    std::vector<std::string> sideFiles; ///< files of datasets that are no data; each is a row passed over as side_file
    bool resumed = false;               ///< went on where an interrupted import of the same source had stopped
};

/// True when every row is accounted for.
bool addsUp(const ImportReport &report);

} // namespace primer
