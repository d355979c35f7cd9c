#include "ui/main_window/palette_search.h"

#include <algorithm>

#include <QStringList>

namespace primer {

namespace {

enum Fit { BeginsName, BeginsWord, InName, BeginsOtherWord, InOtherWords, None };

bool beginsWord(const QString &text, const QString &part)
{
    for (qsizetype at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
        if (at == 0 || !text.at(at - 1).isLetterOrNumber())
            return true;
    }
    return false;
}

Fit fitOf(const QString &part, const QString &name, const QString &otherWords)
{
    if (name.startsWith(part))
        return BeginsName;
    if (beginsWord(name, part))
        return BeginsWord;
    if (name.contains(part))
        return InName;
    if (beginsWord(otherWords, part))
        return BeginsOtherWord;
    return otherWords.contains(part) ? InOtherWords : None;
}

} // namespace

int paletteRank(const QString &typed, const QString &name, const QString &otherWords)
{
    const QString lowerName = name.toLower(), lowerWords = otherWords.toLower();
    int rank = 0;
    for (const QString &part : typed.toLower().split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
        const Fit fit = fitOf(part, lowerName, lowerWords);
        if (fit == None)
            return -1;
        rank = std::max(rank, int(fit));
    }
    return rank;
}

} // namespace primer
