// benchmark_views FOLDER [ROWS]: index speed, re-filter, sort and search on generated rows; prints JSON.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <numeric>

#include <sys/resource.h>

#include <QCoreApplication>

#include "core/query/column_statistics.h"
#include "tests/benchmarks/million_rows.h"

namespace {

using namespace primer;
using Clock = std::chrono::steady_clock;

double msSince(Clock::time_point begin)
{
    return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

double percentile(std::vector<double> values, double share)
{
    std::sort(values.begin(), values.end());
    return values.empty() ? 0 : values[std::min(values.size() - 1, std::size_t(share * double(values.size())))];
}

struct Timing {
    double first = 0, total = 0;
    std::size_t hits = 0;
};

Timing search(Workspace &workspace, const std::string &text, bool isRegex)
{
    QuerySpec spec;
    spec.search.text = text;
    spec.search.isRegex = isRegex;
    Feedback feedback;
    Timing timing;
    const auto begin = Clock::now();
    const auto answer = workspace.query().run(spec, feedback, [&](const std::shared_ptr<const RowSet> &) {
        if (timing.first == 0)
            timing.first = msSince(begin);
    });
    timing.total = msSince(begin);
    if (timing.first == 0)
        timing.first = timing.total;
    timing.hits = answer ? (*answer)->ids.size() : 0;
    return timing;
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    if (argc < 2)
        return 2;
    const int rows = argc > 2 ? std::atoi(argv[2]) : 1'000'000;
    const std::string path = std::string(argv[1]) + "/benchmark-" + std::to_string(rows) + ".primer";
    auto workspace = benchmark::workspaceOf(path, rows);
    if (!workspace)
        return 1;
    const double megabytes = double(workspace->counts()->bytes) / 1e6;

    std::filesystem::remove_all(path + "/index");
    workspace.reset();
    workspace = std::move(*Workspace::open(path, Store::Access::ReadWrite, false));
    Feedback feedback;
    rusage before{}, after{};
    getrusage(RUSAGE_SELF, &before);
    auto begin = Clock::now();
    if (!workspace->buildIndex(feedback))
        return 1;
    const double indexMs = msSince(begin);
    getrusage(RUSAGE_SELF, &after);
    const double indexCpu =
        double(after.ru_utime.tv_sec - before.ru_utime.tv_sec) + double(after.ru_stime.tv_sec - before.ru_stime.tv_sec)
        + double(after.ru_utime.tv_usec - before.ru_utime.tv_usec + after.ru_stime.tv_usec - before.ru_stime.tv_usec)
              / 1e6;

    const auto run = [&](const std::string &filter, const std::string &sort) {
        QuerySpec spec;
        spec.filter = filter;
        spec.sort = sort;
        const auto start = Clock::now();
        (void)workspace->query().run(spec, feedback);
        return msSince(start);
    };
    const double coldFilter = run("score:0.4..0.6", "");
    const double coldSort = run("score:0.4..0.6", "-stars");
    std::vector<double> refilter, resort;
    for (int i = 0; i < 100; ++i) {
        const std::string low = std::to_string(0.009 * i);
        refilter.push_back(run("score:" + low + "..1", ""));
        resort.push_back(run("score:" + low + "..1", i % 2 ? "-stars" : "stars"));
    }

    std::vector<double> firstPage, complete, rare;
    Random random(9);
    static const char *const stems[] = {"load",  "merge", "token", "graph", "queue",
                                        "parse", "score", "index", "cache", "label"};
    for (int i = 0; i < 200; ++i) {
        std::string text;
        bool isRegex = false;
        switch (i % 4) {
        case 0:
            text = std::string(stems[random.below(10)]) + "_" + std::to_string(10000 + random.below(90000)) + " = ";
            break;                                                                              // some hits
        case 1: text = "# file " + std::to_string(100000 + random.below(900000)) + "\n"; break; // one hit
        case 2:
            text = std::string(stems[random.below(10)]) + "(" + std::to_string(100 + random.below(900)) + ")";
            break; // thousands
        default:
            text = std::string(stems[random.below(10)]) + "_" + std::to_string(100 + random.below(900))
                   + "\\d\\d = [a-z]+\\(";
            isRegex = true;
        }
        const Timing timing = search(*workspace, text, isRegex);
        firstPage.push_back(timing.first);
        complete.push_back(timing.total);
        if (i % 4 < 2)
            rare.push_back(timing.total);
    }
    const Timing common = search(*workspace, "return result", false);
    RowMask everything(std::size_t(workspace->counts()->samples), 1);
    std::vector<double> statistics;
    for (const ColumnInfo &info : allColumns()) {
        (void)workspace->query().columns().values(info.type == ColumnType::Text ? Column::Id : info.column);
        begin = Clock::now();
        (void)columnStatistics(workspace->store(), workspace->query().columns(), info.column, everything, feedback);
        statistics.push_back(msSince(begin));
    }
    std::vector<SampleId> all(everything.size());
    std::iota(all.begin(), all.end(), SampleId(1));
    Judgement judgement;
    judgement.value = 3;
    begin = Clock::now();
    const auto judged = workspace->judgeAll(judgement, all, feedback);
    const double judgeMs = msSince(begin);
    begin = Clock::now();
    if (!judged || !workspace->undoAll(*judged, feedback))
        return 1;
    const double undoMs = msSince(begin);
    std::printf(
        "{\"rows\": %d, \"raw_megabytes\": %.0f, \"index_megabytes_per_second\": %.1f, "
        "\"index_megabytes_per_cpu_second\": "
        "%.1f, \"filter_cold_ms\": %.1f, "
        "\"sort_cold_ms\": %.1f, \"refilter_median_ms\": %.2f, \"refilter_p99_ms\": %.2f, \"resort_median_ms\": %.2f, "
        "\"resort_p99_ms\": %.2f, "
        "\"search_queries\": 200, \"search_first_page_median_ms\": %.2f, \"search_first_page_p95_ms\": %.2f, "
        "\"search_complete_median_ms\": %.2f, "
        "\"search_complete_p95_ms\": %.2f, \"search_rare_complete_p95_ms\": %.2f, \"search_common_first_page_ms\": "
        "%.1f, \"search_common_complete_ms\": %.0f, \"search_common_hits\": %zu, \"statistics_median_ms\": %.1f, "
        "\"statistics_max_ms\": %.1f, \"judge_all_ms\": %.0f, \"undo_all_ms\": %.0f}\n",
        rows, megabytes, megabytes / indexMs * 1000, megabytes / indexCpu, coldFilter, coldSort,
        percentile(refilter, 0.5), percentile(refilter, 0.99), percentile(resort, 0.5), percentile(resort, 0.99),
        percentile(firstPage, 0.5), percentile(firstPage, 0.95), percentile(complete, 0.5), percentile(complete, 0.95),
        percentile(rare, 0.95), common.first, common.total, common.hits, percentile(statistics, 0.5),
        percentile(statistics, 1), judgeMs, undoMs);
    return 0;
}
