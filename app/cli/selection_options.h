// Owns: the options of verbs that take a set of samples. Not here: choosing it (core/workspace/selection.h).
#pragma once

#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "core/base/feedback.h"
#include "core/base/result.h"
#include "core/dataset/selection.h"
#include "core/workspace/selection.h"
#include "core/workspace/workspace.h"

namespace primer::cli {

struct SelectionOptions {
    std::string filter, search, regex, view, threshold;
    bool leavesOutNearDuplicates = false;

    /// The options, for what cannot stand beside them.
    std::vector<CLI::Option *> addTo(CLI::App *command);
    SelectionRequest request() const;
    Result<Selection> select(Workspace &workspace, Feedback &feedback) const;
};

} // namespace primer::cli
