#include "core/base/atomic_file.h"

#include <cerrno>
#include <filesystem>

#include <fcntl.h>
#include <linux/fs.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "core/base/descriptor.h"
#include "core/base/log.h"

namespace primer {

namespace {

std::string parentOf(const std::string &path)
{
    const std::string parent = std::filesystem::path(path).parent_path().string();
    return parent.empty() ? "." : parent;
}

} // namespace

Status writeFully(int descriptor, std::string_view bytes, const std::string &path)
{
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
        if (written < 0) {
            if (errno == EINTR)
                continue;
            return errnoError(errno, path);
        }
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return success();
}

Status syncPath(const std::string &path)
{
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (file.get() < 0 || ::fsync(file.get()) != 0)
        return errnoError(errno, path);
    return success();
}

Status writeFileAtomically(const std::string &path, std::string_view bytes)
{
    const std::string temporary = path + ".partial";
    {
        const Descriptor file(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
        if (file.get() < 0)
            return errnoError(errno, temporary);
        PRIMER_TRY(writeFully(file.get(), bytes, temporary));
        if (::fsync(file.get()) != 0)
            return errnoError(errno, temporary);
    }
    if (::rename(temporary.c_str(), path.c_str()) != 0)
        return errnoError(errno, path);
    return syncPath(parentOf(path));
}

Result<bool> exchangeFolder(const std::string &fresh, const std::string &target)
{
    PRIMER_TRY(syncPath(fresh));
    bool wasThere = false;
    if (::rename(fresh.c_str(), target.c_str()) != 0) {
        if (errno != ENOTEMPTY && errno != EEXIST)
            return errnoError(errno, target);
        if (::syscall(SYS_renameat2, AT_FDCWD, fresh.c_str(), AT_FDCWD, target.c_str(), RENAME_EXCHANGE) != 0)
            return errnoError(errno, target);
        wasThere = true;
    }
    PRIMER_TRY(syncPath(parentOf(target)));
    return wasThere;
}

Status replaceFolder(const std::string &fresh, const std::string &target)
{
    const bool wasThere = PRIMER_TRY(exchangeFolder(fresh, target));
    std::error_code failure;
    if (wasThere)
        std::filesystem::remove_all(fresh, failure);
    if (failure)
        log::failure(log::Level::Warning, errnoError(failure.value(), fresh), "an earlier folder is left over");
    return success();
}

Result<std::string> readFile(const std::string &path, std::size_t limitBytes)
{
    // A pipe of that name would keep the open waiting for who writes to it.
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (file.get() < 0)
        return errnoError(errno, path);
    struct stat info {};
    if (::fstat(file.get(), &info) != 0)
        return errnoError(errno, path);
    if (!S_ISREG(info.st_mode))
        return Error{ErrorCode::Unsupported, "not a regular file", path};
    if (static_cast<std::size_t>(info.st_size) > limitBytes)
        return Error{ErrorCode::LimitExceeded, std::to_string(info.st_size) + " bytes", path};
    std::string bytes(static_cast<std::size_t>(info.st_size), '\0');
    std::size_t filled = 0;
    while (filled < bytes.size()) {
        const ssize_t got = ::read(file.get(), bytes.data() + filled, bytes.size() - filled);
        if (got < 0) {
            if (errno == EINTR)
                continue;
            return errnoError(errno, path);
        }
        if (got == 0)
            break;
        filled += static_cast<std::size_t>(got);
    }
    bytes.resize(filled);
    return bytes;
}

} // namespace primer
