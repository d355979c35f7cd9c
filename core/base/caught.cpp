#include "core/base/caught.h"

#include <filesystem>
#include <new>
#include <string_view>

namespace primer {

namespace {
constexpr std::string_view jsonName = "[json.exception.";
}

std::string withoutExceptionNames(std::string words)
{
    for (std::size_t begin = words.find(jsonName); begin != std::string::npos; begin = words.find(jsonName, begin)) {
        std::size_t end = std::min(words.find(']', begin), words.size() - 1) + 1;
        while (end < words.size() && words[end] == ' ')
            ++end;
        words.erase(begin, end - begin);
    }
    return words;
}

Error errorOf(const std::exception &thrown, std::string where)
{
    if (dynamic_cast<const std::bad_alloc *>(&thrown))
        return {ErrorCode::LimitExceeded, "there is not enough memory", std::move(where)};
    if (const auto *failure = dynamic_cast<const std::filesystem::filesystem_error *>(&thrown))
        return errnoError(failure->code().value(), where.empty() ? failure->path1().string() : std::move(where));
    const std::string words = thrown.what();
    if (words.starts_with(jsonName))
        return {ErrorCode::Corrupt, "JSON is not as it must be: " + withoutExceptionNames(words), std::move(where)};
    return {ErrorCode::LimitExceeded, withoutExceptionNames(words), std::move(where)};
}

} // namespace primer
