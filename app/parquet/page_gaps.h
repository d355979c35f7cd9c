// Owns: reading a row group around pages that cannot be read, so that a page costs its own rows. Not here: what is
// done with the rows (read_rows.cpp).
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <arrow/io/interfaces.h>
#include <arrow/status.h>
#include <parquet/file_reader.h>
#include <parquet/metadata.h>
#include <parquet/properties.h>

namespace primer {

/// Rows of a row group, counted from its first.
struct RowRange {
    std::int64_t begin = 0;
    std::int64_t end = 0;
};

/// What is passed over in one row group. Columns within lists are read whole: their pages do not tell their rows.
class PageGaps
{
public:
    struct Gap {
        RowRange rows;
        std::string why;
    };

    /// The rows before it are not wanted any more.
    void setFirstRow(std::int64_t row) { m_firstRow = row; }
    /// After `failure` at `row`: the page that failed becomes a gap, else the rows to the next end of a page. False
    /// when neither is known, or there are too many.
    bool add(const arrow::Status &failure, std::int64_t row);
    /// The gap that a row is in, or nullptr.
    const Gap *at(std::int64_t row) const;
    bool isFailingPageKnown() const { return m_reading.has_value(); }

    // Of the pages, while they are read.
    void beginReading();
    bool passesOver(RowRange rows) const;
    void isReading(int column, const std::string &name, RowRange rows);
    void hasRead() { m_reading.reset(); }

private:
    std::int64_t behindGaps(std::int64_t row) const;

    struct Page {
        int column = 0;
        std::string name;
        RowRange rows;
    };
    std::int64_t m_firstRow = 0;
    std::vector<Gap> m_gaps;
    std::optional<Page> m_reading;
    std::map<int, RowRange> m_current; ///< the page of each column that was read last
};

/// The same file, its pages as `gaps` has them: values of rows that are passed over are missing, or empty. `gaps`
/// outlives it.
std::unique_ptr<parquet::ParquetFileReader> openAround(PageGaps &gaps,
                                                       std::shared_ptr<arrow::io::RandomAccessFile> file,
                                                       const parquet::ReaderProperties &properties,
                                                       std::shared_ptr<parquet::FileMetaData> metadata);

} // namespace primer
