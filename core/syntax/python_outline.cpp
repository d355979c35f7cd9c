#include "core/syntax/python_outline.h"

#include "core/syntax/python_tree.h"

namespace primer {

namespace {

class OutlineMaker
{
public:
    OutlineMaker(std::string_view source, PythonOutline &outline) : m_source(source), m_outline(outline) {}

    void make(TSNode root)
    {
        TSTreeCursor cursor = ts_tree_cursor_new(root);
        for (bool goesOn = true; goesOn;) {
            take(ts_tree_cursor_current_node(&cursor));
            if (m_outline.symbols.size() >= PythonOutline::maxSymbols)
                break;
            if (ts_tree_cursor_goto_first_child(&cursor))
                continue;
            while (!ts_tree_cursor_goto_next_sibling(&cursor)) {
                if (!ts_tree_cursor_goto_parent(&cursor)) {
                    goesOn = false;
                    break;
                }
            }
        }
        ts_tree_cursor_delete(&cursor);
    }

private:
    struct Open {
        std::uint32_t end;
        bool isClass;
    };

    void take(TSNode node)
    {
        const TSSymbol symbol = ts_node_symbol(node);
        const bool isClass = symbol == m_class;
        if (!isClass && symbol != m_function)
            return;
        while (!m_open.empty() && m_open.back().end <= ts_node_start_byte(node))
            m_open.pop_back();
        const TSNode name = fieldOf(node, "name");
        if (ts_node_is_null(name) || ts_node_end_byte(name) <= ts_node_start_byte(name))
            return;
        CodeSymbol found;
        found.kind = isClass                                    ? CodeSymbol::Kind::Class
                     : !m_open.empty() && m_open.back().isClass ? CodeSymbol::Kind::Method
                                                                : CodeSymbol::Kind::Function;
        found.name = m_source.substr(ts_node_start_byte(name), ts_node_end_byte(name) - ts_node_start_byte(name));
        found.line = int(ts_node_start_point(name).row);
        found.lastLine = int(ts_node_end_point(node).row);
        found.depth = int(m_open.size());
        m_outline.symbols.push_back(std::move(found));
        m_open.push_back({ts_node_end_byte(node), isClass});
    }

    static inline const TSSymbol m_class = pythonSymbol("class_definition"),
                                 m_function = pythonSymbol("function_definition");
    std::string_view m_source;
    PythonOutline &m_outline;
    std::vector<Open> m_open; ///< the symbols around the node
};

} // namespace

PythonOutline pythonOutline(std::string_view source, std::chrono::milliseconds limit)
{
    PythonOutline outline;
    if (source.size() > PythonOutline::maxBytes)
        return outline;
    const PythonTree tree = parsePython(source, limit);
    if (!tree)
        return outline;
    outline.isParsed = true;
    OutlineMaker(source, outline).make(ts_tree_root_node(tree.get()));
    return outline;
}

} // namespace primer
