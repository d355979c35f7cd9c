#include "core/training/nccl_group.h"

#include <ATen/ATen.h>
#include <torch/csrc/distributed/c10d/ProcessGroupNCCL.hpp>
#include <torch/csrc/distributed/c10d/Store.hpp>

namespace primer {

namespace {

class NcclGroup : public Collectives
{
public:
    NcclGroup(const ProcessPlace &place, const c10::intrusive_ptr<c10d::Store> &store,
              std::unique_ptr<Collectives> small)
        : Collectives(place), m_small(std::move(small)), m_device(at::kCUDA, c10::DeviceIndex(place.localRank)),
          m_group(c10::make_intrusive<c10d::ProcessGroupNCCL>(store, place.rank, place.size,
                                                              c10d::ProcessGroupNCCL::Options::create()))
    {}

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
