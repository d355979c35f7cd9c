#include "app/cli/command.h"

#include <filesystem>

namespace primer::cli {

namespace {

std::string besideThisProgram(const char *name)
{
    std::error_code failure;
    return (std::filesystem::read_symlink("/proc/self/exe", failure).parent_path() / name).string();
}

} // namespace

std::string parquetWorkerPath() { return besideThisProgram("primer-parquet"); }

std::string enginePath() { return besideThisProgram("primer-engine"); }

std::string humanCount(std::int64_t count)
{
    std::string digits = std::to_string(count);
    for (std::ptrdiff_t place = std::ptrdiff_t(digits.size()) - 3; place > 0; place -= 3)
        digits.insert(std::size_t(place), ",");
    return digits;
}

std::string humanBytes(std::int64_t bytes)
{
    const char *unit = "B";
    double value = double(bytes);
    for (const char *larger : {"kB", "MB", "GB", "TB"}) {
        if (value < 1000)
            break;
        value /= 1000;
        unit = larger;
    }
    char text[32];
    std::snprintf(text, sizeof text, value < 10 && *unit != 'B' ? "%.1f %s" : "%.0f %s", value, unit);
    return text;
}

} // namespace primer::cli
