// Owns: a forest rearranged for scoring many rows: features as numbers of bins (a byte each), trees as inner nodes of 8
// bytes with a complete top, so that a block of rows and a tree stay in the second cache. Not here: growing, files,
// calibration. Gives exactly what a walk over the features themselves gives: a value's bin exceeds a threshold's when
// it exceeds the threshold.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace primer {

/// 12 bytes: children lie side by side. A leaf's `left` is 0 and its threshold its value; NaN goes left.
struct TreeNode {
    float threshold = 0;
    std::uint32_t feature = 0;
    std::uint32_t left = 0;
};

/// Memory in large pages: trees and rows are looked into at random, and small pages would be looked up more than they
/// are read.
class LargePages
{
public:
    LargePages() = default;
    explicit LargePages(std::size_t bytes);

    template<typename Item>
    Item *as() const
    {
        return static_cast<Item *>(m_memory.get());
    }

private:
    struct Release {
        void operator()(void *memory) const;
    };
    std::unique_ptr<void, Release> m_memory;
};

class PackedForest
{
public:
    static constexpr std::size_t rowsAtOnce = 512;

    /// What one thread works in.
    struct Scratch {
        explicit Scratch(std::size_t columns);

        LargePages memory;
        float *copies;      ///< of a few rows
        std::uint8_t *bins; ///< [rowsAtOnce, columns]
    };

    /// Null when the forest is beyond what the packing holds (2^16 features, 2^19 inner nodes of a tree or values of
    /// leaves, 255 thresholds of a feature); one made by Forest::fit is beyond it only by its size.
    static std::unique_ptr<const PackedForest> pack(std::span<const TreeNode> nodes,
                                                    std::span<const std::uint32_t> roots, std::size_t columns,
                                                    std::size_t threads);

    /// Adds what each tree says of each of at most rowsAtOnce rows, [count, columns] fp32, to their sums, trees in
    /// their order.
    void addTrees(const float *rows, std::size_t count, double *sums, Scratch &desk) const;

private:
    /// Thresholds of a feature, rising, +infinity behind them; `coarse` is every sixteenth.
    struct alignas(64) Edges {
        float coarse[16];
        float fine[256];
    };
    struct Pending;
    /// An inner node, low bits first: feature 16, bin of the threshold 8, left and right child 20 each. A child's
    /// highest bit says that it is a leaf: the rest is then the place of its value.
    static constexpr unsigned featureBits = 16, leftShift = 24, childBits = 20;
    static constexpr std::uint32_t featureMask = (1u << featureBits) - 1;
    static constexpr std::uint32_t leafBit = 1u << (childBits - 1), placeMask = leafBit - 1;
    /// The first levels as a complete tree, node n above 2n and 2n+1, so that rows go down it without asking whether
    /// they are at a leaf: feature 16, bin 8. Its last level holds children as above.
    static constexpr unsigned topLevels = 8;
    static constexpr std::size_t topNodes = std::size_t(1) << topLevels;

    class Packer;
    void binRows(const float *rows, std::size_t count, const Scratch &desk) const;
    void walkTop(std::size_t tree, const std::uint8_t *rows, std::size_t count, double *sums, Pending &pending) const;
    void walkRest(std::size_t tree, const std::uint8_t *rows, double *sums, const Pending &pending) const;

    std::size_t m_columns = 0;
    std::vector<Edges> m_edges;
    std::vector<float> m_values; ///< of leaves, each once
    LargePages m_nodes;
    std::vector<std::size_t> m_begins; ///< of each tree's nodes, and their end
    std::vector<std::uint32_t> m_tops;
};

} // namespace primer
