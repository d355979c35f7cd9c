// Owns: downloading a model directory: config, weights as safetensors, tokenizer files. Not here: reading a model.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/feedback.h"
#include "core/base/result.h"

namespace primer {

struct ModelFetch {
    std::string endpoint = "https://huggingface.co";
    std::string model;             ///< OWNER/NAME
    std::string revision = "main"; ///< a branch, tag or commit
    std::string target;            ///< the folder it becomes
    std::string token;             ///< "" for public models; to the endpoint's own host only
    std::int64_t pauseMs = 500;    ///< before a broken download is gone on with; longer each time
};

struct FetchedModel {
    std::string folder, commit;
    std::vector<std::string> files;
    std::int64_t bytes = 0;    ///< of all files
    std::int64_t received = 0; ///< by this call: less than `bytes` when it went on from an earlier one
};

/// Files whose digest fits are kept as they are. Corrupt when a file does not become what the endpoint lists; NotFound
/// for an unknown model; pickled weights are never fetched, Unsupported when there are no others. Writes
/// primer-model.json last.
Result<FetchedModel> fetchModel(const ModelFetch &fetch, Feedback &feedback);

} // namespace primer
