#include "ui/charts/quantity.h"

#include <algorithm>
#include <cmath>

#include <QLocale>

#include "ui/widgets/human_text.h"

namespace primer {

namespace {

constexpr double minute = 60, hour = 3600, day = 86'400;
constexpr int maxDecimals = 5;
constexpr double maxWhole = 1e15;

} // namespace

AxisUnit QuantityText::unitFor(const Quantity &quantity, double largest)
{
    switch (quantity.kind) {
    case Quantity::Kind::Bytes:
        return largest >= 1e9   ? AxisUnit{1e9, tr("GB")}
               : largest >= 1e6 ? AxisUnit{1e6, tr("MB")}
               : largest >= 1e3 ? AxisUnit{1e3, tr("kB")}
                                : AxisUnit{1, tr("bytes")};
    case Quantity::Kind::Seconds:
        return largest >= 3 * day      ? AxisUnit{day, tr("days")}
               : largest >= 2 * hour   ? AxisUnit{hour, tr("h")}
               : largest >= 2 * minute ? AxisUnit{minute, tr("min")}
                                       : AxisUnit{1, tr("s")};
    case Quantity::Kind::Count:
        return largest >= 1e10  ? AxisUnit{1e9, tr("billions")}
               : largest >= 1e7 ? AxisUnit{1e6, tr("millions")}
                                : AxisUnit{};
    default: return {1, quantity.unit};
    }
}

AxisUnit QuantityText::plainUnit(const Quantity &quantity) { return unitFor(quantity, 0); }

QString QuantityText::title(const Quantity &quantity, const AxisUnit &unit)
{
    return unit.name.isEmpty() ? quantity.name : tr("%1 (%2)", "name (unit)").arg(quantity.name, unit.name);
}

QString QuantityText::label(double value, double distance, const AxisUnit &unit)
{
    const QLocale locale;
    const double number = value / unit.size, step = distance / unit.size;
    if (step <= 0 && std::abs(number) < maxWhole && number == std::floor(number))
        return locale.toString(qint64(number));
    if (step <= 0)
        return locale.toString(number, 'g', 4);
    const int decimals = std::max(0, int(std::ceil(-std::log10(step) - 1e-9)));
    return decimals > maxDecimals ? locale.toString(number, 'g', 3) : locale.toString(number, 'f', decimals);
}

QString QuantityText::value(const Quantity &quantity, double value)
{
    const QLocale locale;
    switch (quantity.kind) {
    case Quantity::Kind::Bytes: return HumanText::bytes(qint64(value));
    case Quantity::Kind::Seconds:
        return value < 1 ? tr("%1 s").arg(locale.toString(value, 'g', 2)) : HumanText::duration(value);
    case Quantity::Kind::Count: return HumanText::count(qint64(std::llround(value)));
    case Quantity::Kind::Share: return locale.toString(value, 'f', 3);
    default: return locale.toString(value, 'g', 5);
    }
}

} // namespace primer
