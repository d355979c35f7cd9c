#include "core/base/result.h"

#include <cerrno>
#include <cstring>

namespace primer {

const char *errorCodeName(ErrorCode code)
{
    switch (code) {
    case ErrorCode::Cancelled: return "cancelled";
    case ErrorCode::NotFound: return "not_found";
    case ErrorCode::NoPermission: return "no_permission";
    case ErrorCode::DiskFull: return "disk_full";
    case ErrorCode::Io: return "io";
    case ErrorCode::Corrupt: return "corrupt";
    case ErrorCode::Unsupported: return "unsupported";
    case ErrorCode::InvalidInput: return "invalid_input";
    case ErrorCode::InvalidFilter: return "invalid_filter";
    case ErrorCode::InvalidPattern: return "invalid_pattern";
    case ErrorCode::NeedsMapping: return "needs_mapping";
    case ErrorCode::Locked: return "locked";
    case ErrorCode::NewerFormat: return "newer_format";
    case ErrorCode::Database: return "database";
    case ErrorCode::WorkerDied: return "worker_died";
    case ErrorCode::LimitExceeded: return "limit_exceeded";
    case ErrorCode::TargetNotOurs: return "target_not_ours";
    case ErrorCode::NeedsKey: return "needs_key";
    }
    return "unknown";
}

Error errnoError(int number, std::string where)
{
    ErrorCode code = ErrorCode::Io;
    switch (number) {
    case ENOENT:
    case ENOTDIR: code = ErrorCode::NotFound; break;
    case EACCES:
    case EPERM:
    case EROFS: code = ErrorCode::NoPermission; break;
    case ENOSPC:
    case EDQUOT: code = ErrorCode::DiskFull; break;
    default: break;
    }
    return Error{code, std::strerror(number), std::move(where)};
}

} // namespace primer
