#include "app/cli/cost_answer.h"

#include <cstdio>

namespace primer::cli {

namespace {

Json jsonOfSum(const ForecastSum &sum) { return {{"expected", sum.expected}, {"low", sum.low}, {"high", sum.high}}; }

} // namespace

std::string humanDollars(std::int64_t nanos)
{
    char text[32];
    std::snprintf(text, sizeof text, "$%.4f", double(nanos) * 1e-9);
    return text;
}

Json jsonOf(const Forecast &forecast)
{
    return {{"rows", forecast.rows},
            {"based_on_requests", forecast.basedOnRequests},
            {"tokens", jsonOfSum(forecast.tokens)},
            {"dollars", jsonOfSum(forecast.dollars)},
            {"seconds", jsonOfSum(forecast.seconds)}};
}

std::string textOf(const Forecast &forecast)
{
    char text[200];
    std::snprintf(text, sizeof text, "%.0f tokens (%.0f to %.0f), $%.4f (%.4f to %.4f), %.0f s (%.0f to %.0f)",
                  forecast.tokens.expected, forecast.tokens.low, forecast.tokens.high, forecast.dollars.expected,
                  forecast.dollars.low, forecast.dollars.high, forecast.seconds.expected, forecast.seconds.low,
                  forecast.seconds.high);
    return text;
}

} // namespace primer::cli
