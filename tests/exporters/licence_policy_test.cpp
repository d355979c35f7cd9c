#include <gtest/gtest.h>

#include "core/dataset/licence_expression.h"
#include "core/exporters/licence_policy.h"

using namespace primer;

TEST(LicencePolicy, EveryPartOfAnExpressionMustLetItLeave)
{
    const LicencePolicy policy({"MIT", "Apache-2.0", "CC-BY-SA-4.0"});
    const struct {
        const char *expression;
        bool allowed;
    } cases[] = {
        {"MIT", true},
        {"mit", true},
        {" MIT ", true},
        {"(MIT)", true},
        {"GPL-3.0-only", false},
        {"MITX", false},
        {"MI", false},
        {"MIT AND Apache-2.0", true},
        {"MIT AND GPL-3.0-only", false},
        {"GPL-3.0-only AND MIT", false},
        {"MIT OR GPL-3.0-only", true},
        {"GPL-2.0-only OR GPL-3.0-only", false},
        {"(MIT OR GPL-3.0-only) AND Apache-2.0", true},
        {"(MIT OR GPL-3.0-only) AND GPL-2.0-only", false},
        {"Apache-2.0 WITH LLVM-exception", true},
        {"GPL-3.0-only WITH Classpath-exception-2.0", false},
        {"", false},
        {"unknown", false},
        {"NOASSERTION", false},
        {"()", false},
        {"MIT OR (Apache-2.0 AND GPL-3.0-only)", true},
        {"(GPL-3.0-only AND MIT) OR Apache-2.0", true},
        {"GPL-3.0-only AND (MIT OR Apache-2.0)", false},
        {"mit or gpl-3.0-only", true},
        // The order of binding is not said: both must let it leave.
        {"GPL-3.0-only AND Apache-2.0 OR MIT", false},
        {"MIT OR Apache-2.0 AND GPL-3.0-only", false},
        {"MIT AND Apache-2.0 OR GPL-3.0-only", true},
        // What is no expression allows nothing.
        {"GPL-3.0-only, MIT OR Apache-2.0", false},
        {"MIT OR", false},
        {"OR MIT", false},
        {"MIT MIT", false},
        {"(MIT", false},
        {"MIT)", false},
        {"MIT OR ()", false},
        {"(GPL-3.0-only) OR (MIT) AND (MIT", false},
        {"MIT / GPL-3.0-only OR MIT", false},
        {"MIT Or GPL-3.0-only", false},
        {"MIT WITH Commons-Clause", false},
        {"MIT WITH", false},
        {"MIT WITH LLVM-exception GPL-3.0-only", false},
        {"[\"MIT\", \"GPL-3.0-only\"]", false},
        {"MIT\nOR\nGPL-3.0-only", true},
        {"MIT\xff", false},
    };
    for (const auto &expected : cases)
        EXPECT_EQ(policy.allows(expected.expression), expected.allowed) << expected.expression;
}

TEST(LicencePolicy, TheUnknownLeavesByItsNameAlone)
{
    EXPECT_FALSE(LicencePolicy(LicencePolicy::permissiveIds()).allows(""));
    EXPECT_TRUE(LicencePolicy({"unknown"}).allows(""));
    EXPECT_FALSE(LicencePolicy({"unknown"}).allows("MIT"));
    EXPECT_FALSE(LicencePolicy({}).allows(""));
    EXPECT_FALSE(LicencePolicy({}).allows("MIT"));
}

TEST(LicencePolicy, AManyTimesNestedExpressionIsNone)
{
    const LicencePolicy policy({"MIT"});
    const auto nested = [](std::size_t depth) { return std::string(depth, '(') + "MIT" + std::string(depth, ')'); };
    EXPECT_TRUE(policy.allows(nested(20)));
    EXPECT_FALSE(policy.allows(nested(1'000'000)));
}

TEST(LicencePolicy, AnUpstreamNameIsAllowedWordForWord)
{
    EXPECT_TRUE(LicencePolicy({"BSD 3-Clause"}).allows("bsd 3-clause"));
    EXPECT_TRUE(LicencePolicy({"BSD 3-Clause", "MIT"}).allows("BSD 3-Clause AND MIT"));
    EXPECT_FALSE(LicencePolicy({"BSD 3-Clause"}).allows("BSD 3-Clause Clear"));
}

TEST(LicenceExpression, SeveralLicencesHoldTogetherOrAreUnknown)
{
    const struct {
        std::vector<std::string> names;
        const char *joined;
    } cases[] = {
        {{}, ""},
        {{"MIT"}, "MIT"},
        {{" MIT "}, "MIT"},
        {{"MIT OR GPL-3.0-only"}, "MIT OR GPL-3.0-only"},
        {{"MIT", "Apache-2.0", "MIT"}, "Apache-2.0 AND MIT"},
        {{"Apache-2.0", "GPL-3.0-only OR MIT"}, "(GPL-3.0-only OR MIT) AND Apache-2.0"},
        {{"MIT", ""}, ""},
        {{"MIT", "  "}, ""},
        {{"MIT", "GPL-3.0-only) OR (MIT"}, ""},
        {{"MIT", "(GPL-3.0-only"}, ""},
        {{"MIT", "BSD 3-Clause"}, "BSD 3-Clause AND MIT"},
    };
    for (const auto &expected : cases)
        EXPECT_EQ(allLicences(expected.names), expected.joined) << ::testing::PrintToString(expected.names);
}

TEST(LicencePolicy, WhatIsCalledPermissiveIsNotCopyleft)
{
    const LicencePolicy policy(LicencePolicy::permissiveIds());
    for (const char *id : {"MIT", "Apache-2.0", "BSD-3-Clause", "CC-BY-SA-4.0", "PSF-2.0"})
        EXPECT_TRUE(policy.allows(id)) << id;
    for (const char *id : {"GPL-2.0-only", "GPL-3.0-or-later", "LGPL-2.1-only", "AGPL-3.0-only", "MPL-2.0"})
        EXPECT_FALSE(policy.allows(id)) << id;
}

TEST(LicencePolicy, TheListIsTheSameInAnyOrder)
{
    EXPECT_EQ(LicencePolicy({"MIT", "ISC", "MIT"}).allowed(), LicencePolicy({"ISC", "MIT"}).allowed());
}
