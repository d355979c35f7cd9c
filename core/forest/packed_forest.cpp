#include "core/forest/packed_forest.h"

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <limits>
#include <new>
#include <unordered_map>

#include <sys/mman.h>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "core/base/parallel.h"

namespace primer {

namespace {

constexpr std::size_t maxEdges = 255, edgesPerStep = 16;
constexpr std::size_t columnsAtOnce = 16; ///< a cache line of a row, and what their edges take of the first cache
constexpr std::size_t rowsCopied = 32;
constexpr std::size_t lineBytes = 64;
constexpr std::size_t rowsSideBySide = 8; ///< of the top: their places stay in registers
constexpr std::size_t rowsInFlight = 16;  ///< of the rest: so that their waits for memory overlap

#define PRIMER_PREFETCH(address) __builtin_prefetch(address, 0, 2) // into the second cache

/// Rows of floats and of their bins.
struct Tile {
    const float *values;
    std::size_t valueStride;
    std::uint8_t *bins;
    std::size_t binStride, rows, columns;
};

/// A bin is how many thresholds the value exceeds; NaN exceeds none. `Edges` is a private type of the forest's.
template<typename Edges>
void binTilePortably(const Tile &tile, const Edges *edges)
{
    for (std::size_t row = 0; row < tile.rows; ++row) {
        for (std::size_t column = 0; column < tile.columns; ++column) {
            const float value = tile.values[row * tile.valueStride + column];
            const float *fine = edges[column].fine;
            std::size_t bin = 0;
            for (std::size_t step = (maxEdges + 1) / 2; step > 0; step /= 2)
                bin += fine[bin + step - 1] < value ? step : 0;
            tile.bins[row * tile.binStride + column] = std::uint8_t(bin);
        }
    }
}

// With vectors: how many of every sixteenth threshold the value exceeds, then how many of that step.
#if defined(__x86_64__)
template<typename Edges>
__attribute__((target("arch=x86-64-v4"))) void binTileWide(const Tile &tile, const Edges *edges)
{
    for (std::size_t row = 0; row < tile.rows; ++row) {
        const float *values = tile.values + row * tile.valueStride;
        std::uint8_t *bins = tile.bins + row * tile.binStride;
#pragma GCC unroll 8
        for (std::size_t column = 0; column < tile.columns; ++column) {
            const __m512 value = _mm512_set1_ps(values[column]);
            const auto step = std::uint32_t(__builtin_popcount(
                                  _mm512_cmp_ps_mask(_mm512_load_ps(edges[column].coarse), value, _CMP_LT_OQ)))
                              * edgesPerStep;
            bins[column] = std::uint8_t(step
                                        + std::uint32_t(__builtin_popcount(_mm512_cmp_ps_mask(
                                            _mm512_load_ps(edges[column].fine + step), value, _CMP_LT_OQ))));
        }
    }
}

template<typename Edges>
__attribute__((target("arch=x86-64-v3"))) void binTileNarrow(const Tile &tile, const Edges *edges)
{
    for (std::size_t row = 0; row < tile.rows; ++row) {
        const float *values = tile.values + row * tile.valueStride;
        std::uint8_t *bins = tile.bins + row * tile.binStride;
        for (std::size_t column = 0; column < tile.columns; ++column) {
            const __m256 value = _mm256_set1_ps(values[column]);
            const float *some = edges[column].coarse;
            std::uint32_t step = 0, bin = 0;
            for (const bool isFine : {false, true}) {
                const auto low = std::uint32_t(
                    _mm256_movemask_ps(_mm256_cmp_ps(_mm256_load_ps(some), value, _CMP_LT_OQ)));
                const auto high = std::uint32_t(
                    _mm256_movemask_ps(_mm256_cmp_ps(_mm256_load_ps(some + edgesPerStep / 2), value, _CMP_LT_OQ)));
                const auto below = std::uint32_t(__builtin_popcount(low | (high << 8)));
                step = isFine ? step : below * std::uint32_t(edgesPerStep);
                bin = step + (isFine ? below : 0);
                some = edges[column].fine + step;
            }
            bins[column] = std::uint8_t(bin);
        }
    }
}
#endif

template<typename Edges>
void binTile(const Tile &tile, const Edges *edges)
{
#if defined(__x86_64__)
    static const int width = __builtin_cpu_supports("x86-64-v4") ? 512 : __builtin_cpu_supports("x86-64-v3") ? 256 : 0;
    if (width == 512)
        return binTileWide(tile, edges);
    if (width == 256)
        return binTileNarrow(tile, edges);
#endif
    binTilePortably(tile, edges);
}

} // namespace

void LargePages::Release::operator()(void *memory) const { std::free(memory); }

LargePages::LargePages(std::size_t bytes)
{
    constexpr std::size_t page = std::size_t(2) << 20;
    const std::size_t whole = std::max<std::size_t>(1, (bytes + page - 1) / page) * page;
    void *memory = nullptr;
    if (::posix_memalign(&memory, page, whole) != 0)
        throw std::bad_alloc();
    m_memory.reset(memory);
    ::madvise(memory, whole, MADV_HUGEPAGE); // where there are none, small ones do
}

// ---- packing

class PackedForest::Packer
{
public:
    Packer(PackedForest &forest, std::span<const TreeNode> nodes) : m_forest(forest), m_source(nodes) {}

    /// False when a feature has too many thresholds.
    bool findEdges(std::size_t threads)
    {
        const std::size_t columns = m_forest.m_columns;
        std::vector<std::size_t> ends(columns + 1);
        for (const TreeNode &node : m_source)
            ends[node.feature + 1] += node.left != 0;
        for (std::size_t column = 0; column < columns; ++column)
            ends[column + 1] += ends[column];
        std::vector<float> thresholds(ends.back());
        std::vector<std::size_t> next(ends.begin(), ends.end() - 1);
        for (const TreeNode &node : m_source) {
            if (node.left != 0)
                thresholds[next[node.feature]++] = node.threshold;
        }
        m_forest.m_edges.resize(columns);
        m_counts.resize(columns);
        forItems((columns + columnsAtOnce - 1) / columnsAtOnce, threads, [&](std::size_t group) {
            for (std::size_t column = group * columnsAtOnce; column < std::min(columns, (group + 1) * columnsAtOnce);
                 ++column) {
                const auto begin = thresholds.begin() + std::ptrdiff_t(ends[column]),
                           end = thresholds.begin() + std::ptrdiff_t(ends[column + 1]);
                std::sort(begin, end);
                m_counts[column] = std::size_t(std::unique(begin, end) - begin);
                Edges &edges = m_forest.m_edges[column];
                std::fill(std::begin(edges.fine), std::end(edges.fine), std::numeric_limits<float>::infinity());
                std::copy_n(begin, std::min(m_counts[column], maxEdges), edges.fine);
                for (std::size_t step = 0; step < edgesPerStep; ++step)
                    edges.coarse[step] = edges.fine[step * edgesPerStep + edgesPerStep - 1];
            }
        });
        return std::all_of(m_counts.begin(), m_counts.end(), [](std::size_t count) { return count <= maxEdges; });
    }

    /// False when there is no place for all nodes or values.
    bool addTree(std::uint32_t root)
    {
        const std::size_t begin = m_nodes.size();
        m_forest.m_begins.push_back(begin);
        struct Open {
            std::uint32_t from;
            std::uint64_t parent; ///< its place in m_nodes
            unsigned shift;
        };
        std::uint32_t rootPlace = 0;
        std::vector<Open> open{{root, begin, std::numeric_limits<unsigned>::max()}};
        while (!open.empty()) {
            const Open now = open.back();
            open.pop_back();
            const TreeNode &node = m_source[now.from];
            const std::uint64_t place = node.left == 0 ? valuePlace(node.threshold) : m_nodes.size() - begin;
            if (place > placeMask
                || m_nodes.size() > m_source.size()) // the latter: a file whose branches grow together
                return false;
            const auto child = std::uint32_t(place) | (node.left == 0 ? leafBit : 0);
            if (now.from == root)
                rootPlace = child;
            else
                m_nodes[now.parent] |= std::uint64_t(child) << now.shift;
            if (node.left == 0)
                continue;
            m_nodes.push_back(node.feature | (std::uint64_t(binOf(node)) << featureBits));
            open.push_back({node.left + 1, begin + place, leftShift + childBits});
            open.push_back({node.left, begin + place, leftShift});
        }
        addTop(begin, rootPlace);
        return true;
    }

    void finish()
    {
        m_forest.m_begins.push_back(m_nodes.size());
        m_forest.m_nodes = LargePages(m_nodes.size() * sizeof(std::uint64_t));
        std::copy(m_nodes.begin(), m_nodes.end(), m_forest.m_nodes.as<std::uint64_t>());
    }

private:
    std::uint64_t valuePlace(float value)
    {
        const auto [found, isNew] = m_places.try_emplace(std::bit_cast<std::uint32_t>(value), m_forest.m_values.size());
        if (isNew)
            m_forest.m_values.push_back(value);
        return found->second;
    }

    std::size_t binOf(const TreeNode &node) const
    {
        const float *edges = m_forest.m_edges[node.feature].fine;
        return std::size_t(std::lower_bound(edges, edges + m_counts[node.feature], node.threshold) - edges);
    }

    void addTop(std::size_t begin, std::uint32_t rootPlace)
    {
        std::uint32_t children[2 * topNodes] = {0, rootPlace};
        std::uint32_t top[2 * topNodes] = {};
        for (std::size_t number = 1; number < topNodes; ++number) {
            if ((children[number] & leafBit) != 0) { // both ways lead to it
                top[number] = 0;
                children[2 * number] = children[2 * number + 1] = children[number];
                continue;
            }
            const std::uint64_t node = m_nodes[begin + children[number]];
            top[number] = std::uint32_t(node & ((std::uint64_t(1) << leftShift) - 1));
            children[2 * number] = std::uint32_t(node >> leftShift) & (leafBit | placeMask);
            children[2 * number + 1] = std::uint32_t(node >> (leftShift + childBits));
        }
        std::copy(children + topNodes, children + 2 * topNodes, top + topNodes);
        m_forest.m_tops.insert(m_forest.m_tops.end(), top, top + 2 * topNodes);
    }

    PackedForest &m_forest;
    std::span<const TreeNode> m_source;
    std::vector<std::size_t> m_counts; ///< of thresholds, by feature
    std::vector<std::uint64_t> m_nodes;
    std::unordered_map<std::uint32_t, std::uint64_t> m_places;
};

std::unique_ptr<const PackedForest> PackedForest::pack(std::span<const TreeNode> nodes,
                                                       std::span<const std::uint32_t> roots, std::size_t columns,
                                                       std::size_t threads)
{
    if (columns > (std::size_t(1) << featureBits))
        return nullptr;
    auto forest = std::make_unique<PackedForest>();
    forest->m_columns = columns;
    Packer packer(*forest, nodes);
    if (!packer.findEdges(threads)
        || !std::all_of(roots.begin(), roots.end(), [&packer](std::uint32_t root) { return packer.addTree(root); }))
        return nullptr;
    packer.finish();
    return forest;
}

// ---- scoring

PackedForest::Scratch::Scratch(std::size_t columns)
    : memory(rowsCopied * (columns + columnsAtOnce) * sizeof(float) + rowsAtOnce * columns), copies(memory.as<float>()),
      bins(memory.as<std::uint8_t>() + rowsCopied * (columns + columnsAtOnce) * sizeof(float))
{}

/// Rows whose way leads on below the top of a tree.
struct PackedForest::Pending {
    std::uint32_t place[rowsAtOnce], row[rowsAtOnce];
    std::size_t count = 0;
};

/// Through a copy whose rows do not lie a power of two apart: their columns would fall into the same few sets of the
/// cache.
void PackedForest::binRows(const float *rows, std::size_t count, const Scratch &desk) const
{
    const std::size_t stride = m_columns + columnsAtOnce;
    for (std::size_t begin = 0; begin < count; begin += rowsCopied) {
        const std::size_t copied = std::min(rowsCopied, count - begin);
        for (std::size_t row = 0; row < copied; ++row)
            std::copy_n(rows + (begin + row) * m_columns, m_columns, desk.copies + row * stride);
        for (std::size_t column = 0; column < m_columns; column += columnsAtOnce) {
            binTile({desk.copies + column, stride, desk.bins + begin * m_columns + column, m_columns, copied,
                     std::min(columnsAtOnce, m_columns - column)},
                    m_edges.data() + column);
        }
    }
}

void PackedForest::walkTop(std::size_t tree, const std::uint8_t *rows, std::size_t count, double *sums,
                           Pending &pending) const
{
    const std::uint32_t *top = m_tops.data() + tree * 2 * topNodes;
    // The tree that comes next is fetched meanwhile, a share with each group of rows.
    const bool isLast = tree + 2 >= m_begins.size();
    const std::uint64_t *nodes = m_nodes.as<std::uint64_t>();
    const auto *fetched = reinterpret_cast<const char *>(nodes + m_begins[tree + 1]);
    const auto *fetchEnd = reinterpret_cast<const char *>(nodes + m_begins[isLast ? tree + 1 : tree + 2]);
    const std::size_t groups = (count + rowsSideBySide - 1) / rowsSideBySide,
                      share = std::size_t(fetchEnd - fetched) / lineBytes / groups + 1;
    if (!isLast) {
        for (std::size_t node = 0; node < 2 * topNodes; node += lineBytes / sizeof(std::uint32_t))
            PRIMER_PREFETCH(top + 2 * topNodes + node);
    }
    pending.count = 0;
    for (std::size_t begin = 0; begin < count; begin += rowsSideBySide) {
        const std::size_t active = std::min(rowsSideBySide, count - begin);
        const std::uint8_t *lanes[rowsSideBySide];
        for (std::size_t lane = 0; lane < rowsSideBySide; ++lane)
            lanes[lane] = rows + (begin + std::min(lane, active - 1)) * m_columns;
        std::uint32_t places[rowsSideBySide];
        std::fill(std::begin(places), std::end(places), 1u);
        const auto step = [&](std::size_t lane) {
            const std::uint32_t node = top[places[lane]];
            places[lane] = 2 * places[lane]
                           + std::uint32_t(lanes[lane][node & featureMask] > std::uint8_t(node >> featureBits));
        };
        for (unsigned level = 0; level < topLevels; ++level) {
#pragma GCC unroll 8
            for (std::size_t lane = 0; lane < rowsSideBySide;
                 ++lane) // beyond `active` the last row goes again, for nothing
                step(lane);
        }
        for (std::size_t lane = 0; lane < active; ++lane) {
            const std::uint32_t child = top[places[lane]];
            const bool isLeaf = (child & leafBit) != 0;
            pending.place[pending.count] = child;
            pending.row[pending.count] = std::uint32_t(begin + lane);
            pending.count += isLeaf ? 0 : 1;
            if (isLeaf)
                sums[begin + lane] += double(m_values[child & placeMask]);
        }
        for (std::size_t line = 0; line < share && fetched < fetchEnd; ++line, fetched += lineBytes)
            PRIMER_PREFETCH(fetched);
    }
}

/// A row that has come to its leaf makes place for the next.
void PackedForest::walkRest(std::size_t tree, const std::uint8_t *rows, double *sums, const Pending &pending) const
{
    const std::uint64_t *nodes = m_nodes.as<std::uint64_t>() + m_begins[tree];
    const float *leafValues = m_values.data();
    std::uint32_t places[rowsInFlight] = {}, numbers[rowsInFlight] = {};
    const std::uint8_t *values[rowsInFlight] = {};
    std::size_t next = 0, active = 0;
    const auto take = [&](std::size_t lane) {
        places[lane] = pending.place[next];
        numbers[lane] = pending.row[next++];
        values[lane] = rows + numbers[lane] * m_columns;
    };
    while (active < rowsInFlight && next < pending.count)
        take(active++);
    while (active > 0) {
        for (std::size_t lane = 0; lane < active; ++lane) {
            const std::uint64_t node = nodes[places[lane]];
            const bool goesRight = values[lane][node & featureMask] > std::uint8_t(node >> featureBits);
            const std::uint32_t child = std::uint32_t(node >> (leftShift + childBits * unsigned(goesRight)))
                                        & (leafBit | placeMask);
            if ((child & leafBit) == 0) {
                places[lane] = child;
                continue;
            }
            sums[numbers[lane]] += double(leafValues[child & placeMask]);
            if (next < pending.count) {
                take(lane);
                continue;
            }
            --active; // the last one takes this lane's place, and its turn in the next round
            places[lane] = places[active];
            numbers[lane] = numbers[active];
            values[lane] = values[active];
        }
    }
}

void PackedForest::addTrees(const float *rows, std::size_t count, double *sums, Scratch &desk) const
{
    binRows(rows, count, desk);
    Pending pending;
    for (std::size_t tree = 0; tree + 1 < m_begins.size(); ++tree) {
        walkTop(tree, desk.bins, count, sums, pending);
        walkRest(tree, desk.bins, sums, pending);
    }
}

} // namespace primer
