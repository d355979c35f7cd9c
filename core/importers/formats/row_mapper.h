// Owns: turning a row of a known or mapped schema (The Stack v1, v2, v3, python-edu, the StackExchange sets, any flat
// table) into records. Not here: reading rows from files.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/importers/formats/record_reader.h"

namespace primer {

enum class RowSchema { Flat, StackV3, StackExchangePreferences, StackExchangePaired, StackOverflowPosts };

class RowMapper
{
public:
    /// From the column names of the first row. NeedsMapping when nothing holds the content; its detail is the list of
    /// columns, comma-separated.
    static Result<std::unique_ptr<RowMapper>> create(const std::vector<std::string> &columns,
                                                     const ColumnMapping &mapping);
    ~RowMapper();

    /// `json` is one object with `padding` readable bytes after it; `blobs` are the strings set aside (row_value.h),
    /// the content is moved out of them. Fills records or posts of the batch, or its quarantine.
    void map(const char *json, std::size_t size, std::size_t padding, std::vector<std::string> &blobs,
             const std::string &file, std::int64_t position, ImportBatch &batch);

    RowSchema schema() const;
    std::string contentColumn() const;

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
