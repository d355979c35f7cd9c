// Owns: how well a command fits what was typed: by the words of its name, then by other words for the same thing.
// Not here: the list (command_palette.h).
#pragma once

#include <QString>

namespace primer {

/// 0 is the best; -1 when a typed word is in neither. Every typed word must be found, in any order and in part;
/// beginnings of words come before middles, names before other words.
int paletteRank(const QString &typed, const QString &name, const QString &otherWords);

} // namespace primer
