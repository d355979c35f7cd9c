#include <gtest/gtest.h>

#include "core/importers/rules/language_detection.h"
#include "core/importers/rules/languages_text.h"
#include "core/importers/rules/licence_detection.h"
#include "core/importers/rules/licences_text.h"

using namespace primer;

TEST(RuleTables, LanguagesHaveExtensionsAndShareNone)
{
    const auto languages = parseLanguages(languagesTexts[0]);
    ASSERT_TRUE(languages.ok()) << languages.error().detail << ": " << languages.error().where;
    EXPECT_GE(languages->size(), 47u);
    for (const LanguageRule &language : *languages) {
        EXPECT_FALSE(language.extensions.empty()) << language.name;
        for (const std::string &extension : language.extensions) {
            EXPECT_EQ(detectLanguage("file." + extension, ""), language.name);
            EXPECT_TRUE(isSourceFile("file." + extension));
        }
        for (const std::string &name : language.fileNames)
            EXPECT_EQ(detectLanguage("folder/" + name, ""), language.name);
        for (const std::string &interpreter : language.interpreters) {
            EXPECT_EQ(detectLanguage("run", "#!/usr/bin/env " + interpreter + "\n"), language.name);
            EXPECT_EQ(detectLanguage("run", "#!/usr/bin/" + interpreter + "\n"), language.name);
        }
    }
}

TEST(RuleTables, TablesOfLanguagesThatCouldNotTellAreRefused)
{
    for (const char *table :
         {"[{\"name\": \"a\"}]", "[{\"name\": \"a\", \"extensions\": []}]",
          "[{\"name\": \"a\", \"extensions\": [\"x\"]}, {\"name\": \"b\", \"extensions\": [\"x\"]}]",
          "[{\"name\": \"a\", \"extensions\": [\"X\"]}]", "[{\"name\": \"A\", \"extensions\": [\"x\"]}]",
          "[{\"extensions\": [\"x\"]}]", "[1]", "nothing",
          "[{\"name\": \"a\", \"extensions\": [\"x\"], \"interpreters\": [\"i\"]},"
          " {\"name\": \"b\", \"extensions\": [\"y\"], \"interpreters\": [\"i\"]}]"})
        EXPECT_FALSE(parseLanguages(table).ok()) << table;
    EXPECT_TRUE(parseLanguages("[{\"name\": \"a\", \"extensions\": [\"x\"]}]").ok());
}

TEST(RuleTables, LicencesHaveIdsOfTheFormOfSpdxAndPhrasesThatCanBeFound)
{
    const auto rules = parseLicenceRules(licencesTexts[0]);
    ASSERT_TRUE(rules.ok()) << rules.error().detail << ": " << rules.error().where;
    EXPECT_GE(rules->texts.size(), 14u);
    EXPECT_GE(rules->names.size(), 22u);
    for (const LicenceText &text : rules->texts) {
        std::string written;
        for (const std::string &phrase : text.phrases)
            written += phrase + "\n";
        // A phrase of a more particular text may be in it: what is found is at least of the table.
        const std::string found = licenceOfText(written);
        EXPECT_EQ(found, text.id) << written;
    }
    for (const auto &[name, id] : rules->names)
        EXPECT_EQ(licenceOfPythonMetadata("License: " + name + "\n"), id) << name;
}

TEST(RuleTables, TablesOfLicencesThatAreWrongAreRefused)
{
    const auto table = [](const std::string &texts, const std::string &names) {
        return "{\"texts\": [" + texts + "], \"names\": {" + names + "}}";
    };
    EXPECT_TRUE(parseLicenceRules(table("{\"id\": \"MIT\", \"phrases\": [\"a b\"]}", "\"mit\": \"MIT\"")).ok());
    for (const std::string texts :
         {"{\"id\": \"MIT License\", \"phrases\": [\"a\"]}", "{\"id\": \"MIT\", \"phrases\": []}",
          "{\"id\": \"MIT\", \"phrases\": [\"A\"]}", "{\"id\": \"MIT\", \"phrases\": [\"a  b\"]}",
          "{\"id\": \"MIT\", \"phrases\": [\"\"]}", "{\"id\": \"\", \"phrases\": [\"a\"]}",
          "{\"id\": \"MIT\", \"phrases\": [\"a\"], \"orLater\": \"MIT+ !\"}"})
        EXPECT_FALSE(parseLicenceRules(table(texts, "")).ok()) << texts;
    for (const std::string names : {"\"MIT\": \"MIT\"", "\"mit\": \"M I T\"", "\"\": \"MIT\"", "\"mit\": 1"})
        EXPECT_FALSE(parseLicenceRules(table("", names)).ok()) << names;
    EXPECT_FALSE(parseLicenceRules("{}").ok());
}
