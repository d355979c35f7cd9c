#include "ui/code_view/hit_colours.h"

#include <algorithm>
#include <cmath>

#include "ui/widgets/palettes.h"

namespace primer {

namespace {

double luminance(const QColor &colour)
{
    const auto linear = [](double share) {
        return share <= 0.04045 ? share / 12.92 : std::pow((share + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
}

} // namespace

double contrastOf(const QColor &one, const QColor &other)
{
    const double first = luminance(one), second = luminance(other);
    return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

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
