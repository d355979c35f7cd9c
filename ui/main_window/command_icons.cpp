#include "ui/main_window/command_icons.h"

namespace primer {

namespace {

struct Entry {
    const char *beginning; ///< of the command's id; the first that fits counts
    const char *icon;
};
constexpr Entry entries[] = {
    {"page.browse", "browse"},
    {"page.label", "label"},
    {"page.quality", "quality"},
    {"page.synthesis", "synthesis"},
    {"page.export", "export"},
    {"page.train", "train"},
    {"file.new", "folder-new"},
    {"file.open", "folder"},
    {"file.importFolder", "folder-import"},
    {"file.import", "file-import"},
    {"file.close", "close"},
    {"file.quit", "quit"},
    {"export.page", "export"},
    {"set.search", "search"},
    {"set.filter", "filter"},
    {"set.undo", "undo"},
    {"set.redo", "redo"},
    {"set.saveView", "bookmark"},
    {"set.clear", "clear"},
    {"view.jobs", "jobs"},
    {"view.rejected", "file-bad"},
    {"view.theme.system", "system"},
    {"view.theme.light", "light"},
    {"view.theme.dark", "dark"},
    {"view.theme.contrast", "contrast"},
    {"browse.find", "search"},
    {"label.find", "search"},
    {"browse.zen", "focus"},
    {"browse.fold", "fold"},
    {"browse.unfold", "unfold"},
    {"browse.nextHit", "down"},
    {"browse.previousHit", "up"},
    {"browse.copy", "copy"},
    {"browse.filter", "filter"},
    {"browse.search", "search"},
    {"browse.export", "export"},
    {"browse.openFile", "file"},
    {"browse.openFolder", "folder"},
    {"browse.addToQueue", "add"},
    {"browse.note", "note"},
    {"browse.outline", "class"},
    {"browse.judge.undo", "undo"},
    {"browse.judge.skip", "skip"},
    {"browse.judge.discard", "discard"},
    {"browse.next", "next"},
    {"browse.previous", "previous"},
    {"browse.judge", "judge"},
    {"label.undo", "undo"},
    {"label.skip", "skip"},
    {"label.discard", "discard"},
    {"label.note", "note"},
    {"teacher.", "teacher"},
    {"quality.fit", "forest"},
    {"synthesis.new", "add"},
    {"train.new", "play"},
    {"help.palette", "command"},
    {"help.keys", "keyboard"},
    {"help.log", "log"},
    {"help.documentation", "question"},
    {"help.about", "info"},
};

} // namespace

QString CommandIcons::of(const QString &commandId)
{
    for (const Entry &entry : entries) {
        if (commandId.startsWith(QLatin1String(entry.beginning)))
            return QLatin1String(entry.icon);
    }
    return {};
}

} // namespace primer
