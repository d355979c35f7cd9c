#include "core/exporters/licence_policy.h"

#include <algorithm>
#include <cctype>
#include <utility>

namespace primer {

namespace {

std::string lowered(std::string_view text)
{
    std::string lower;
    for (const char character : text) {
        if (character != '(' && character != ')')
            lower.push_back(char(std::tolower(static_cast<unsigned char>(character))));
    }
    const std::size_t begin = lower.find_first_not_of(' ');
    const std::size_t end = lower.find_last_not_of(' ');
    return begin == std::string::npos ? std::string() : lower.substr(begin, end - begin + 1);
}

std::vector<std::string_view> splitAt(std::string_view text, std::string_view separator)
{
    std::vector<std::string_view> parts;
    for (;;) {
        const std::size_t at = text.find(separator);
        parts.push_back(text.substr(0, at));
        if (at == std::string_view::npos)
            return parts;
        text.remove_prefix(at + separator.size());
    }
}

} // namespace

LicencePolicy::LicencePolicy(std::vector<std::string> allowed) : m_allowed(std::move(allowed))
{
    std::sort(m_allowed.begin(), m_allowed.end());
    m_allowed.erase(std::unique(m_allowed.begin(), m_allowed.end()), m_allowed.end());
}

std::vector<std::string> LicencePolicy::permissiveIds()
{
    return {"0BSD",         "Apache-2.0",   "BSD-2-Clause", "BSD-3-Clause", "BSL-1.0", "CC-BY-4.0",
            "CC-BY-SA-2.5", "CC-BY-SA-3.0", "CC-BY-SA-4.0", "CC0-1.0",      "ISC",     "MIT",
            "MIT-0",        "PSF-2.0",      "Python-2.0",   "Unlicense",    "Zlib"};
}

bool LicencePolicy::allows(std::string_view expression) const
{
    const std::string whole = lowered(expression);
    const auto isListed = [this](std::string_view id) {
        return std::any_of(m_allowed.begin(), m_allowed.end(),
                           [id](const std::string &known) { return lowered(known) == id; });
    };
    if (whole.empty())
        return isListed("unknown");
    for (const std::string_view part : splitAt(whole, " and ")) {
        const auto choices = splitAt(part, " or ");
        const bool any = std::any_of(choices.begin(), choices.end(), [&](std::string_view choice) {
            return isListed(lowered(splitAt(choice, " with ").front()));
        });
        if (!any)
            return false;
    }
    return true;
}

} // namespace primer
