#include "core/synthesis/accepted_rows.h"

#include <vector>

#include <nlohmann/json.hpp>

#include "core/base/atomic_file.h"
#include "core/storage/import_store.h"
#include "core/storage/sample_store.h"
#include "core/synthesis/execution.h"

namespace primer {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::int64_t rowsAtOnce = 500;

bool isWanted(const AcceptedRow &row, RowsWanted wanted)
{
    return wanted == RowsWanted::All || row.executed == sandboxOutcomeName(SandboxOutcome::Passed);
}

std::string padded(std::int64_t number)
{
    std::string text = std::to_string(number);
    return std::string(text.size() < 7 ? 7 - text.size() : 0, '0') + text;
}

ImportRecord recordOf(const SynthesisParts &parts, const AcceptedRow &row, const std::string &source,
                      const std::string &licence)
{
    const bool isCode = parts.promptTemplate.kind == TemplateKind::Exercise
                        || parts.promptTemplate.kind == TemplateKind::Rewrite;
    ImportRecord record;
    record.content = row.text;
    record.position = row.item.position;
    record.origin.path = source + "/" + padded(row.item.position)
                         + (row.item.functionName.empty() ? "" : "_" + row.item.functionName)
                         + (isCode ? ".py" : ".md");
    record.origin.repository = source;
    record.origin.licence = licence;
    record.origin.language = isCode ? "python" : "markdown";
    record.origin.createdAt = parts.run.createdAt;
    record.origin.extraJson = lineageJson(parts, row);
    return record;
}

} // namespace

std::string lineageJson(const SynthesisParts &parts, const AcceptedRow &row)
{
    Json json{{"synthetic", nameOf(parts.promptTemplate.kind)},
              {"generator", parts.run.kind == "grammar" ? "grammar" : "model"},
              {"model", parts.run.writer},
              {"prompt", row.prompt.user},
              {"system_prompt", row.prompt.system},
              {"constraints", Json::parse(row.constraintsJson, nullptr, false)},
              {"seed", row.item.seed},
              {"plan_seed", parts.plan.seed},
              {"template", parts.promptTemplate.name + "@" + std::to_string(parts.promptTemplate.revision)},
              {"constraint_set", parts.set.name + "@" + std::to_string(parts.set.revision)},
              {"synthesis_run", parts.run.name},
              {"row", row.item.position}};
    if (!row.executed.empty())
        json["executed"] = row.executed;
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Status forAcceptedRows(Store &store, const SynthesisParts &parts, Feedback &feedback,
                       const std::function<Status(AcceptedRow &&)> &take)
{
    const RowPrompts prompts(store, parts.set, parts.promptTemplate);
    const auto executions = PRIMER_TRY(store.read(synthesisExecutions, parts.run.id));
    std::int64_t done = 0;
    for (std::int64_t after = -1;;) {
        auto items = PRIMER_TRY(
            store.read(synthesisItems, parts.run.id, std::optional(ItemState::Answered), after, rowsAtOnce));
        if (items.empty())
            return success();
        after = items.back().position;
        for (SynthesisItem &item : items) {
            if (feedback.isCancelled())
                return Error{ErrorCode::Cancelled, "", "accepted rows"};
            if (item.verdict != SynthesisVerdict::Accepted)
                continue;
            AcceptedRow row;
            row.text = PRIMER_TRY(store.read(acceptedText, parts.run.id, item.position));
            row.prompt = PRIMER_TRY(prompts.promptOf(item));
            row.constraintsJson = PRIMER_TRY(prompts.constraintsJson(item));
            if (const SynthesisExecution *known = executionOf(executions, item.position, row.text))
                row.executed = known->outcome;
            row.item = std::move(item);
            PRIMER_TRY(take(std::move(row)));
            feedback.report(std::uint64_t(++done), std::uint64_t(parts.run.accepted));
        }
    }
}

Result<std::int64_t> exportAccepted(Store &store, const std::string &run, const std::string &path, RowsWanted rows,
                                    Feedback &feedback)
{
    const auto parts = PRIMER_TRY(synthesisParts(store, run));
    std::string lines;
    std::int64_t count = 0;
    PRIMER_TRY(forAcceptedRows(store, parts, feedback, [&](AcceptedRow &&row) -> Status {
        if (!isWanted(row, rows))
            return success();
        Json json{{"text", row.text}, {"name", row.item.functionName}};
        const Json lineage = Json::parse(lineageJson(parts, row));
        for (const auto &[key, value] : lineage.items())
            json[key] = value;
        lines += json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
        ++count;
        return success();
    }));
    PRIMER_TRY(writeFileAtomically(path, lines));
    return count;
}

Result<SampleImport> importAccepted(Store &store, const std::string &run, const std::string &licence, RowsWanted rows,
                                    Feedback &feedback)
{
    const auto parts = PRIMER_TRY(synthesisParts(store, run));
    SampleImport done;
    done.source = "synthetic-" + parts.run.name;
    Source wanted;
    wanted.uri = "synthesis:" + std::to_string(parts.run.id);
    wanted.name = done.source;
    wanted.format = "synthesis";
    TermCache terms;
    std::vector<AcceptedRow> waiting;
    std::vector<PreparedRecord> records;
    const auto write = [&]() -> Status {
        if (records.empty())
            return success();
        PRIMER_TRY(store.write(Durability::Durable, [&](Connection &connection) -> Status {
            const auto source = PRIMER_TRY(openSource(connection, wanted));
            const auto counts = PRIMER_TRY(insertSamples(connection, source.id, records, terms));
            for (std::size_t number = 0; number < records.size(); ++number) {
                const auto sample = PRIMER_TRY(sampleWithContent(connection, records[number].digest));
                PRIMER_TRY(setSample(connection, parts.run.id, waiting[number].item.position, sample));
            }
            done.added += counts.added;
            done.known += counts.duplicates;
            return advanceSource(connection, source.id, "", counts, 0, true);
        }));
        records.clear();
        waiting.clear();
        return success();
    };
    PRIMER_TRY(forAcceptedRows(store, parts, feedback, [&](AcceptedRow &&row) -> Status {
        if (!isWanted(row, rows))
            return success();
        if (row.item.sample > 0) {
            ++done.known;
            return success();
        }
        records.push_back(prepare(recordOf(parts, row, done.source, licence)));
        waiting.push_back(std::move(row));
        return std::int64_t(records.size()) >= rowsAtOnce ? write() : success();
    }));
    PRIMER_TRY(write());
    return done;
}

} // namespace primer
