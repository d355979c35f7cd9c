// Owns: numbers 0.. that are joined into sets; a set is named by its smallest number. Not thread-safe.
#pragma once

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <vector>

namespace primer {

class DisjointSets
{
public:
    explicit DisjointSets(std::size_t count) : m_parents(count)
    {
        std::iota(m_parents.begin(), m_parents.end(), std::size_t(0));
    }

    std::size_t firstOf(std::size_t item)
    {
        while (m_parents[item] != item)
            item = m_parents[item] = m_parents[m_parents[item]]; // halves the path
        return item;
    }
    void join(std::size_t left, std::size_t right)
    {
        left = firstOf(left);
        right = firstOf(right);
        m_parents[std::max(left, right)] = std::min(left, right);
    }
    /// The name of each number's set.
    std::vector<std::size_t> names()
    {
        std::vector<std::size_t> names(m_parents.size());
        for (std::size_t item = 0; item < names.size(); ++item)
            names[item] = firstOf(item);
        return names;
    }

private:
    std::vector<std::size_t> m_parents;
};

} // namespace primer
