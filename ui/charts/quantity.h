// Owns: what an axis measures and how its numbers are written in the user's locale: the unit that suits the size, the
// title with that unit, labels, values read out. Not here: axes.
#pragma once

#include <QCoreApplication>
#include <QString>

namespace primer {

struct Quantity {
    enum class Kind { Number, Count, Bytes, Seconds, Share };
    QString name;
    Kind kind = Kind::Number;
    QString unit; ///< of plain numbers; the other kinds know theirs
    bool operator==(const Quantity &) const = default;
};

/// What the labels of an axis are counted in: values divided by `size`.
struct AxisUnit {
    double size = 1;
    QString name;
    bool operator==(const AxisUnit &) const = default;
};

class QuantityText
{
    Q_DECLARE_TR_FUNCTIONS(primer::QuantityText)
public:
    /// For an axis that goes up to `largest`.
    static AxisUnit unitFor(const Quantity &quantity, double largest);
    /// The unit that the numbers themselves have, as files give them.
    static AxisUnit plainUnit(const Quantity &quantity);
    static QString title(const Quantity &quantity, const AxisUnit &unit);
    /// `distance` to the next label decides on the decimals; 0 when labels are not evenly apart.
    static QString label(double value, double distance, const AxisUnit &unit);
    /// By itself, with its unit where that is not plain.
    static QString value(const Quantity &quantity, double value);
};

} // namespace primer
