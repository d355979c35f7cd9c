// Owns: which licences may leave the workspace. Not here: telling a file's licence (core/importers).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace primer {

class LicencePolicy
{
public:
    /// SPDX ids, case ignored; "unknown" allows samples whose licence could not be told.
    explicit LicencePolicy(std::vector<std::string> allowed);
    /// Permissive licences and the Creative Commons ones of StackExchange.
    static std::vector<std::string> permissiveIds();

    /// "A AND B" needs both, "A OR B" one of them; "X WITH exception" is allowed where X is. What cannot be read as an
    /// expression is not allowed, unless it is listed word for word.
    bool allows(std::string_view expression) const;
    const std::vector<std::string> &allowed() const { return m_allowed; }

private:
    bool isListed(std::string_view lowerCase) const;
    std::vector<std::string> m_allowed;
    std::vector<std::string> m_lowerCase; ///< sorted
};

} // namespace primer
