#include "ui/code_view/hit_colours.h"

#include "ui/widgets/palettes.h"

namespace primer {

HitColours HitColours::of(const QPalette &palette, bool isCurrent)
{
    // The text's colour is set as well: those of the syntax are made for the page's own background.
    const bool isDark = primer::isDark(palette, QPalette::Base);
    if (isCurrent)
        return {QColor(0xff, 0xb3, 0x2c), Qt::black, isDark ? QColor(0xff, 0xff, 0xff) : QColor(0x7a, 0x3e, 0x00)};
    if (isDark)
        return {QColor(0x5c, 0x4a, 0x0a), QColor(0xff, 0xf6, 0xd8), QColor(0xff, 0xc8, 0x4a)};
    return {QColor(0xff, 0xec, 0x99), QColor(0x1a, 0x1a, 0x1a), QColor(0x9a, 0x5b, 0x00)};
}

QTextCharFormat HitColours::format() const
{
    QTextCharFormat format;
    format.setBackground(back);
    format.setForeground(text);
    format.setUnderlineStyle(QTextCharFormat::SingleUnderline);
    format.setUnderlineColor(line);
    return format;
}

} // namespace primer
