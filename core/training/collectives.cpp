#include "core/training/collectives.h"

#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <string_view>
#include <utility>

#include <ATen/ATen.h>
#include <torch/csrc/distributed/c10d/PrefixStore.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>

#include "core/base/exception_error.h"
#include "core/model/cuda/cuda_library.h"
#include "core/training/nccl_group.h"
#include "core/training/process_watch.h"
#include "core/training/store_group.h"

namespace primer {

namespace {

constexpr auto joinTimeout = std::chrono::minutes(5);
constexpr auto connectTimeout = std::chrono::milliseconds(2000);
constexpr auto answerTimeout = std::chrono::milliseconds(30'000); ///< of the store to one question

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
constexpr std::int64_t largest = std::numeric_limits<int>::max(), largestPort = 65535;

/// A variable that holds a number; one that is something else is no 0.
Result<int> numberIn(const char *name, std::int64_t least, std::int64_t most)
{
    const std::string_view text = variable(name) ? variable(name) : "";
    std::int64_t number = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (code == std::errc() && end == text.data() + text.size() && number >= least && number <= most)
        return int(number);
    std::string detail(1, '"');
    detail.append(text).append("\" is no number from ").append(std::to_string(least));
    detail.append(" to ").append(std::to_string(most));
    return Error{ErrorCode::InvalidInput, std::move(detail), name};
}

} // namespace

Result<ProcessPlace> ProcessPlace::fromEnvironment()
{
    ProcessPlace place;
    for (const Contract &contract : contracts) {
        if (!variable(contract.rank) || !variable(contract.size))
            continue;
        place.rank = PRIMER_TRY(numberIn(contract.rank, 0, largest));
        place.size = PRIMER_TRY(numberIn(contract.size, 1, largest));
        if (variable(contract.localRank))
            place.localRank = PRIMER_TRY(numberIn(contract.localRank, 0, std::numeric_limits<std::int8_t>::max()));
        break;
    }
    if (place.rank >= place.size)
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
        place.masterPort = PRIMER_TRY(numberIn("MASTER_PORT", 1, largestPort));
    } else if (nodes && job) {
        place.masterAddress = firstSlurmHost(nodes);
        const int number = PRIMER_TRY(numberIn("SLURM_JOB_ID", 0, largest));
        place.masterPort = slurmPorts + number % 1000;
    } else {
        return Error{ErrorCode::InvalidInput,
                     "several processes need MASTER_ADDR and MASTER_PORT, as torchrun sets them", "MASTER_ADDR"};
    }
    const char *agent = variable("TORCHELASTIC_USE_AGENT_STORE");
    place.agentHostsStore = agent && std::strcmp(agent, "True") == 0;
    return place;
}

namespace {

using Clock = std::chrono::steady_clock;

/// Tries until the first process keeps its store, in short waits so that a stop is heard.
Result<c10::intrusive_ptr<c10d::Store>> connect(const ProcessPlace &place, bool keepsStore,
                                                const std::atomic<bool> *stop)
{
    const std::string address = place.masterAddress + ":" + std::to_string(place.masterPort);
    for (const auto begin = Clock::now();;) {
        try {
            c10d::TCPStoreOptions options;
            options.port = std::uint16_t(place.masterPort);
            options.isServer = keepsStore;
            options.waitWorkers = false;
            options.timeout = connectTimeout;
            c10::intrusive_ptr<c10d::Store> store = c10::make_intrusive<c10d::TCPStore>(place.masterAddress, options);
            store->setTimeout(answerTimeout);
            // A launcher that starts everyone anew keeps its store: what earlier attempts left there is not ours.
            if (const char *attempt = variable("TORCHELASTIC_RESTART_COUNT"))
                store = c10::make_intrusive<c10d::PrefixStore>("attempt-" + std::string(attempt), store);
            return store;
        } catch (const std::exception &failure) {
            if (stop && *stop)
                return Error{ErrorCode::Cancelled, "stopped while waiting for the first process", address};
            if (keepsStore || Clock::now() - begin > joinTimeout)
                return Error{ErrorCode::Io, errorOf(failure).detail, address};
        }
    }
}

} // namespace

Result<std::unique_ptr<Collectives>> Collectives::join(const ProcessPlace &place, bool onGpus,
                                                       const std::atomic<bool> *stop)
{
    if (place.size == 1)
        return std::unique_ptr<Collectives>(std::make_unique<SingleProcess>(place));
    NcclGroupMaker makeNccl = nullptr;
    if (onGpus) {
        const auto found = PRIMER_TRY(cudaSymbol(ncclGroupMakerName));
        makeNccl = reinterpret_cast<NcclGroupMaker>(found);
    }
    try {
        const auto store = PRIMER_TRY(connect(place, place.rank == 0 && !place.agentHostsStore, stop));
        const auto forWatch = PRIMER_TRY(connect(place, false, stop));
        PRIMER_TRY(ProcessWatch::waitForAll(*store, place, stop, joinTimeout));
        auto group = storeGroup(place, store, std::make_unique<ProcessWatch>(place, forWatch, stop));
        return makeNccl ? std::unique_ptr<Collectives>(makeNccl(place, store, std::move(group))) : std::move(group);
    } catch (const std::exception &failure) {
        return errorOf(failure, place.masterAddress + ":" + std::to_string(place.masterPort));
    }
}

} // namespace primer
