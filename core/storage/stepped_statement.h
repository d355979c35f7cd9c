// Owns: what both kinds of statement do with their own bind, step and columns.
// Not here: those (statement.h, native_statement.h).
#pragma once

#include <cstdint>
#include <optional>
#include <type_traits>

#include "core/base/result.h"

namespace primer {

/// `Self` has bind(place, value), bindNull, step, reset, isNull, integer and real.
template<typename Self>
class SteppedStatement
{
public:
    template<typename T>
    Self &bindOptional(int place, const std::optional<T> &value)
    {
        return value ? self().bind(place, *value) : self().bindNull(place);
    }
    /// Steps to the end and resets, also after an error; for statements without rows.
    Status run()
    {
        Result<bool> row = self().step();
        while (row.ok() && *row)
            row = self().step();
        self().reset();
        return row.ok() ? success() : Status(row.error());
    }
    /// Calls `take` (which may return nothing or a Status) at every row that is left, then resets.
    template<typename Take>
    Status forEachRow(Take take)
    {
        while (PRIMER_TRY(self().step())) {
            if constexpr (std::is_void_v<decltype(take())>)
                take();
            else
                PRIMER_TRY(take());
        }
        self().reset();
        return success();
    }
    std::optional<std::int64_t> optionalInteger(int column) const
    {
        return self().isNull(column) ? std::nullopt : std::optional(self().integer(column));
    }
    std::optional<double> optionalReal(int column) const
    {
        return self().isNull(column) ? std::nullopt : std::optional(self().real(column));
    }

private:
    Self &self() { return static_cast<Self &>(*this); }
    const Self &self() const { return static_cast<const Self &>(*this); }
};

} // namespace primer
