#include "ui/quality_page/quality_lists.h"

#include "core/storage/judgement_store.h"
#include "core/storage/label_store.h"
#include "core/quality/embedding_set.h"

namespace primer {

Result<QualityLists> QualityLists::read(Workspace &workspace)
{
    QualityLists lists;
    auto reader = workspace.store().reader();
    if (!reader)
        return reader.error();
    auto forests = listForests(**reader);
    if (!forests)
        return forests.error();
    auto thresholds = listThresholds(**reader);
    if (!thresholds)
        return thresholds.error();
    auto teachers = teachersWithLabels(**reader);
    if (!teachers)
        return teachers.error();
    const auto judged = countJudgements(**reader);
    if (!judged)
        return judged.error();
    const auto scored = scoredForest(**reader);
    if (!scored)
        return scored.error();
    if (*scored > 0) {
        auto record = readForestRecord(**reader, *scored);
        if (!record)
            return record.error();
        lists.report = std::make_shared<const ForestRecord>(std::move(*record));
    }
    lists.forests = std::move(*forests);
    lists.thresholds = std::move(*thresholds);
    lists.teachers = std::move(*teachers);
    lists.judged = *judged;
    lists.scored = *scored;
    lists.embeddings = EmbeddingSet::names(workspace.folder());
    return lists;
}

} // namespace primer
