// Owns: the monochrome icons in the palette's text colour. Not here: drawings (resources/icons).
#pragma once

#include <QIcon>
#include <QPalette>

namespace primer {

/// `name` of resources/icons/NAME.svg, whose drawings use currentColor.
QIcon themedIcon(const QString &name, const QPalette &palette);

} // namespace primer
