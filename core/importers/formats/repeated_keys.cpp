#include "core/importers/formats/repeated_keys.h"

#include <algorithm>
#include <array>
#include <bitset>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/base/json_text.h"

namespace primer {

namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

/// Every row is asked: rows of some columns are answered without memory of their own, mostly by one bit for each key.
bool namesTwice(const object &fields)
{
    constexpr std::size_t fewKeys = 64, bits = 1024;
    std::array<std::string_view, fewKeys> keys;
    std::bitset<bits> seen;
    std::size_t count = 0;
    for (const auto &[key, value] : fields) {
        if (count == fewKeys)
            break;
        std::size_t hash = key.size();
        for (const char letter : key)
            hash = hash * 31 + static_cast<unsigned char>(letter);
        const bool mayBeKnown = seen.test(hash % bits);
        if (mayBeKnown && std::find(keys.begin(), keys.begin() + count, key) != keys.begin() + count)
            return true;
        seen.set(hash % bits);
        keys[count++] = key;
    }
    if (count < fewKeys)
        return false;
    std::vector<std::string_view> all;
    for (const auto &[key, value] : fields)
        all.push_back(key);
    std::sort(all.begin(), all.end());
    return std::adjacent_find(all.begin(), all.end()) != all.end();
}

class Writer
{
public:
    explicit Writer(const std::function<bool(std::string_view)> &isLicence) : m_isLicence(isLicence) {}

    void write(const element &value, bool isInLicence)
    {
        object fields;
        array list;
        if (value.get_object().get(fields) == simdjson::SUCCESS) {
            writeObject(fields, isInLicence);
        } else if (value.get_array().get(list) == simdjson::SUCCESS) {
            m_last.json.push_back('[');
            bool isFirst = true;
            for (const element member : list) {
                if (!std::exchange(isFirst, false))
                    m_last.json.push_back(',');
                write(member, isInLicence);
            }
            m_last.json.push_back(']');
        } else {
            m_last.json += simdjson::minify(value);
        }
    }
    LastValues take() { return std::move(m_last); }

private:
    void writeObject(const object &fields, bool isInLicence)
    {
        std::unordered_map<std::string_view, element> last;
        for (const auto &[key, value] : fields)
            last.insert_or_assign(key, value);
        m_last.json.push_back('{');
        std::size_t written = 0;
        std::unordered_map<std::string_view, bool> known;
        for (const auto &[key, value] : fields) {
            const bool isLicence = isInLicence || m_isLicence(key);
            const element &lastValue = last.at(key);
            m_last.differsInLicence = m_last.differsInLicence
                                      || (isLicence && simdjson::minify(value) != simdjson::minify(lastValue));
            if (std::exchange(known[key], true))
                continue;
            if (written++)
                m_last.json.push_back(',');
            appendJsonString(m_last.json, key);
            m_last.json.push_back(':');
            write(lastValue, isLicence);
        }
        m_last.json.push_back('}');
    }

    const std::function<bool(std::string_view)> &m_isLicence;
    LastValues m_last;
};

} // namespace

bool hasRepeatedKeys(const element &value)
{
    object fields;
    array list;
    if (value.get_object().get(fields) == simdjson::SUCCESS) {
        if (namesTwice(fields))
            return true;
        for (const auto &[key, inner] : fields) {
            if ((inner.is_object() || inner.is_array()) && hasRepeatedKeys(inner))
                return true;
        }
    } else if (value.get_array().get(list) == simdjson::SUCCESS) {
        for (const element member : list) {
            if ((member.is_object() || member.is_array()) && hasRepeatedKeys(member))
                return true;
        }
    }
    return false;
}

LastValues lastValuesOf(const element &value, const std::function<bool(std::string_view)> &isLicence)
{
    Writer writer(isLicence);
    writer.write(value, false);
    return writer.take();
}

} // namespace primer
