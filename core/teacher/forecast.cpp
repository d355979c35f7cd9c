#include "core/teacher/forecast.h"

#include <algorithm>
#include <cmath>

namespace primer {

namespace {

/// Both the mean's own uncertainty and the spread of the rows to come.
template<typename Value>
ForecastSum sumOf(std::span<const AttemptFacts> requests, double rows, double requestsPerRow, Value value)
{
    const auto count = double(requests.size());
    double mean = 0, squares = 0;
    for (const AttemptFacts &request : requests)
        mean += value(request) / count;
    for (const AttemptFacts &request : requests)
        squares += std::pow(value(request) - mean, 2);
    const double variance = count > 1 ? squares / (count - 1) : mean * mean;
    const double wanted = rows * requestsPerRow;
    const double spread = 1.96 * std::sqrt(wanted * wanted * variance / count + wanted * variance);
    return {wanted * mean, std::max(0.0, wanted * mean - spread), wanted * mean + spread};
}

} // namespace

Forecast forecastOf(std::span<const AttemptFacts> requests, std::int64_t finishedRows, std::int64_t rows,
                    int concurrency)
{
    Forecast forecast;
    forecast.rows = rows;
    forecast.basedOnRequests = std::int64_t(requests.size());
    if (requests.empty() || finishedRows < 1)
        return forecast;
    const double requestsPerRow = double(requests.size()) / double(finishedRows);
    forecast.tokens = sumOf(requests, double(rows), requestsPerRow,
                            [](const AttemptFacts &one) { return double(one.promptTokens + one.completionTokens); });
    forecast.dollars = sumOf(requests, double(rows), requestsPerRow,
                             [](const AttemptFacts &one) { return double(one.chargedNanos) * 1e-9; });
    forecast.seconds = sumOf(requests, double(rows), requestsPerRow,
                             [&](const AttemptFacts &one) { return one.seconds / double(std::max(1, concurrency)); });
    return forecast;
}

} // namespace primer
