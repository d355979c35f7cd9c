// benchmark_sandbox [PROGRAMS [PARALLEL]]: small exercises run in the sandbox with their tests: how many a second, and
// how long one takes from start to end beside the same Python started bare; prints JSON. sandbox_benchmark.py runs it
// beside a script of subprocess and resource limits. Gate: right and wrong programs are told apart.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "core/base/child_process.h"
#include "core/sandbox/sandbox.h"

namespace {

using namespace primer;
using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point begin) { return std::chrono::duration<double>(Clock::now() - begin).count(); }

SandboxProgram exercise(int number)
{
    const std::string n = std::to_string(number);
    const bool isRight = number % 5 != 0;
    return {"def count_above_" + n + "(values, limit=" + n
                + "):\n    \"\"\"How many of values are above the limit.\"\"\"\n"
                + "    return sum(1 for value in values if value " + (isRight ? ">" : ">=") + " limit)\n",
            "assert count_above_" + n + "([" + n + ", 10000, 20000]) == 2\nassert count_above_" + n + "([]) == 0\n"
                + "assert count_above_" + n + "([1, 2, 3], 2) == 1\n",
            "count_above_" + n,
            {}};
}

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values.empty() ? 0 : values[values.size() / 2];
}

template<typename Work>
double medianMilliseconds(int count, Work work)
{
    std::vector<double> times;
    for (int n = 0; n < count; ++n) {
        const auto begin = Clock::now();
        work(n);
        times.push_back(1000 * secondsSince(begin));
    }
    return median(times);
}

} // namespace

int main(int argc, char **argv)
{
    const int count = argc > 1 ? std::atoi(argv[1]) : 400;
    const int parallel = argc > 2 ? std::atoi(argv[2]) : 2;
    const auto sandbox = Sandbox::open();
    if (!sandbox) {
        std::fprintf(stderr, "%s\n", sandbox.error().detail.c_str());
        return 77;
    }
    std::vector<SandboxProgram> programs;
    for (int number = 0; number < count; ++number)
        programs.push_back(exercise(number));
    int wrong = 0, notRun = 0;
    Feedback feedback;
    const auto begin = Clock::now();
    const auto done = sandbox->runMany(programs, {}, parallel, feedback,
                                       [&](std::size_t index, SandboxResult &&result) {
                                           const bool shouldPass = index % 5 != 0;
                                           wrong += (result.outcome == SandboxOutcome::Passed) != shouldPass;
                                           notRun += result.outcome == SandboxOutcome::NotRun;
                                       });
    const double seconds = secondsSince(begin);
    constexpr int launches = 60;
    const double whole = medianMilliseconds(launches, [&](int n) { (void)sandbox->run(exercise(n + 1)); });
    const double bare = medianMilliseconds(launches, [](int) {
        (void)outputOf({"/usr/bin/python3", "-I", "-S", "-c", "pass"}, {1000, std::chrono::seconds(20)});
    });
    std::printf("{\"programs\":%d,\"parallel\":%d,\"seconds\":%.2f,\"runs_per_second\":%.1f,\"one_ms\":%.1f,"
                "\"bare_python_ms\":%.1f,\"overhead_ms\":%.1f,\"wrong_verdicts\":%d,\"not_run\":%d}\n",
                count, parallel, seconds, count / seconds, whole, bare, whole - bare, wrong, notRun);
    return done && wrong == 0 ? 0 : 1;
}
