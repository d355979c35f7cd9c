#include "app/cli/selection_options.h"

namespace primer::cli {

std::vector<CLI::Option *> SelectionOptions::addTo(CLI::App *command)
{
    auto *conditions = command->add_option("--filter", filter, "As in query");
    auto *text = command->add_option("--search", search, "As in query");
    auto *pattern = command->add_option("--regex", regex, "As in query")->excludes(text);
    auto *saved = command->add_option("--view", view, "A saved view's name");
    auto *cut = command->add_option("--quality-threshold", threshold,
                                    "A threshold's NAME, its newest version, or NAME@VERSION; see primer-cli "
                                    "thresholds");
    auto *copies = command->add_flag("--drop-near-duplicates,--drop-near-copies", leavesOutNearDuplicates,
                                     "Leave out near-duplicates of an earlier sample (MinHash, Jaccard 0.7)");
    return {conditions, text, pattern, saved, cut, copies};
}

SelectionRequest SelectionOptions::request() const
{
    SelectionRequest request;
    const SearchPattern pattern = regex.empty() ? SearchPattern{search} : SearchPattern{regex, true};
    request.samples = setOf(filter, pattern);
    if (!threshold.empty())
        request.samples.put(SetPart::threshold(threshold));
    if (leavesOutNearDuplicates)
        request.samples.put(SetPart::nearDuplicatesLeftOut());
    request.view = view;
    return request;
}

Result<Selection> SelectionOptions::select(Workspace &workspace, Feedback &feedback) const
{
    return selectSamples(workspace, request(), feedback);
}

} // namespace primer::cli
