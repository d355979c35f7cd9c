#include "core/syntax/python_statements.h"

#include <algorithm>
#include <array>

#include "core/syntax/python_facts.h"
#include "core/syntax/python_tree.h"

namespace primer {

namespace {

enum class Kind : std::uint8_t {
    Other,
    Function,
    Class,
    Decorated,
    Comment,
    String,
    Import,
    ImportFrom,
    FutureImport,
    Assignment,
    ExpressionStatement,
    Loop,
    Return,
    LoopEnd,
    OldStatement,
    Pass,
    Ellipsis,
    Raise,
};

const PythonSymbols<Kind> symbols{{"function_definition", Kind::Function},
                                  {"class_definition", Kind::Class},
                                  {"decorated_definition", Kind::Decorated},
                                  {"comment", Kind::Comment},
                                  {"string", Kind::String},
                                  {"import_statement", Kind::Import},
                                  {"import_from_statement", Kind::ImportFrom},
                                  {"future_import_statement", Kind::FutureImport},
                                  {"assignment", Kind::Assignment},
                                  {"expression_statement", Kind::ExpressionStatement},
                                  {"for_statement", Kind::Loop},
                                  {"while_statement", Kind::Loop},
                                  {"return_statement", Kind::Return},
                                  {"break_statement", Kind::LoopEnd},
                                  {"continue_statement", Kind::LoopEnd},
                                  {"print_statement", Kind::OldStatement},
                                  {"exec_statement", Kind::OldStatement},
                                  {"pass_statement", Kind::Pass},
                                  {"ellipsis", Kind::Ellipsis},
                                  {"raise_statement", Kind::Raise}};

TextSpan spanOf(TSNode node) { return {ts_node_start_byte(node), ts_node_end_byte(node)}; }

bool doesNothing(TSNode statement, std::string_view source)
{
    const Kind kind = symbols.of(statement);
    if (kind == Kind::Comment || kind == Kind::Pass)
        return true;
    if (kind == Kind::Return) {
        const TSNode value = ts_node_named_child(statement, 0);
        return ts_node_is_null(value) || spanOf(value).of(source) == "None";
    }
    if (kind == Kind::Raise)
        return spanOf(statement).of(source).find("NotImplemented") != std::string_view::npos;
    if (kind != Kind::ExpressionStatement)
        return false;
    const TSNode inner = ts_node_named_child(statement, 0);
    return !ts_node_is_null(inner) && (symbols.of(inner) == Kind::Ellipsis || symbols.of(inner) == Kind::String);
}

bool isStub(TSNode body, std::string_view source)
{
    for (std::uint32_t number = 0; !ts_node_is_null(body) && number < ts_node_named_child_count(body); ++number) {
        if (!doesNothing(ts_node_named_child(body, number), source))
            return false;
    }
    return true;
}

std::uint64_t mixed(std::uint64_t hash, std::uint64_t value)
{
    hash = (hash ^ value) * 0x9e3779b97f4a7c15;
    return hash ^ (hash >> 29);
}

/// Walks a whole tree once.
class Walk
{
public:
    Walk(std::string_view source, PythonStatements &outline) : m_source(source), m_outline(outline) {}

    void visit(TSNode root)
    {
        if (const TSNode docstring = docstringOf(root); docstring.id != nullptr)
            m_docstring = ts_node_start_byte(docstring);
        TSTreeCursor cursor = ts_tree_cursor_new(root);
        int depth = 0;
        for (bool goesOn = true; goesOn;) {
            const TSNode node = ts_tree_cursor_current_node(&cursor);
            leave(ts_node_start_byte(node));
            if (take(node, depth) && ts_tree_cursor_goto_first_child(&cursor)) {
                ++depth;
                continue;
            }
            while (!ts_tree_cursor_goto_next_sibling(&cursor)) {
                --depth;
                if (!ts_tree_cursor_goto_parent(&cursor)) {
                    goesOn = false;
                    break;
                }
            }
        }
        ts_tree_cursor_delete(&cursor);
    }

private:
    struct Scope {
        std::size_t end = 0;
        bool isFunction = false; ///< else a loop
    };

    void leave(std::size_t at)
    {
        while (!m_scopes.empty() && m_scopes.back().end <= at)
            m_scopes.pop_back();
    }
    bool isInFunction() const
    {
        return std::any_of(m_scopes.begin(), m_scopes.end(), [](const Scope &scope) { return scope.isFunction; });
    }
    void fail(TSNode node)
    {
        if (!m_outline.hasErrors)
            m_outline.errorAt = ts_node_start_byte(node);
        m_outline.hasErrors = true;
    }

    void takeModule(TSNode name)
    {
        const std::string_view text = spanOf(name).of(m_source);
        const std::string first(text.starts_with(".") ? "." : text.substr(0, text.find_first_of(" .,\n")));
        if (!first.empty()
            && std::find(m_outline.modules.begin(), m_outline.modules.end(), first) == m_outline.modules.end())
            m_outline.modules.push_back(first);
    }

    void takeImport(TSNode node, Kind kind)
    {
        if (kind == Kind::FutureImport)
            return;
        if (kind == Kind::ImportFrom)
            return takeModule(fieldOf(node, "module_name"));
        for (std::uint32_t number = 0; number < ts_node_named_child_count(node); ++number)
            takeModule(ts_node_named_child(node, number));
    }

    void takeFunction(TSNode node)
    {
        if (const TSNode name = fieldOf(node, "name"); !ts_node_is_null(name))
            m_outline.functionNames.emplace_back(spanOf(name).of(m_source));
        m_scopes.push_back({ts_node_end_byte(node), true});
        if (const TSNode docstring = docstringOf(fieldOf(node, "body")); docstring.id != nullptr)
            m_docstring = ts_node_start_byte(docstring);
    }

    /// False when what is inside is of no interest.
    bool take(TSNode node, int depth)
    {
        if (ts_node_is_error(node) || ts_node_is_missing(node))
            fail(node);
        const Kind kind = symbols.of(node);
        const bool mayDocument = kind == Kind::String || kind == Kind::ExpressionStatement;
        if (kind == Kind::Comment || (mayDocument && ts_node_start_byte(node) == m_docstring))
            return false;
        if (ts_node_is_named(node))
            m_outline.shape = mixed(mixed(m_outline.shape, ts_node_symbol(node)), std::uint64_t(depth));
        switch (kind) {
        case Kind::Function: takeFunction(node); break;
        case Kind::Class: m_scopes.push_back({ts_node_end_byte(node), false}); break;
        case Kind::Import:
        case Kind::ImportFrom:
        case Kind::FutureImport: takeImport(node, kind); break;
        case Kind::Loop: m_scopes.push_back({ts_node_end_byte(node), false}); break;
        case Kind::Return:
            if (!isInFunction())
                fail(node);
            break;
        case Kind::LoopEnd:
            if (m_scopes.empty() || m_scopes.back().isFunction)
                fail(node);
            break;
        case Kind::OldStatement: fail(node); break;
        case Kind::String: return false; // what an f-string holds is its value
        default: break;
        }
        return true;
    }

    std::string_view m_source;
    PythonStatements &m_outline;
    std::vector<Scope> m_scopes;
    std::size_t m_docstring = ~std::size_t(0);
};

std::uint64_t shapeOf(TSNode node, std::string_view source)
{
    PythonStatements inner;
    Walk(source, inner).visit(node);
    return inner.shape;
}

PythonStatement statementOf(TSNode node, std::string_view source)
{
    PythonStatement statement;
    statement.span = spanOf(node);
    TSNode definition = node;
    if (symbols.of(node) == Kind::Decorated)
        definition = fieldOf(node, "definition");
    const Kind kind = ts_node_is_null(definition) ? Kind::Other : symbols.of(definition);
    if (kind == Kind::Function || kind == Kind::Class) {
        statement.kind = kind == Kind::Function ? PythonStatement::Kind::Function : PythonStatement::Kind::Class;
        if (const TSNode name = fieldOf(definition, "name"); !ts_node_is_null(name))
            statement.name = spanOf(name).of(source);
        const TSNode body = fieldOf(definition, "body");
        if (const TSNode docstring = docstringOf(body); docstring.id != nullptr)
            statement.docstring = spanOf(docstring);
        statement.isAsync = spanOf(definition).of(source).starts_with("async");
        statement.isStub = kind == Kind::Function && isStub(body, source);
        statement.shape = kind == Kind::Function ? shapeOf(definition, source) : 0;
    } else if (kind == Kind::Import || kind == Kind::ImportFrom || kind == Kind::FutureImport) {
        statement.kind = PythonStatement::Kind::Import;
    } else if (kind == Kind::ExpressionStatement) {
        const TSNode inner = ts_node_named_child(node, 0);
        const Kind innerKind = ts_node_is_null(inner) ? Kind::Other : symbols.of(inner);
        if (innerKind == Kind::Assignment)
            statement.kind = PythonStatement::Kind::Assignment;
        else if (innerKind == Kind::String)
            statement.kind = PythonStatement::Kind::Docstring;
    }
    return statement;
}

} // namespace

const PythonStatement *PythonStatements::functionNamed(std::string_view name) const
{
    const auto found = std::find_if(statements.begin(), statements.end(), [&](const PythonStatement &statement) {
        return statement.kind == PythonStatement::Kind::Function && statement.name == name;
    });
    return found == statements.end() ? nullptr : &*found;
}

std::size_t PythonStatements::count(PythonStatement::Kind kind) const
{
    return std::size_t(std::count_if(statements.begin(), statements.end(),
                                     [kind](const PythonStatement &statement) { return statement.kind == kind; }));
}

PythonStatements pythonStatements(std::string_view source)
{
    PythonStatements outline;
    if (source.size() > PythonFacts::maxBytes)
        return outline;
    const PythonTree tree = parsePython(source);
    if (!tree)
        return outline;
    outline.isParsed = true;
    const TSNode root = ts_tree_root_node(tree.get());
    Walk(source, outline).visit(root);
    for (std::uint32_t number = 0; number < ts_node_named_child_count(root); ++number) {
        const TSNode child = ts_node_named_child(root, number);
        if (symbols.of(child) != Kind::Comment)
            outline.statements.push_back(statementOf(child, source));
    }
    return outline;
}

std::string docstringText(std::string_view literal)
{
    const std::size_t quote = literal.find_first_of("\"'");
    if (quote == std::string_view::npos)
        return std::string(literal);
    literal.remove_prefix(quote);
    const std::size_t width = literal.starts_with("\"\"\"") || literal.starts_with("'''") ? 3 : 1;
    if (literal.size() < 2 * width)
        return {};
    literal = literal.substr(width, literal.size() - 2 * width);
    std::vector<std::string_view> lines;
    for (std::size_t from = 0; from <= literal.size();) {
        const std::size_t to = std::min(literal.find('\n', from), literal.size());
        lines.push_back(literal.substr(from, to - from));
        from = to + 1;
    }
    std::size_t margin = std::string_view::npos;
    for (std::size_t number = 1; number < lines.size(); ++number) {
        const std::size_t first = lines[number].find_first_not_of(" \t\r");
        if (first != std::string_view::npos)
            margin = std::min(margin, first);
    }
    std::string text;
    for (std::size_t number = 0; number < lines.size(); ++number) {
        std::string_view line = lines[number];
        const std::size_t cut = number == 0 ? line.find_first_not_of(" \t") : margin;
        line.remove_prefix(std::min(cut, line.size()));
        const std::size_t last = line.find_last_not_of(" \t\r");
        line = line.substr(0, last == std::string_view::npos ? 0 : last + 1);
        if (!text.empty() || !line.empty())
            text += (text.empty() ? "" : "\n") + std::string(line);
    }
    text.erase(text.find_last_not_of('\n') + 1);
    return text;
}

} // namespace primer
