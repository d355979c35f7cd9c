#include "core/workspace/demo.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <sstream>

#include <nlohmann/json.hpp>

#include "core/base/atomic_file.h"
#include "core/base/child_process.h"
#include "core/exporters/licence_policy.h"
#include "core/exporters/shard_export.h"
#include "core/labelling/heuristic_teacher.h"
#include "core/runs/run_folder.h"
#include "core/storage/label_store.h"
#include "core/workspace/quality_start.h"
#include "core/workspace/quality_truth.h"
#include "core/workspace/selection.h"
#include "core/workspace/workspace.h"

namespace primer {

namespace fs = std::filesystem;

namespace {

std::string reportText(const DemoReport &report, const WorkspaceCounts &counts, const ExportReport &exported)
{
    std::string text = "# Primer demo\n\nPython files of this machine, imported, indexed, labelled, scored, and the "
                       "better ones exported.\n\n| | |\n|---|---:|\n";
    const auto line = [&text](const std::string &what, std::int64_t value) {
        text += "| " + what + " | " + std::to_string(value) + " |\n";
    };
    line("distinct files", counts.samples);
    line("bytes", counts.bytes);
    line("added by this run", report.added);
    line("further copies found", report.duplicates);
    line("rejected rows", counts.quarantined);
    line("labelled by heuristic-1", report.labelled);
    line("exported files", exported.samples);
    line("near-copies left out", report.nearCopies);
    line("left out by the licence policy", exported.leftOutByLicence);
    text +=
        "\n## What was kept\n\nThreshold `" + report.threshold
        + "`: rules labelled some thousand files, a forest learnt from them over hashed words and scored every "
          "file, and files that parse, have comments and score 0.5 or more are kept.\n\nOn labels held out: "
        + report.heldOut
        + "\n\nOn documented files against tables, tests and configurations of this machine, none of them learnt from: "
        + report.truth + "\n";
    text += "\n## Sources\n\n";
    for (const std::string &source : report.sources)
        text += "- " + source + "\n";
    text += "\n## Licences of the exported files\n\n| licence | files |\n|---|---:|\n";
    for (const auto &[licence, count] : exported.licences)
        line(licence, count);
    text += "\nWorkspace: `" + report.workspace + "`\n\nDataset: `" + report.dataset
            + "` (open it with `datasets.load_dataset(path)`)\n";
    return text;
}

constexpr const char *thresholdName = "textbook";

std::string sentenceOf(const char *format, double value, double low, double high, double second)
{
    char text[160];
    std::snprintf(text, sizeof text, format, value, low, high, second);
    return text;
}

/// Labels, vectors, forest, scores and a threshold, with what the demo's truth says of the scores.
Status judgeQuality(Workspace &workspace, DemoReport &report, Feedback &feedback)
{
    constexpr std::size_t mostOfAKind = 400;
    constexpr double cut = 0.5;
    const auto truth = qualityTruth(workspace, mostOfAKind, 1, feedback);
    if (!truth)
        return truth.error();
    bool isThere = false;
    {
        auto reader = workspace.store().reader();
        if (!reader)
            return reader.error();
        const auto known = thresholdByName(**reader, thresholdName);
        const auto scored = scoredForest(**reader);
        isThere = known && scored && known->forest == *scored;
    }
    if (!isThere) {
        QualityStart start;
        for (const TruthSample &sample : *truth)
            start.leaveOut.push_back(sample.id);
        const auto started = startQuality(workspace, start, feedback);
        if (!started)
            return started.error();
        const auto saved = saveThreshold(workspace, thresholdName, "language:python",
                                         {"parses:1", "comments:0.01..0.8"}, cut, feedback);
        if (!saved)
            return saved.error();
    }
    auto reader = workspace.store().reader();
    if (!reader)
        return reader.error();
    const auto threshold = thresholdByName(**reader, thresholdName);
    if (!threshold)
        return threshold.error();
    report.threshold = threshold->name + "@" + std::to_string(threshold->version);
    const auto labels = currentLabels(**reader, heuristicTeacherName);
    if (!labels)
        return labels.error();
    report.labelled = std::int64_t(labels->size());
    const auto forest = storedForest(**reader, threshold->forest);
    if (!forest)
        return forest.error();
    const auto json = nlohmann::json::parse(forest->reportJson, nullptr, false);
    if (json.is_object() && json.contains("forest")) {
        const auto &half = json["forest"]["at_half"];
        report.heldOut = sentenceOf("F1 %.3f (95 %%: %.3f to %.3f), AUC %.3f", half["f1"], half["f1_interval"][0],
                                    half["f1_interval"][1], json["forest"]["auc"]);
    }
    const auto compared = compareWithTruth(workspace, *truth, cut);
    if (!compared)
        return compared.error();
    report.truth = sentenceOf("F1 %.3f (95 %%: %.3f to %.3f), AUC %.3f", compared->f1, compared->f1Low,
                              compared->f1High, compared->auc)
                   + ", " + std::to_string(compared->good) + " against " + std::to_string(compared->poor) + " files";
    return success();
}

/// The preset "tiny" on some thousand files of middling size: minutes on two cores, and the curve falls from the first.
Result<std::string> trainDemo(Workspace &workspace, const std::string &engine, Feedback &feedback)
{
    constexpr std::size_t most = 3000;
    constexpr std::int64_t steps = 4000, evaluateEvery = 100;
    std::error_code failure;
    if (!fs::exists(engine, failure))
        return std::string();
    for (const RunSummary &run : listRuns(workspace.folder()))
        return run.folder; // made before
    TrainingConfig config = *TrainingConfig::fromPreset("tiny");
    SelectionRequest request;
    request.filter = "lines:30..400";
    request.threshold = thresholdName;
    request.dropsNearCopies = true;
    const auto selection = selectSamples(workspace, request, feedback);
    if (!selection)
        return selection.error();
    std::vector<SampleId> ids;
    const std::size_t every = std::max<std::size_t>(1, selection->ids.size() / most);
    for (std::size_t place = 0; place < selection->ids.size(); place += every)
        ids.push_back(selection->ids[place]);
    ShardOptions options;
    options.vocabularySize = TokenId(config.model.vocabularySize);
    options.selection = selection->description;
    options.lineageJson = selection->lineageJson;
    const std::string shards = workspace.folder() + "/shards/demo";
    const auto made = exportShards(workspace.store(), ids, shards, options, feedback);
    if (!made)
        return made.error();
    config.steps = steps;
    config.evaluateEvery = evaluateEvery;
    config.data = {{shards + "/train", 1}};
    if (made->heldOutTokens > std::uint64_t(config.sequenceLength))
        config.evaluationData = shards + "/held-out";
    const auto run = createRun(workspace.folder(), "demo", config);
    if (!run)
        return run.error();
    PRIMER_TRY(startLocalEngine(engine, run->folder));
    return run->folder;
}

} // namespace

std::vector<std::string> pythonFoldersOfThisMachine(const std::vector<std::string> &further)
{
    std::vector<std::string> folders;
    const auto add = [&folders](const std::string &path) {
        std::error_code failure;
        const fs::path canonical = fs::canonical(path, failure);
        if (failure || !fs::is_directory(canonical, failure))
            return;
        for (const std::string &known : folders) {
            if ((canonical.string() + "/").starts_with(known + "/"))
                return; // inside a folder that is taken already
        }
        folders.push_back(canonical.string());
    };
    constexpr auto longestWait = std::chrono::seconds(20);
    const auto answer = outputOf({"python3", "-c",
                                  "import sysconfig\nfor n in ('stdlib','purelib','platlib'):\n"
                                  "    print(sysconfig.get_paths()[n])"},
                                 {.time = longestWait});
    for (std::istringstream lines(answer ? *answer : std::string()); lines.good();) {
        std::string line;
        if (std::getline(lines, line) && !line.empty())
            add(line);
    }
    add("/usr/lib/python3/dist-packages");
    for (const std::string &folder : further)
        add(folder);
    return folders;
}

Result<DemoReport> runDemo(const std::string &folder, const std::vector<std::string> &furtherSources,
                           const std::string &parquetProgram, Feedback &feedback)
{
    const auto begin = std::chrono::steady_clock::now();
    DemoReport report;
    report.workspace = folder + "/demo.primer";
    report.dataset = folder + "/dataset";
    report.reportFile = folder + "/report.md";
    report.sources = pythonFoldersOfThisMachine(furtherSources);
    if (report.sources.empty())
        return Error{ErrorCode::NotFound, "no python3 and no Python packages on this machine", folder};
    auto workspace = Workspace::open(report.workspace, Store::Access::ReadWrite, true);
    if (!workspace)
        return workspace.error();
    ImportReport imported;
    ImportOptions options;
    options.format = "python-env";
    PRIMER_TRY(importPaths((*workspace)->store(), report.sources, options, feedback, imported));
    report.added = imported.added;
    report.duplicates = imported.duplicates;
    report.quarantined = imported.quarantined;
    PRIMER_TRY((*workspace)->buildIndex(feedback));
    PRIMER_TRY(judgeQuality(**workspace, report, feedback));
    SelectionRequest request;
    request.threshold = thresholdName;
    request.dropsNearCopies = true;
    const auto selection = selectSamples(**workspace, request, feedback);
    if (!selection)
        return selection.error();
    report.nearCopies = selection->nearCopies;
    ExportOptions exportOptions;
    exportOptions.name = "Python files of this machine";
    exportOptions.selection = selection->description;
    exportOptions.lineageJson = selection->lineageJson;
    exportOptions.parquetProgram = parquetProgram;
    exportOptions.allowedLicences = LicencePolicy::permissiveIds();
    const auto exported = exportDataset((*workspace)->store(), selection->ids, report.dataset, exportOptions, feedback);
    if (!exported)
        return exported.error();
    report.exported = exported->samples;
    const auto counts = (*workspace)->counts();
    if (!counts)
        return counts.error();
    PRIMER_TRY(writeFileAtomically(report.reportFile, reportText(report, *counts, *exported)));
    const auto run = trainDemo(**workspace, fs::path(parquetProgram).replace_filename("primer-engine").string(),
                               feedback);
    if (!run)
        return run.error();
    report.run = *run;
    report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    return report;
}

} // namespace primer
