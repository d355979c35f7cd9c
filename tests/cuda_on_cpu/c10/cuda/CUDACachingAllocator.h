// Stands for LibTorch's header: the CPU's tensors are not counted.
#pragma once

#include <cstdint>

#include <c10/core/Device.h>

namespace c10::cuda::CUDACachingAllocator {

struct DeviceStats {
    struct {
        std::int64_t peak = 0;
    } reserved_bytes[1];
};
inline DeviceStats getDeviceStats(c10::DeviceIndex) { return {}; }

} // namespace c10::cuda::CUDACachingAllocator
