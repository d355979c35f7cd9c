#include "ui/session/judging.h"

#include <utility>

#include "core/jobs/background.h"
#include "core/storage/judgement_store.h"
#include "core/storage/sample_store.h"
#include "ui/session/ordered_write.h"

namespace primer {

namespace {

struct Undone {
    SampleId sample = 0;
    Result<CurrentLabel> label; ///< what stands after it
};

Result<CurrentLabel> readLabel(Connection &connection, SampleId sample)
{
    const auto rows = PRIMER_TRY(fetchRows(connection, {&sample, 1}));
    if (rows.empty())
        return Error{ErrorCode::NotFound, "no such sample", std::to_string(sample)};
    return CurrentLabel{sample, rows.front().label, rows.front().verdict};
}

} // namespace

Judging::Judging(std::shared_ptr<Workspace> workspace, QObject *parent)
    : QObject(parent), m_workspace(std::move(workspace))
{}

void Judging::judge(const Judgement &judgement)
{
    inBackground(
        this, [workspace = m_workspace, judgement] { return workspace->judge(judgement); },
        [this, judgement](const Result<std::int64_t> &id) {
            if (!id) {
                Q_EMIT judgementFailed(judgement, id.error());
                return;
            }
            Judgement stored = judgement;
            stored.id = *id;
            // The newest is the current one: nothing has to be read.
            const bool isValue = stored.verdict == Verdict::Value;
            Q_EMIT labelChanged({stored.sample, isValue ? std::optional(stored.value) : std::nullopt, stored.verdict});
            Q_EMIT judged(stored);
        });
}

void Judging::undo(std::int64_t judgement)
{
    inBackground(
        this,
        [workspace = m_workspace, judgement]() -> Result<Undone> {
            const SampleId sample = PRIMER_TRY(workspace->undo(judgement));
            return Undone{sample, workspace->store().read(readLabel, sample)};
        },
        [this, judgement](const Result<Undone> &undone) {
            if (!undone) {
                Q_EMIT undoFailed(judgement, undone.error());
                return;
            }
            if (undone->label)
                Q_EMIT labelChanged(*undone->label);
            else
                Q_EMIT failed(undone->label.error());
            Q_EMIT this->undone(judgement, undone->sample);
        });
}

void Judging::saveDraft(SampleId sample, const QString &note)
{
    if (m_workspace->isReadOnly())
        return;
    writeInOrder(
        this, *m_workspace,
        [sample, text = note.toStdString()](Connection &connection) {
            return primer::saveDraft(connection, sample, text);
        },
        [this](const Error &error) { Q_EMIT failed(error); });
}

} // namespace primer
