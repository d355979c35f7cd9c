#include "core/base/exception_error.h"

#include <algorithm>
#include <new>
#include <string_view>
#include <utility>

namespace primer {

namespace {

constexpr std::string_view jsonPrefix = "[json.exception."; // nlohmann's; then "type_error.302] "

/// Where LibTorch's messages go over into where they were thrown.
constexpr std::string_view stackBeginnings[] = {"\nException raised from ", "\nC++ CapturedTraceback:"};

} // namespace

std::string withoutExceptionNames(std::string words)
{
    for (std::size_t begin = words.find(jsonPrefix); begin != std::string::npos;
         begin = words.find(jsonPrefix, begin)) {
        std::size_t end = std::min(words.find(']', begin), words.size() - 1) + 1;
        while (end < words.size() && words[end] == ' ')
            ++end;
        words.erase(begin, end - begin);
    }
    return words;
}

Error errorOf(const std::exception &failure, std::string where)
{
    if (dynamic_cast<const std::bad_alloc *>(&failure))
        return Error{ErrorCode::LimitExceeded, "not enough memory", std::move(where)};
    std::string words = failure.what();
    if (words.starts_with(jsonPrefix)) {
        const std::size_t end = words.find("] ");
        return Error{ErrorCode::Corrupt,
                     "JSON of another shape than is expected: "
                         + (end == std::string::npos ? std::string() : words.substr(end + 2)),
                     std::move(where)};
    }
    for (const std::string_view beginning : stackBeginnings)
        words.resize(std::min(words.size(), words.find(beginning)));
    while (!words.empty() && words.back() == '\n')
        words.pop_back();
    return Error{ErrorCode::LimitExceeded, std::move(words), std::move(where)};
}

} // namespace primer
