#include "core/importers/formats/row_mapper.h"

#include <simdjson.h>

#include "core/importers/formats/html_to_text.h"
#include "core/importers/formats/own_export.h"
#include "core/importers/formats/repeated_keys.h"
#include "core/importers/formats/row_columns.h"
#include "core/importers/formats/row_value.h"
#include "core/importers/formats/staged_posts.h"
#include "core/importers/rules/language_detection.h"

namespace primer {

namespace {

using simdjson::dom::element;
using simdjson::dom::object;

std::string textOr(const object &row, const char *key, const Blobs &blobs)
{
    element value;
    if (row[key].get(value) != simdjson::SUCCESS)
        return {};
    const auto text = stringOf(value, blobs);
    return text ? std::string(*text) : std::string();
}

std::int64_t integerOr(const object &row, const char *key, const Blobs &blobs, std::int64_t fallback = 0)
{
    element value;
    if (row[key].get(value) != simdjson::SUCCESS)
        return fallback;
    return integerOf(value, blobs).value_or(fallback);
}

} // namespace

struct RowMapper::State {
    explicit State(RowColumns of) : columns(std::move(of)) {}

    RowColumns columns;
    simdjson::dom::parser parser, innerParser; ///< of a row, and of JSON in a row's texts
    bool knowsLicence = true;                  ///< false of a row that tells it twice and differently

    /// A key that is there twice has its last value, in every schema.
    simdjson::error_code read(const char *json, std::size_t size, bool mustCopy, object &row)
    {
        knowsLicence = true;
        element value;
        if (const auto code = parser.parse(json, size, mustCopy).get(value))
            return code;
        if (value.is_object() && hasRepeatedKeys(value)) {
            const LastValues last = lastValuesOf(value,
                                                 [this](std::string_view key) { return columns.isLicence(key); });
            knowsLicence = !last.differsInLicence;
            if (const auto code = parser.parse(last.json).get(value))
                return code;
        }
        return value.get_object().get(row);
    }
    std::string licenceOf(const element &value, const Blobs &blobs) const
    {
        return knowsLicence ? licenceOfValue(value, blobs) : std::string();
    }
    void mapFlat(const object &row, const RowColumns::Row &found, Blobs &blobs, const std::string &file,
                 std::int64_t position, ImportBatch &batch);
    void mapStackV3(const object &row, const Blobs &blobs, const std::string &file, std::int64_t position,
                    ImportBatch &batch) const;
    void mapPreferences(const object &row, const Blobs &blobs, std::int64_t position, ImportBatch &batch) const;
    void mapPaired(const object &row, const Blobs &blobs, std::int64_t position, ImportBatch &batch) const;
    void mapPost(const object &row, const Blobs &blobs, const std::string &file, std::int64_t position,
                 ImportBatch &batch) const;
    void addThread(std::vector<ThreadPost> posts, std::int64_t position, std::string url, std::string extra,
                   ImportBatch &batch) const;
};

RowMapper::RowMapper() = default;
RowMapper::~RowMapper() = default;
Status RowMapper::fault() const { return m_state->columns.fault(); }

std::string excerptOf(std::string_view bytes) { return std::string(bytes.substr(0, 200)); }

ColumnMapping parseMapping(const std::vector<std::string> &assignments)
{
    ColumnMapping mapping;
    for (const std::string &assignment : assignments) {
        const std::size_t equals = assignment.find('=');
        if (equals != std::string::npos)
            mapping[assignment.substr(0, equals)] = assignment.substr(equals + 1);
    }
    return mapping;
}

std::string mappingText(const ColumnMapping &mapping)
{
    std::string text;
    for (const auto &[field, column] : mapping)
        text += (text.empty() ? "" : " ") + field + "=" + column;
    return text;
}

Result<std::vector<std::string>> jsonKeys(std::string_view json)
{
    simdjson::dom::parser parser;
    object row;
    if (const auto code = parser.parse(json.data(), json.size(), true).get_object().get(row))
        return Error{ErrorCode::InvalidInput, simdjson::error_message(code), ""};
    std::vector<std::string> keys;
    for (const auto &[key, value] : row)
        keys.emplace_back(key);
    return keys;
}

Result<std::unique_ptr<RowMapper>> RowMapper::create(const ColumnMapping &mapping)
{
    auto columns = PRIMER_TRY(RowColumns::create(mapping));
    std::unique_ptr<RowMapper> mapper(new RowMapper);
    mapper->m_state = std::make_unique<State>(std::move(columns));
    return mapper;
}

bool RowMapper::map(const char *json, std::size_t size, std::size_t padding, Blobs &blobs, const std::string &file,
                    std::int64_t position, ImportBatch &batch, bool tells)
{
    object row;
    const bool mustCopy = padding < simdjson::SIMDJSON_PADDING;
    const auto code = m_state->read(json, size, mustCopy, row);
    if (code) {
        if (!tells)
            return false;
        ++batch.rows;
        batch.quarantined.push_back({file, position,
                                     code == simdjson::INCORRECT_TYPE ? "not_an_object" : "invalid_json",
                                     simdjson::error_message(code), excerptOf({json, size})});
        return true;
    }
    ++batch.rows;
    const RowColumns::Row found = m_state->columns.of(row);
    switch (found.schema) {
    case RowSchema::Flat:
    case RowSchema::OwnExport: m_state->mapFlat(row, found, blobs, file, position, batch); break;
    case RowSchema::StackV3: m_state->mapStackV3(row, blobs, file, position, batch); break;
    case RowSchema::StackExchangePreferences: m_state->mapPreferences(row, blobs, position, batch); break;
    case RowSchema::StackExchangePaired: m_state->mapPaired(row, blobs, position, batch); break;
    case RowSchema::StackOverflowPosts: m_state->mapPost(row, blobs, file, position, batch); break;
    }
    return true;
}

void RowMapper::State::mapFlat(const object &row, const RowColumns::Row &found, Blobs &blobs, const std::string &file,
                               std::int64_t position, ImportBatch &batch)
{
    const auto &values = found.values;
    const auto text = values[RowColumns::Content] ? stringOf(*values[RowColumns::Content], blobs) : std::nullopt;
    if (!text || text->empty()) {
        std::string detail;
        if (!text)
            detail = found.hasContent ? "the column of the content holds no text" : "no column holds the content";
        batch.quarantined.push_back({file, position, text ? "empty_content" : "no_content", std::move(detail),
                                     text ? "" : excerptOf(simdjson::minify(row))});
        return;
    }
    ImportRecord record;
    record.position = position;
    record.content = takeString(*values[RowColumns::Content], blobs);
    Origin &origin = record.origin;
    const auto textField = [&](RowColumns::Field which) {
        const auto given = values[which] ? stringOf(*values[which], blobs) : std::nullopt;
        return given ? std::string(*given) : std::string();
    };
    origin.path = textField(RowColumns::Path);
    origin.repository = textField(RowColumns::Repo);
    origin.createdAt = textField(RowColumns::Created);
    origin.language = normalisedLanguage(textField(RowColumns::Language));
    if (origin.language.empty())
        origin.language = detectLanguage(origin.path, record.content);
    if (const auto &value = values[RowColumns::Licence])
        origin.licence = licenceOf(*value, blobs);
    if (const auto &value = values[RowColumns::Stars])
        origin.stars = integerOf(*value, blobs);
    if (const auto &value = values[RowColumns::Score])
        origin.score = numberOf(*value, blobs);
    if (found.schema != RowSchema::OwnExport || !takeOwnColumns(row, blobs, innerParser, record))
        origin.extraJson = columnsWithout(row, {found.names[RowColumns::Content]}, blobs);
    batch.rawBytes += std::int64_t(record.content.size());
    batch.records.push_back(std::move(record));
}

void RowMapper::State::mapStackV3(const object &row, const Blobs &blobs, const std::string &file, std::int64_t position,
                                  ImportBatch &batch) const
{
    simdjson::dom::array files;
    element list;
    if (row["files"].get(list) != simdjson::SUCCESS || list.is_null()) {
        ++batch.passedOver["repository_without_files"];
        return;
    }
    if (list.get_array().get(files) != simdjson::SUCCESS) {
        batch.quarantined.push_back(
            {file, position, "no_content", "files is not a list", excerptOf(simdjson::minify(row))});
        return;
    }
    const std::string repository = textOr(row, "repo_path", blobs);
    std::optional<std::int64_t> stars;
    element value;
    if (row["github_metadata"]["stars"].get(value) == simdjson::SUCCESS)
        stars = integerOf(value, blobs);
    const std::string repositoryExtra = columnsWithout(row, {"files"}, blobs);
    // Places inside a repository row are numbered below it, so that every file keeps a position of its own.
    constexpr std::int64_t filesPerRow = 1 << 20;
    std::int64_t place = position * filesPerRow;
    if (files.begin() == files.end())
        ++batch.passedOver["repository_without_files"];
    else
        --batch.rows; // its files are what is counted
    for (element entry : files) {
        const std::int64_t own = place++;
        ++batch.rows;
        object fields;
        if (entry.get_object().get(fields) != simdjson::SUCCESS || fields["content"].get(value) != simdjson::SUCCESS) {
            batch.quarantined.push_back({file, own, "no_content", repository, ""});
            continue;
        }
        const auto content = stringOf(value, blobs);
        if (!content || content->empty()) {
            batch.quarantined.push_back({file, own, content ? "empty_content" : "no_content",
                                         repository + "/" + textOr(fields, "file_path", blobs), ""});
            continue;
        }
        ImportRecord record;
        record.position = own;
        record.content = std::string(*content);
        record.origin.path = textOr(fields, "file_path", blobs);
        record.origin.repository = repository;
        record.origin.createdAt = textOr(fields, "file_timestamp", blobs);
        record.origin.language = normalisedLanguage(textOr(fields, "language", blobs));
        if (record.origin.language.empty())
            record.origin.language = detectLanguage(record.origin.path, *content);
        if (fields["detected_licenses"].get(value) == simdjson::SUCCESS)
            record.origin.licence = licenceOf(value, blobs);
        record.origin.stars = stars;
        std::string extra = columnsWithout(fields, {"content"}, blobs);
        record.origin.extraJson = "{\"file\":" + (extra.empty() ? std::string("{}") : extra)
                                  + ",\"repository\":" + (repositoryExtra.empty() ? "{}" : repositoryExtra) + "}";
        batch.rawBytes += std::int64_t(record.content.size());
        batch.records.push_back(std::move(record));
    }
}

void RowMapper::State::addThread(std::vector<ThreadPost> posts, std::int64_t position, std::string url,
                                 std::string extra, ImportBatch &batch) const
{
    orderThread(posts);
    ImportRecord record;
    record.kind = SampleKind::Thread;
    record.position = position;
    record.content = threadToText(posts);
    record.threadJson = threadToJson(posts);
    record.origin.path = std::move(url);
    record.origin.language = "markdown";
    record.origin.extraJson = std::move(extra);
    batch.rawBytes += std::int64_t(record.content.size());
    batch.records.push_back(std::move(record));
}

void RowMapper::State::mapPreferences(const object &row, const Blobs &blobs, std::int64_t position,
                                      ImportBatch &batch) const
{
    std::vector<ThreadPost> posts;
    ThreadPost question;
    question.id = integerOr(row, "qid", blobs);
    question.isQuestion = true;
    question.createdAt = textOr(row, "date", blobs);
    question.parts = htmlToParts(textOr(row, "question", blobs));
    question.title = question.parts.empty() ? std::string() : firstLine(question.parts.front().text);
    posts.push_back(std::move(question));
    std::string answersExtra; // who wrote them is told by columns that have no place of their own
    simdjson::dom::array answers;
    if (row["answers"].get_array().get(answers) == simdjson::SUCCESS) {
        for (element entry : answers) {
            object fields;
            if (entry.get_object().get(fields) != simdjson::SUCCESS)
                continue;
            ThreadPost answer;
            answer.id = integerOr(fields, "answer_id", blobs);
            if (element score; fields["pm_score"].get(score) == simdjson::SUCCESS)
                answer.score = integerOf(score, blobs);
            answer.author = textOr(fields, "author", blobs);
            answer.parts = htmlToParts(textOr(fields, "text", blobs));
            bool selected = false;
            answer.isAccepted = fields["selected"].get_bool().get(selected) == simdjson::SUCCESS && selected;
            posts.push_back(std::move(answer));
            const std::string rest = columnsWithout(fields, {"text"}, blobs);
            answersExtra += (answersExtra.empty() ? "" : ",") + (rest.empty() ? std::string("{}") : rest);
        }
    }
    std::string url;
    simdjson::dom::array metadata;
    if (row["metadata"].get_array().get(metadata) == simdjson::SUCCESS) {
        for (element entry : metadata) {
            if (const auto text = stringOf(entry, blobs); text && url.empty())
                url = std::string(*text);
        }
    }
    std::string extra = columnsWithout(row, {"question", "answers"}, blobs);
    if (!answersExtra.empty())
        extra = (extra.empty() ? "{" : extra.substr(0, extra.size() - 1) + ",") + "\"answers\":[" + answersExtra + "]}";
    addThread(std::move(posts), position, std::move(url), std::move(extra), batch);
}

void RowMapper::State::mapPaired(const object &row, const Blobs &blobs, std::int64_t position, ImportBatch &batch) const
{
    std::vector<ThreadPost> posts(3);
    posts[0].id = integerOr(row, "qid", blobs);
    posts[0].isQuestion = true;
    posts[0].createdAt = textOr(row, "date", blobs);
    posts[0].parts = htmlToParts(textOr(row, "question", blobs));
    posts[0].title = posts[0].parts.empty() ? std::string() : firstLine(posts[0].parts.front().text);
    // response_j is the preferred one: that order is all the set tells.
    posts[1].parts = htmlToParts(textOr(row, "response_j", blobs));
    posts[2].parts = htmlToParts(textOr(row, "response_k", blobs));
    addThread(std::move(posts), position, "", columnsWithout(row, {"question", "response_j", "response_k"}, blobs),
              batch);
}

void RowMapper::State::mapPost(const object &row, const Blobs &blobs, const std::string &file, std::int64_t position,
                               ImportBatch &batch) const
{
    PostRow post;
    post.setMarkdown(); // this set's bodies are Markdown
    for (const auto &[key, value] : row) {
        if (!knowsLicence && key == "ContentLicense")
            continue;
        simdjson::dom::array tags;
        if (const auto text = stringOf(value, blobs)) {
            post.add(key, *text);
        } else if (const auto number = integerOf(value, blobs)) {
            post.add(key, *number);
        } else if (key == "Tags" && value.get_array().get(tags) == simdjson::SUCCESS) {
            std::string joined;
            for (element tag : tags) {
                if (const auto name = stringOf(tag, blobs))
                    joined += "<" + std::string(*name) + ">";
            }
            post.add(key, joined);
        }
    }
    post.stage(file, position, "", batch);
}

} // namespace primer
