#include "core/storage/label_run_upkeep.h"

#include "core/storage/label_store.h"
#include "core/storage/view_store.h"

namespace primer {

namespace {

std::string keyOf(const char *what, std::int64_t run)
{
    return std::string("label_run.") + what + "." + std::to_string(run);
}

/// Of the samples that the run labelled: the newest label of a run that is kept.
Status chooseCurrentLabels(Connection &connection, std::int64_t run)
{
    PRIMER_TRY(connection
                   .cached("DELETE FROM current_label WHERE sample_id IN "
                           "(SELECT sample_id FROM teacher_label WHERE run_id=? AND turn=0)")
                   .bind(1, run)
                   .run());
    return connection
        .cached("INSERT OR REPLACE INTO current_label(sample_id, value, term_id) "
                "SELECT l.sample_id, l.value, t.id FROM teacher_label l JOIN label_run r ON r.id=l.run_id "
                "JOIN term t ON t.text=r.teacher WHERE l.turn=0 AND "
                + isKeptRun("r.id")
                + " AND l.sample_id IN (SELECT sample_id FROM teacher_label WHERE run_id=? AND turn=0) "
                  "ORDER BY l.created_at, l.run_id, l.position")
        .bind(1, run)
        .run();
}

} // namespace

std::string isKeptRun(std::string_view id)
{
    return "NOT EXISTS(SELECT 1 FROM setting WHERE key='label_run.removed.'||" + std::string(id) + " AND value<>'')";
}

Status renameLabelRun(Connection &connection, std::int64_t run, const std::string &title)
{
    PRIMER_TRY(labelRun(connection, run));
    return saveSetting(connection, keyOf("title", run), title);
}

Status setLabelRunNotes(Connection &connection, std::int64_t run, const std::string &notes)
{
    PRIMER_TRY(labelRun(connection, run));
    return saveSetting(connection, keyOf("notes", run), notes);
}

Status removeLabelRun(Connection &connection, std::int64_t run)
{
    PRIMER_TRY(labelRun(connection, run));
    PRIMER_TRY(saveSetting(connection, keyOf("removed", run), "1"));
    return chooseCurrentLabels(connection, run);
}

Status restoreLabelRun(Connection &connection, std::int64_t run)
{
    PRIMER_TRY(saveSetting(connection, keyOf("removed", run), ""));
    PRIMER_TRY(labelRun(connection, run));
    return chooseCurrentLabels(connection, run);
}

} // namespace primer
