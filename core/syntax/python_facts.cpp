#include "core/syntax/python_facts.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "core/syntax/python_tree.h"

namespace primer {

namespace {

enum class Kind : std::uint8_t {
    Other,
    Function,
    Class,
    Comment,
    String,
    Import,
    ImportFrom,
    Branch,
    Loop,
    Return,
    Assert,
    Call,
    Assignment,
    Collection,
    Block,
    Module,
    ExpressionStatement,
};

/// The grammar's symbols by what is counted.
const PythonSymbols<Kind> symbols{{"function_definition", Kind::Function},
                                  {"class_definition", Kind::Class},
                                  {"comment", Kind::Comment},
                                  {"string", Kind::String},
                                  {"import_statement", Kind::Import},
                                  {"import_from_statement", Kind::ImportFrom},
                                  {"if_statement", Kind::Branch},
                                  {"match_statement", Kind::Branch},
                                  {"try_statement", Kind::Branch},
                                  {"with_statement", Kind::Branch},
                                  {"conditional_expression", Kind::Branch},
                                  {"for_statement", Kind::Loop},
                                  {"while_statement", Kind::Loop},
                                  {"list_comprehension", Kind::Loop},
                                  {"set_comprehension", Kind::Loop},
                                  {"dictionary_comprehension", Kind::Loop},
                                  {"generator_expression", Kind::Loop},
                                  {"return_statement", Kind::Return},
                                  {"yield", Kind::Return},
                                  {"assert_statement", Kind::Assert},
                                  {"call", Kind::Call},
                                  {"assignment", Kind::Assignment},
                                  {"list", Kind::Collection},
                                  {"dictionary", Kind::Collection},
                                  {"tuple", Kind::Collection},
                                  {"set", Kind::Collection},
                                  {"block", Kind::Block},
                                  {"module", Kind::Module},
                                  {"expression_statement", Kind::ExpressionStatement}};

std::int64_t bytesOf(TSNode node)
{
    return std::int64_t(ts_node_end_byte(node)) - std::int64_t(ts_node_start_byte(node));
}

std::string_view textOf(TSNode node, std::string_view source)
{
    return source.substr(ts_node_start_byte(node), std::size_t(bytesOf(node)));
}

class Counter
{
public:
    Counter(std::string_view source, PythonFacts &facts) : m_source(source), m_facts(facts) {}

    void count(TSNode root)
    {
        m_facts.hasErrors = ts_node_has_error(root);
        TSTreeCursor cursor = ts_tree_cursor_new(root);
        for (bool goesOn = true; goesOn;) {
            const bool entersChildren = take(ts_tree_cursor_current_node(&cursor));
            if (entersChildren && ts_tree_cursor_goto_first_child(&cursor))
                continue;
            while (!ts_tree_cursor_goto_next_sibling(&cursor)) {
                if (!ts_tree_cursor_goto_parent(&cursor)) {
                    goesOn = false;
                    break;
                }
                if (ts_node_end_byte(ts_tree_cursor_current_node(&cursor)) >= m_functionEnd)
                    m_functionEnd = 0;
            }
        }
        ts_tree_cursor_delete(&cursor);
    }

private:
    bool isInFunction(TSNode node) const { return ts_node_start_byte(node) < m_functionEnd; }

    bool hasDocstring(TSNode body)
    {
        if (ts_node_is_null(body))
            return false;
        const TSNode docstring = docstringOf(body);
        if (docstring.id == nullptr)
            return false;
        m_facts.docstringBytes += bytesOf(docstring);
        m_facts.examples += textOf(docstring, m_source).find(">>>") != std::string_view::npos;
        m_docstringStart = ts_node_start_byte(docstring);
        return true;
    }

    void takeDefinition(TSNode node, bool isFunction)
    {
        const bool isDocumented = hasDocstring(fieldOf(node, "body"));
        if (!isFunction) {
            ++m_facts.classes;
            m_facts.documentedClasses += isDocumented;
            return;
        }
        ++m_facts.functions;
        m_facts.documentedFunctions += isDocumented;
        const std::int64_t lines = ts_node_end_point(node).row - ts_node_start_point(node).row + 1;
        m_facts.longestFunctionLines = std::max(m_facts.longestFunctionLines, lines);
        if (!isInFunction(node))
            m_facts.functionLines += lines;
        const TSNode name = fieldOf(node, "name");
        m_facts.testFunctions += !ts_node_is_null(name) && textOf(name, m_source).starts_with("test");
        m_functionEnd = std::max(m_functionEnd, ts_node_end_byte(node));
    }

    void takeAssignment(TSNode node)
    {
        const TSNode right = fieldOf(node, "right");
        if (ts_node_is_null(right))
            return;
        const std::string_view type = ts_node_type(right);
        const bool isEmpty = symbols.of(right) == Kind::Collection && ts_node_named_child_count(right) == 0;
        m_facts.plainAssignments += isEmpty || type == "integer" || type == "float" || type == "string"
                                    || type == "true" || type == "false" || type == "none" || type == "identifier";
    }

    /// False when what is inside shall not be counted.
    bool take(TSNode node)
    {
        switch (symbols.of(node)) {
        case Kind::Module: m_facts.hasModuleDocstring = hasDocstring(node); break;
        case Kind::Function: takeDefinition(node, true); break;
        case Kind::Class: takeDefinition(node, false); break;
        case Kind::Comment: m_facts.commentBytes += bytesOf(node); break;
        case Kind::String:
            if (ts_node_start_byte(node) != m_docstringStart || bytesOf(node) == 0)
                m_facts.literalBytes += bytesOf(node);
            return false;
        case Kind::Collection:
            if (isInFunction(node))
                break;
            m_facts.literalBytes += bytesOf(node);
            return false;
        case Kind::Import: ++m_facts.imports; break;
        case Kind::ImportFrom: {
            ++m_facts.imports;
            const TSNode module = fieldOf(node, "module_name");
            m_facts.relativeImports += !ts_node_is_null(module) && textOf(module, m_source).starts_with(".");
            break;
        }
        case Kind::Branch: ++m_facts.branches; break;
        case Kind::Loop: ++m_facts.loops; break;
        case Kind::Return: ++m_facts.returns; break;
        case Kind::Assert: ++m_facts.asserts; break;
        case Kind::Call: ++m_facts.calls; break;
        case Kind::Assignment: takeAssignment(node); break;
        case Kind::Block:
        case Kind::ExpressionStatement:
        case Kind::Other: break;
        }
        return true;
    }

    std::string_view m_source;
    PythonFacts &m_facts;
    std::uint32_t m_functionEnd = 0;
    std::uint32_t m_docstringStart = ~std::uint32_t(0);
};

} // namespace

PythonFacts pythonFacts(std::string_view source)
{
    PythonFacts facts;
    if (source.size() > PythonFacts::maxBytes)
        return facts;
    const PythonTree tree = parsePython(source);
    if (!tree)
        return facts;
    facts.isParsed = true;
    Counter(source, facts).count(ts_tree_root_node(tree.get()));
    return facts;
}

} // namespace primer
