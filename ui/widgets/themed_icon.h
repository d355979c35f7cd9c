// Owns: the program's icons in the palette's colours. Not here: which icon goes where.
#pragma once

#include <QIcon>
#include <QPalette>
#include <QString>

namespace primer {

/// `resources/icons/NAME.svg`, drawn when it is painted: in the application's colour for `role` as it then is, fainter
/// where it is disabled, in the colour of selected text where it is selected. Null when there is no such icon.
QIcon themedIcon(const QString &name, QPalette::ColorRole role = QPalette::WindowText);

} // namespace primer
