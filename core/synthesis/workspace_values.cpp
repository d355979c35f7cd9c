#include "core/synthesis/workspace_values.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <set>

#include "core/base/parallel.h"
#include "core/base/random.h"
#include "core/storage/contents.h"
#include "core/syntax/python_statements.h"
#include "core/synthesis/benchmark_names.h"

namespace primer {

namespace {

bool isTelling(const std::string &name)
{
    constexpr std::size_t longest = 40;
    const auto words = 1 + std::count(name.begin(), name.end(), '_');
    const bool isPlain = std::all_of(name.begin(), name.end(), [](char letter) {
        return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter == '_';
    });
    return isPlain && name.size() <= longest && words >= 2 && words <= 5 && name.front() != '_' && name.back() != '_'
           && name.find("__") == std::string::npos && !name.starts_with("test_") && benchmarkOf(name).empty();
}

} // namespace

Result<std::vector<std::string>> functionNamesIn(Store &store, std::span<const SampleId> samples, std::size_t most,
                                                 Feedback &feedback)
{
    std::vector<std::map<std::string, std::int64_t>> counts(threadsOf(0));
    PRIMER_TRY(forContents(store, samples, feedback, [&](std::size_t, std::string_view content, std::size_t thread) {
        const PythonStatements outline = pythonStatements(content);
        const std::set<std::string> names(outline.functionNames.begin(), outline.functionNames.end());
        for (const std::string &name : names) {
            if (isTelling(name))
                ++counts[thread][name];
        }
    }));
    std::map<std::string, std::int64_t> all;
    for (const auto &some : counts) {
        for (const auto &[name, count] : some)
            all[name] += count;
    }
    std::vector<std::pair<std::string, std::int64_t>> ordered(all.begin(), all.end());
    std::stable_sort(ordered.begin(), ordered.end(),
                     [](const auto &one, const auto &two) { return one.second > two.second; });
    ordered.resize(std::min(ordered.size(), most));
    std::vector<std::string> names;
    for (auto &[name, count] : ordered)
        names.push_back(name);
    return names;
}

Result<ConstraintSet> withWorkspaceValues(Store &store, ConstraintSet set, std::span<const SampleId> samples,
                                          std::uint64_t seed, Feedback &feedback)
{
    for (Axis &axis : set.axes) {
        if (axis.kind == AxisKind::Names && axis.fromWorkspace > 0 && axis.isDrawn) {
            const auto names = PRIMER_TRY(functionNamesIn(store, samples, axis.fromWorkspace, feedback));
            std::set<std::string> known(axis.others.begin(), axis.others.end());
            for (const std::string &name : names) {
                if (known.insert(name).second)
                    axis.others.push_back(name);
            }
            axis.fromWorkspace = 0;
        }
        if (axis.kind == AxisKind::Samples && axis.samples.empty() && axis.isDrawn) {
            if (samples.empty())
                return Error{ErrorCode::InvalidInput, "the set takes samples of the workspace, and none were chosen",
                             axis.name};
            axis.samples.assign(samples.begin(), samples.end());
            Random random(seed);
            const std::size_t count = axis.count > 0 ? std::min(axis.count, axis.samples.size()) : axis.samples.size();
            random.drawToFront(axis.samples, count);
            axis.samples.resize(count);
        }
    }
    PRIMER_TRY(set.check());
    return set;
}

} // namespace primer
