// Owns: what the rest of a run would take, in one sentence, and sums of money. Not here: forecasting (core/teacher).
#pragma once

#include <cstdint>

#include <QCoreApplication>
#include <QString>

#include "core/teacher/forecast.h"

namespace primer {

class ForecastText
{
    Q_DECLARE_TR_FUNCTIONS(primer::ForecastText)
public:
    static QString dollars(double amount);
    static QString dollarsOf(std::int64_t nanos);
    /// Nothing is foretold from nothing ("" then), and no sum of money without a price.
    static QString of(const Forecast &forecast);
};

} // namespace primer
