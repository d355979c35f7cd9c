#include "core/importers/licence_detection.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

namespace primer {

namespace {

using Phrases = std::array<std::string_view, 2>;

/// Distinctive words of licence texts in lower case with single spaces; both must be there. Order matters: the more
/// particular text stands first.
constexpr std::array<std::pair<Phrases, std::string_view>, 14> texts{{
    {{"python software foundation license", "version 2"}, "PSF-2.0"},
    {{"gnu affero general public license", "version 3"}, "AGPL-3.0-only"},
    {{"gnu lesser general public license", "version 3"}, "LGPL-3.0-only"},
    {{"gnu lesser general public license", "version 2.1"}, "LGPL-2.1-only"},
    {{"gnu general public license", "version 3"}, "GPL-3.0-only"},
    {{"gnu general public license", "version 2"}, "GPL-2.0-only"},
    {{"apache license", "version 2.0"}, "Apache-2.0"},
    {{"licensed under the apache license", ""}, "Apache-2.0"},
    {{"mozilla public license", "2.0"}, "MPL-2.0"},
    {{"redistribution and use in source and binary forms", "neither the name"}, "BSD-3-Clause"},
    {{"redistribution and use in source and binary forms", ""}, "BSD-2-Clause"},
    {{"permission is hereby granted, free of charge", "the software is provided \"as is\""}, "MIT"},
    {{"permission to use, copy, modify, and/or distribute this software", ""}, "ISC"},
    {{"this is free and unencumbered software released into the public domain", ""}, "Unlicense"},
}};

constexpr std::array<std::pair<std::string_view, std::string_view>, 22> names{{
    {"mit license", "MIT"},
    {"mit", "MIT"},
    {"the mit license", "MIT"},
    {"apache software license", "Apache-2.0"},
    {"apache 2.0", "Apache-2.0"},
    {"apache license 2.0", "Apache-2.0"},
    {"apache-2.0", "Apache-2.0"},
    {"apache license, version 2.0", "Apache-2.0"},
    {"bsd-3-clause", "BSD-3-Clause"},
    {"bsd-2-clause", "BSD-2-Clause"},
    {"bsd 3-clause", "BSD-3-Clause"},
    {"new bsd license", "BSD-3-Clause"},
    {"psf", "PSF-2.0"},
    {"python software foundation license", "PSF-2.0"},
    {"psf-2.0", "PSF-2.0"},
    {"isc license (iscl)", "ISC"},
    {"isc", "ISC"},
    {"mozilla public license 2.0 (mpl 2.0)", "MPL-2.0"},
    {"mpl-2.0", "MPL-2.0"},
    {"mpl 2.0", "MPL-2.0"},
    {"the unlicense (unlicense)", "Unlicense"},
    {"zlib", "Zlib"},
}};

std::string lowerSingleSpaced(std::string_view text)
{
    std::string lower;
    for (const char character : text) {
        const bool isFiller = std::isspace(static_cast<unsigned char>(character)) || character == '#'
                              || character == '*';
        if (!isFiller)
            lower.push_back(char(std::tolower(static_cast<unsigned char>(character))));
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
    for (const auto &[known, id] : names) {
        if (known == lower)
            return std::string(id);
    }
    return {};
}

/// `nameWithin`: where a GNU licence's name must stand to be meant rather than mentioned.
std::string matchTexts(const std::string &lower, std::size_t nameWithin)
{
    for (const auto &[phrases, id] : texts) {
        const std::size_t at = lower.find(phrases[0]);
        const bool isGnu = phrases[0].starts_with("gnu ");
        if (at == std::string::npos || (isGnu && at > nameWithin)
            || (!phrases[1].empty() && lower.find(phrases[1]) == std::string::npos))
            continue;
        std::string name(id);
        if (isGnu && nameWithin == std::string::npos && lower.find("any later version") != std::string::npos)
            name.replace(name.rfind("-only"), 5, "-or-later");
        return name;
    }
    return {};
}

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && (std::isspace(static_cast<unsigned char>(text.front())) || text.front() == '*'))
        text.remove_prefix(1);
    while (!text.empty()
           && (std::isspace(static_cast<unsigned char>(text.back())) || text.back() == '/' || text.back() == '*'
               || text.back() == '>' || text.back() == '-'))
        text.remove_suffix(1);
    return text;
}

/// An SPDX expression by its characters and length; "" when it cannot be one.
std::string asExpression(std::string_view text)
{
    const bool isPlausible = text.size() < 80 && std::all_of(text.begin(), text.end(), [](unsigned char character) {
                                 return std::isalnum(character)
                                        || std::string_view("-.+() ").find(char(character)) != std::string_view::npos;
                             });
    return isPlausible ? std::string(text) : std::string();
}

} // namespace

std::string licenceOfText(std::string_view text)
{
    // A licence's text opens with its own name; further down it may name others (PSF's speaks of the GPL).
    constexpr std::size_t opening = 400;
    return matchTexts(lowerSingleSpaced(text.substr(0, 16384)), opening);
}

std::string licenceOfHeader(std::string_view content)
{
    const std::string_view head = content.substr(0, 4096);
    constexpr std::string_view tag = "SPDX-License-Identifier:";
    if (const std::size_t at = head.find(tag); at != std::string_view::npos) {
        const std::string_view rest = head.substr(at + tag.size());
        if (const std::string id = asExpression(trimmed(rest.substr(0, rest.find('\n')))); !id.empty())
            return id;
    }
    // Cheap test first: most files say nothing.
    if (head.find("icense") == std::string_view::npos && head.find("Permission") == std::string_view::npos
        && head.find("Redistribution") == std::string_view::npos && head.find("LICENSE") == std::string_view::npos)
        return {};
    return matchTexts(lowerSingleSpaced(head), std::string::npos);
}

std::string licenceOfPythonMetadata(std::string_view metadata)
{
    std::string fromClassifier, fromField;
    while (!metadata.empty()) {
        const std::size_t newline = std::min(metadata.find('\n'), metadata.size() - 1);
        const std::string_view line = metadata.substr(0, newline);
        metadata.remove_prefix(newline + 1);
        if (line.empty() || line == "\r")
            break; // the description begins
        constexpr std::string_view expression = "License-Expression:", classifier = "Classifier: License ::",
                                   field = "License:";
        if (line.starts_with(expression))
            return asExpression(trimmed(line.substr(expression.size())));
        if (line.starts_with(classifier) && fromClassifier.empty()) {
            const std::size_t last = line.rfind("::");
            fromClassifier = byName(trimmed(line.substr(last + 2)));
        } else if (line.starts_with(field) && fromField.empty()) {
            fromField = byName(trimmed(line.substr(field.size())));
        }
    }
    return fromField.empty() ? fromClassifier : fromField;
}

} // namespace primer
