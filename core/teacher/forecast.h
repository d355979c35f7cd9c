// Owns: what the rest of a labelling run will take, from what its requests took so far. Not here: prices.
#pragma once

#include <cstdint>
#include <span>

#include "core/storage/label_store.h"

namespace primer {

/// A sum over rows to come, with the bounds of 95 %.
struct ForecastSum {
    double expected = 0, low = 0, high = 0;
};

struct Forecast {
    std::int64_t rows = 0, basedOnRequests = 0;
    ForecastSum tokens, dollars, seconds;
};

/// `finishedRows`: those the requests were for; `concurrency` requests run side by side. Zeros without requests.
Forecast forecastOf(std::span<const AttemptFacts> requests, std::int64_t finishedRows, std::int64_t rows,
                    int concurrency);

} // namespace primer
