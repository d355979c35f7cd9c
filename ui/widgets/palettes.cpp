#include "ui/widgets/palettes.h"

#include <algorithm>
#include <cmath>

namespace primer {

namespace {

struct Tones {
    QRgb window, base, alternate, button, mid, text, faint, accent, onAccent, link, tip, tipText;
    double disabled; ///< how much of the text's colour is left
};

constexpr Tones light{.window = 0xfff3f4f6,
                      .base = 0xffffffff,
                      .alternate = 0xfff7f8fa,
                      .button = 0xfff7f8fa,
                      .mid = 0xffb4bac4,
                      .text = 0xff1c1f24,
                      .faint = 0xff6b7280,
                      .accent = 0xff2f6fde,
                      .onAccent = 0xffffffff,
                      .link = 0xff1f5fc8,
                      .tip = 0xff2b2f36,
                      .tipText = 0xfff3f4f6,
                      .disabled = 0.42};
constexpr Tones dark{.window = 0xff23262b,
                     .base = 0xff1b1d21,
                     .alternate = 0xff22252a,
                     .button = 0xff2f333a,
                     .mid = 0xff5a606a,
                     .text = 0xffe3e6ea,
                     .faint = 0xff8d95a1,
                     .accent = 0xff3d7eea,
                     .onAccent = 0xffffffff,
                     .link = 0xff7aa8f5,
                     .tip = 0xffe3e6ea,
                     .tipText = 0xff1b1d21,
                     .disabled = 0.42};
constexpr Tones pure{.window = 0xff000000,
                     .base = 0xff000000,
                     .alternate = 0xff000000,
                     .button = 0xff000000,
                     .mid = 0xffffffff,
                     .text = 0xffffffff,
                     .faint = 0xffffffff,
                     .accent = 0xffffff00,
                     .onAccent = 0xff000000,
                     .link = 0xff00ffff,
                     .tip = 0xffffffff,
                     .tipText = 0xff000000,
                     .disabled = 0.55};

QPalette paletteOf(const Tones &tones)
{
    const auto colour = [](QRgb value) { return QColor::fromRgb(value); };
    QPalette palette(colour(tones.button), colour(tones.window));
    const std::pair<QPalette::ColorRole, QRgb> roles[] = {{QPalette::Window, tones.window},
                                                          {QPalette::WindowText, tones.text},
                                                          {QPalette::Base, tones.base},
                                                          {QPalette::AlternateBase, tones.alternate},
                                                          {QPalette::Text, tones.text},
                                                          {QPalette::Button, tones.button},
                                                          {QPalette::ButtonText, tones.text},
                                                          {QPalette::BrightText, tones.text},
                                                          {QPalette::Highlight, tones.accent},
                                                          {QPalette::HighlightedText, tones.onAccent},
                                                          {QPalette::Link, tones.link},
                                                          {QPalette::LinkVisited, tones.link},
                                                          {QPalette::PlaceholderText, tones.faint},
                                                          {QPalette::ToolTipBase, tones.tip},
                                                          {QPalette::ToolTipText, tones.tipText},
                                                          {QPalette::Mid, tones.mid}};
    for (const auto &[role, value] : roles)
        palette.setColor(role, colour(value));
    const QColor paleText = mixedColour(colour(tones.window), colour(tones.text), tones.disabled);
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::Link,
                                           QPalette::PlaceholderText, QPalette::HighlightedText})
        palette.setColor(QPalette::Disabled, role, paleText);
    palette.setColor(QPalette::Disabled, QPalette::Base, colour(tones.window));
    palette.setColor(QPalette::Disabled, QPalette::Button, colour(tones.window));
    palette.setColor(QPalette::Disabled, QPalette::Highlight,
                     mixedColour(colour(tones.window), colour(tones.mid), 0.5));
    palette.setColor(QPalette::Disabled, QPalette::Mid, mixedColour(colour(tones.window), colour(tones.mid), 0.5));
    return palette;
}

double luminance(const QColor &colour)
{
    const auto linear = [](double share) {
        return share <= 0.04045 ? share / 12.92 : std::pow((share + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
}

} // namespace

QPalette lightPalette() { return paletteOf(light); }
QPalette darkPalette() { return paletteOf(dark); }
QPalette highContrastPalette() { return paletteOf(pure); }

bool isDark(const QPalette &palette, QPalette::ColorRole ground) { return palette.color(ground).lightness() < 128; }

bool isHighContrast(const QPalette &palette)
{
    return palette.color(QPalette::Active, QPalette::Window) == QColor(Qt::black)
           && palette.color(QPalette::Active, QPalette::WindowText) == QColor(Qt::white);
}

double contrastOf(const QColor &one, const QColor &other)
{
    const double first = luminance(one), second = luminance(other);
    return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

QColor mixedColour(const QColor &back, const QColor &front, double weight)
{
    const auto part = [weight](int below, int above) { return int(below + weight * (above - below)); };
    return {part(back.red(), front.red()), part(back.green(), front.green()), part(back.blue(), front.blue())};
}

} // namespace primer
