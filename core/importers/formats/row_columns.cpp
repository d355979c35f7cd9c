#include "core/importers/formats/row_columns.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace primer {

namespace {

constexpr std::array<std::string_view, RowColumns::FieldCount> fieldNames{"content",  "path",    "repo",  "licence",
                                                                          "language", "created", "stars", "score"};

/// Usual names of a field, best first.
const std::array<std::vector<std::string_view>, RowColumns::FieldCount> usualNames{{
    {"content", "text", "code", "source_code", "body", "Body", "completion", "output"},
    {"path", "max_stars_repo_path", "file_path", "filename", "file_name", "url"},
    {"repo", "repo_name", "max_stars_repo_name", "repository", "repository_name", "repo_path"},
    {"licence", "license", "max_stars_repo_licenses", "detected_licenses", "licenses", "ContentLicense",
     "license_type"},
    {"language", "lang", "programming_language"},
    {"created", "created_at", "revision_date", "max_stars_repo_stars_event_min_datetime", "visit_date", "date",
     "CreationDate", "file_timestamp"},
    {"stars", "max_stars_count", "star_events_count", "stargazers_count"},
    {"score", "Score", "int_score"},
}};

/// Columns that tell a schema.
enum Mark : std::uint32_t {
    Files = 1,
    RepoPath = 2,
    NumFiles = 4,
    Question = 8,
    Answers = 16,
    ResponseJ = 32,
    PostType = 64,
    PostBody = 128,
    PostId = 256,
    Sha256 = 512,
    Kind = 1024,
    Upstream = 2048,
    Copies = 4096,
    Thread = 8192,
};
constexpr std::uint32_t ownMarks = Sha256 | Kind | Upstream | Copies | Thread;
constexpr std::pair<std::string_view, Mark> markNames[] = {
    {"files", Files},     {"repo_path", RepoPath},   {"num_files", NumFiles},  {"question", Question},
    {"answers", Answers}, {"response_j", ResponseJ}, {"PostTypeId", PostType}, {"Body", PostBody},
    {"Id", PostId},       {"sha256", Sha256},        {"kind", Kind},           {"upstream", Upstream},
    {"copies", Copies},   {"thread", Thread},
};

std::string joined(const std::vector<std::string> &columns)
{
    std::string list;
    for (const std::string &column : columns)
        list += (list.empty() ? "" : ",") + column;
    return list;
}

} // namespace

Result<RowColumns> RowColumns::create(const ColumnMapping &mapping)
{
    RowColumns columns;
    std::array<bool, FieldCount> isMapped{};
    for (const auto &[field, column] : mapping) {
        const auto known = std::find(fieldNames.begin(), fieldNames.end(), field == "license" ? "licence" : field);
        if (known == fieldNames.end())
            return Error{ErrorCode::InvalidInput, "no such field to map: " + field, mappingText(mapping)};
        const auto which = Field(known - fieldNames.begin());
        isMapped[which] = true;
        columns.m_meanings[column].roles.push_back({which, 0});
    }
    for (int field = 0; field < FieldCount; ++field) {
        int rank = 0;
        for (const std::string_view name : usualNames[std::size_t(field)]) {
            ++rank;
            const bool isTaken = std::any_of(mapping.begin(), mapping.end(),
                                             [name](const auto &entry) { return entry.second == name; });
            if (!isMapped[std::size_t(field)] && !isTaken)
                columns.m_meanings[std::string(name)].roles.push_back({Field(field), rank});
        }
    }
    for (const auto &[name, mark] : markNames)
        columns.m_meanings[std::string(name)].mark |= mark;
    columns.m_mapping = mapping;
    return columns;
}

RowColumns::Meaning &RowColumns::meaningOf(std::string_view key, std::size_t place)
{
    constexpr std::size_t maxColumns = 10'000; // rows of ever new keys make no ever longer list
    if (place < m_lastRow.size() && m_lastRow[place].first == key)
        return *m_lastRow[place].second;
    auto found = m_meanings.find(key);
    if (found == m_meanings.end() && m_meanings.size() < maxColumns)
        found = m_meanings.emplace(std::string(key), Meaning()).first;
    if (found == m_meanings.end()) {
        static Meaning none;
        m_lastRow.resize(std::min(place, m_lastRow.size()));
        return none;
    }
    if (!std::exchange(found->second.wasSeen, true))
        m_seen.push_back(found->first);
    m_lastRow.resize(std::min(place, m_lastRow.size()));
    if (m_lastRow.size() == place)
        m_lastRow.emplace_back(found->first, &found->second);
    return found->second;
}

RowColumns::Row RowColumns::of(const simdjson::dom::object &row)
{
    Row found;
    std::array<int, FieldCount> ranks{};
    ranks.fill(std::numeric_limits<int>::max());
    std::uint32_t marks = 0;
    std::size_t place = 0;
    for (const auto &[key, value] : row) {
        const Meaning &meaning = meaningOf(key, place++);
        marks |= meaning.mark;
        for (const Role &role : meaning.roles) {
            found.hasContent = found.hasContent || role.field == Content;
            // Content is text: a column of another kind beside it is not meant.
            const bool isFit = !value.is_null() && (role.field != Content || value.is_string());
            if (!isFit || role.rank >= ranks[role.field])
                continue;
            ranks[role.field] = role.rank;
            found.values[role.field] = value;
            found.names[role.field] = key;
        }
    }
    found.schema = schemaOf(marks);
    m_sawContent = m_sawContent || found.hasContent || found.schema != RowSchema::Flat;
    return found;
}

bool RowColumns::isLicence(std::string_view key) const
{
    const auto &usual = usualNames[Licence];
    return std::find(usual.begin(), usual.end(), key) != usual.end()
           || std::any_of(m_mapping.begin(), m_mapping.end(),
                          [key](const auto &entry) { return entry.first.starts_with("licen") && entry.second == key; });
}

RowSchema RowColumns::schemaOf(std::uint32_t marks) const
{
    const auto has = [marks](std::uint32_t wanted) { return (marks & wanted) == wanted; };
    if (m_mapping.contains("content"))
        return RowSchema::Flat;
    if (has(ownMarks))
        return RowSchema::OwnExport;
    if (has(Files | RepoPath) || has(Files | NumFiles) || has(RepoPath | NumFiles))
        return RowSchema::StackV3;
    if (has(Question | Answers))
        return RowSchema::StackExchangePreferences;
    if (has(Question | ResponseJ))
        return RowSchema::StackExchangePaired;
    if (has(PostType | PostBody) || has(PostType | PostId))
        return RowSchema::StackOverflowPosts;
    return RowSchema::Flat;
}

Status RowColumns::fault() const
{
    if (m_seen.empty())
        return success();
    for (const auto &[field, column] : m_mapping) {
        if (std::find(m_seen.begin(), m_seen.end(), column) == m_seen.end())
            return Error{ErrorCode::NeedsMapping, "no column named " + column, mappingText(m_mapping)};
    }
    if (!m_sawContent)
        return Error{ErrorCode::NeedsMapping, joined(m_seen), ""};
    return success();
}

std::string RowColumns::usualContent(const std::vector<std::string> &columns)
{
    for (const std::string_view name : usualNames[Content]) {
        if (std::find(columns.begin(), columns.end(), name) != columns.end())
            return std::string(name);
    }
    return {};
}

} // namespace primer
