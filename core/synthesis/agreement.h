// Owns: which of several solutions of one exercise, and which of the tests that a model wrote for it, are to be
// believed: by running each against each. Not here: asking for them, the sandbox.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/base/feedback.h"
#include "core/base/result.h"
#include "core/sandbox/sandbox.h"

namespace primer {

struct SolutionAgreement {
    std::vector<std::size_t> keptTests;         ///< a majority of solutions passes them, no stub does
    std::vector<std::size_t> vacuousTests;      ///< a stub passes them: they assert nothing of the function
    std::vector<std::size_t> agreeingSolutions; ///< pass every kept test
    bool isAgreed = false; ///< there is a kept test, and more than half of the solutions pass all of them
};
/// `solutions` define `functionName`; each of `tests` is statements. Stubs give
/// nothing, or raise NotImplementedError.
/// An error when something was not run: nothing is known then.
Result<SolutionAgreement> agreementOf(const std::vector<std::string> &solutions, const std::vector<std::string> &tests,
                                      const std::string &functionName, const Sandbox &sandbox,
                                      const SandboxLimits &limits, Feedback &feedback);

} // namespace primer
