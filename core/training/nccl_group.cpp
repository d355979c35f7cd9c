#include "core/training/nccl_group.h"

#include <chrono>
#include <utility>

#include <ATen/ATen.h>
#include <torch/csrc/distributed/c10d/ProcessGroupNCCL.hpp>
#include <torch/csrc/distributed/c10d/Store.hpp>

namespace primer {

namespace {

constexpr auto longestExchange = std::chrono::minutes(10);

class NcclGroup : public Collectives
{
public:
    NcclGroup(const ProcessPlace &place, const c10::intrusive_ptr<c10d::Store> &store,
              std::unique_ptr<Collectives> small)
        : Collectives(place), m_small(std::move(small)), m_device(at::kCUDA, c10::DeviceIndex(place.localRank)),
          m_group(c10::make_intrusive<c10d::ProcessGroupNCCL>(store, place.rank, place.size, optionsOf()))
    {
        m_small->whenLost([this] { m_group->abort(); });
    }
    ~NcclGroup() override
    {
        m_small->whenLost(nullptr);
        m_group->shutdown();
    }

    bool isStopAsked() const override { return m_small->isStopAsked(); }
    void fail(const std::string &why) override { m_small->fail(why); }

    void sum(at::Tensor &tensor) override
    {
        if (!tensor.is_cuda())
            return m_small->sum(tensor);
        std::vector<at::Tensor> tensors{tensor};
        m_group->allreduce(tensors)->wait();
    }

    void sumToShares(at::Tensor &row) override
    {
        at::Tensor share = shareOf(row.numel()).of(row);
        m_group->_reduce_scatter_base(share, row)->wait();
    }

    void gatherShares(at::Tensor &row) override
    {
        at::Tensor share = shareOf(row.numel()).of(row);
        m_group->_allgather_base(row, share)->wait();
    }

    std::vector<std::int64_t> broadcast(std::vector<std::int64_t> numbers) override
    {
        return m_small->broadcast(std::move(numbers));
    }

private:
    /// The watch of the processes ends a wait for one that is gone; NCCL's own watchdog only what escapes it.
    static c10::intrusive_ptr<c10d::ProcessGroupNCCL::Options> optionsOf()
    {
        auto options = c10d::ProcessGroupNCCL::Options::create();
        options->timeout = longestExchange;
        return options;
    }

    std::unique_ptr<Collectives> m_small;
    at::Device m_device;
    c10::intrusive_ptr<c10d::ProcessGroupNCCL> m_group;
};

} // namespace

} // namespace primer

extern "C" __attribute__((visibility("default"))) primer::Collectives *primerNcclGroup(
    const primer::ProcessPlace &place, const c10::intrusive_ptr<c10d::Store> &store,
    std::unique_ptr<primer::Collectives> small)
{
    return new primer::NcclGroup(place, store, std::move(small));
}
