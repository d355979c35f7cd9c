#include "ui/label_page/forecast_text.h"

#include <QLocale>

#include "ui/widgets/human_text.h"

namespace primer {

QString ForecastText::dollars(double amount)
{
    return QStringLiteral("$ ") + QLocale().toString(amount, 'f', amount < 1 ? 4 : 2);
}

QString ForecastText::dollarsOf(std::int64_t nanos) { return dollars(double(nanos) * 1e-9); }

QString ForecastText::of(const Forecast &forecast)
{
    if (forecast.rows == 0 || forecast.basedOnRequests == 0 || forecast.tokens.expected <= 0)
        return {};
    const QString rows = HumanText::count(forecast.rows);
    const QString tokens = HumanText::count(qint64(forecast.tokens.expected));
    const QString time = HumanText::duration(forecast.seconds.expected);
    if (forecast.dollars.high <= 0)
        return tr("The remaining %1 rows would take about %2 tokens and %3. No price was given.")
            .arg(rows, tokens, time);
    return tr("The remaining %1 rows would take about %2 tokens, %3 (%4 to %5) and %6.")
        .arg(rows, tokens, dollars(forecast.dollars.expected), dollars(forecast.dollars.low),
             dollars(forecast.dollars.high), time);
}

} // namespace primer
