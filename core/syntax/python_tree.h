// Owns: a Python syntax tree for the sources of this module. Not here: what is read from it; other modules.
#pragma once

#include <chrono>
#include <initializer_list>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include <tree_sitter/api.h>

extern "C" const TSLanguage *tree_sitter_python();

namespace primer {

struct PythonTreeEnd {
    void operator()(TSTree *tree) const { ts_tree_delete(tree); }
};
using PythonTree = std::unique_ptr<TSTree, PythonTreeEnd>;

/// Null when it took longer than `limit`. The text must outlive the tree. From any thread.
PythonTree parsePython(std::string_view source, std::chrono::microseconds limit = std::chrono::seconds(2));

TSSymbol pythonSymbol(std::string_view name);
TSNode fieldOf(TSNode node, std::string_view name);
/// The string that a body begins with, comments aside; null when there is none, or no body.
TSNode docstringOf(TSNode body);

/// The grammar's symbols by what a walk tells apart; `Kind::Other` is the rest.
template<typename Kind>
class PythonSymbols
{
public:
    PythonSymbols(std::initializer_list<std::pair<std::string_view, Kind>> names)
        : m_kinds(ts_language_symbol_count(tree_sitter_python()), Kind::Other)
    {
        for (const auto &[name, kind] : names)
            m_kinds[pythonSymbol(name)] = kind;
    }
    Kind of(TSNode node) const
    {
        const TSSymbol symbol = ts_node_symbol(node);
        return symbol < m_kinds.size() ? m_kinds[symbol] : Kind::Other;
    }

private:
    std::vector<Kind> m_kinds;
};

} // namespace primer
