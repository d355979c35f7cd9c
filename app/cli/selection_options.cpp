#include "app/cli/selection_options.h"

namespace primer::cli {

void SelectionOptions::addTo(CLI::App *command)
{
    command->add_option("--filter", request.filter, "As in query");
    auto *search = command->add_option("--search", request.search.text, "As in query");
    command->add_option("--regex", regex, "As in query")->excludes(search);
    command->add_option("--view", request.view, "A saved view's name");
    command->add_option("--quality-threshold", request.threshold,
                        "A threshold's NAME, its newest version, or NAME@VERSION; see primer-cli thresholds");
    command->add_flag("--drop-near-duplicates,--drop-near-copies", request.dropsNearDuplicates,
                      "Leave out near-duplicates of an earlier sample (MinHash, Jaccard 0.7)");
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
