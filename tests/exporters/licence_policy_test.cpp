#include <gtest/gtest.h>

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
