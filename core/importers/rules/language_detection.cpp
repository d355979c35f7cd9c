#include "core/importers/rules/language_detection.h"

#include <algorithm>
#include <cctype>
#include <unordered_map>

#include <nlohmann/json.hpp>

#include "core/base/ascii.h"
#include "core/importers/rules/languages_text.h"

namespace primer {

namespace {

using nlohmann::json;

/// From a word to its language's name; the words live in the table.
using Index = std::unordered_map<std::string_view, std::string_view>;

struct Indexes {
    Index extensions;
    Index fileNames;
    Index interpreters;

    explicit Indexes(const std::vector<LanguageRule> &languages)
    {
        for (const LanguageRule &language : languages) {
            for (const std::string &extension : language.extensions)
                extensions.emplace(extension, language.name);
            for (const std::string &name : language.fileNames)
                fileNames.emplace(name, language.name);
            for (const std::string &interpreter : language.interpreters)
                interpreters.emplace(interpreter, language.name);
        }
    }
};

const Indexes &indexes()
{
    static const Indexes built(knownLanguages());
    return built;
}

std::string_view find(const Index &index, std::string_view word)
{
    const auto found = index.find(word);
    return found == index.end() ? std::string_view() : found->second;
}

std::string_view baseName(std::string_view path) { return path.substr(path.rfind('/') + 1); }

std::string_view byName(std::string_view path)
{
    const std::string_view name = baseName(path);
    if (const std::string_view language = find(indexes().fileNames, name); !language.empty())
        return language;
    const std::size_t dot = name.rfind('.');
    if (dot == std::string_view::npos || dot == 0)
        return {};
    return find(indexes().extensions, normalisedLanguage(name.substr(dot + 1)));
}

std::string_view nextWord(std::string_view &line)
{
    constexpr std::string_view blanks = " \t\r";
    line.remove_prefix(std::min(line.find_first_not_of(blanks), line.size()));
    const std::string_view word = line.substr(0, line.find_first_of(blanks));
    line.remove_prefix(word.size());
    return word;
}

/// "#!/usr/bin/env -S python3.11 -u" runs python.
std::string_view byFirstLine(std::string_view content)
{
    if (!content.starts_with("#!"))
        return {};
    constexpr std::size_t longestLine = 512;
    std::string_view line = content.substr(2, std::min(content.find('\n'), longestLine) - 2);
    std::string_view program = baseName(nextWord(line));
    if (program == "env") {
        do
            program = nextWord(line); // options and assignments stand before the program
        while (program.starts_with('-') || program.find('=') != std::string_view::npos);
        program = baseName(program);
    }
    if (const std::string_view language = find(indexes().interpreters, program); !language.empty())
        return language;
    while (!program.empty() && (std::isdigit(static_cast<unsigned char>(program.back())) || program.back() == '.'))
        program.remove_suffix(1);
    return find(indexes().interpreters, program);
}

std::vector<std::string> wordsOf(const json &entry, const char *key)
{
    return entry.contains(key) ? entry.at(key).get<std::vector<std::string>>() : std::vector<std::string>();
}

} // namespace

Result<std::vector<LanguageRule>> parseLanguages(std::string_view text)
{
    std::vector<LanguageRule> languages;
    try {
        for (const json &entry : json::parse(text))
            languages.push_back({entry.at("name").get<std::string>(), wordsOf(entry, "extensions"),
                                 wordsOf(entry, "fileNames"), wordsOf(entry, "interpreters")});
    } catch (const json::exception &failure) {
        return Error{ErrorCode::InvalidInput, failure.what(), "languages"};
    }
    Index owners[3];
    for (const LanguageRule &language : languages) {
        if (language.name.empty() || language.extensions.empty())
            return Error{ErrorCode::InvalidInput, "a language without a name or an extension", language.name};
        if (language.name != normalisedLanguage(language.name))
            return Error{ErrorCode::InvalidInput, "a name that is not lower case", language.name};
        const std::vector<std::string> *lists[] = {&language.extensions, &language.fileNames, &language.interpreters};
        for (std::size_t kind = 0; kind < std::size(owners); ++kind) {
            for (const std::string &word : *lists[kind]) {
                if (word.empty() || (kind == 0 && word != normalisedLanguage(word)))
                    return Error{ErrorCode::InvalidInput, "an extension that is empty or not lower case",
                                 language.name};
                if (const auto [owner, isNew] = owners[kind].emplace(word, language.name); !isNew)
                    return Error{ErrorCode::InvalidInput, word + " is said of " + std::string(owner->second) + " too",
                                 language.name};
            }
        }
    }
    return languages;
}

const std::vector<LanguageRule> &knownLanguages()
{
    static const std::vector<LanguageRule> known = parseLanguages(languagesTexts[0]).value();
    return known;
}

std::string normalisedLanguage(std::string_view name) { return lowered(name); }

std::string detectLanguage(std::string_view path, std::string_view content)
{
    const std::string_view language = byName(path);
    return std::string(language.empty() ? byFirstLine(content) : language);
}

bool isSourceFile(std::string_view path) { return !byName(path).empty(); }

} // namespace primer
