#include "core/training/collectives.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <optional>
#include <utility>

#include <ATen/ATen.h>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>

#include "core/model/cuda/cuda_library.h"
#include "core/training/nccl_group.h"

namespace primer {

namespace {

constexpr std::size_t chunkBytes = std::size_t(4) << 20; ///< the store takes 8 MiB a value
constexpr auto joinTimeout = std::chrono::minutes(5);

const char *variable(const char *name)
{
    const char *value = std::getenv(name);
    return value && *value ? value : nullptr;
}

class SingleProcess : public Collectives
{
public:
    explicit SingleProcess(const ProcessPlace &place) : Collectives(place) {}
    void sum(at::Tensor &) override {}
    void sumToShares(at::Tensor &) override {}
    void gatherShares(at::Tensor &) override {}
    std::vector<std::int64_t> broadcast(std::vector<std::int64_t> numbers) override { return numbers; }
};

/// Everyone publishes, everyone reads everyone.
class StoreGroup : public Collectives
{
public:
    StoreGroup(const ProcessPlace &place, c10::intrusive_ptr<c10d::Store> store)
        : Collectives(place), m_store(std::move(store))
    {}

    void sum(at::Tensor &tensor) override
    {
        const at::Tensor flat = tensor.view({-1});
        forChunks(flat, [&](at::Tensor chunk) {
            const auto parts = exchange(bytesOf(chunk));
            add(chunk, parts);
        });
    }

    void sumToShares(at::Tensor &row) override
    {
        // What is whose: everyone publishes the parts of the others, and reads the others' parts of its own.
        std::vector<std::vector<std::vector<std::uint8_t>>> mine; // chunk, rank
        for (int other = 0; other < size(); ++other) {
            std::size_t number = 0;
            forChunks(rangeOf(other, row.numel()).of(row), [&](at::Tensor chunk) {
                mine.resize(std::max(mine.size(), number + 1),
                            std::vector<std::vector<std::uint8_t>>(std::size_t(size())));
                mine[number++][std::size_t(other)] = bytesOf(chunk);
            });
        }
        std::size_t number = 0;
        forChunks(shareOf(row.numel()).of(row), [&](at::Tensor chunk) { add(chunk, trade(mine[number++])); });
    }

    void gatherShares(at::Tensor &row) override
    {
        std::vector<std::vector<at::Tensor>> chunks(static_cast<std::size_t>(size()));
        for (int other = 0; other < size(); ++other)
            forChunks(rangeOf(other, row.numel()).of(row),
                      [&](at::Tensor chunk) { chunks[std::size_t(other)].push_back(chunk); });
        for (std::size_t number = 0; number < chunks[0].size(); ++number) {
            const auto parts = exchange(bytesOf(chunks[std::size_t(rank())][number]));
            for (std::size_t other = 0; other < parts.size(); ++other)
                std::memcpy(chunks[other][number].data_ptr(), parts[other].data(), parts[other].size());
        }
    }

    std::vector<std::int64_t> broadcast(std::vector<std::int64_t> numbers) override
    {
        const auto *bytes = reinterpret_cast<const std::uint8_t *>(numbers.data());
        const auto parts = exchange({bytes, bytes + numbers.size() * sizeof(std::int64_t)});
        std::vector<std::int64_t> first(parts[0].size() / sizeof(std::int64_t));
        std::memcpy(first.data(), parts[0].data(), parts[0].size());
        return first;
    }

private:
    RowRange rangeOf(int rank, std::int64_t count) const { return {count / size() * rank, count / size()}; }

    static std::vector<std::uint8_t> bytesOf(const at::Tensor &chunk)
    {
        const auto *bytes = static_cast<const std::uint8_t *>(chunk.const_data_ptr());
        return {bytes, bytes + chunk.nbytes()};
    }

    /// Contiguous pieces the store can take.
    template<typename Work>
    static void forChunks(const at::Tensor &flat, Work work)
    {
        const auto count = std::int64_t(chunkBytes / flat.element_size());
        for (std::int64_t begin = 0; begin < flat.numel(); begin += count)
            work(flat.narrow(0, begin, std::min(count, flat.numel() - begin)));
    }

    static void add(at::Tensor chunk, const std::vector<std::vector<std::uint8_t>> &parts)
    {
        const auto viewOf = [&](const std::vector<std::uint8_t> &part) {
            return at::from_blob(const_cast<std::uint8_t *>(part.data()), chunk.sizes(),
                                 at::TensorOptions(chunk.scalar_type()));
        };
        chunk.copy_(viewOf(parts[0]));
        for (std::size_t rank = 1; rank < parts.size(); ++rank)
            chunk.add_(viewOf(parts[rank]));
    }

    /// The bytes of every rank.
    std::vector<std::vector<std::uint8_t>> exchange(std::vector<std::uint8_t> mine)
    {
        if (mine.empty())
            mine.push_back(0);
        const auto key = [this](std::int64_t turn, int from) {
            return "primer/" + std::to_string(turn) + "/" + std::to_string(from);
        };
        publish(key(m_turn, rank()), mine);
        std::vector<std::vector<std::uint8_t>> parts;
        for (int other = 0; other < size(); ++other)
            parts.push_back(other == rank() ? mine : m_store->get(key(m_turn, other)));
        ++m_turn;
        return parts;
    }

    /// Gives every rank its bytes; what the ranks had for this one.
    std::vector<std::vector<std::uint8_t>> trade(const std::vector<std::vector<std::uint8_t>> &mine)
    {
        const auto key = [this](int from, int to) {
            return "primer/" + std::to_string(m_turn) + "/" + std::to_string(from) + "/" + std::to_string(to);
        };
        for (int other = 0; other < size(); ++other) {
            if (other != rank())
                publish(key(rank(), other), mine[std::size_t(other)]);
        }
        std::vector<std::vector<std::uint8_t>> parts;
        for (int other = 0; other < size(); ++other)
            parts.push_back(other == rank() ? mine[std::size_t(other)] : m_store->get(key(other, rank())));
        ++m_turn;
        return parts;
    }

    /// One's own keys of the turn before the last are dropped: whoever came to this turn has read them.
    void publish(const std::string &key, const std::vector<std::uint8_t> &bytes)
    {
        while (!m_published.empty() && m_published.front().first + 2 <= m_turn) {
            m_store->deleteKey(m_published.front().second);
            m_published.pop_front();
        }
        m_store->set(key, bytes);
        m_published.emplace_back(m_turn, key);
    }

    std::deque<std::pair<std::int64_t, std::string>> m_published;
    c10::intrusive_ptr<c10d::Store> m_store;
    std::int64_t m_turn = 0;
};

} // namespace

std::string firstSlurmHost(const std::string &nodeList)
{
    const std::size_t end = nodeList.find_first_of("[,");
    if (end == std::string::npos || nodeList[end] == ',')
        return nodeList.substr(0, end);
    const std::size_t stop = nodeList.find_first_of("-,]", end);
    return nodeList.substr(0, end) + nodeList.substr(end + 1, stop == std::string::npos ? stop : stop - end - 1);
}

namespace {

struct Contract {
    const char *rank, *size, *localRank;
};
constexpr Contract contracts[] = {{"RANK", "WORLD_SIZE", "LOCAL_RANK"},
                                  {"SLURM_PROCID", "SLURM_NTASKS", "SLURM_LOCALID"},
                                  {"OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE", "OMPI_COMM_WORLD_LOCAL_RANK"}};
constexpr int slurmPorts = 15000; ///< the first; a job takes one of the thousand after it by its number

} // namespace

Result<ProcessPlace> ProcessPlace::fromEnvironment()
{
    ProcessPlace place;
    for (const Contract &contract : contracts) {
        if (!variable(contract.rank) || !variable(contract.size))
            continue;
        place.rank = std::atoi(variable(contract.rank));
        place.size = std::atoi(variable(contract.size));
        place.localRank = variable(contract.localRank) ? std::atoi(variable(contract.localRank)) : 0;
        break;
    }
    if (place.size < 1 || place.rank < 0 || place.rank >= place.size)
        return Error{ErrorCode::InvalidInput,
                     "rank " + std::to_string(place.rank) + " of " + std::to_string(place.size) + " processes",
                     "RANK, WORLD_SIZE"};
    if (place.size == 1)
        return place;
    const char *nodes = variable("SLURM_STEP_NODELIST") ? variable("SLURM_STEP_NODELIST")
                                                        : variable("SLURM_JOB_NODELIST");
    const char *job = variable("SLURM_JOB_ID");
    if (variable("MASTER_ADDR") && variable("MASTER_PORT")) {
        place.masterAddress = variable("MASTER_ADDR");
        place.masterPort = std::atoi(variable("MASTER_PORT"));
    } else if (nodes && job) {
        place.masterAddress = firstSlurmHost(nodes);
        place.masterPort = slurmPorts + std::atoi(job) % 1000;
    } else {
        return Error{ErrorCode::InvalidInput,
                     "several processes need MASTER_ADDR and MASTER_PORT, as torchrun sets them", "MASTER_ADDR"};
    }
    const char *agent = variable("TORCHELASTIC_USE_AGENT_STORE");
    place.agentHostsStore = agent && std::strcmp(agent, "True") == 0;
    return place;
}

Result<std::unique_ptr<Collectives>> Collectives::join(const ProcessPlace &place, bool onGpus)
{
    if (place.size == 1)
        return std::unique_ptr<Collectives>(std::make_unique<SingleProcess>(place));
    NcclGroupMaker makeNccl = nullptr;
    if (onGpus) {
        const auto found = PRIMER_TRY(cudaSymbol(ncclGroupMakerName));
        makeNccl = reinterpret_cast<NcclGroupMaker>(found);
    }
    try {
        c10d::TCPStoreOptions options;
        options.port = std::uint16_t(place.masterPort);
        options.isServer = place.rank == 0 && !place.agentHostsStore;
        options.numWorkers = place.agentHostsStore ? std::optional<std::size_t>() : std::size_t(place.size);
        options.timeout = joinTimeout;
        const c10::intrusive_ptr<c10d::Store> store = c10::make_intrusive<c10d::TCPStore>(place.masterAddress, options);
        auto group = std::make_unique<StoreGroup>(place, store);
        return makeNccl ? std::unique_ptr<Collectives>(makeNccl(place, store, std::move(group)))
                        : std::unique_ptr<Collectives>(std::move(group));
    } catch (const std::exception &failure) {
        return Error{ErrorCode::Io, failure.what(), place.masterAddress + ":" + std::to_string(place.masterPort)};
    }
}

} // namespace primer
