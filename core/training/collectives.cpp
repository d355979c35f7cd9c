#include "core/training/collectives.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <utility>

#include <ATen/ATen.h>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>

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
    std::vector<std::int64_t> broadcast(std::vector<std::int64_t> numbers) override { return numbers; }
};

/// Everyone publishes, everyone reads everyone.
class StoreGroup : public Collectives
{
public:
    StoreGroup(const ProcessPlace &place, c10::intrusive_ptr<c10d::Store> store) : Collectives(place), m_store(std::move(store)) {}

    void sum(at::Tensor &tensor) override
    {
        auto *bytes = static_cast<char *>(tensor.data_ptr());
        for (std::size_t begin = 0; begin < tensor.nbytes(); begin += chunkBytes) {
            const std::size_t size = std::min(chunkBytes, tensor.nbytes() - begin);
            const auto parts = exchange({bytes + begin, bytes + begin + size});
            const auto count = std::int64_t(size / tensor.element_size());
            const auto viewOf = [&](const std::vector<std::uint8_t> &part) {
                return at::from_blob(const_cast<std::uint8_t *>(part.data()), {count}, at::TensorOptions(tensor.scalar_type()));
            };
            at::Tensor total = viewOf(parts[0]).clone();
            for (std::size_t rank = 1; rank < parts.size(); ++rank)
                total.add_(viewOf(parts[rank]));
            std::memcpy(bytes + begin, total.const_data_ptr(), size);
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
    /// The bytes of every rank. One's own of the turn before the last are dropped: whoever came to this turn has read them.
    std::vector<std::vector<std::uint8_t>> exchange(std::vector<std::uint8_t> mine)
    {
        const auto key = [this](std::int64_t turn, int rank) { return "primer/" + std::to_string(turn) + "/" + std::to_string(rank); };
        if (m_turn >= 2)
            m_store->deleteKey(key(m_turn - 2, rank()));
        if (mine.empty())
            mine.push_back(0);
        m_store->set(key(m_turn, rank()), mine);
        std::vector<std::vector<std::uint8_t>> parts;
        for (int other = 0; other < size(); ++other)
            parts.push_back(other == rank() ? mine : m_store->get(key(m_turn, other)));
        ++m_turn;
        return parts;
    }

    c10::intrusive_ptr<c10d::Store> m_store;
    std::int64_t m_turn = 0;
};

} // namespace

Result<ProcessPlace> ProcessPlace::fromEnvironment()
{
    ProcessPlace place;
    const std::pair<const char *, const char *> contracts[] = {
        {"RANK", "WORLD_SIZE"}, {"SLURM_PROCID", "SLURM_NTASKS"}, {"OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE"}};
    for (const auto &[rank, size] : contracts) {
        if (!variable(rank) || !variable(size))
            continue;
        place.rank = std::atoi(variable(rank));
        place.size = std::atoi(variable(size));
        break;
    }
    if (place.size < 1 || place.rank < 0 || place.rank >= place.size)
        return Error{ErrorCode::InvalidInput, "rank " + std::to_string(place.rank) + " of " + std::to_string(place.size) + " processes", "RANK, WORLD_SIZE"};
    if (place.size == 1)
        return place;
    if (!variable("MASTER_ADDR") || !variable("MASTER_PORT"))
        return Error{ErrorCode::InvalidInput, "several processes need MASTER_ADDR and MASTER_PORT, as torchrun sets them", "MASTER_ADDR"};
    place.masterAddress = variable("MASTER_ADDR");
    place.masterPort = std::atoi(variable("MASTER_PORT"));
    const char *agent = variable("TORCHELASTIC_USE_AGENT_STORE");
    place.agentHostsStore = agent && std::strcmp(agent, "True") == 0;
    return place;
}

Result<std::unique_ptr<Collectives>> Collectives::join(const ProcessPlace &place)
{
    if (place.size == 1)
        return std::unique_ptr<Collectives>(std::make_unique<SingleProcess>(place));
    try {
        c10d::TCPStoreOptions options;
        options.port = std::uint16_t(place.masterPort);
        options.isServer = place.rank == 0 && !place.agentHostsStore;
        options.numWorkers = place.agentHostsStore ? std::optional<std::size_t>() : std::size_t(place.size);
        options.timeout = joinTimeout;
        return std::unique_ptr<Collectives>(std::make_unique<StoreGroup>(place, c10::make_intrusive<c10d::TCPStore>(place.masterAddress, options)));
    } catch (const std::exception &failure) {
        return Error{ErrorCode::Io, failure.what(), place.masterAddress + ":" + std::to_string(place.masterPort)};
    }
}

} // namespace primer
