#include "core/syntax/python_tree.h"

namespace primer {

namespace {

constexpr std::uint64_t parseLimitMicroseconds = 2'000'000;

struct ParserEnd {
    void operator()(TSParser *parser) const { ts_parser_delete(parser); }
};

} // namespace

PythonTree parsePython(std::string_view source)
{
    thread_local const std::unique_ptr<TSParser, ParserEnd> parser = [] {
        std::unique_ptr<TSParser, ParserEnd> made(ts_parser_new());
        ts_parser_set_language(made.get(), tree_sitter_python());
        ts_parser_set_timeout_micros(made.get(), parseLimitMicroseconds);
        return made;
    }();
    PythonTree tree(ts_parser_parse_string(parser.get(), nullptr, source.data(), std::uint32_t(source.size())));
    if (!tree)
        ts_parser_reset(parser.get());
    return tree;
}

} // namespace primer
