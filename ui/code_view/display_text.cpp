#include "ui/code_view/display_text.h"

#include "core/base/utf8.h"

namespace primer {

namespace {

bool isBidiControl(char16_t unit)
{
    return (unit >= 0x202a && unit <= 0x202e) || (unit >= 0x2066 && unit <= 0x2069) || unit == 0x200e || unit == 0x200f
           || unit == 0x061c;
}

bool isInvisible(char16_t unit) { return unit == 0x200b || unit == 0x2060 || unit == 0xfeff; }

QString decode(std::string_view bytes, int &invalidBytes)
{
    QString text = QString::fromUtf8(bytes.data(), qsizetype(bytes.size()));
    if (!text.contains(QChar::ReplacementCharacter))
        return text;
    // Rare: byte by byte, so that the reader sees which byte it was.
    text.clear();
    while (!bytes.empty()) {
        if (const std::size_t length = utf8SequenceLength(bytes)) {
            text += QString::fromUtf8(bytes.data(), qsizetype(length));
            bytes.remove_prefix(length);
        } else {
            text += QStringLiteral("«%1»").arg(static_cast<unsigned char>(bytes[0]), 2, 16, QLatin1Char('0')).toUpper();
            ++invalidBytes;
            bytes.remove_prefix(1);
        }
    }
    return text;
}

} // namespace

DisplayText displayText(std::string_view bytes, bool foldLongLines)
{
    DisplayText shown;
    QString decoded = decode(bytes, shown.invalidBytes);
    decoded.replace(QStringLiteral("\r\n"), QStringLiteral("\n"));
    bool isPlain = true;
    qsizetype lineStart = 0;
    for (qsizetype i = 0; i <= decoded.size(); ++i) {
        const char16_t unit = i < decoded.size() ? decoded.at(i).unicode() : u'\n';
        if (unit == '\n') {
            isPlain = isPlain && (!foldLongLines || i - lineStart <= maxLineCharacters);
            lineStart = i + 1;
        } else if ((unit < 0x20 && unit != '\t') || unit == 0x7f || unit == 0x2028 || unit == 0x2029
                   || isBidiControl(unit) || isInvisible(unit)) {
            isPlain = false;
        }
    }
    if (isPlain) {
        shown.text = std::move(decoded);
        return shown;
    }
    QString text;
    text.reserve(decoded.size());
    qsizetype inLine = 0;
    qsizetype dropped = 0;
    const auto endLine = [&] {
        if (dropped > 0) {
            text += QStringLiteral(" ⋯ +%1").arg(dropped);
            ++shown.foldedLines;
        }
        inLine = 0;
        dropped = 0;
    };
    for (const QChar character : std::as_const(decoded)) {
        const char16_t unit = character.unicode();
        if (unit == '\n') {
            endLine();
            text += character;
            continue;
        }
        if (foldLongLines && ++inLine > maxLineCharacters) {
            ++dropped;
            continue;
        }
        if (unit < 0x20 && unit != '\t') {
            text += QChar(char16_t(0x2400 + unit)); // the control pictures block: NUL is ␀
            ++shown.hiddenCharacters;
        } else if (unit == 0x7f) {
            text += QChar(char16_t(0x2421));
            ++shown.hiddenCharacters;
        } else if (isBidiControl(unit) || isInvisible(unit) || unit == 0x2028 || unit == 0x2029) {
            text += QStringLiteral("⟦U+%1⟧").arg(unit, 4, 16, QLatin1Char('0')).toUpper();
            ++shown.hiddenCharacters;
        } else {
            text += character;
        }
    }
    endLine();
    shown.text = std::move(text);
    return shown;
}

} // namespace primer
