#include "core/model/memory.h"

#include <cstdlib>
#include <map>
#include <mutex>
#include <vector>

#include <sys/mman.h>

#include <c10/core/Allocator.h>
#include <c10/core/impl/alloc_cpu.h>

namespace primer {

namespace {

constexpr std::size_t hugePage = std::size_t(2) << 20;
constexpr std::size_t keptFrom = std::size_t(256) << 10; ///< smaller ones malloc handles well
constexpr std::size_t keptAtMost = std::size_t(4) << 30;

/// Blocks of one size each, never split: sizes repeat.
class BlockCache
{
public:
    void *take(std::size_t bytes)
    {
        const std::size_t size = sizeFor(bytes);
        {
            const std::lock_guard lock(m_mutex);
            const auto found = m_free.find(size);
            if (found != m_free.end() && !found->second.empty()) {
                void *block = found->second.back();
                found->second.pop_back();
                m_kept -= size;
                m_sizes.emplace(block, size);
                return block;
            }
        }
        void *block = nullptr;
        if (::posix_memalign(&block, size >= hugePage ? hugePage : 64, size) != 0)
            throw std::bad_alloc();
        if (size >= hugePage)
            ::madvise(block, size, MADV_HUGEPAGE);
        const std::lock_guard lock(m_mutex);
        m_sizes.emplace(block, size);
        return block;
    }

    /// False when the block is not one of these.
    bool giveBack(void *block)
    {
        const std::lock_guard lock(m_mutex);
        const auto found = m_sizes.find(block);
        if (found == m_sizes.end())
            return false;
        const std::size_t size = found->second;
        m_sizes.erase(found);
        if (m_kept + size > keptAtMost) {
            std::free(block);
            return true;
        }
        m_kept += size;
        m_free[size].push_back(block);
        return true;
    }

private:
    static std::size_t sizeFor(std::size_t bytes)
    {
        const std::size_t step = bytes >= hugePage ? hugePage : 4096;
        return (bytes + step - 1) / step * step;
    }

    std::mutex m_mutex;
    std::map<std::size_t, std::vector<void *>> m_free;
    std::map<void *, std::size_t> m_sizes;
    std::size_t m_kept = 0;
};

BlockCache &cache()
{
    static BlockCache *const blocks = new BlockCache; // tensors of static life may outlive everything else
    return *blocks;
}

void freeBlock(void *block)
{
    if (!cache().giveBack(block))
        c10::free_cpu(block);
}
void freeSmall(void *block) { c10::free_cpu(block); }

class KeepingAllocator final : public c10::Allocator
{
public:
    c10::DataPtr allocate(std::size_t bytes) override
    {
        const bool isLarge = bytes >= keptFrom;
        void *block = isLarge ? cache().take(bytes) : bytes > 0 ? c10::alloc_cpu(bytes) : nullptr;
        return {block, block, isLarge ? &freeBlock : &freeSmall, c10::Device(c10::DeviceType::CPU)};
    }
    /// oneDNN takes bare pointers and gives them back without the deleter they came with.
    c10::DeleterFnPtr raw_deleter() const override { return &freeBlock; }
    void copy_data(void *target, const void *source, std::size_t bytes) const override
    {
        default_copy_data(target, source, bytes);
    }
};

} // namespace

void keepTensorMemory()
{
    static KeepingAllocator allocator;
    constexpr std::uint8_t overTheDefault = 1;
    c10::SetAllocator(c10::DeviceType::CPU, &allocator, overTheDefault);
}

} // namespace primer
