#include "ui/models/rule_texts.h"

#include "core/quality/thresholds.h"

namespace primer {

QString RuleTexts::title(const std::string &name)
{
    if (name == "line_lengths")
        return tr("Line lengths");
    if (name == "alphanumeric")
        return tr("Letters and digits");
    if (name == "parses")
        return tr("Parses");
    if (name == "comments")
        return tr("Comments");
    if (name == "repetition")
        return tr("Repetition");
    return QString::fromStdString(name);
}

QString RuleTexts::titleOfFilter(const std::string &filter)
{
    for (const RuleStage &stage : ruleStages()) {
        if (filter == stage.filter)
            return title(stage.name);
    }
    return QString::fromStdString(filter);
}

} // namespace primer
