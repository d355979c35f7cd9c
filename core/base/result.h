// Owns: Result<T> and Error, the way every operation that may be expected to fail says so.
// Not here: sentences for people (ui/error_text and the command line map codes to words).
#pragma once

#include <cassert>
#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace primer {

enum class ErrorCode {
    Cancelled,
    NotFound,
    NoPermission,
    DiskFull,
    Io,
    Corrupt,
    Unsupported,
    InvalidInput,
    InvalidFilter,
    InvalidPattern,
    NeedsMapping,
    Locked,
    NewerFormat,
    Database,
    WorkerDied,
    LimitExceeded,
    TargetNotOurs,
    NeedsKey,
};

/// Stable words for machines: the `error.code` of the command line's JSON.
const char *errorCodeName(ErrorCode code);

struct Error {
    ErrorCode code = ErrorCode::Io;
    std::string detail; ///< what a library or the system said; English, for the log and the details line
    std::string where;  ///< file, row or operation concerned; may be empty
};

Error errnoError(int number, std::string where);

struct Unit {};

template<typename T = Unit>
class [[nodiscard]] Result
{
public:
    Result(T value) : m_state(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : m_state(std::in_place_index<1>, std::move(error)) {}

    bool ok() const { return m_state.index() == 0; }
    explicit operator bool() const { return ok(); }
    T &value() & { return std::get<0>(m_state); }
    const T &value() const & { return std::get<0>(m_state); }
    /// By value: `for (x : *f())` must not walk through a temporary that is gone.
    T value() && { return std::move(std::get<0>(m_state)); }
    T &operator*() & { return value(); }
    const T &operator*() const & { return value(); }
    T operator*() && { return std::move(*this).value(); }
    T *operator->() { return &value(); }
    const T *operator->() const { return &value(); }
    const Error &error() const & { return std::get<1>(m_state); }
    Error error() && { return std::get<1>(std::move(m_state)); }

private:
    std::variant<T, Error> m_state;
};

using Status = Result<Unit>;
inline Status success() { return Unit{}; }

/// The value of a result, or the end of the function with its error: `const auto rows = PRIMER_TRY(fetchRows(...));`
/// As a whole statement or a whole initialiser only: a temporary of a larger expression would not be destroyed when
/// it returns (a statement expression, which GCC and Clang both have).
#define PRIMER_TRY(...)                            \
    __extension__({                                \
        auto primerTried = (__VA_ARGS__);          \
        if (!primerTried) [[unlikely]]             \
            return std::move(primerTried).error(); \
        std::move(primerTried).value();            \
    })

} // namespace primer
