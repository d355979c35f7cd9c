#include "core/importers/posts_xml_reader.h"

#include <utility>
#include <cstdlib>
#include <algorithm>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <map>

#include <nlohmann/json.hpp>

#include "core/importers/byte_stream.h"
#include "core/importers/html_to_text.h"
#include "core/importers/row_mapper.h"

namespace primer {

namespace {

using nlohmann::json;
using Attributes = std::map<std::string, std::string, std::less<>>;

constexpr std::size_t readBytes = std::size_t(1) << 20;
constexpr std::string_view threadCursorPrefix = "threads:";

/// Decodes the five entities of XML and numeric ones; false for any other (there is no document type to define it).
bool decodeAttribute(std::string_view raw, std::string &text)
{
    text.clear();
    for (std::size_t i = 0; i < raw.size(); ++i) {
        if (raw[i] != '&') {
            text.push_back(raw[i]);
            continue;
        }
        const std::size_t end = raw.find(';', i);
        if (end == std::string_view::npos || end - i > 10)
            return false;
        const std::string_view name = raw.substr(i + 1, end - i - 1);
        static constexpr std::pair<std::string_view, char> named[] = {
            {"lt", '<'}, {"gt", '>'}, {"amp", '&'}, {"quot", '"'}, {"apos", '\''}};
        const auto found = std::find_if(std::begin(named), std::end(named),
                                        [&](const auto &known) { return known.first == name; });
        if (found != std::end(named)) {
            text.push_back(found->second);
        } else if (name.size() > 1 && name.front() == '#') {
            const auto parts = htmlToParts("<pre>&" + std::string(name) + ";</pre>");
            if (parts.empty())
                return false;
            text += parts.front().text;
        } else {
            return false;
        }
        i = end;
    }
    return true;
}

/// `name="value"` pairs of the inside of an element.
const char *parseAttributes(std::string_view inside, Attributes &attributes)
{
    attributes.clear();
    std::string value;
    while (true) {
        const std::size_t start = inside.find_first_not_of(" \t\r\n");
        if (start == std::string_view::npos)
            return nullptr;
        inside.remove_prefix(start);
        const std::size_t equals = inside.find('=');
        if (equals == std::string_view::npos || equals == 0 || equals + 1 >= inside.size())
            return "attribute without a value";
        const char quote = inside[equals + 1];
        if (quote != '"' && quote != '\'')
            return "attribute value without quotes";
        const std::size_t end = inside.find(quote, equals + 2);
        if (end == std::string_view::npos)
            return "unclosed attribute value";
        const std::string_view raw = inside.substr(equals + 2, end - equals - 2);
        if (raw.find('<') != std::string_view::npos)
            return "'<' inside an attribute value";
        if (!decodeAttribute(raw, value))
            return "unknown entity";
        attributes.insert_or_assign(std::string(inside.substr(0, equals)), value);
        inside.remove_prefix(end + 1);
    }
}

std::int64_t integerOf(const Attributes &attributes, std::string_view name)
{
    const auto found = attributes.find(name);
    std::int64_t number = 0;
    if (found != attributes.end())
        std::from_chars(found->second.data(), found->second.data() + found->second.size(), number);
    return number;
}

std::string textOf(const Attributes &attributes, std::string_view name)
{
    const auto found = attributes.find(name);
    return found == attributes.end() ? std::string() : found->second;
}

class PostsXmlReader : public RecordReader
{
public:
    PostsXmlReader(std::string path, std::unique_ptr<ByteStream> stream, std::uint64_t offset, std::uint64_t total)
        : m_path(std::move(path)), m_stream(std::move(stream)), m_offset(offset), m_total(total)
    {}

    Result<bool> next(ImportBatch &batch) override
    {
        bool any = false;
        while (!isFull(batch) && batch.quarantined.size() < import_limits::batchRecords) {
            const auto row = nextRow(batch);
            if (!row)
                return row.error();
            if (!*row)
                break;
            any = true;
        }
        batch.cursor = std::to_string(m_offset);
        return any || !batch.quarantined.empty();
    }
    std::uint64_t bytesDone() const override { return std::min(m_stream->fileBytesRead(), m_total); }
    std::uint64_t bytesTotal() const override { return m_total; }

private:
    /// Moves to the next "<row", reads to its end outside quotes, stages it. False at the end.
    Result<bool> nextRow(ImportBatch &batch)
    {
        for (;;) {
            const std::string_view rest(m_buffer.data() + m_begin, m_buffer.size() - m_begin);
            const std::size_t start = rest.find("<row");
            if (start == std::string_view::npos) {
                consume(rest.size() - std::min<std::size_t>(rest.size(), 3));
                if (m_sourceEnded)
                    return false;
                if (!fill(batch))
                    return true;
                continue;
            }
            consume(start);
            const std::size_t end = rowEnd();
            if (end == std::string_view::npos) {
                if (m_buffer.size() - m_begin > import_limits::lineBytes) {
                    quarantine(batch, "line_too_long", "a row over 16 MiB");
                    consume(4);
                    return true;
                }
                if (m_sourceEnded) {
                    quarantine(batch, "truncated_row", "the file ends inside a row");
                    consume(m_buffer.size() - m_begin);
                    return true;
                }
                if (!fill(batch))
                    return true;
                continue;
            }
            stage({m_buffer.data() + m_begin + 4, end - 4 - 2}, batch);
            consume(end);
            return true;
        }
    }

    /// Length of the element at m_begin up to and with "/>"; npos when it is not all there.
    std::size_t rowEnd() const
    {
        char quote = 0;
        for (std::size_t i = m_begin + 4; i < m_buffer.size(); ++i) {
            const char character = m_buffer[i];
            if (quote) {
                if (character == quote)
                    quote = 0;
                else if (character == '\n' && m_buffer.compare(i + 1, 6, "  <row") == 0)
                    return i - m_begin; // a quote was never closed: the next row begins, this one is damaged
            } else if (character == '"' || character == '\'') {
                quote = character;
            } else if (character == '>') {
                return i + 1 - m_begin;
            }
        }
        return std::string_view::npos;
    }

    void stage(std::string_view inside, ImportBatch &batch)
    {
        if (const char *fault = parseAttributes(inside, m_attributes)) {
            quarantine(batch, "invalid_xml", fault);
            return;
        }
        const std::int64_t type = integerOf(m_attributes, "PostTypeId");
        if (type != 1 && type != 2)
            return; // tag wikis, moderator posts: not part of any thread
        StagedPost post;
        post.id = integerOf(m_attributes, "Id");
        post.isAnswer = type == 2;
        post.thread = post.isAnswer ? integerOf(m_attributes, "ParentId") : post.id;
        if (post.id <= 0 || post.thread <= 0) {
            quarantine(batch, "invalid_row", "no Id or ParentId");
            return;
        }
        json fields;
        for (const char *name : {"Body", "Title", "Tags", "ContentLicense", "CreationDate", "OwnerDisplayName",
                                 "LastActivityDate", "ClosedDate"})
            fields[name] = textOf(m_attributes, name);
        for (const char *name :
             {"Score", "AcceptedAnswerId", "OwnerUserId", "ViewCount", "AnswerCount", "CommentCount", "FavoriteCount"})
            fields[name] = integerOf(m_attributes, name);
        post.json = fields.dump(-1, ' ', false, json::error_handler_t::replace);
        batch.rawBytes += std::int64_t(post.json.size());
        batch.posts.push_back(std::move(post));
    }

    void quarantine(ImportBatch &batch, const char *reason, const char *detail)
    {
        batch.quarantined.push_back({m_path, std::int64_t(m_offset), reason, detail, m_buffer.substr(m_begin, 200)});
    }

    void consume(std::size_t bytes)
    {
        m_begin += bytes;
        m_offset += bytes;
    }

    /// False when the stream ended badly: quarantined, what came before is kept.
    bool fill(ImportBatch &batch)
    {
        m_buffer.erase(0, m_begin);
        m_begin = 0;
        const std::size_t old = m_buffer.size();
        m_buffer.resize(old + readBytes);
        const auto got = m_stream->read(m_buffer.data() + old, readBytes);
        m_buffer.resize(old + (got ? *got : 0));
        m_sourceEnded = !got || *got == 0;
        if (got)
            return true;
        batch.quarantined.push_back({m_path, std::int64_t(m_offset), "stream_ends_badly", got.error().detail, ""});
        return false;
    }

    std::string m_path;
    std::unique_ptr<ByteStream> m_stream;
    std::string m_buffer;
    std::size_t m_begin = 0;
    std::uint64_t m_offset;
    std::uint64_t m_total;
    bool m_sourceEnded = false;
    Attributes m_attributes;
};

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

class StagedThreadReader : public RecordReader
{
public:
    StagedThreadReader(Store &store, std::int64_t source, std::string file, std::int64_t after)
        : m_store(store), m_source(source), m_file(std::move(file)), m_after(after)
    {}

    Result<bool> next(ImportBatch &batch) override
    {
        constexpr int threadsABatch = 256;
        auto reader = m_store.reader();
        if (!reader)
            return reader.error();
        const auto threads = stagedThreads(**reader, m_source, m_after, threadsABatch);
        if (!threads)
            return threads.error();
        for (const std::vector<StagedPost> &thread : *threads) {
            join(thread, batch);
            m_after = thread.front().thread;
        }
        batch.cursor = std::string(threadCursorPrefix) + std::to_string(m_after);
        return !threads->empty();
    }
    std::uint64_t bytesDone() const override { return 0; }
    std::uint64_t bytesTotal() const override { return 0; }

private:
    void join(const std::vector<StagedPost> &staged, ImportBatch &batch)
    {
        if (staged.front().isAnswer) {
            batch.quarantined.push_back({m_file, staged.front().thread, "question_missing",
                                         std::to_string(staged.size()) + " answers to a question that is not there",
                                         ""});
            return;
        }
        std::vector<ThreadPost> posts;
        std::string licence;
        std::int64_t accepted = 0;
        json extra = json::object();
        ImportRecord record;
        for (const StagedPost &post : staged) {
            const json fields = json::parse(post.json, nullptr, false);
            if (fields.is_discarded())
                continue;
            ThreadPost shown;
            shown.id = post.id;
            shown.isQuestion = !post.isAnswer;
            shown.score = fields.value("Score", std::int64_t(0));
            shown.title = fields.value("Title", "");
            shown.author = fields.value("OwnerDisplayName", "");
            if (const std::int64_t user = fields.value("OwnerUserId", std::int64_t(0)); shown.author.empty() && user)
                shown.author = "user " + std::to_string(user);
            shown.createdAt = fields.value("CreationDate", "");
            shown.licence = fields.value("ContentLicense", "");
            shown.tags = splitTags(fields.value("Tags", ""));
            const std::string body = fields.value("Body", "");
            shown.parts = fields.value("markdown", false) ? markdownToParts(body) : htmlToParts(body);
            if (shown.isQuestion) {
                accepted = fields.value("AcceptedAnswerId", std::int64_t(0));
                record.origin.createdAt = shown.createdAt;
                record.origin.score = double(shown.score);
                extra = fields;
                extra.erase("Body");
            }
            shown.isAccepted = post.isAnswer && post.id == accepted;
            std::string id = shown.licence;
            std::replace(id.begin(), id.end(), ' ', '-'); // "CC BY-SA 4.0" is CC-BY-SA-4.0 in SPDX
            if (!id.empty() && licence.find(id) == std::string::npos)
                licence += (licence.empty() ? "" : " AND ") + id;
            posts.push_back(std::move(shown));
        }
        orderThread(posts);
        record.kind = SampleKind::Thread;
        record.position = staged.front().thread;
        record.content = threadToText(posts);
        record.threadJson = threadToJson(posts);
        record.origin.path = "questions/" + std::to_string(staged.front().thread);
        record.origin.repository = std::filesystem::path(m_file).stem().string();
        record.origin.language = "markdown";
        record.origin.licence = licence;
        record.origin.extraJson = extra.dump(-1, ' ', false, json::error_handler_t::replace);
        batch.rawBytes += std::int64_t(record.content.size());
        batch.records.push_back(std::move(record));
    }

    Store &m_store;
    std::int64_t m_source;
    std::string m_file;
    std::int64_t m_after;
};

} // namespace

bool isThreadCursor(const std::string &cursor) { return cursor.starts_with(threadCursorPrefix); }

Result<std::unique_ptr<RecordReader>> openPostsXml(const std::string &path, const std::string &cursor)
{
    auto stream = path.ends_with(".7z") ? open7zEntry(path, "Posts.xml") : openByteStream(path);
    if (!stream)
        return stream.error();
    std::uint64_t offset = 0;
    if (!cursor.empty()) {
        offset = std::strtoull(cursor.c_str(), nullptr, 10);
        PRIMER_TRY((*stream)->skipTo(offset));
    }
    std::error_code failure;
    const std::uint64_t total = path.ends_with(".7z") ? 0 : std::filesystem::file_size(path, failure);
    return std::unique_ptr<RecordReader>(
        std::make_unique<PostsXmlReader>(path, std::move(*stream), offset, failure ? 0 : total));
}

std::unique_ptr<RecordReader> openStagedThreads(Store &store, std::int64_t source, const std::string &file,
                                                const std::string &cursor)
{
    std::int64_t after = 0;
    if (isThreadCursor(cursor))
        after = std::strtoll(cursor.c_str() + threadCursorPrefix.size(), nullptr, 10);
    return std::make_unique<StagedThreadReader>(store, source, file, after);
}

} // namespace primer
