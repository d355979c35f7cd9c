// Owns: values of a JSON file that must be of their type, or the file is refused with the key's name: nothing is
// rounded, guessed or passed over. Not here: what the keys mean.
#pragma once

#include <cmath>
#include <cstdint>
#include <string>

#include <nlohmann/json.hpp>

#include "core/base/result.h"

namespace primer {

inline Error wrongType(const std::string &key, const char *wanted)
{
    return Error{ErrorCode::Corrupt, "must be " + std::string(wanted), key};
}

inline Status takeValue(const nlohmann::json &value, const std::string &key, std::int64_t &target)
{
    constexpr double exactLimit = 9e15; // whole numbers up to here are exact as doubles too
    if (!value.is_number_integer() || std::abs(value.get<double>()) > exactLimit)
        return wrongType(key, "a whole number");
    target = value.get<std::int64_t>();
    return success();
}

inline Status takeValue(const nlohmann::json &value, const std::string &key, double &target)
{
    if (!value.is_number() || !std::isfinite(value.get<double>()))
        return wrongType(key, "a number");
    target = value.get<double>();
    return success();
}

inline Status takeValue(const nlohmann::json &value, const std::string &key, bool &target)
{
    if (!value.is_boolean())
        return wrongType(key, "true or false");
    target = value.get<bool>();
    return success();
}

inline Status takeValue(const nlohmann::json &value, const std::string &key, std::string &target)
{
    if (!value.is_string())
        return wrongType(key, "a text");
    target = value.get<std::string>();
    return success();
}

} // namespace primer
