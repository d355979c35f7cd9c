// Owns: a Python syntax tree for the sources of this module. Not here: what is read from it; other modules.
#pragma once

#include <memory>
#include <string_view>

#include <tree_sitter/api.h>

extern "C" const TSLanguage *tree_sitter_python();

namespace primer {

struct PythonTreeEnd {
    void operator()(TSTree *tree) const { ts_tree_delete(tree); }
};
using PythonTree = std::unique_ptr<TSTree, PythonTreeEnd>;

/// Null when it took over two seconds. The text must outlive the tree. From any thread.
PythonTree parsePython(std::string_view source);

} // namespace primer
