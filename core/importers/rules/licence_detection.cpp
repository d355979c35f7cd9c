#include "core/importers/rules/licence_detection.h"

#include <algorithm>
#include <cctype>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/base/ascii.h"
#include "core/dataset/licence_expression.h"
#include "core/importers/rules/licences_text.h"

namespace primer {

namespace {

using nlohmann::json;

const LicenceRules &rules()
{
    static const LicenceRules known = parseLicenceRules(licencesTexts[0]).value();
    return known;
}

std::string lowerSingleSpaced(std::string_view text)
{
    std::string lower;
    for (const char character : text) {
        const bool isFiller = std::isspace(static_cast<unsigned char>(character)) || character == '#'
                              || character == '*';
        if (!isFiller)
            lower.push_back(lowered(character));
        else if (!lower.empty() && lower.back() != ' ')
            lower.push_back(' ');
    }
    return lower;
}

std::string byName(std::string_view name)
{
    std::string lower = lowerSingleSpaced(name);
    while (!lower.empty() && lower.back() == ' ')
        lower.pop_back();
    const auto found = rules().names.find(lower);
    return found == rules().names.end() ? std::string() : found->second;
}

/// `nameWithin`: where the name of a licence that opens its text must stand to be meant rather than mentioned.
std::string matchTexts(const std::string &lower, std::size_t nameWithin)
{
    for (const LicenceText &text : rules().texts) {
        const std::size_t at = lower.find(text.phrases.front());
        if (at == std::string::npos || (text.opensItsText && at > nameWithin))
            continue;
        if (!std::all_of(text.phrases.begin() + 1, text.phrases.end(),
                         [&lower](const std::string &phrase) { return lower.find(phrase) != std::string::npos; }))
            continue;
        const bool isOrLater = !text.orLater.empty() && nameWithin == std::string::npos
                               && lower.find("any later version") != std::string::npos;
        return isOrLater ? text.orLater : text.id;
    }
    return {};
}

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && (std::isspace(static_cast<unsigned char>(text.front())) || text.front() == '*'))
        text.remove_prefix(1);
    while (!text.empty()
           && (std::isspace(static_cast<unsigned char>(text.back())) || text.back() == '/' || text.back() == '*'
               || text.back() == '>' || text.back() == '-' || text.back() == '"' || text.back() == '\''))
        text.remove_suffix(1);
    return text;
}

/// "" when it is no expression, or too long to be meant as one.
std::string asExpression(std::string_view text)
{
    constexpr std::size_t maxBytes = 200;
    return text.size() < maxBytes && isLicenceExpression(text) ? std::string(text) : std::string();
}

/// The form of an id of the SPDX list: letters, digits, "-" and ".".
bool isSpdxId(std::string_view id)
{
    return !id.empty() && id.front() != '-' && id.back() != '-'
           && std::all_of(id.begin(), id.end(), [](unsigned char character) {
                  return std::isalnum(character) || character == '-' || character == '.';
              });
}

Error badRule(std::string detail, std::string where)
{
    return Error{ErrorCode::InvalidInput, std::move(detail), std::move(where)};
}

} // namespace

Result<LicenceRules> parseLicenceRules(std::string_view text)
{
    LicenceRules parsed;
    try {
        const json whole = json::parse(text);
        for (const json &entry : whole.at("texts"))
            parsed.texts.push_back({entry.at("id").get<std::string>(),
                                    entry.at("phrases").get<std::vector<std::string>>(), entry.value("orLater", ""),
                                    entry.value("opensItsText", false)});
        parsed.names = whole.at("names").get<std::unordered_map<std::string, std::string>>();
        parsed.families = whole.value("families", std::unordered_map<std::string, std::string>());
    } catch (const json::exception &failure) {
        return badRule(failure.what(), "licences");
    }
    for (const LicenceText &rule : parsed.texts) {
        if (!isSpdxId(rule.id) || (!rule.orLater.empty() && !isSpdxId(rule.orLater)))
            return badRule("not an SPDX id", rule.id);
        if (rule.phrases.empty())
            return badRule("a text without phrases", rule.id);
        for (const std::string &phrase : rule.phrases) {
            if (phrase.empty() || phrase != lowerSingleSpaced(phrase))
                return badRule("a phrase that is not lower case with single spaces: " + phrase, rule.id);
        }
    }
    for (const auto &[name, id] : parsed.names) {
        if (!isSpdxId(id))
            return badRule("not an SPDX id", id);
        if (name.empty() || name != lowerSingleSpaced(name))
            return badRule("a name that is not lower case with single spaces: " + name, id);
    }
    return parsed;
}

std::string licenceOfText(std::string_view text)
{
    // A licence's text opens with its own name; further down it may name others (PSF's speaks of the GPL).
    constexpr std::size_t opening = 400;
    return matchTexts(lowerSingleSpaced(text.substr(0, 16384)), opening);
}

std::optional<std::string> licenceOfHeader(std::string_view content)
{
    const std::string_view head = content.substr(0, 4096);
    constexpr std::string_view tag = "SPDX-License-Identifier:";
    std::vector<std::string> tagged;
    for (std::size_t at = head.find(tag); at != std::string_view::npos; at = head.find(tag, at + tag.size())) {
        const std::string_view rest = head.substr(at + tag.size());
        tagged.push_back(asExpression(trimmed(rest.substr(0, rest.find_first_of("\r\n")))));
    }
    if (!tagged.empty())
        return allLicences(std::move(tagged));
    // Cheap test first: most files say nothing.
    if (head.find("icense") == std::string_view::npos && head.find("Permission") == std::string_view::npos
        && head.find("Redistribution") == std::string_view::npos && head.find("LICENSE") == std::string_view::npos)
        return std::nullopt;
    std::string id = matchTexts(lowerSingleSpaced(head), std::string::npos);
    return id.empty() ? std::nullopt : std::optional(std::move(id)); // to speak of licences is not to name one
}

namespace {

struct NamedLicences {
    std::vector<std::string> expressions, fields, classifiers; ///< as they are written, in lower case
};

NamedLicences licencesNamedIn(std::string_view metadata)
{
    constexpr std::string_view expression = "license-expression:", classifier = "classifier: license ::",
                               field = "license:";
    NamedLicences named;
    while (!metadata.empty()) {
        const std::size_t newline = std::min(metadata.find('\n'), metadata.size() - 1);
        const std::string_view line = metadata.substr(0, newline + (metadata[newline] != '\n'));
        metadata.remove_prefix(newline + 1);
        if (line.empty() || line == "\r")
            break; // the description begins
        const std::string lower = lowered(line.substr(0, 200));
        if (lower.starts_with(expression))
            named.expressions.emplace_back(trimmed(line.substr(expression.size())));
        else if (lower.starts_with(classifier))
            named.classifiers.emplace_back(trimmed(line.substr(line.rfind("::") + 2)));
        else if (lower.starts_with(field))
            named.fields.emplace_back(trimmed(line.substr(field.size())));
    }
    return named;
}

/// Whether a name that covers several licences says no more than an id that is told elsewhere.
bool isFamilyOf(std::string_view name, const std::vector<std::string> &ids)
{
    const auto family = rules().families.find(lowerSingleSpaced(name));
    return family != rules().families.end() && std::any_of(ids.begin(), ids.end(), [&](const std::string &id) {
               return id.starts_with(family->second);
           });
}

} // namespace

std::optional<std::string> licenceOfPythonMetadata(std::string_view metadata)
{
    NamedLicences named = licencesNamedIn(metadata);
    if (!named.expressions.empty()) {
        for (std::string &expression : named.expressions)
            expression = asExpression(expression);
        return allLicences(std::move(named.expressions));
    }
    std::vector<std::string> names = std::move(named.fields), ids, unread;
    names.insert(names.end(), named.classifiers.begin(), named.classifiers.end());
    for (const std::string &name : names) {
        const std::string lower = lowerSingleSpaced(name);
        if (lower.empty() || lower == "unknown" || lower == "osi approved")
            continue; // names none
        std::string id = byName(name);
        if (id.empty())
            unread.push_back(name);
        else
            ids.push_back(std::move(id));
    }
    if (ids.empty() && unread.empty())
        return std::nullopt;
    const bool isRead = std::all_of(unread.begin(), unread.end(),
                                    [&](const std::string &name) { return isFamilyOf(name, ids); });
    return isRead ? allLicences(std::move(ids)) : std::string();
}

} // namespace primer
