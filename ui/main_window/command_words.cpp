#include "ui/main_window/command_words.h"

#include <QAction>

#include "ui/widgets/keyed_action.h"

namespace primer {

QString CommandWords::name(const QAction *action)
{
    const QString id = keyedActionId(action), text = action->text().remove(QLatin1Char('&'));
    if (id.startsWith(QLatin1String("view.theme.")))
        return tr("Appearance: %1").arg(text);
    if (id.startsWith(QLatin1String("view.language.")))
        return tr("Language: %1").arg(text);
    return text;
}

QString CommandWords::others(const QString &commandId)
{
    const std::pair<const char *, QString> words[] = {
        {"page.browse", tr("table samples search filter code view")},
        {"page.label", tr("judge annotate check review teacher")},
        {"page.quality", tr("forest score threshold cut classifier filter")},
        {"page.synthesis", tr("generate textbooks exercises constraints prompts grammar")},
        {"page.export", tr("dataset save parquet jsonl write licence")},
        {"page.train", tr("training runs loss model")},
        {"file.new", tr("create project")},
        {"file.open", tr("load project")},
        {"file.import", tr("add load data parquet jsonl dataset")},
        {"file.quit", tr("exit close")},
        {"export.", tr("dataset save parquet jsonl write")},
        {"view.jobs", tr("progress tasks work running cancel")},
        {"view.rejected", tr("errors bad rows quarantine failed import")},
        {"view.theme", tr("colours theme dark light mode high contrast accessibility")},
        {"view.language", tr("translation english korean")},
        {"browse.zen", tr("focus full screen distraction")},
        {"browse.leaveZen", tr("exit focus full screen back table")},
        {"browse.copy", tr("clipboard")},
        {"browse.filter", tr("condition only where same")},
        {"browse.exclude", tr("condition without not hide")},
        {"browse.judge.undo", tr("take back revert label")},
        {"browse.judge.", tr("label rate annotate bulk many selected")},
        {"browse.note", tr("comment remark annotate")},
        {"browse.addToQueue", tr("list check bulk collect")},
        {"browse.onlySelected", tr("filter subset selection set")},
        {"browse.exportSelected", tr("save dataset subset parquet jsonl")},
        {"browse.openF", tr("external program show file manager kate vscode")},
        {"browse.columns", tr("choose show hide fields statistics missing distinct median")},
        {"browse.outline", tr("symbols classes functions methods structure jump")},
        {"browse.searchSelection", tr("find everywhere same code")},
        {"label.", tr("judge annotate review")},
        {"teacher.", tr("gpt openai llm annotate judge model label")},
        {"quality.", tr("train classifier random forest score model")},
        {"synthesis.", tr("generate synthesise textbooks exercises rewrite llm model prompts")},
        {"tools.check", tr("verify integrity damage repair database fsck")},
        {"tools.fetchModel", tr("download hub huggingface weights")},
        {"train.", tr("start new run training model gpu loss")},
        {"set.", tr("filter query condition selection")},
        {"help.keys", tr("shortcuts keyboard bindings")},
        {"help.log", tr("messages errors debug")},
        {"help.documentation", tr("manual handbook guide readme tour")},
        {"help.about", tr("version licence gpu cuda")},
    };
    for (const auto &[beginning, others] : words) {
        if (commandId.startsWith(QLatin1String(beginning)))
            return others;
    }
    return {};
}

} // namespace primer
