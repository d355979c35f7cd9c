#include "ui/session/quality_lists.h"

#include "core/storage/label_store.h"
#include "core/workspace/embedding_set.h"

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
    lists.embeddings = EmbeddingSet::names(workspace.folder());
    return lists;
}

} // namespace primer
