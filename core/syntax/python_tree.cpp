#include "core/syntax/python_tree.h"

#include <cstdint>

namespace primer {

namespace {

enum class Kind : std::uint8_t { Other, Comment, String, ExpressionStatement };

struct ParserEnd {
    void operator()(TSParser *parser) const { ts_parser_delete(parser); }
};

} // namespace

PythonTree parsePython(std::string_view source, std::chrono::microseconds limit)
{
    thread_local const std::unique_ptr<TSParser, ParserEnd> parser = [] {
        std::unique_ptr<TSParser, ParserEnd> made(ts_parser_new());
        ts_parser_set_language(made.get(), tree_sitter_python());
        return made;
    }();
    ts_parser_set_timeout_micros(parser.get(), std::uint64_t(limit.count()));
    PythonTree tree(ts_parser_parse_string(parser.get(), nullptr, source.data(), std::uint32_t(source.size())));
    if (!tree)
        ts_parser_reset(parser.get());
    return tree;
}

TSSymbol pythonSymbol(std::string_view name)
{
    return ts_language_symbol_for_name(tree_sitter_python(), name.data(), std::uint32_t(name.size()), true);
}

TSNode fieldOf(TSNode node, std::string_view name)
{
    return ts_node_child_by_field_name(node, name.data(), std::uint32_t(name.size()));
}

TSNode docstringOf(TSNode body)
{
    static const PythonSymbols<Kind> symbols{
        {"comment", Kind::Comment}, {"string", Kind::String}, {"expression_statement", Kind::ExpressionStatement}};
    for (std::uint32_t number = 0; !ts_node_is_null(body) && number < ts_node_named_child_count(body); ++number) {
        const TSNode child = ts_node_named_child(body, number);
        if (symbols.of(child) == Kind::Comment)
            continue;
        if (symbols.of(child) != Kind::ExpressionStatement)
            break;
        const TSNode inner = ts_node_named_child(child, 0);
        if (!ts_node_is_null(inner) && symbols.of(inner) == Kind::String)
            return inner;
        break;
    }
    return {};
}

} // namespace primer
