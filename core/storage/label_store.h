// Owns: the SQL of a teacher's labels: prompts, labelling runs with their budget, items, values.
// Not here: requests (request_ledger.h), asking a teacher (core/teacher), what a reply means (core/labelling).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/dataset/prompt.h"
#include "core/dataset/sample.h"
#include "core/storage/connection.h"
#include "core/storage/request_ledger.h"

namespace primer {

/// The same text again is the same version; a changed one is the next.
Result<Prompt> keepPrompt(Connection &connection, Prompt prompt);
Result<std::vector<Prompt>> listPrompts(Connection &connection);

struct LabelRun {
    std::int64_t id = 0;
    std::string teacher; ///< its name, shown wherever its labels are
    std::string kind;    ///< heuristic, chat or batch
    std::int64_t prompt = 0;
    std::string settingsJson; ///< endpoint, model and sampling; never a key
    std::int64_t budgetNanos = 0;
    std::int64_t spentNanos = 0;    ///< charged, or to be taken for charged
    std::int64_t reservedNanos = 0; ///< worst case of what is under way
    std::string createdAt;
    std::int64_t waiting = 0, labelled = 0, failed = 0; ///< items
    std::string title, notes;                           ///< by the person, "" when there are none
};

struct LabelItem {
    std::int64_t position = 0;
    SampleId sample = 0;
    int turn = 0; ///< above 0: the same sample asked again, to see whether the teacher agrees with itself
    ItemState state = ItemState::Waiting;
    std::string reason; ///< of a failure: a stable word
    int attempts = 0;
    int unknowns = 0; ///< attempts of which it is not known whether they were answered
};

Result<std::int64_t> createLabelRun(Connection &connection, const LabelRun &run, std::span<const LabelItem> items);
/// Without those that were deleted (label_run_upkeep.h), as are all labels below.
Result<std::vector<LabelRun>> listLabelRuns(Connection &connection);
Result<LabelRun> labelRun(Connection &connection, std::int64_t run);
/// In order of position; all, or those in one state.
Result<std::vector<LabelItem>> labelItems(Connection &connection, std::int64_t run, std::optional<ItemState> state,
                                          int limit);
Status failItem(Connection &connection, std::int64_t run, std::int64_t position, const std::string &reason);
Status setBudget(Connection &connection, std::int64_t run, std::int64_t budgetNanos);
/// Failed items wait again, with their attempts forgotten; those of one reason, or "" for all. How many.
Result<std::int64_t> retryFailed(Connection &connection, std::int64_t run, const std::string &reason);
Result<std::vector<std::pair<std::string, std::int64_t>>> failureCounts(Connection &connection, std::int64_t run);

struct TeacherLabel {
    std::int64_t run = 0;
    std::int64_t position = 0;
    SampleId sample = 0;
    int turn = 0;
    double value = 0;
    std::string reasoning;
    double coveredShare = 1; ///< of the sample's bytes that the teacher saw
    std::string teacher;     ///< read only: of its run
    std::string createdAt;
};
/// Stores the labels and makes those of turn 0 their samples' current ones.
Status putTeacherLabels(Connection &connection, const LabelRun &run, std::span<const TeacherLabel> labels);
/// Of one run in order of position, or with run 0 of one sample, newest first.
Result<std::vector<TeacherLabel>> teacherLabels(Connection &connection, std::int64_t run, SampleId sample);
/// The current label of every sample that has one from this teacher ("": from any), by id.
Result<std::vector<std::pair<SampleId, double>>> currentLabels(Connection &connection, const std::string &teacher);
/// Teachers with labels and how many of them are current.
Result<std::vector<std::pair<std::string, std::int64_t>>> teachersWithLabels(Connection &connection);

} // namespace primer
