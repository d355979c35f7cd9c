// Owns: which process of a run this is (torchrun's, Slurm's or Open MPI's variables), and the few things processes do
// together. Not here: what is summed. On the CPU the group works over c10d's TCPStore: right and slow.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <ATen/core/Tensor.h>

#include "core/base/result.h"

namespace primer {

struct ProcessPlace {
    int rank = 0;
    int size = 1;
    std::string masterAddress;
    int masterPort = 0;
    bool agentHostsStore = false; ///< torchrun keeps the store itself

    /// RANK, WORLD_SIZE, MASTER_ADDR, MASTER_PORT; else SLURM_PROCID and SLURM_NTASKS; else OMPI_COMM_WORLD_RANK and _SIZE
    /// (both with MASTER_ADDR and MASTER_PORT); else one process. InvalidInput when they contradict themselves.
    static Result<ProcessPlace> fromEnvironment();
};

class Collectives
{
public:
    virtual ~Collectives() = default;
    /// Waits for the others; Io when they do not come.
    static Result<std::unique_ptr<Collectives>> join(const ProcessPlace &place);

    int rank() const { return m_place.rank; }
    int size() const { return m_place.size; }
    bool isFirst() const { return m_place.rank == 0; }
    /// Adds up in the order of the ranks: every process gets the same bits. fp32 or fp64, contiguous, on the CPU.
    virtual void sum(at::Tensor &tensor) = 0;
    /// The first process's numbers; also holds everyone until all have come.
    virtual std::vector<std::int64_t> broadcast(std::vector<std::int64_t> numbers) = 0;

protected:
    explicit Collectives(ProcessPlace place) : m_place(std::move(place)) {}
    ProcessPlace m_place;
};

} // namespace primer
