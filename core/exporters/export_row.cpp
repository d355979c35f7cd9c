#include "core/exporters/export_row.h"

namespace primer {

const std::vector<ExportColumn> &exportColumns()
{
    static const std::vector<ExportColumn> columns{
        {"id", "int64"},
        {"content", "string"},
        {"path", "string"},
        {"repo_name", "string"},
        {"license", "string"},
        {"language", "string"},
        {"created_at", "string"},
        {"kind", "string"},
        {"source", "string"},
        {"sha256", "string"},
        {"size", "int64"},
        {"line_count", "int64"},
        {"max_line_length", "int64"},
        {"avg_line_length", "float64"},
        {"alphanum_fraction", "float64"},
        {"stars", "int64"},
        {"score", "float64"},
        {"label", "int64"},
        {"copies", "int64"},
        {"upstream", "string"},
        {"thread", "string"},
    };
    return columns;
}

std::string replaceInvalidUtf8(const std::string &bytes)
{
    std::string text;
    text.reserve(bytes.size() + 16);
    for (std::size_t i = 0; i < bytes.size();) {
        const auto lead = static_cast<unsigned char>(bytes[i]);
        std::size_t length = lead < 0x80 ? 1 : lead >= 0xc2 && lead < 0xe0 ? 2 : lead >= 0xe0 && lead < 0xf0 ? 3 : lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
        bool valid = length > 0 && i + length <= bytes.size();
        for (std::size_t k = 1; valid && k < length; ++k)
            valid = (static_cast<unsigned char>(bytes[i + k]) & 0xc0) == 0x80;
        if (valid && length > 2) {
            const auto second = static_cast<unsigned char>(bytes[i + 1]);
            valid = !(lead == 0xe0 && second < 0xa0) && !(lead == 0xed && second >= 0xa0) && !(lead == 0xf0 && second < 0x90)
                    && !(lead == 0xf4 && second >= 0x90);
        }
        if (valid) {
            text.append(bytes, i, length);
            i += length;
        } else {
            text += "\xef\xbf\xbd";
            ++i;
        }
    }
    return text;
}

} // namespace primer
