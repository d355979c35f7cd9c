#include "core/workspace/facts.h"

#include <string_view>
#include <utility>
#include <vector>

#include "core/dataset/columns.h"
#include "core/dataset/sample.h"
#include "core/query/filter.h"
#include "core/storage/connection.h"
#include "core/storage/contents.h"
#include "core/storage/quality_store.h"
#include "core/storage/store.h"
#include "core/syntax/python_facts.h"
#include "core/text/hashed_features.h"

namespace primer {

namespace {

SampleFacts factsOf(SampleId id, bool isPython, std::string_view content)
{
    SampleFacts facts;
    facts.sample = id;
    facts.repetition = repeatedShare(content);
    if (!isPython)
        return facts;
    const PythonFacts python = pythonFacts(content);
    if (!python.isParsed)
        return facts;
    facts.parses = !python.hasErrors;
    if (!content.empty())
        facts.commentShare = double(python.commentBytes + python.docstringBytes) / double(content.size());
    if (python.functions + python.classes > 0)
        facts.documentedShare = python.documentedShare();
    return facts;
}

} // namespace

Result<std::int64_t> fillFacts(Workspace &workspace, Feedback &feedback)
{
    constexpr int atOnce = 8192; // of a transaction
    const auto isPython = PRIMER_TRY(workspace.query().columns().evaluate(*Filter::parse("language:python"), feedback));
    const std::uint64_t total = isPython->size();
    std::int64_t done = 0;
    for (SampleId after = 0;;) {
        std::vector<SampleId> ids;
        {
            auto missing = PRIMER_TRY(workspace.store().read(samplesWithoutFacts, after, atOnce));
            ids = std::move(missing);
        }
        if (ids.empty())
            break;
        std::vector<SampleFacts> facts(ids.size());
        PRIMER_TRY(forContents(
            workspace.store(), ids, feedback,
            [&](std::size_t place, std::string_view content) {
                const SampleId id = ids[place];
                facts[place] = factsOf(id, id <= isPython->size() && (*isPython)[id - 1], content);
            },
            ids.front() - 1, total));
        PRIMER_TRY(workspace.store().write(Durability::Bulk,
                                           [&](Connection &connection) { return putFacts(connection, facts); }));
        done += std::int64_t(ids.size());
        after = ids.back();
    }
    for (const Column column : {Column::Parses, Column::CommentShare, Column::DocumentedShare, Column::Repetition})
        workspace.query().columns().forget(column);
    return done;
}

} // namespace primer
