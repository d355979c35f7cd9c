// Owns: which icon a command has. Not here: drawing it (ui/widgets/themed_icon.h), the commands.
#pragma once

#include <QString>

namespace primer {

struct CommandIcons {
    /// Name of the icon of the command of this id, "" for none.
    static QString of(const QString &commandId);
};

} // namespace primer
