#include "ui/session/quality_lists.h"

#include "core/quality/embedding_set.h"
#include "core/storage/judgement_store.h"
#include "core/storage/label_store.h"

namespace primer {

Result<QualityLists> QualityLists::read(Workspace &workspace)
{
    QualityLists lists;
    auto reader = PRIMER_TRY(workspace.store().reader());
    lists.forests = PRIMER_TRY(listForests(*reader));
    lists.thresholds = PRIMER_TRY(listThresholds(*reader));
    lists.teachers = PRIMER_TRY(teachersWithLabels(*reader));
    lists.judged = PRIMER_TRY(countJudgements(*reader));
    lists.scored = PRIMER_TRY(scoredForest(*reader));
    if (lists.scored > 0) {
        auto record = PRIMER_TRY(readForestRecord(*reader, lists.scored));
        lists.report = std::make_shared<const ForestRecord>(std::move(record));
    }
    lists.embeddings = EmbeddingSet::names(workspace.folder());
    return lists;
}

} // namespace primer
