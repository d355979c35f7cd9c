#include "core/quality/quality_truth.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>

#include "core/base/random.h"
#include "core/dataset/columns.h"
#include "core/forest/classification_measures.h"
#include "core/query/filter.h"
#include "core/query/near_duplicates.h"
#include "core/query/query_engine.h"
#include "core/storage/sample_store.h"
#include "core/storage/store.h"

namespace primer {

namespace {

struct Rule {
    const char *kind;
    const char *repository; ///< patterns with * and ?, whole
    const char *path;
};

// The first that fits decides.
constexpr Rule rules[] = {
    {"-test_suite", "*", "test/*"},
    {"-test_suite", "*", "tests/*"},
    {"-test_suite", "*", "*/test/*"},
    {"-test_suite", "*", "*/tests/*"},
    {"-test_suite", "*", "test_*.py"},
    {"-test_suite", "*", "*/test_*.py"},
    {"-test_suite", "*", "*_test.py"},
    {"-generated_table", "python3*", "encodings/cp*.py"},
    {"-generated_table", "python3*", "encodings/iso8859*.py"},
    {"-generated_table", "python3*", "encodings/mac_*.py"},
    {"-generated_table", "python3*", "html/entities.py"},
    {"-generated_table", "python3*", "pydoc_data/topics.py"},
    {"-generated_table", "*", "*idna/*data.py"},
    {"-generated_table", "*", "*pygments/lexers/_*_builtins.py"},
    {"-generated_table", "*", "*pygments/*/_mapping.py"},
    {"-generated_table", "*", "*pygments/unistring.py"},
    {"-generated_table", "*", "*_pb2.py"},
    {"-generated_table", "*", "*/_antlr/*.py"},
    {"-generated_table", "*", "*/parsetab.py"},
    {"-generated_table", "*", "*/lextab.py"},
    {"-generated_table", "*", "*wcwidth/table_*.py"},
    {"-generated_table", "*", "*chardet/*freq.py"},
    {"-generated_table", "*", "*chardet/lang*model.py"},
    {"-configuration", "*", "*_sysconfigdata_*.py"},
    {"-configuration", "*", "*/setup.py"},
    {"-configuration", "*", "*/conf.py"},
    {"-configuration", "*", "*/_version.py"},
    {"-configuration", "*", "*/version.py"},
    {"-configuration", "*", "*/__version__.py"},
    {"-configuration", "*", "*/__config__.py"},
    {"-configuration", "*", "*docutils/parsers/rst/languages/*.py"},
    {"+algorithms", "algorithms", "*algorithms/*.py"},
    {"+algorithms", "networkx", "*networkx/algorithms/*.py"},
    {"+algorithms", "sympy", "*sympy/ntheory/*.py"},
    {"+algorithms", "sympy", "*sympy/combinatorics/*.py"},
    {"+algorithms", "more_itertools", "*more_itertools/recipes.py"},
};

/// Modules of the standard library that are short of dependencies, documented and about one idea.
constexpr const char *libraryModules[] = {
    "bisect.py",
    "heapq.py",
    "statistics.py",
    "textwrap.py",
    "fractions.py",
    "random.py",
    "difflib.py",
    "calendar.py",
    "colorsys.py",
    "graphlib.py",
    "functools.py",
    "contextlib.py",
    "dataclasses.py",
    "queue.py",
    "sched.py",
    "string.py",
    "shlex.py",
    "cmd.py",
    "csv.py",
    "fnmatch.py",
    "glob.py",
    "reprlib.py",
    "timeit.py",
    "pprint.py",
    "copy.py",
    "numbers.py",
    "keyword.py",
    "linecache.py",
    "operator.py",
    "secrets.py",
    "shelve.py",
    "stat.py",
    "tempfile.py",
    "filecmp.py",
    "fileinput.py",
    "gettext.py",
    "getopt.py",
    "enum.py",
    "abc.py",
    "collections/__init__.py",
    "json/encoder.py",
    "json/decoder.py",
    "json/scanner.py",
    "html/parser.py",
    "urllib/robotparser.py",
    "concurrent/futures/thread.py",
    "turtledemo/bytedesign.py",
    "turtledemo/clock.py",
    "turtledemo/fractalcurves.py",
    "turtledemo/lindenmayer.py",
    "turtledemo/minimal_hanoi.py",
    "turtledemo/nim.py",
    "turtledemo/paint.py",
    "turtledemo/peace.py",
    "turtledemo/penrose.py",
    "turtledemo/planet_and_moon.py",
    "turtledemo/round_dance.py",
    "turtledemo/sorting_animate.py",
    "turtledemo/tree.py",
    "turtledemo/yinyang.py",
};

} // namespace

std::string_view truthKind(std::string_view path, std::string_view repository)
{
    if (path.ends_with("/__init__.py") && !path.ends_with("collections/__init__.py"))
        return {};
    for (const Rule &rule : rules) {
        if (matchesPattern(rule.repository, repository) && matchesPattern(rule.path, path))
            return rule.kind;
    }
    if (matchesPattern("python3*", repository)
        && std::find(std::begin(libraryModules), std::end(libraryModules), path) != std::end(libraryModules))
        return "+documented_library";
    return {};
}

Result<std::vector<TruthSample>> qualityTruth(const WorkspaceData &data, std::size_t maxPerKind, std::uint64_t seed,
                                              Feedback &feedback)
{
    const auto isPython = PRIMER_TRY(
        data.query.columns().evaluate(*Filter::parse("language:python size:200..400000"), feedback));
    auto reader = PRIMER_TRY(data.store.reader());
    const auto words = PRIMER_TRY(readTerms(*reader, Column::Repository));
    std::map<std::int64_t, std::string> nameOf(words.begin(), words.end());
    const auto repositories = PRIMER_TRY(data.query.columns().values(Column::Repository));
    std::map<std::string, std::vector<SampleId>> byKind;
    PRIMER_TRY(readTextColumn(*reader, Column::Path, 0, [&](SampleId id, std::string_view path) {
        if (id <= isPython->size() && (*isPython)[id - 1]) {
            const std::string_view kind = truthKind(path, nameOf[std::int64_t((*repositories)[id - 1])]);
            if (!kind.empty())
                byKind[std::string(kind)].push_back(id);
        }
        return !feedback.isCancelled();
    }));
    std::vector<SampleId> ids;
    std::map<SampleId, std::string> kindOf;
    for (auto &[kind, samples] : byKind) {
        Random(seed).drawToFront(samples, maxPerKind);
        samples.resize(std::min(samples.size(), maxPerKind));
        for (const SampleId id : samples) {
            ids.push_back(id);
            kindOf[id] = kind;
        }
    }
    std::sort(ids.begin(), ids.end());
    const auto distinct = PRIMER_TRY(findNearDuplicates(data.store, ids, {}, feedback));
    std::vector<TruthSample> truth;
    for (const SampleId id : distinct.kept)
        truth.push_back({id, kindOf[id].starts_with('+'), kindOf[id].substr(1)});
    return truth;
}

Result<TruthReport> compareWithTruth(const WorkspaceData &data, std::span<const TruthSample> truth, double threshold)
{
    const auto values = PRIMER_TRY(data.query.columns().values(Column::Quality));
    TruthReport report;
    report.threshold = threshold;
    std::vector<float> scores;
    std::vector<std::uint8_t> isGood;
    for (const TruthSample &sample : truth) {
        const double score = sample.id <= values->size() ? (*values)[sample.id - 1] : std::nan("");
        if (std::isnan(score))
            continue;
        scores.push_back(float(score));
        isGood.push_back(sample.isGood ? 1 : 0);
        ++(sample.isGood ? report.good : report.poor);
    }
    const float cut[] = {float(threshold)};
    const SurePoint sure = surePoints(scores, isGood, cut, 1).front();
    report.precision = sure.point.precision;
    report.recall = sure.point.recall;
    report.f1 = sure.point.f1;
    report.f1Low = sure.f1.low;
    report.f1High = sure.f1.high;
    report.auc = areaUnderRoc(scores, isGood);
    return report;
}

} // namespace primer
