// Owns: how places that a search found look in code: readable on light, dark and high-contrast themes, and told apart
// from the selection and from the one that is gone to. Not here: which places.
#pragma once

#include <QColor>
#include <QPalette>
#include <QTextCharFormat>

namespace primer {

struct HitColours {
    QColor back, text;
    QColor line; ///< under a hit and beside the scroll bar: seen against the page itself

    static HitColours of(const QPalette &palette, bool isCurrent);
    QTextCharFormat format() const;
};

} // namespace primer
