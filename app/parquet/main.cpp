// primer-parquet read FILE FIRST_ROW | write FILE ROW_GROUP_BYTES: the only program that links Arrow. Started by the
// import and the export, with capped memory; untrusted Parquet is opened here and nowhere else. Frames: core/parquet.
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>
#include <vector>

#include <malloc.h>

#include "app/parquet/read_rows.h"
#include "app/parquet/write_rows.h"
#include "core/base/exception_error.h"
#include "core/parquet/frames.h"

int main(int argc, char **argv)
{
    const std::string verb = argc == 4 ? argv[1] : "";
    if (verb != "read" && verb != "write") {
        std::fputs("usage: primer-parquet read FILE FIRST_ROW | write FILE ROW_GROUP_BYTES\n", stderr);
        return 2;
    }
    // Pages of a column are freed and fetched again all the time: not from the kernel each time.
    ::mallopt(M_MMAP_THRESHOLD, 64 << 20);
    ::mallopt(M_TRIM_THRESHOLD, 256 << 20);
    std::vector<char> output(1 << 20), input(1 << 20);
    std::setvbuf(stdout, output.data(), _IOFBF, output.size());
    std::setvbuf(stdin, input.data(), _IOFBF, input.size());
    std::string fault;
    try {
        const long long number = std::strtoll(argv[3], nullptr, 10);
        fault = verb == "read" ? primer::readRows(argv[2], number) : primer::writeRows(argv[2], number);
    } catch (const std::exception &failure) { // Parquet's own and bad_alloc
        fault = "exception: " + primer::errorOf(failure).detail;
    }
    primer::FrameHeader header;
    header.kind = fault.empty() ? primer::FrameHeader::End : primer::FrameHeader::Failure;
    header.jsonBytes = std::uint32_t(fault.size());
    std::fwrite(&header, sizeof header, 1, stdout);
    std::fwrite(fault.data(), 1, fault.size(), stdout);
    std::fflush(stdout);
    std::_Exit(0); // Arrow's thread pools have nothing to say any more
}
