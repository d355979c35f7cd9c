#include "core/training/store_group.h"

#include <algorithm>
#include <chrono>
#include <cstring>
#include <deque>
#include <utility>
#include <vector>

#include <ATen/ATen.h>
#include <c10/util/Exception.h>

#include "core/base/exception_error.h"

namespace primer {

namespace {

constexpr std::size_t chunkBytes = std::size_t(4) << 20;    ///< the store takes 8 MiB a value
constexpr auto lookEvery = std::chrono::milliseconds(1000); ///< at the others, while waiting for one

/// Everyone publishes, everyone reads everyone.
class StoreGroup : public Collectives
{
public:
    StoreGroup(const ProcessPlace &place, c10::intrusive_ptr<c10d::Store> store, std::unique_ptr<ProcessWatch> watch)
        : Collectives(place), m_store(std::move(store)), m_watch(std::move(watch))
    {
        m_store->setTimeout(lookEvery);
    }

    bool isStopAsked() const override { return m_watch->isStopAsked(); }
    void fail(const std::string &why) override { m_watch->fail(why); }
    void whenLost(std::function<void()> act) override { m_watch->whenLost(std::move(act)); }

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
            forChunks(rangeOf(other, row.numel(), size()).of(row), [&](at::Tensor chunk) {
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
            forChunks(rangeOf(other, row.numel(), size()).of(row),
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
            parts.push_back(other == rank() ? mine : fetch(key(m_turn, other), other));
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
            parts.push_back(other == rank() ? mine[std::size_t(other)] : fetch(key(other, rank()), other));
        ++m_turn;
        return parts;
    }

    /// Waits for as long as the other is there: it may be at work, or wait for a full disk.
    std::vector<std::uint8_t> fetch(const std::string &key, int from)
    {
        for (;;) {
            m_watch->check();
            const bool hasLeft = m_watch->hasLeft(from); // before the look: what it left is there by now
            try {
                return m_store->get(key);
            } catch (const c10::DistStoreError &) { // not there yet
                if (hasLeft)
                    m_watch->lose(from, "it has left");
            } catch (const c10::Error &failure) {
                m_watch->loseStore(errorOf(failure).detail);
            }
        }
    }

    /// One's own keys of the turn before the last are dropped: whoever came to this turn has read them.
    void publish(const std::string &key, const std::vector<std::uint8_t> &bytes)
    {
        try {
            while (!m_published.empty() && m_published.front().first + 2 <= m_turn) {
                m_store->deleteKey(m_published.front().second);
                m_published.pop_front();
            }
            m_store->set(key, bytes);
        } catch (const c10::Error &failure) {
            m_watch->loseStore(errorOf(failure).detail);
        }
        m_published.emplace_back(m_turn, key);
    }

    std::deque<std::pair<std::int64_t, std::string>> m_published;
    c10::intrusive_ptr<c10d::Store> m_store; ///< kept by the first process: it goes after the watch
    std::unique_ptr<ProcessWatch> m_watch;
    std::int64_t m_turn = 0;
};

} // namespace

std::unique_ptr<Collectives> storeGroup(const ProcessPlace &place, c10::intrusive_ptr<c10d::Store> store,
                                        std::unique_ptr<ProcessWatch> watch)
{
    return std::make_unique<StoreGroup>(place, std::move(store), std::move(watch));
}

} // namespace primer
