// Owns: one row of an Arrow batch as JSON with long or binary strings set aside. Not here: reading Parquet.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <arrow/api.h>

namespace primer {

class RowJson
{
public:
    void write(const arrow::RecordBatch &batch, std::int64_t row);
    const std::string &json() const { return m_json; }
    /// Valid while the batch is.
    const std::vector<std::string_view> &blobs() const { return m_blobs; }

private:
    void value(const arrow::Array &array, std::int64_t row);
    void text(std::string_view bytes);
    void list(const arrow::Array &values, std::int64_t begin, std::int64_t end);

    std::string m_json;
    std::vector<std::string_view> m_blobs;
};

} // namespace primer
