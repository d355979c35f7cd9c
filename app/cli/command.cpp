#include "app/cli/command.h"

#include <filesystem>
#include <limits>
#include <string>

namespace primer::cli {

namespace {

std::string besideThisProgram(const char *name)
{
    std::error_code failure;
    return (std::filesystem::read_symlink("/proc/self/exe", failure).parent_path() / name).string();
}

} // namespace

Result<SampleId> sampleOf(std::int64_t number)
{
    if (number < 1 || number > std::int64_t(std::numeric_limits<SampleId>::max()))
        return Error{ErrorCode::NotFound, "no such sample", std::to_string(number)};
    return SampleId(number);
}

std::string parquetWorkerPath() { return besideThisProgram("primer-parquet"); }

std::string enginePath() { return besideThisProgram("primer-engine"); }

} // namespace primer::cli
