#include "core/importers/formats/text_stream.h"

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

namespace primer {

namespace {

constexpr std::size_t markBytes = 4;

class DecodedText : public ByteStream
{
public:
    DecodedText(std::unique_ptr<ByteStream> stream, TextEncoding encoding)
        : m_stream(std::move(stream)), m_encoding(encoding), m_raw(std::size_t(1) << 18)
    {}

    Result<std::size_t> read(char *target, std::size_t size) override
    {
        std::size_t produced = 0;
        while (produced < size) {
            if (!m_pending.empty()) {
                const std::size_t taken = m_pending.copy(target + produced, size - produced);
                m_pending.erase(0, taken);
                produced += taken;
                continue;
            }
            if (m_filled - m_used < pairBytes() && !m_ended) {
                if (produced > 0)
                    break; // a failure must not take what is decoded with it
                PRIMER_TRY(fill());
            }
            if (m_used == m_filled)
                break;
            if (size - produced >= maxCharacterBytes) {
                produced += put(nextCharacter(), target + produced);
            } else {
                char character[maxCharacterBytes];
                m_pending.assign(character, put(nextCharacter(), character));
            }
        }
        return produced;
    }
    std::uint64_t fileBytesRead() const override { return m_stream->fileBytesRead(); }

private:
    std::size_t unit() const
    {
        return m_encoding == TextEncoding::Utf16Little || m_encoding == TextEncoding::Utf16Big ? 2 : 4;
    }
    static constexpr std::size_t pairBytes() { return 4; }
    static constexpr std::size_t maxCharacterBytes = 4;

    Status fill()
    {
        std::copy(m_raw.begin() + std::ptrdiff_t(m_used), m_raw.begin() + std::ptrdiff_t(m_filled), m_raw.begin());
        m_filled -= std::exchange(m_used, 0);
        while (m_filled < pairBytes() && !m_ended) {
            const auto got = PRIMER_TRY(m_stream->read(m_raw.data() + m_filled, m_raw.size() - m_filled));
            m_filled += got;
            m_ended = got == 0;
        }
        return success();
    }

    std::uint32_t unitAt(std::size_t at) const
    {
        std::uint32_t value = 0;
        const bool isBig = m_encoding == TextEncoding::Utf16Big || m_encoding == TextEncoding::Utf32Big;
        for (std::size_t i = 0; i < unit(); ++i) {
            const auto byte = static_cast<unsigned char>(m_raw[at + i]);
            value |= std::uint32_t(byte) << (8 * (isBig ? unit() - 1 - i : i));
        }
        return value;
    }

    std::uint32_t nextCharacter()
    {
        constexpr std::uint32_t noCharacter = 0xdfff; // of the bytes at the end that make no unit
        if (m_filled - m_used < unit()) {
            m_used = m_filled;
            return noCharacter;
        }
        const std::uint32_t first = unitAt(m_used);
        m_used += unit();
        if (unit() == 4 || (first & 0xfffffc00) != 0xd800 || m_filled - m_used < unit())
            return first;
        const std::uint32_t second = unitAt(m_used);
        if ((second & 0xfffffc00) != 0xdc00)
            return first;
        m_used += unit();
        return 0x10000 + ((first & 0x3ff) << 10) + (second & 0x3ff);
    }

    static std::size_t put(std::uint32_t code, char *target)
    {
        if (code > 0x10ffff)
            code = 0xdfff;
        const auto tail = [code](int shift) { return char(0x80 | ((code >> shift) & 0x3f)); };
        if (code < 0x80) {
            target[0] = char(code);
            return 1;
        }
        if (code < 0x800) {
            target[0] = char(0xc0 | (code >> 6));
            target[1] = tail(0);
            return 2;
        }
        if (code < 0x10000) {
            target[0] = char(0xe0 | (code >> 12));
            target[1] = tail(6);
            target[2] = tail(0);
            return 3;
        }
        target[0] = char(0xf0 | (code >> 18));
        target[1] = tail(12);
        target[2] = tail(6);
        target[3] = tail(0);
        return 4;
    }

    std::unique_ptr<ByteStream> m_stream;
    TextEncoding m_encoding;
    std::vector<char> m_raw;
    std::string m_pending; ///< the rest of a character that did not fit
    std::size_t m_used = 0;
    std::size_t m_filled = 0;
    bool m_ended = false;
};

std::string beginningOf(ByteStream &stream, std::size_t bytes)
{
    constexpr std::size_t firstBytes = std::size_t(1) << 16; // a small file asks for no more
    std::string head;
    std::size_t filled = 0;
    while (filled < bytes) {
        head.resize(std::min(bytes, std::max(firstBytes, filled * 2)));
        const auto got = stream.read(head.data() + filled, head.size() - filled);
        if (!got || *got == 0)
            break;
        filled += *got;
    }
    head.resize(filled);
    return head;
}

} // namespace

TextEncoding textEncodingOf(std::string_view head)
{
    using namespace std::string_view_literals;
    if (head.starts_with("\xff\xfe\0\0"sv))
        return TextEncoding::Utf32Little;
    if (head.starts_with("\0\0\xfe\xff"sv))
        return TextEncoding::Utf32Big;
    if (head.starts_with("\xff\xfe"sv))
        return TextEncoding::Utf16Little;
    if (head.starts_with("\xfe\xff"sv))
        return TextEncoding::Utf16Big;
    if (head.size() < markBytes)
        return TextEncoding::Utf8;
    // The first two characters of JSON and XML are ASCII.
    std::string zeros;
    for (const char byte : head.substr(0, markBytes))
        zeros.push_back(byte == 0 ? '0' : static_cast<unsigned char>(byte) < 0x80 ? 'a' : 'x');
    if (zeros == "a000")
        return TextEncoding::Utf32Little;
    if (zeros == "000a")
        return TextEncoding::Utf32Big;
    if (zeros == "a0a0")
        return TextEncoding::Utf16Little;
    if (zeros == "0a0a")
        return TextEncoding::Utf16Big;
    return TextEncoding::Utf8;
}

Result<std::unique_ptr<ByteStream>> openTextStream(const std::string &path)
{
    const std::string head = PRIMER_TRY(headOf(path, markBytes));
    const TextEncoding encoding = textEncodingOf(head);
    auto stream = PRIMER_TRY(openByteStream(path));
    if (encoding == TextEncoding::Utf8)
        return stream;
    return std::unique_ptr<ByteStream>(std::make_unique<DecodedText>(std::move(stream), encoding));
}

Result<std::string> headOf(const std::string &path, std::size_t bytes)
{
    const auto stream = PRIMER_TRY(openByteStream(path));
    return beginningOf(*stream, bytes);
}

Result<std::string> textHeadOf(const std::string &path, std::size_t bytes)
{
    const auto stream = PRIMER_TRY(openTextStream(path));
    return beginningOf(*stream, bytes);
}

} // namespace primer
