#include "core/importers/formats/row_value.h"

#include <cstdlib>
#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

#include "core/base/json_text.h"
#include "core/base/utf8.h"
#include "core/dataset/licence_expression.h"

namespace primer {

namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

std::optional<std::size_t> blobIndex(std::string_view text, const Blobs &blobs)
{
    if (blobs.empty() || text.size() < 2 || text.front() != '\0')
        return std::nullopt;
    std::size_t index = 0;
    const auto [end, fault] = std::from_chars(text.data() + 1, text.data() + text.size(), index);
    const bool isWhole = fault == std::errc() && end == text.data() + text.size();
    return isWhole && index < blobs.size() ? std::optional(index) : std::nullopt;
}

bool isUtf8(std::string_view bytes) { return simdjson::validate_utf8(bytes.data(), bytes.size()); }

void appendBase64(std::string &text, std::string_view bytes)
{
    static constexpr char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (std::size_t place = 0; place < bytes.size(); place += 3) {
        const std::size_t count = std::min<std::size_t>(3, bytes.size() - place);
        std::uint32_t bits = 0;
        for (std::size_t byte = 0; byte < 3; ++byte)
            bits = bits << 8 | (byte < count ? static_cast<unsigned char>(bytes[place + byte]) : 0);
        for (std::size_t digit = 0; digit < 4; ++digit)
            text.push_back(digit <= count ? digits[bits >> (18 - 6 * digit) & 63] : '=');
    }
}

void appendText(std::string &json, std::string_view bytes)
{
    if (isUtf8(bytes)) {
        appendJsonString(json, bytes);
        return;
    }
    json += "{\"$base64\":\"";
    appendBase64(json, bytes);
    json += "\"}";
}

void appendValue(std::string &json, const element &value, const Blobs &blobs)
{
    if (const auto text = stringOf(value, blobs)) {
        appendText(json, *text);
        return;
    }
    object fields;
    array list;
    const std::size_t begin = json.size() + 1;
    if (!blobs.empty() && value.get_object().get(fields) == simdjson::SUCCESS) {
        json.push_back('{');
        for (const auto &[key, inner] : fields) {
            if (json.size() > begin)
                json.push_back(',');
            appendJsonString(json, key);
            json.push_back(':');
            appendValue(json, inner, blobs);
        }
        json.push_back('}');
    } else if (!blobs.empty() && value.get_array().get(list) == simdjson::SUCCESS) {
        json.push_back('[');
        for (const element inner : list) {
            if (json.size() > begin)
                json.push_back(',');
            appendValue(json, inner, blobs);
        }
        json.push_back(']');
    } else {
        json += simdjson::minify(value);
    }
}

/// The one field of an object that has no other.
std::optional<element> onlyField(const object &fields, std::initializer_list<std::string_view> names)
{
    std::optional<element> found;
    for (const auto &[key, value] : fields) {
        if (found || std::find(names.begin(), names.end(), key) == names.end())
            return std::nullopt;
        found = value;
    }
    return found;
}

} // namespace

std::optional<std::string_view> stringOf(const element &value, const Blobs &blobs)
{
    std::string_view text;
    if (value.get_string().get(text) != simdjson::SUCCESS)
        return std::nullopt;
    const auto index = blobIndex(text, blobs);
    return index ? std::string_view(blobs[*index]) : text;
}

std::string takeString(const element &value, Blobs &blobs)
{
    const std::string_view text = value.get_string().value();
    const auto index = blobIndex(text, blobs);
    return index ? std::move(blobs[*index]) : std::string(text);
}

std::optional<double> numberOf(const element &value, const Blobs &blobs)
{
    double number = 0;
    if (value.get_double().get(number) == simdjson::SUCCESS)
        return std::isfinite(number) ? std::optional(number) : std::nullopt;
    if (const auto text = stringOf(value, blobs); text && !text->empty() && text->size() < 40) {
        const std::string copy(*text);
        char *end = nullptr;
        number = std::strtod(copy.c_str(), &end);
        if (end == copy.c_str() + copy.size() && std::isfinite(number))
            return number;
    }
    return std::nullopt;
}

std::optional<std::int64_t> integerOf(const element &value, const Blobs &blobs)
{
    std::int64_t integer = 0;
    if (value.get_int64().get(integer) == simdjson::SUCCESS)
        return integer;
    if (const auto number = numberOf(value, blobs); number && std::abs(*number) < 9e15)
        return std::int64_t(*number);
    return std::nullopt;
}

std::string licenceOfValue(const element &value, const Blobs &blobs)
{
    element inner = value;
    object fields;
    if (value.get_object().get(fields) == simdjson::SUCCESS) {
        const auto list = onlyField(fields, {"list"});
        if (!list || !list->is_array())
            return {};
        inner = *list;
    }
    std::vector<std::string> names;
    array list;
    if (inner.get_array().get(list) == simdjson::SUCCESS) {
        for (const element member : list) {
            std::optional<element> named = member;
            if (member.get_object().get(fields) == simdjson::SUCCESS)
                named = onlyField(fields, {"item", "element"});
            const auto text = named ? stringOf(*named, blobs) : std::nullopt;
            if (!text || !isUtf8(*text))
                return {};
            names.emplace_back(*text);
        }
    } else if (const auto text = stringOf(inner, blobs); text && isUtf8(*text)) {
        names.emplace_back(*text);
    }
    return allLicences(std::move(names));
}

std::string columnsWithout(const object &row, const std::vector<std::string_view> &without, const Blobs &blobs)
{
    std::string json;
    for (const auto &[key, value] : row) {
        if (std::find(without.begin(), without.end(), key) != without.end())
            continue;
        json += json.empty() ? "{" : ",";
        appendJsonString(json, key);
        json += ":";
        appendValue(json, value, blobs);
    }
    return json.empty() ? json : json + "}";
}

} // namespace primer
