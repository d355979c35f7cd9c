// Owns: the value types of a dataset: a sample (unique content), its origins (every place it came from),
// a judgement, a rejected row. Not here: how they are stored.
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "core/base/hashing.h"
#include "core/text/text_measures.h"

namespace primer {

/// Dense, from 1, in import order; a sample is never renumbered or removed.
using SampleId = std::uint32_t;

enum class SampleKind : int { Code = 0, Thread = 1 };
const char *sampleKindName(SampleKind kind);

/// One place a content came from. Unknown numbers are empty, unknown texts "".
struct Origin {
    std::string path;
    std::string repository;
    std::string licence; ///< SPDX id where it could be told, "" when unknown; several joined with " AND "
    std::string language;
    std::string createdAt; ///< ISO 8601 as the source had it
    std::optional<std::int64_t> stars;
    std::optional<double> score; ///< an upstream score column (python-edu, StackExchange)
    std::string extraJson;       ///< every other upstream column as a JSON object, or ""
};

/// A row as an importer reads it, before hashing.
struct ImportRecord {
    std::string content;
    SampleKind kind = SampleKind::Code;
    Origin origin;
    std::int64_t position = 0; ///< row number or byte offset in the source, for reports
    std::string threadJson;    ///< posts of a thread (kind Thread), else ""
    std::optional<int> label;  ///< a person's, where the row brings one
};

/// A row that could not become a sample: data, not an error.
struct QuarantinedRow {
    std::string file;
    std::int64_t position = 0; ///< row number for Parquet, byte offset for text formats
    std::string reason;        ///< stable word: invalid_json, line_too_long, ...
    std::string detail;
    std::string excerpt; ///< at most 200 bytes, as read
};

/// What a person said of a sample.
enum class Verdict : int { Value = 0, Skip = 1, Discard = 2 };
const char *verdictName(Verdict verdict);

/// Stands for people where labels of a teacher are named.
constexpr const char *humanTeacher = "human";

struct Judgement {
    std::int64_t id = 0;
    SampleId sample = 0;
    Verdict verdict = Verdict::Value;
    int value = 0; ///< 0-5 when verdict is Value
    std::string note;
    std::string annotator;
    std::string createdAt;  ///< ISO 8601 UTC
    std::int64_t queue = 0; ///< 0: judged outside a queue
    bool blind = false;     ///< other opinions were hidden
};

/// A row of the table: what a list shows of a sample.
struct SampleRow {
    SampleId id = 0;
    SampleKind kind = SampleKind::Code;
    std::string path;
    std::string repository;
    std::string licence;
    std::string language;
    std::string source;
    std::string createdAt;
    std::int64_t sizeBytes = 0;
    std::int64_t lineCount = 0;
    std::int64_t maxLineLength = 0;
    double avgLineLength = 0;
    double alphanumFraction = 0;
    std::optional<std::int64_t> stars;
    std::optional<double> score;
    std::optional<int> label; ///< the person's 0-5
    std::optional<Verdict> verdict;
    std::int64_t copies = 1;            ///< places this content was found in
    std::optional<double> teacherValue; ///< the newest label of a teacher
    std::string teacherName;            ///< whose
    std::optional<double> quality;      ///< the forest's score
};

/// A post of a StackExchange thread.
struct ThreadPost {
    std::int64_t id = 0;
    bool isQuestion = false;
    bool isAccepted = false;
    std::optional<std::int64_t> score;
    std::string title;
    std::string author;
    std::string createdAt;
    std::string licence;
    std::vector<std::string> tags;
    struct Part {
        bool isCode = false;
        std::string text;
    };
    std::vector<Part> parts; ///< prose and code blocks in order
};

/// The question first, then the accepted answer, then by score, those without one last; equal ones keep their order.
void orderThread(std::vector<ThreadPost> &posts);
std::string threadToJson(const std::vector<ThreadPost> &posts);
Result<std::vector<ThreadPost>> threadFromJson(const std::string &json);
/// The thread as Markdown with fenced code: what search, export and training read.
std::string threadToText(const std::vector<ThreadPost> &posts);

} // namespace primer
