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

} // namespace primer::cli
