#include "core/storage/label_store.h"

#include <algorithm>

#include "core/storage/import_store.h"
#include "core/storage/label_run_upkeep.h"
#include "core/storage/sample_store.h"

namespace primer {

namespace {

Prompt promptOf(const Statement &statement)
{
    return {statement.integer(0), statement.text(1), int(statement.integer(2)), statement.text(3),   statement.text(4),
            statement.text(5),    statement.real(6), statement.real(7),         statement.integer(8)};
}
constexpr std::string_view promptColumns =
    "SELECT id, CAST(name AS BLOB), version, CAST(system AS BLOB), CAST(template AS BLOB), CAST(pattern AS BLOB), "
    "lowest, highest, most_bytes FROM prompt ";

constexpr std::string_view runColumns =
    "SELECT id, CAST(teacher AS BLOB), CAST(kind AS BLOB), coalesce(prompt_id, 0), CAST(settings AS BLOB), "
    "budget_nanos, spent_nanos, reserved_nanos, CAST(created_at AS BLOB), "
    "(SELECT count(*) FROM label_item i WHERE i.run_id=label_run.id AND state IN (0, 1)), "
    "(SELECT count(*) FROM label_item i WHERE i.run_id=label_run.id AND state=2), "
    "(SELECT count(*) FROM label_item i WHERE i.run_id=label_run.id AND state=3), "
    "coalesce((SELECT CAST(value AS BLOB) FROM setting WHERE key='label_run.title.'||label_run.id), x''), "
    "coalesce((SELECT CAST(value AS BLOB) FROM setting WHERE key='label_run.notes.'||label_run.id), x'') "
    "FROM label_run WHERE ";

LabelRun runOf(const Statement &statement)
{
    LabelRun run;
    run.id = statement.integer(0);
    run.teacher = statement.text(1);
    run.kind = statement.text(2);
    run.prompt = statement.integer(3);
    run.settingsJson = statement.text(4);
    run.budgetNanos = statement.integer(5);
    run.spentNanos = statement.integer(6);
    run.reservedNanos = statement.integer(7);
    run.createdAt = statement.text(8);
    run.waiting = statement.integer(9);
    run.labelled = statement.integer(10);
    run.failed = statement.integer(11);
    run.title = statement.text(12);
    run.notes = statement.text(13);
    return run;
}

constexpr std::string_view labelColumns =
    "SELECT l.run_id, l.position, l.sample_id, l.turn, l.value, CAST(l.reasoning AS BLOB), l.covered_share, "
    "CAST(r.teacher AS BLOB), CAST(l.created_at AS BLOB) FROM teacher_label l JOIN label_run r ON r.id=l.run_id ";

TeacherLabel labelOf(const Statement &statement)
{
    return {statement.integer(0),      statement.integer(1), SampleId(statement.integer(2)),
            int(statement.integer(3)), statement.real(4),    statement.text(5),
            statement.real(6),         statement.text(7),    statement.text(8)};
}

} // namespace

Result<Prompt> keepPrompt(Connection &connection, Prompt prompt)
{
    const auto known = PRIMER_TRY(listPrompts(connection));
    prompt.version = 1;
    for (const Prompt &other : known) {
        if (other.sameTextAs(prompt))
            return other;
        if (other.name == prompt.name)
            prompt.version = std::max(prompt.version, other.version + 1);
    }
    const std::string now = utcNow();
    PRIMER_TRY(connection
                   .cached("INSERT INTO prompt(name, version, system, template, pattern, lowest, highest, most_bytes, "
                           "created_at) VALUES(?,?,?,?,?,?,?,?,?)")
                   .bindText(1, prompt.name)
                   .bind(2, prompt.version)
                   .bindText(3, prompt.system)
                   .bindText(4, prompt.text)
                   .bindText(5, prompt.pattern)
                   .bind(6, prompt.lowest)
                   .bind(7, prompt.highest)
                   .bind(8, prompt.maxBytes)
                   .bindText(9, now)
                   .run());
    prompt.id = connection.lastInsertId();
    return prompt;
}

Result<std::vector<Prompt>> listPrompts(Connection &connection)
{
    std::vector<Prompt> prompts;
    Statement &statement = connection.cached(std::string(promptColumns) + "ORDER BY name, version");
    PRIMER_TRY(statement.forEachRow([&] { prompts.push_back(promptOf(statement)); }));
    return prompts;
}

Result<std::int64_t> createLabelRun(Connection &connection, const LabelRun &run, std::span<const LabelItem> items)
{
    const std::string now = utcNow();
    Statement &insert = connection.cached(
        "INSERT INTO label_run(teacher, kind, prompt_id, settings, budget_nanos, created_at) VALUES(?,?,?,?,?,?)");
    insert.bindText(1, run.teacher).bindText(2, run.kind);
    if (run.prompt > 0)
        insert.bind(3, run.prompt);
    else
        insert.bindNull(3);
    PRIMER_TRY(insert.bindText(4, run.settingsJson).bind(5, run.budgetNanos).bindText(6, now).run());
    const std::int64_t id = connection.lastInsertId();
    std::int64_t position = 0;
    for (const LabelItem &item : items) {
        PRIMER_TRY(connection.cached("INSERT INTO label_item(run_id, position, sample_id, turn) VALUES(?,?,?,?)")
                       .bind(1, id)
                       .bind(2, position++)
                       .bind(3, std::int64_t(item.sample))
                       .bind(4, item.turn)
                       .run());
    }
    return id;
}

Result<std::vector<LabelRun>> listLabelRuns(Connection &connection)
{
    std::vector<LabelRun> runs;
    Statement &statement = connection.cached(std::string(runColumns) + isKeptRun("label_run.id") + " ORDER BY id");
    PRIMER_TRY(statement.forEachRow([&] { runs.push_back(runOf(statement)); }));
    return runs;
}

Result<LabelRun> labelRun(Connection &connection, std::int64_t run)
{
    std::optional<LabelRun> found;
    Statement &statement = connection.cached(std::string(runColumns) + isKeptRun("label_run.id") + " AND id=?");
    PRIMER_TRY(statement.bind(1, run).forEachRow([&] { found = runOf(statement); }));
    if (!found)
        return Error{ErrorCode::NotFound, "no such labelling run", std::to_string(run)};
    return *found;
}

Result<std::vector<LabelItem>> labelItems(Connection &connection, std::int64_t run, std::optional<ItemState> state,
                                          int limit)
{
    std::vector<LabelItem> items;
    Statement &statement = connection.cached(
        "SELECT position, sample_id, turn, state, CAST(reason AS BLOB), attempts, unknowns FROM label_item "
        "WHERE run_id=?1 AND (?2<0 OR state=?2) ORDER BY position LIMIT ?3");
    statement.bind(1, run).bind(2, state ? int(*state) : -1).bind(3, limit);
    PRIMER_TRY(statement.forEachRow([&] {
        items.push_back({statement.integer(0), SampleId(statement.integer(1)), int(statement.integer(2)),
                         ItemState(statement.integer(3)), statement.text(4), int(statement.integer(5)),
                         int(statement.integer(6))});
    }));
    return items;
}

Status failItem(Connection &connection, std::int64_t run, std::int64_t position, const std::string &reason)
{
    return setItemState(connection, Ledger::Labels, run, position, ItemState::Failed, reason);
}

Status setBudget(Connection &connection, std::int64_t run, std::int64_t budgetNanos)
{
    return connection.cached("UPDATE label_run SET budget_nanos=? WHERE id=?").bind(1, budgetNanos).bind(2, run).run();
}

Result<std::int64_t> retryFailed(Connection &connection, std::int64_t run, const std::string &reason)
{
    PRIMER_TRY(connection
                   .cached("UPDATE label_item SET state=0, reason='', attempts=0, unknowns=0 WHERE run_id=?1 AND "
                           "state=3 AND (?2='' OR reason=?2)")
                   .bind(1, run)
                   .bindText(2, reason)
                   .run());
    return connection.changes();
}

Result<std::vector<std::pair<std::string, std::int64_t>>> failureCounts(Connection &connection, std::int64_t run)
{
    std::vector<std::pair<std::string, std::int64_t>> counts;
    Statement &statement = connection.cached(
        "SELECT CAST(reason AS BLOB), count(*) FROM label_item WHERE run_id=? AND state=3 GROUP BY reason "
        "ORDER BY 2 DESC, 1");
    PRIMER_TRY(
        statement.bind(1, run).forEachRow([&] { counts.emplace_back(statement.text(0), statement.integer(1)); }));
    return counts;
}

Status putTeacherLabels(Connection &connection, const LabelRun &run, std::span<const TeacherLabel> labels)
{
    TermCache terms;
    const auto term = PRIMER_TRY(terms.idOf(connection, run.teacher));
    const std::string now = utcNow();
    for (const TeacherLabel &label : labels) {
        PRIMER_TRY(connection
                       .cached("INSERT OR REPLACE INTO teacher_label(run_id, position, sample_id, turn, value, "
                               "reasoning, covered_share, created_at) "
                               "VALUES(?,?,?,?,?,?,?,?)")
                       .bind(1, run.id)
                       .bind(2, label.position)
                       .bind(3, std::int64_t(label.sample))
                       .bind(4, label.turn)
                       .bind(5, label.value)
                       .bindText(6, label.reasoning)
                       .bind(7, label.coveredShare)
                       .bindText(8, now)
                       .run());
        PRIMER_TRY(setItemState(connection, Ledger::Labels, run.id, label.position, ItemState::Labelled, ""));
        if (label.turn == 0)
            PRIMER_TRY(
                connection.cached("INSERT OR REPLACE INTO current_label(sample_id, value, term_id) VALUES(?,?,?)")
                    .bind(1, std::int64_t(label.sample))
                    .bind(2, label.value)
                    .bind(3, term)
                    .run());
    }
    return success();
}

Result<std::vector<TeacherLabel>> teacherLabels(Connection &connection, std::int64_t run, SampleId sample)
{
    std::vector<TeacherLabel> labels;
    Statement &statement = connection.cached(
        std::string(labelColumns) + "WHERE " + isKeptRun("l.run_id")
        + (run > 0 ? " AND l.run_id=?1 ORDER BY l.position" : " AND l.sample_id=?1 ORDER BY l.run_id DESC, l.turn"));
    statement.bind(1, run > 0 ? run : std::int64_t(sample));
    PRIMER_TRY(statement.forEachRow([&] { labels.push_back(labelOf(statement)); }));
    return labels;
}

Result<std::vector<std::pair<SampleId, double>>> currentLabels(Connection &connection, const std::string &teacher)
{
    std::vector<std::pair<SampleId, double>> labels;
    Statement &statement = connection.cached("SELECT c.sample_id, c.value FROM current_label c JOIN term t ON "
                                             "t.id=c.term_id WHERE ?1='' OR t.text=?1 ORDER BY 1");
    PRIMER_TRY(statement.bindText(1, teacher).forEachRow([&] {
        labels.emplace_back(SampleId(statement.integer(0)), statement.real(1));
    }));
    return labels;
}

Result<std::vector<std::pair<std::string, std::int64_t>>> teachersWithLabels(Connection &connection)
{
    std::vector<std::pair<std::string, std::int64_t>> teachers;
    Statement &statement = connection.cached(
        "SELECT CAST(t.text AS BLOB), count(*) FROM current_label c JOIN term t ON t.id=c.term_id GROUP BY t.text "
        "ORDER BY 2 DESC, 1");
    PRIMER_TRY(statement.forEachRow([&] { teachers.emplace_back(statement.text(0), statement.integer(1)); }));
    return teachers;
}

} // namespace primer
