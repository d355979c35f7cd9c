// Owns: which column of a row fills which field, and which known schema a row has, told row by row: no row speaks for
// another. Not here: what is made of them (row_mapper.h).
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <simdjson.h>

#include "core/importers/formats/record_reader.h"

namespace primer {

enum class RowSchema { Flat, OwnExport, StackV3, StackExchangePreferences, StackExchangePaired, StackOverflowPosts };

class RowColumns
{
public:
    enum Field { Content, Path, Repo, Licence, Language, Created, Stars, Score, FieldCount };

    /// InvalidInput when a field that is mapped does not exist.
    static Result<RowColumns> create(const ColumnMapping &mapping);

    struct Row {
        RowSchema schema = RowSchema::Flat;
        bool hasContent = false;                                              ///< a column for it, whatever it holds
        std::array<std::optional<simdjson::dom::element>, FieldCount> values; ///< the best that is not null
        std::array<std::string_view, FieldCount> names;
    };
    Row of(const simdjson::dom::object &row);

    /// True of a column that may hold a licence.
    bool isLicence(std::string_view key) const;

    /// NeedsMapping when rows were seen and none of them had a column for the content, or a column that was mapped: its
    /// detail is the list of columns, comma-separated.
    Status fault() const;

    /// The first of the columns that holds the content by its usual names, "" when none does.
    static std::string usualContent(const std::vector<std::string> &columns);

private:
    struct Role {
        Field field = FieldCount;
        int rank = 0; ///< the lowest is taken
    };
    struct Meaning {
        std::vector<Role> roles;
        std::uint32_t mark = 0; ///< of a column that tells a schema
        bool wasSeen = false;
    };
    Meaning &meaningOf(std::string_view key, std::size_t place);
    RowSchema schemaOf(std::uint32_t marks) const;

    ColumnMapping m_mapping;
    std::map<std::string, Meaning, std::less<>> m_meanings;
    std::vector<std::pair<std::string_view, Meaning *>> m_lastRow; ///< rows mostly have the keys of the one before
    std::vector<std::string> m_seen;
    bool m_sawContent = false;
};

} // namespace primer
