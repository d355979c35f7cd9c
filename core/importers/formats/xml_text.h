// Owns: what a search in the raw bytes of an XML file needs: how its characters are encoded, where "<row" stands, which
// numbers of characters it may not hold. Not here: parsing (expat).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace primer {

class XmlEncoding
{
public:
    XmlEncoding() : XmlEncoding("UTF-8") {}
    /// Of a document by its first bytes, then by what its declaration says ("" when it says nothing).
    static XmlEncoding of(std::string_view documentStart, const std::string &declared);
    /// By the name that `name` gave; UTF-8 for any other.
    static XmlEncoding named(std::string_view name);

    /// As expat knows it.
    const char *name() const { return m_name; }
    /// Bytes of an ASCII character.
    std::size_t unit() const { return m_unit; }
    std::string encoded(std::string_view ascii) const;
    /// Where "<row" stands in `bytes` with an end of the word behind it; npos when it does not. `offset`: that of the
    /// bytes in their file.
    std::size_t findRow(std::string_view bytes, std::uint64_t offset) const;
    std::size_t rowMarkBytes() const { return m_rowMark.size() + m_unit; }
    bool endsEmptyElement(std::string_view tag) const { return tag.ends_with(m_emptyEnd); }

private:
    explicit XmlEncoding(const char *name);
    const char *m_name;
    std::size_t m_unit;
    std::string m_rowMark;
    std::string m_emptyEnd;
};

/// "&#x10;" and other numbers of characters that XML does not have become "&#xFFFD;".
std::string withoutBadReferences(std::string_view xml);

} // namespace primer
