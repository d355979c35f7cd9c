// Owns: the demo: a workspace of the Python files of this machine, its search index, labels by rules, a forest's
// scores, a threshold, the kept files as a dataset, a small model in training on some of them, a report. No key, no
// network. Not here: showing it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/feedback.h"
#include "core/base/result.h"

namespace primer {

class Workspace;

struct DemoReport {
    std::string workspace;
    std::string dataset;
    std::string reportFile;
    std::vector<std::string> sources;
    std::int64_t added = 0;
    std::int64_t duplicates = 0;
    std::int64_t quarantined = 0;
    std::int64_t labelled = 0;
    std::string threshold; ///< NAME@VERSION that the exported files passed
    std::string heldOut;   ///< how good the scores are on labels held out, in a sentence
    std::string truth;     ///< and on the truth of core/quality/quality_truth.h, which was not learnt from
    std::int64_t nearDuplicates = 0;
    std::int64_t exported = 0;
    std::string run; ///< folder of the training run under way, "" without primer-engine
    double seconds = 0;
};

/// The standard library and package folders of the python3 in PATH and of the distribution, then `further`.
std::vector<std::string> pythonFoldersOfThisMachine(const std::vector<std::string> &further = {});

/// May be run again: what is there is kept. `parquetProgram`: path of primer-parquet; primer-engine lies beside it. The
/// training goes on after it returns.
Result<DemoReport> runDemo(const std::string &folder, const std::vector<std::string> &furtherSources,
                           const std::string &parquetProgram, Feedback &feedback);
/// The same in a workspace that is open already, so that its rows can be looked at as they come.
Result<DemoReport> fillDemo(Workspace &workspace, const std::string &folder,
                            const std::vector<std::string> &furtherSources, const std::string &parquetProgram,
                            Feedback &feedback);

} // namespace primer
