// primer-test-sandbox [PARALLEL]: JSON lines with "code", "tests" and "entry" on standard input, each run in the
// sandbox with its tests; one line each with "index", "outcome" and "reason" as they end. 77 and the reason without a
// sandbox.
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/sandbox/sandbox.h"

int main(int argc, char **argv)
{
    using namespace primer;
    const auto sandbox = Sandbox::open();
    if (!sandbox) {
        std::fprintf(stderr, "%s\n", sandbox.error().detail.c_str());
        return 77;
    }
    std::vector<SandboxProgram> programs;
    for (std::string line; std::getline(std::cin, line);) {
        const auto json = nlohmann::json::parse(line);
        programs.push_back({json.at("code"), json.at("tests"), json.at("entry"), {}});
    }
    Feedback feedback;
    const auto done = sandbox->runMany(
        programs, {}, argc > 1 ? std::atoi(argv[1]) : 0, feedback, [](std::size_t index, SandboxResult &&result) {
            const nlohmann::json json{
                {"index", index}, {"outcome", sandboxOutcomeName(result.outcome)}, {"reason", result.reason}};
            std::printf("%s\n", json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
        });
    return done ? 0 : 1;
}
