#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "app/cli/command.h"

#include "core/base/atomic_file.h"
#include "core/dataset/sample.h"
#include "core/query/near_duplicates.h"
#include "core/query/query_engine.h"
#include "core/storage/sample_store.h"
#include "core/storage/store.h"
#include "core/text/minhash.h"
#include "core/workspace/workspace.h"

namespace primer::cli {

namespace {

struct Options {
    std::string workspace, filter, list;
    MinHashSettings settings;
};

/// One line a copy: where it and its first lie.
Result<std::string> listOf(Store &store, const std::vector<NearDuplicate> &copies)
{
    auto reader = PRIMER_TRY(store.reader());
    std::vector<SampleId> wanted;
    for (const NearDuplicate &pair : copies) {
        wanted.push_back(pair.copy);
        wanted.push_back(pair.first);
    }
    const auto rows = PRIMER_TRY(fetchRows(*reader, wanted));
    std::unordered_map<std::int64_t, std::string> paths;
    for (const SampleRow &row : rows)
        paths.emplace(std::int64_t(row.id), row.repository.empty() ? row.path : row.repository + "/" + row.path);
    std::string text;
    for (const NearDuplicate &pair : copies) {
        text += Json{{"sample", std::int64_t(pair.copy)},
                     {"path", paths[std::int64_t(pair.copy)]},
                     {"copy_of", std::int64_t(pair.first)},
                     {"first_path", paths[std::int64_t(pair.first)]}}
                    .dump(-1, ' ', false, Json::error_handler_t::replace)
                + "\n";
    }
    return text;
}

Result<Answer> run(const Options &options, Context &context)
{
    auto workspace = PRIMER_TRY(Workspace::open(options.workspace, Store::Access::ReadOnly, false));
    QuerySpec spec;
    spec.filter = options.filter;
    const auto rows = PRIMER_TRY(workspace->query().run(spec, context.feedback));
    const auto found = PRIMER_TRY(
        findNearDuplicates(workspace->store(), rows->ids, options.settings, context.feedback));
    if (!options.list.empty()) {
        const auto text = PRIMER_TRY(listOf(workspace->store(), found.copies));
        PRIMER_TRY(writeFileAtomically(options.list, text));
    }
    Answer answer;
    answer.json = {{"samples", rows->ids.size()},   {"kept", found.kept.size()},
                   {"copies", found.copies.size()}, {"threshold", options.settings.threshold},
                   {"seconds", found.seconds},      {"reading_thread_seconds", found.readingSeconds}};
    answer.text = humanCount(std::int64_t(found.copies.size())) + " of "
                  + counted(std::int64_t(rows->ids.size()), "sample")
                  + (found.copies.size() == 1 ? " is a near-duplicate" : " are near-duplicates")
                  + " of an earlier one; " + humanCount(std::int64_t(found.kept.size())) + " would stay\n";
    return answer;
}

} // namespace

void addDedup(CLI::App &app, const Registrar &add)
{
    const auto options = std::make_shared<Options>();
    CLI::App *command = app.add_subcommand(
        "dedup", "Find samples that are near-duplicates of an earlier one (MinHash over word 5-grams)");
    command->add_option("workspace", options->workspace, "NAME.primer")->required();
    command->add_option("--filter", options->filter, "As in query");
    command->add_option("--threshold", options->settings.threshold, "Jaccard similarity from which two are copies")
        ->check(CLI::Range(0.05, 1.0))
        ->capture_default_str();
    command->add_option("--list", options->list, "Write each copy and the sample it copies, as JSON lines");
    command->footer("Example: primer-cli dedup code.primer --filter language:python --list copies.jsonl");
    add(command, [options](Context &context) { return run(*options, context); });
}

} // namespace primer::cli
