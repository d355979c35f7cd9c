// Owns: the options of verbs that write a set of samples. Not here: choosing it (core/workspace/selection.h).
#pragma once

#include <memory>
#include <string>

#include <CLI/CLI.hpp>

#include "core/workspace/selection.h"

namespace primer::cli {

struct SelectionOptions {
    SelectionRequest request;
    std::string regex;

    void addTo(CLI::App *command);
    Result<Selection> select(Workspace &workspace, Feedback &feedback) const;
};

} // namespace primer::cli
