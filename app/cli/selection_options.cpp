#include "app/cli/selection_options.h"

namespace primer::cli {

std::vector<CLI::Option *> SelectionOptions::addTo(CLI::App *command)
{
    auto *filter = command->add_option("--filter", request.filter, "As in query");
    auto *search = command->add_option("--search", request.search.text, "As in query");
    auto *pattern = command->add_option("--regex", regex, "As in query")->excludes(search);
    auto *view = command->add_option("--view", request.view, "A saved view's name");
    auto *threshold = command->add_option("--quality-threshold", request.threshold,
                                          "A threshold's NAME, its newest version, or NAME@VERSION; see primer-cli "
                                          "thresholds");
    auto *drops = command->add_flag("--drop-near-duplicates,--drop-near-copies", request.dropsNearDuplicates,
                                    "Leave out near-duplicates of an earlier sample (MinHash, Jaccard 0.7)");
    return {filter, search, pattern, view, threshold, drops};
}

SelectionRequest SelectionOptions::complete() const
{
    SelectionRequest complete = request;
    if (!regex.empty()) {
        complete.search.text = regex;
        complete.search.isRegex = true;
    }
    return complete;
}

Result<Selection> SelectionOptions::select(Workspace &workspace, Feedback &feedback) const
{
    return selectSamples(workspace, complete(), feedback);
}

} // namespace primer::cli
