#include "core/exporters/licence_policy.h"

#include <algorithm>
#include <cctype>
#include <utility>

#include "core/base/ascii.h"
#include "core/dataset/licence_expression.h"

namespace primer {

LicencePolicy::LicencePolicy(std::vector<std::string> allowed) : m_allowed(std::move(allowed))
{
    std::sort(m_allowed.begin(), m_allowed.end());
    m_allowed.erase(std::unique(m_allowed.begin(), m_allowed.end()), m_allowed.end());
    for (const std::string &id : m_allowed)
        m_lowerCase.push_back(lowered(id));
    std::sort(m_lowerCase.begin(), m_lowerCase.end());
}

std::vector<std::string> LicencePolicy::permissiveIds()
{
    return {"0BSD",         "Apache-2.0",   "BSD-2-Clause", "BSD-3-Clause", "BSL-1.0", "CC-BY-4.0",
            "CC-BY-SA-2.5", "CC-BY-SA-3.0", "CC-BY-SA-4.0", "CC0-1.0",      "ISC",     "MIT",
            "MIT-0",        "PSF-2.0",      "Python-2.0",   "Unlicense",    "Zlib"};
}

bool LicencePolicy::allows(std::string_view expression) const
{
    const bool isUnknown = std::all_of(expression.begin(), expression.end(),
                                       [](unsigned char character) { return std::isspace(character) != 0; });
    if (isUnknown)
        return isListed("unknown");
    return isListed(lowered(expression))
           || meetsLicenceExpression(expression, [this](std::string_view operand) { return isListed(operand); });
}

bool LicencePolicy::isListed(std::string_view lowerCase) const
{
    return std::binary_search(m_lowerCase.begin(), m_lowerCase.end(), lowerCase);
}

} // namespace primer
