#include "core/synthesis/agreement.h"

#include <algorithm>

namespace primer {

namespace {

/// What does nothing of what is asked.
std::vector<std::string> stubsOf(const std::string &name)
{
    const std::string head = "def " + name + "(*arguments, **named):\n    ";
    return {head + "pass\n", head + "raise NotImplementedError\n"};
}

} // namespace

Result<SolutionAgreement> agreementOf(const std::vector<std::string> &solutions, const std::vector<std::string> &tests,
                                      const std::string &functionName, const Sandbox &sandbox,
                                      const SandboxLimits &limits, Feedback &feedback)
{
    std::vector<std::string> codes = stubsOf(functionName);
    const std::size_t stubs = codes.size();
    codes.insert(codes.end(), solutions.begin(), solutions.end());
    std::vector<SandboxProgram> programs;
    for (const std::string &test : tests) {
        for (const std::string &code : codes)
            programs.push_back({code, test, functionName, {}});
    }
    std::vector<bool> passed(programs.size());
    bool isNotRun = false;
    PRIMER_TRY(sandbox.runMany(programs, limits, 0, feedback, [&](std::size_t index, SandboxResult &&result) {
        // A test that does not call the function says nothing of it.
        passed[index] = result.outcome == SandboxOutcome::Passed && (result.calls > 0 || index % codes.size() < stubs);
        isNotRun = isNotRun || result.outcome == SandboxOutcome::NotRun;
    }));
    if (isNotRun)
        return Error{ErrorCode::WorkerDied, "the sandbox did not run all of it", functionName};
    const auto passes = [&](std::size_t test, std::size_t code) { return bool(passed[test * codes.size() + code]); };
    SolutionAgreement agreement;
    for (std::size_t test = 0; test < tests.size(); ++test) {
        std::size_t ofStubs = 0, ofSolutions = 0;
        for (std::size_t code = 0; code < codes.size(); ++code)
            (code < stubs ? ofStubs : ofSolutions) += passes(test, code) ? 1 : 0;
        if (ofStubs > 0)
            agreement.vacuousTests.push_back(test);
        else if (2 * ofSolutions > solutions.size())
            agreement.keptTests.push_back(test);
    }
    for (std::size_t solution = 0; solution < solutions.size(); ++solution) {
        const bool passesAll = std::all_of(agreement.keptTests.begin(), agreement.keptTests.end(),
                                           [&](std::size_t test) { return passes(test, stubs + solution); });
        if (passesAll && !agreement.keptTests.empty())
            agreement.agreeingSolutions.push_back(solution);
    }
    agreement.isAgreed = 2 * agreement.agreeingSolutions.size() > solutions.size();
    return agreement;
}

} // namespace primer
