// Owns: the options of verbs that ask a model: where, for what price, how fast. Not here: asking (core/teacher).
#pragma once

#include <string>

#include <CLI/CLI.hpp>

#include "core/base/result.h"
#include "core/teacher/endpoint.h"

namespace primer::cli {

struct EndpointOptions {
    Endpoint endpoint;
    std::string keyVariable = "OPENAI_API_KEY";
    double promptPrice = 0, completionPrice = 0, budget = 0;

    /// `without`: what happens without --url, a sentence.
    void addTo(CLI::App *command, const std::string &without);
    /// Puts the prices in and checks the whole.
    Status complete();
};

} // namespace primer::cli
