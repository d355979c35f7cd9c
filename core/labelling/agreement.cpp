#include "core/labelling/agreement.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "core/base/random.h"

namespace primer {

namespace {

using Cells = std::vector<std::int64_t>; ///< size x size, by rows

std::optional<double> quadraticKappa(const Cells &cells, std::size_t size)
{
    std::vector<double> rows(size), columns(size);
    double all = 0;
    for (std::size_t row = 0; row < size; ++row) {
        for (std::size_t column = 0; column < size; ++column) {
            const auto count = double(cells[row * size + column]);
            rows[row] += count;
            columns[column] += count;
            all += count;
        }
    }
    double seen = 0, expected = 0;
    for (std::size_t row = 0; row < size; ++row) {
        for (std::size_t column = 0; column < size; ++column) {
            const double distance = double(row) - double(column);
            seen += distance * distance * double(cells[row * size + column]);
            expected += distance * distance * rows[row] * columns[column] / all;
        }
    }
    return expected > 0 ? std::optional(1 - seen / expected) : std::nullopt;
}

} // namespace

Agreement agreementOf(std::span<const ValuePair> pairs, int lowest, int highest, std::uint64_t seed, int resamples)
{
    Agreement result;
    result.pairs = std::int64_t(pairs.size());
    result.lowest = lowest;
    const auto size = std::size_t(std::max(1, highest - lowest + 1));
    result.confusion.assign(size, std::vector<std::int64_t>(size));
    if (pairs.empty())
        return result;
    const auto placeOf = [&](double value) {
        return std::size_t(std::clamp(int(std::lround(value)) - lowest, 0, int(size) - 1));
    };
    std::vector<std::size_t> cellOf;
    Cells cells(size * size);
    for (const ValuePair &pair : pairs) {
        const std::size_t first = placeOf(pair.first), second = placeOf(pair.second);
        cellOf.push_back(first * size + second);
        ++cells[cellOf.back()];
        ++result.confusion[first][second];
        result.exactShare += first == second;
        result.withinOneShare += first == second || first + 1 == second || second + 1 == first;
    }
    result.exactShare /= double(pairs.size());
    result.withinOneShare /= double(pairs.size());
    result.kappa = quadraticKappa(cells, size);
    if (!result.kappa || resamples < 1)
        return result;
    Random random(seed);
    std::vector<double> kappas;
    for (int turn = 0; turn < resamples; ++turn) {
        Cells drawn(size * size);
        for (std::size_t draw = 0; draw < cellOf.size(); ++draw)
            ++drawn[cellOf[random.next() % cellOf.size()]];
        if (const auto kappa = quadraticKappa(drawn, size))
            kappas.push_back(*kappa);
    }
    constexpr double maxUndefinedShare = 0.05;
    if (double(kappas.size()) < (1 - maxUndefinedShare) * resamples)
        return result;
    std::sort(kappas.begin(), kappas.end());
    result.kappaLow = kappas[std::size_t(0.025 * double(kappas.size()))];
    result.kappaHigh = kappas[std::min(kappas.size() - 1, std::size_t(0.975 * double(kappas.size())))];
    return result;
}

} // namespace primer
