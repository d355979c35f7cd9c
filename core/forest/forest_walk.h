// Owns: trees packed for walking many rows down them: 8 bytes a node, children next to their parents, so that a tree stays in
// the cache. Not here: growing, files.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <new>
#include <vector>

#include <sys/mman.h>

namespace primer {

struct PackedNode {
    static constexpr std::uint32_t placeBits = 20, mostFeatures = 1u << (32 - placeBits), mostNodes = 1u << placeBits;
    float threshold = 0;            ///< a leaf's value
    std::uint32_t featureAndLeft = 0;

    std::uint32_t feature() const { return featureAndLeft >> placeBits; }
    std::uint32_t left() const { return featureAndLeft & (mostNodes - 1); } ///< 0: a leaf
};

struct WideNode {
    float threshold = 0;
    std::uint32_t featureOf = 0, leftOf = 0;

    std::uint32_t feature() const { return featureOf; }
    std::uint32_t left() const { return leftOf; }
};

/// Memory in large pages: trees and rows are looked into at random, and small pages would be looked up more than they are read.
class LargePages
{
public:
    explicit LargePages(std::size_t bytes)
    {
        constexpr std::size_t page = std::size_t(2) << 20;
        const std::size_t whole = (bytes + page - 1) / page * page;
        if (::posix_memalign(&m_memory, page, whole) != 0)
            throw std::bad_alloc();
        ::madvise(m_memory, whole, MADV_HUGEPAGE); // where there are none, small ones do
    }
    ~LargePages() { std::free(m_memory); }
    LargePages(const LargePages &) = delete;
    LargePages &operator=(const LargePages &) = delete;
    template<typename Item>
    Item *as() const
    {
        return static_cast<Item *>(m_memory);
    }

private:
    void *m_memory = nullptr;
};

/// Adds what a tree says of each of `count` rows to their sums. Rows walk side by side, so that their waits for memory overlap; one that has come to
/// its leaf makes place for the next.
template<typename Node>
void addTree(const Node *nodes, const float *const *rows, std::size_t count, double *sums)
{
    constexpr std::size_t together = 16;
    std::uint32_t places[together] = {};
    const float *values[together];
    std::size_t numbers[together];
    std::size_t active = 0, next = 0;
    for (; active < together && next < count; ++active, ++next) {
        values[active] = rows[next];
        numbers[active] = next;
    }
    while (active > 0) {
        for (std::size_t lane = 0; lane < active; ++lane) {
            const Node node = nodes[places[lane]];
            const std::uint32_t left = node.left();
            if (left != 0) {
                places[lane] = left + std::uint32_t(values[lane][node.feature()] > node.threshold);
                continue;
            }
            sums[numbers[lane]] += double(node.threshold);
            if (next == count) {
                --active;
                places[lane] = places[active];
                values[lane] = values[active];
                numbers[lane] = numbers[active];
                continue; // the moved one takes this lane's turn in the next round
            }
            places[lane] = 0;
            values[lane] = rows[next];
            numbers[lane] = next++;
        }
    }
}

/// One tree anew, its root first, each pair of children followed by what hangs on the left one. `Source` has threshold, feature,
/// left; `root` is where its places count from.
template<typename Node, typename Source, typename Make>
std::vector<Node> rearranged(const std::vector<Source> &source, std::uint32_t root, Make make)
{
    std::vector<Node> tree(1);
    struct Open {
        std::uint32_t from, to;
    };
    std::vector<Open> open{{root, 0}};
    while (!open.empty()) {
        const Open now = open.back();
        open.pop_back();
        const Source &node = source[now.from];
        const std::uint32_t left = node.left != 0 ? std::uint32_t(tree.size()) : 0;
        tree[now.to] = make(node, left);
        if (left == 0)
            continue;
        tree.resize(tree.size() + 2);
        open.push_back({node.left + 1, left + 1});
        open.push_back({node.left, left});
    }
    return tree;
}

} // namespace primer
