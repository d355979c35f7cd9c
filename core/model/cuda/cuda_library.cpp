#include "core/model/cuda/cuda_library.h"

#include <filesystem>

#include <dlfcn.h>

namespace primer {

namespace {

Result<void *> load()
{
    std::error_code failure;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", failure);
    const std::string path = (program.parent_path() / "libprimer_cuda.so").string();
    if (!std::filesystem::exists(path, failure))
        return Error{ErrorCode::Unsupported,
                     "primer-engine was built without CUDA (nvcc was not found then); set device=cpu", path};
    if (void *library = ::dlopen(path.c_str(), RTLD_NOW | RTLD_GLOBAL))
        return library;
    return Error{ErrorCode::Unsupported, ::dlerror(), path};
}

} // namespace

Result<void *> cudaSymbol(const char *name)
{
    static const Result<void *> library = load();
    if (!library)
        return library.error();
    void *symbol = ::dlsym(*library, name);
    if (!symbol)
        return Error{ErrorCode::Unsupported, std::string("libprimer_cuda.so is of another version: it has no ") + name,
                     "libprimer_cuda.so"};
    return symbol;
}

} // namespace primer
