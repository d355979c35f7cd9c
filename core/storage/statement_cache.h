// Owns: a connection's statements of one kind, kept for reuse by their text. Not here: the connection.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace primer {

class Connection;

template<typename T>
class StatementCache
{
public:
    /// Reset and with its bindings cleared. One user at a time per text.
    T &of(Connection &connection, std::string_view sql)
    {
        auto known = m_statements.find(sql);
        if (known == m_statements.end())
            known = m_statements.try_emplace(std::string(sql), connection, sql).first;
        known->second.reset();
        return known->second;
    }
    void resetAll()
    {
        for (auto &[sql, statement] : m_statements)
            statement.reset();
    }
    void clear() { m_statements.clear(); }

private:
    struct TextHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
    };
    std::unordered_map<std::string, T, TextHash, std::equal_to<>> m_statements;
};

} // namespace primer
