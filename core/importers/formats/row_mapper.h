// Owns: turning a row of a known or mapped schema (The Stack v1, v2, v3, python-edu, the StackExchange sets, our own
// exports, any flat table) into records. Not here: reading rows from files, which column is which (row_columns.h).
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/importers/formats/record_reader.h"

namespace primer {

class RowMapper
{
public:
    /// InvalidInput when the mapping names a field that does not exist.
    static Result<std::unique_ptr<RowMapper>> create(const ColumnMapping &mapping);
    ~RowMapper();

    /// `json` is one object with `padding` readable bytes after it. `blobs` are the strings set aside (row_value.h),
    /// the content is moved out of them. Fills records or posts of the batch, or its quarantine.
    /// False, and nothing is done, when it is no JSON and `tells` is false.
    bool map(const char *json, std::size_t size, std::size_t padding, std::vector<std::string> &blobs,
             const std::string &file, std::int64_t position, ImportBatch &batch, bool tells = true);

    /// NeedsMapping when no row so far told which column is its content; its detail is the list of columns.
    Status fault() const;

private:
    RowMapper();
    struct State;
    std::unique_ptr<State> m_state;
};

/// The keys of a JSON object's text in order, or an error.
Result<std::vector<std::string>> jsonKeys(std::string_view json);

/// First 200 bytes, for the quarantine.
std::string excerptOf(std::string_view bytes);

} // namespace primer
