// Owns: which process of a run this is (torchrun's, Slurm's or Open MPI's variables), and the few things processes do
// together. Not here: what is summed. On the CPU the group works over c10d's TCPStore: right and slow; on GPUs over
// NCCL.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include <ATen/core/Tensor.h>

#include "core/base/result.h"
#include "core/training/optimizer.h"

namespace primer {

struct ProcessPlace {
    int rank = 0;
    int size = 1;
    int localRank = 0; ///< on its machine: which GPU
    std::string masterAddress;
    int masterPort = 0;
    bool agentHostsStore = false; ///< torchrun keeps the store itself

    /// RANK, WORLD_SIZE, MASTER_ADDR, MASTER_PORT; else SLURM_PROCID and SLURM_NTASKS, whose first node and job number
    /// are the address and port when none are given; else OMPI_COMM_WORLD_RANK and _SIZE (with MASTER_ADDR and
    /// MASTER_PORT); else one process. InvalidInput when they contradict themselves.
    static Result<ProcessPlace> fromEnvironment();
};

/// "gpu[07-09,12],login" is "gpu07": the host that Slurm's list of nodes begins with.
std::string firstSlurmHost(const std::string &nodeList);

/// What a group does throws (process_watch.h) when another process is lost or has failed: within half a minute, with
/// its rank and host. A process that only takes long is waited for.
class Collectives
{
public:
    virtual ~Collectives() = default;
    /// Waits for the others; Io when they do not come, Cancelled when `stop` is raised before. `onGpus`: rows are CUDA
    /// tensors and go over NCCL. `stop` is passed on to the others for as long as the group is there.
    static Result<std::unique_ptr<Collectives>> join(const ProcessPlace &place, bool onGpus,
                                                     const std::atomic<bool> *stop = nullptr);

    int rank() const { return m_place.rank; }
    int size() const { return m_place.size; }
    bool isFirst() const { return m_place.rank == 0; }
    int localRank() const { return m_place.localRank; }
    /// The part of a flat row that is this process's. Throws when the row is no multiple of the processes: a remainder
    /// would never be trained.
    RowRange shareOf(std::int64_t count) const { return rangeOf(m_place.rank, count, m_place.size); }
    static RowRange rangeOf(int rank, std::int64_t count, int processes)
    {
        if (count % processes != 0)
            throw std::logic_error("a row of " + std::to_string(count) + " elements is not shared evenly by "
                                   + std::to_string(processes) + " processes");
        return {count / processes * rank, count / processes};
    }

    /// Adds up in the order of the ranks: every process gets the same bits. fp32 or fp64, contiguous.
    virtual void sum(at::Tensor &tensor) = 0;
    /// After it, this process's share of a flat row holds the sum; the rest of the row is unspecified.
    virtual void sumToShares(at::Tensor &row) = 0;
    /// After it, the row holds everyone's share.
    virtual void gatherShares(at::Tensor &row) = 0;
    /// The first process's numbers; also holds everyone until all have come.
    virtual std::vector<std::int64_t> broadcast(std::vector<std::int64_t> numbers) = 0;

    /// True once any process was asked to stop.
    virtual bool isStopAsked() const { return false; }
    /// Tells the others that this process ends, and why: their next call here throws it.
    virtual void fail(const std::string &) {}
    /// `act` runs, on another thread, when a process is lost: for waits that do not end by themselves.
    virtual void whenLost(std::function<void()>) {}

protected:
    explicit Collectives(ProcessPlace place) : m_place(std::move(place)) {}
    ProcessPlace m_place;
};

} // namespace primer
