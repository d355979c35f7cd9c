// Owns: reading files whose keys had other names in earlier versions.
#pragma once

#include <initializer_list>
#include <utility>

namespace primer {

/// Gives values under an old key to the new one, unless that has a value already. `json` is an object of any
/// nlohmann::basic_json.
template<typename Json>
void renameOldKeys(Json &json, std::initializer_list<std::pair<const char *, const char *>> oldAndNew)
{
    for (const auto &[old, now] : oldAndNew) {
        const auto found = json.find(old);
        if (found == json.end())
            continue;
        if (!json.contains(now))
            json[now] = *found;
        json.erase(old);
    }
}

} // namespace primer
