// Owns: one row of an Arrow batch as JSON with long or binary strings set aside (core/parquet/frames.h). Values that
// JSON lacks: "NaN", "Infinity", durations with their unit ("5 ms"), times and decimals as text; of a type that has no
// text either the name stands: {"$not_kept": "type"}. Not here: reading Parquet.
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
    void compound(const arrow::Array &array, std::int64_t row);
    template<typename Lists>
    void list(const Lists &lists, std::int64_t row);
    void fields(const arrow::StructArray &array, std::int64_t row);
    void shown(const arrow::Array &array, std::int64_t row);

    std::string m_json;
    std::vector<std::string_view> m_blobs;
};

} // namespace primer
