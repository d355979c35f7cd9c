// Owns: the colours of the window in its own themes. Not here: which is chosen (app/desktop/appearance.h), how controls
// are drawn with them (window_style.h).
#pragma once

#include <QPalette>

namespace primer {

/// In each, what is disabled is paler than what is not, in text, fields and buttons.
QPalette lightPalette();
QPalette darkPalette();
/// Black, white and yellow alone, but for what is disabled.
QPalette highContrastPalette();

/// Light letters on this ground.
bool isDark(const QPalette &palette, QPalette::ColorRole ground = QPalette::Window);
/// Told by the colours: black behind white.
bool isHighContrast(const QPalette &palette);
/// Of two colours, 1 to 21, as WCAG 2 has it.
double contrastOf(const QColor &one, const QColor &other);
/// `weight` of `front` over `back`.
QColor mixedColour(const QColor &back, const QColor &front, double weight);

} // namespace primer
