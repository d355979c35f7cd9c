#include "core/importers/formats/staged_posts.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <limits>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/base/json_text.h"
#include "core/importers/formats/html_to_text.h"

namespace primer {

namespace {

using nlohmann::json;

constexpr std::string_view threadCursorPrefix = "threads:";
/// No question has it: threads are walked from the one after it.
constexpr std::int64_t beforeAllIds = std::numeric_limits<std::int64_t>::min();

constexpr std::array<std::string_view, 8> numberColumns{"Score",         "AcceptedAnswerId", "OwnerUserId",
                                                        "ViewCount",     "AnswerCount",      "CommentCount",
                                                        "FavoriteCount", "LastEditorUserId"};

// Members of the staged object that are no columns.
constexpr const char *positionKey = "$at", *markdownKey = "$markdown";

std::optional<std::int64_t> numberOf(std::string_view text)
{
    constexpr std::string_view blanks = " \t\r\n";
    text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
    text = text.substr(0, text.find_last_not_of(blanks) + 1);
    std::int64_t number = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || failure != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return number;
}

std::string textOf(const json &fields, const char *name)
{
    const auto found = fields.find(name);
    return found != fields.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::optional<std::int64_t> numberOf(const json &fields, const char *name)
{
    const auto found = fields.find(name);
    return found != fields.end() && found->is_number_integer() ? std::optional(found->get<std::int64_t>())
                                                               : std::nullopt;
}

std::vector<std::string> splitTags(std::string_view tags)
{
    // "<python><list>" in dumps until 2024, "|python|list|" after.
    std::vector<std::string> names;
    std::string name;
    for (const char character : tags) {
        if (character == '<' || character == '>' || character == '|') {
            if (!name.empty())
                names.push_back(std::exchange(name, {}));
        } else {
            name.push_back(character);
        }
    }
    return names;
}

ThreadPost shownPost(const StagedPost &post, const json &fields)
{
    ThreadPost shown;
    shown.id = post.id;
    shown.isQuestion = !post.isAnswer;
    shown.score = numberOf(fields, "Score");
    shown.title = textOf(fields, "Title");
    shown.author = textOf(fields, "OwnerDisplayName");
    if (const auto user = numberOf(fields, "OwnerUserId"); shown.author.empty() && user)
        shown.author = "user " + std::to_string(*user);
    shown.createdAt = textOf(fields, "CreationDate");
    shown.licence = textOf(fields, "ContentLicense");
    shown.tags = splitTags(textOf(fields, "Tags"));
    const std::string body = textOf(fields, "Body");
    shown.parts = fields.contains(markdownKey) ? markdownToParts(body) : htmlToParts(body);
    return shown;
}

/// Every licence of the thread's posts; unknown when one of them names none.
std::string licenceOf(const std::vector<ThreadPost> &posts)
{
    std::vector<std::string> ids;
    std::string joined;
    for (const ThreadPost &post : posts) {
        std::string id = post.licence;
        std::replace(id.begin(), id.end(), ' ', '-'); // "CC BY-SA 4.0" is CC-BY-SA-4.0 in SPDX
        if (id.empty())
            return {};
        if (std::find(ids.begin(), ids.end(), id) == ids.end())
            joined += (joined.empty() ? "" : " AND ") + ids.emplace_back(id);
    }
    return joined;
}

class StagedThreadReader : public RecordReader
{
public:
    StagedThreadReader(Store &store, std::int64_t source, std::string file, std::int64_t after)
        : m_store(store), m_source(source), m_file(std::move(file)), m_after(after)
    {}

    Result<bool> next(ImportBatch &batch) override
    {
        constexpr int threadsPerBatch = 256;
        const auto threads = PRIMER_TRY(m_store.read(stagedThreads, m_source, m_after, threadsPerBatch));
        for (const std::vector<StagedPost> &thread : threads) {
            join(thread, batch);
            m_after = thread.front().thread;
        }
        batch.cursor = std::string(threadCursorPrefix) + std::to_string(m_after);
        return !threads.empty();
    }
    std::uint64_t bytesDone() const override { return 0; }
    std::uint64_t bytesTotal() const override { return 0; }

private:
    void join(const std::vector<StagedPost> &staged, ImportBatch &batch)
    {
        batch.rows += std::int64_t(staged.size());
        std::vector<ThreadPost> posts;
        json question = json::object();
        for (const StagedPost &post : staged) {
            json fields = json::parse(post.json, nullptr, false);
            if (!fields.is_object()) {
                quarantine(batch, post, "invalid_row", "what was staged cannot be read");
                continue;
            }
            ThreadPost shown = shownPost(post, fields);
            if (shown.title.empty() && shown.parts.empty()) {
                quarantine(batch, post, "empty_content", "nothing but markup");
                continue;
            }
            if (post.isAnswer && posts.empty()) {
                quarantine(batch, post, "question_missing",
                           "an answer to " + std::to_string(post.thread) + ", which is not there");
                continue;
            }
            if (!post.isAnswer)
                question = std::move(fields);
            posts.push_back(std::move(shown));
        }
        if (posts.empty())
            return;
        batch.joined += std::int64_t(posts.size()) - 1;
        const auto accepted = numberOf(question, "AcceptedAnswerId");
        for (ThreadPost &post : posts)
            post.isAccepted = !post.isQuestion && accepted == post.id;
        add(std::move(posts), question, batch);
    }

    void add(std::vector<ThreadPost> posts, json &question, ImportBatch &batch) const
    {
        ImportRecord record;
        record.origin.createdAt = posts.front().createdAt;
        if (posts.front().score)
            record.origin.score = double(*posts.front().score);
        record.origin.licence = licenceOf(posts);
        record.position = posts.front().id;
        record.origin.path = "questions/" + std::to_string(posts.front().id);
        record.origin.repository = std::filesystem::path(m_file).stem().string();
        record.origin.language = "markdown";
        for (const char *key : {"Body", positionKey, markdownKey})
            question.erase(key);
        record.origin.extraJson = question.dump(-1, ' ', false, json::error_handler_t::replace);
        record.kind = SampleKind::Thread;
        orderThread(posts);
        record.content = threadToText(posts);
        record.threadJson = threadToJson(posts);
        batch.rawBytes += std::int64_t(record.content.size());
        batch.records.push_back(std::move(record));
    }

    void quarantine(ImportBatch &batch, const StagedPost &post, const char *reason, std::string detail) const
    {
        batch.quarantined.push_back(quarantinedPost(post, m_file, reason, std::move(detail)));
    }

    Store &m_store;
    std::int64_t m_source;
    std::string m_file;
    std::int64_t m_after;
};

/// The rule that passes over a post that is neither question nor answer; nullptr for what is no such type.
const char *ruleOf(std::int64_t type)
{
    switch (type) {
    case 3: // orphaned
    case 4: // excerpt
    case 5: return "tag_wiki";
    case 6: // an election's nomination
    case 7: // a help page's placeholder
    case 8: return "moderation_post";
    default: return nullptr;
    }
}

} // namespace

void PostRow::addName(std::string_view name)
{
    m_json += m_json.empty() ? "" : ",";
    appendJsonString(m_json, name);
    m_json += ":";
}

void PostRow::add(std::string_view name, std::string_view text)
{
    const bool isNumber = name == "Id" || name == "PostTypeId" || name == "ParentId"
                          || std::find(numberColumns.begin(), numberColumns.end(), name) != numberColumns.end();
    if (name == "PostTypeId")
        m_typeText = text;
    if (const auto number = isNumber ? numberOf(text) : std::nullopt) {
        add(name, *number);
        return;
    }
    if (name == "Title" || name == "Body")
        m_hasText = m_hasText || text.find_first_not_of(" \t\r\n") != std::string_view::npos;
    addName(name);
    appendJsonString(m_json, text);
}

void PostRow::add(std::string_view name, std::int64_t number)
{
    if (name == "Id") {
        m_id = number;
    } else if (name == "PostTypeId") {
        m_type = number;
        m_typeText = std::to_string(number);
    } else if (name == "ParentId") {
        m_parent = number;
    } else {
        addName(name);
        m_json += std::to_string(number);
    }
}

void PostRow::clear()
{
    m_id = m_parent = m_type = std::nullopt;
    m_typeText.clear();
    m_hasText = false;
    m_json.clear();
}

void PostRow::setMarkdown()
{
    addName(markdownKey);
    m_json += "true";
}

void PostRow::stage(const std::string &file, std::int64_t position, std::string_view excerpt, ImportBatch &batch) const
{
    constexpr std::int64_t question = 1, answer = 2;
    if (const char *rule = m_type ? ruleOf(*m_type) : nullptr) {
        ++batch.passedOver[rule];
        return;
    }
    const bool isAnswer = m_type == answer;
    const auto thread = isAnswer ? m_parent : m_id;
    const auto reject = [&](const char *reason, std::string detail) {
        batch.quarantined.push_back({file, position, reason, std::move(detail), std::string(excerpt)});
    };
    if (m_type != question && m_type != answer)
        return reject("not_a_question_or_answer", "PostTypeId " + (m_typeText.empty() ? "missing" : m_typeText));
    if (!m_id || *m_id == beforeAllIds)
        return reject("invalid_row", "no Id");
    if (!thread || *thread == beforeAllIds)
        return reject("invalid_row", "an answer without ParentId");
    if (!m_hasText)
        return reject("empty_content", "neither title nor body");
    StagedPost post;
    post.id = *m_id;
    post.isAnswer = isAnswer;
    post.thread = *thread;
    post.json = "{" + m_json + ",\"" + positionKey + "\":" + std::to_string(position) + "}";
    batch.rawBytes += std::int64_t(post.json.size());
    batch.posts.push_back(std::move(post));
}

QuarantinedRow quarantinedPost(const StagedPost &post, const std::string &file, const char *reason, std::string detail)
{
    const json fields = json::parse(post.json, nullptr, false);
    const auto position = fields.is_object() ? numberOf(fields, positionKey) : std::nullopt;
    return {file, position.value_or(post.id), reason, std::move(detail), ""};
}

bool isThreadCursor(const std::string &cursor) { return cursor.starts_with(threadCursorPrefix); }

std::unique_ptr<RecordReader> openStagedThreads(Store &store, std::int64_t source, const std::string &file,
                                                const std::string &cursor)
{
    const std::int64_t after = isThreadCursor(cursor)
                                   ? std::strtoll(cursor.c_str() + threadCursorPrefix.size(), nullptr, 10)
                                   : beforeAllIds;
    return std::make_unique<StagedThreadReader>(store, source, file, after);
}

} // namespace primer
