#include "app/parquet/page_gaps.h"

#include <algorithm>
#include <limits>
#include <utility>

#include <sys/resource.h>

#include <arrow/buffer.h>
#include <parquet/column_page.h>
#include <parquet/column_reader.h>
#include <parquet/schema.h>

namespace primer {

namespace {

constexpr std::size_t maxGaps = 256; ///< of a row group: each is found by reading it again

std::string memoryThereIs()
{
    rlimit memory{};
    if (::getrlimit(RLIMIT_AS, &memory) != 0 || memory.rlim_cur == RLIM_INFINITY)
        return "the memory there is";
    return "the " + std::to_string(memory.rlim_cur >> 20) + " MiB that reading may use";
}

/// A run of levels 0, as a page begins with (RLE, at most eight bits a level).
void appendZeroLevels(std::string &bytes, std::int64_t count)
{
    std::string run;
    for (std::uint64_t rest = std::uint64_t(count) << 1;; rest >>= 7) {
        run.push_back(char((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0)));
        if (rest <= 0x7f)
            break;
    }
    run.push_back('\0');
    const auto size = std::uint32_t(run.size());
    bytes.append(reinterpret_cast<const char *>(&size), sizeof size);
    bytes += run;
}

std::int64_t plainBytes(const parquet::ColumnDescriptor &column)
{
    switch (column.physical_type()) {
    case parquet::Type::INT64:
    case parquet::Type::DOUBLE: return 8;
    case parquet::Type::INT96: return 12;
    case parquet::Type::FIXED_LEN_BYTE_ARRAY: return std::max(1, column.type_length());
    default: return 4; // of a string its length; of bits more than enough
    }
}

/// A page of `count` rows without values; where a column must have values, of empty ones.
std::shared_ptr<parquet::Page> emptyPage(const parquet::ColumnDescriptor &column, std::int64_t count)
{
    std::string bytes;
    if (column.max_definition_level() > 0)
        appendZeroLevels(bytes, count);
    else
        bytes.append(std::size_t(count * plainBytes(column)), '\0');
    const auto size = std::int64_t(bytes.size());
    return std::make_shared<parquet::DataPageV1>(arrow::Buffer::FromString(std::move(bytes)), std::int32_t(count),
                                                 parquet::Encoding::PLAIN, parquet::Encoding::RLE,
                                                 parquet::Encoding::RLE, size);
}

/// The pages of one column that is in no list: a value a row.
class PagesAround : public parquet::PageReader
{
public:
    PagesAround(std::unique_ptr<parquet::PageReader> pages, PageGaps &gaps, int number,
                const parquet::ColumnDescriptor &column)
        : m_pages(std::move(pages)), m_gaps(gaps), m_column(column)
    {
        m_pages->set_data_page_filter([this, number](const parquet::DataPageStats &page) {
            const RowRange rows{m_row, m_row + page.num_values};
            m_row = rows.end;
            if (m_gaps.passesOver(rows)) {
                m_passedOver += page.num_values;
                return true;
            }
            m_gaps.isReading(number, m_column.path()->ToDotString(), rows);
            return false;
        });
    }

    std::shared_ptr<parquet::Page> NextPage() override
    {
        constexpr std::int64_t pageBytes = std::int64_t(1) << 20;
        if (!m_hasNext) {
            m_next = m_pages->NextPage();
            m_hasNext = true;
            m_gaps.hasRead();
        }
        if (m_passedOver > 0) {
            const std::int64_t rows = std::min(m_passedOver,
                                               std::max<std::int64_t>(1, pageBytes / plainBytes(m_column)));
            m_passedOver -= rows;
            return emptyPage(m_column, rows);
        }
        m_hasNext = false;
        return std::move(m_next);
    }
    void set_max_page_header_size(std::uint32_t size) override { m_pages->set_max_page_header_size(size); }

private:
    std::unique_ptr<parquet::PageReader> m_pages;
    PageGaps &m_gaps;
    const parquet::ColumnDescriptor &m_column;
    std::int64_t m_row = 0;
    std::int64_t m_passedOver = 0; ///< rows before m_next
    std::shared_ptr<parquet::Page> m_next;
    bool m_hasNext = false;
};

struct GroupAround : parquet::RowGroupReader::Contents {
    std::shared_ptr<parquet::RowGroupReader> group;
    PageGaps &gaps;
    const parquet::ReaderProperties &readerProperties;

    GroupAround(std::shared_ptr<parquet::RowGroupReader> of, PageGaps &around,
                const parquet::ReaderProperties &properties)
        : group(std::move(of)), gaps(around), readerProperties(properties)
    {}
    std::unique_ptr<parquet::PageReader> GetColumnPageReader(int number) override
    {
        auto pages = group->GetColumnPageReader(number);
        const parquet::ColumnDescriptor &column = *group->metadata()->schema()->Column(number);
        if (column.max_repetition_level() > 0)
            return pages;
        return std::make_unique<PagesAround>(std::move(pages), gaps, number, column);
    }
    const parquet::RowGroupMetaData *metadata() const override { return group->metadata(); }
    const parquet::ReaderProperties *properties() const override { return &readerProperties; }
};

struct FileAround : parquet::ParquetFileReader::Contents {
    std::unique_ptr<parquet::ParquetFileReader::Contents> file;
    PageGaps &gaps;
    parquet::ReaderProperties properties;

    FileAround(std::unique_ptr<parquet::ParquetFileReader::Contents> of, PageGaps &around,
               const parquet::ReaderProperties &readerProperties)
        : file(std::move(of)), gaps(around), properties(readerProperties)
    {}
    void Close() override { file->Close(); }
    std::shared_ptr<parquet::RowGroupReader> GetRowGroup(int number) override
    {
        auto group = std::make_unique<GroupAround>(file->GetRowGroup(number), gaps, properties);
        return std::make_shared<parquet::RowGroupReader>(std::move(group));
    }
    std::shared_ptr<parquet::FileMetaData> metadata() const override { return file->metadata(); }
    std::shared_ptr<parquet::PageIndexReader> GetPageIndexReader() override { return file->GetPageIndexReader(); }
    parquet::BloomFilterReader &GetBloomFilterReader() override { return file->GetBloomFilterReader(); }
};

} // namespace

bool PageGaps::add(const arrow::Status &failure, std::int64_t row)
{
    if (m_gaps.size() >= maxGaps)
        return false;
    const std::string what = failure.IsOutOfMemory() ? " does not fit in " + memoryThereIs() + ": " + failure.message()
                                                     : " cannot be read: " + failure.ToString();
    if (m_reading) {
        m_gaps.push_back({m_reading->rows, "a page of the column " + m_reading->name + what});
        m_reading.reset();
        return true;
    }
    row = behindGaps(row);
    std::int64_t end = std::numeric_limits<std::int64_t>::max();
    for (const auto &[column, rows] : m_current) {
        if (rows.begin <= row && row < rows.end)
            end = std::min(end, rows.end);
    }
    if (end == std::numeric_limits<std::int64_t>::max())
        return false;
    m_gaps.push_back({{row, end}, "a page" + what});
    return true;
}

const PageGaps::Gap *PageGaps::at(std::int64_t row) const
{
    const auto found = std::find_if(m_gaps.begin(), m_gaps.end(),
                                    [row](const Gap &gap) { return gap.rows.begin <= row && row < gap.rows.end; });
    return found == m_gaps.end() ? nullptr : &*found;
}

void PageGaps::beginReading()
{
    m_reading.reset();
    m_current.clear();
}

/// The first row from `row` on that no gap has.
std::int64_t PageGaps::behindGaps(std::int64_t row) const
{
    while (const Gap *gap = at(row))
        row = gap->rows.end;
    return row;
}

bool PageGaps::passesOver(RowRange rows) const { return behindGaps(std::max(rows.begin, m_firstRow)) >= rows.end; }

void PageGaps::isReading(int column, const std::string &name, RowRange rows)
{
    m_reading = Page{column, name, rows};
    m_current[column] = rows;
}

std::unique_ptr<parquet::ParquetFileReader> openAround(PageGaps &gaps,
                                                       std::shared_ptr<arrow::io::RandomAccessFile> file,
                                                       const parquet::ReaderProperties &properties,
                                                       std::shared_ptr<parquet::FileMetaData> metadata)
{
    gaps.beginReading();
    auto contents = parquet::ParquetFileReader::Contents::Open(std::move(file), properties, std::move(metadata));
    auto reader = std::make_unique<parquet::ParquetFileReader>();
    reader->Open(std::make_unique<FileAround>(std::move(contents), gaps, properties));
    return reader;
}

} // namespace primer
