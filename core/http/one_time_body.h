// Owns: a request's body as a device that gives its bytes once. Asked to begin again it refuses, and Qt ends the
// request with an error instead of sending it anew (README). Not here: the request.
#pragma once

#include <algorithm>
#include <cstring>
#include <string_view>

#include <QIODevice>

namespace primer {

class OneTimeBody : public QIODevice
{
public:
    /// What `bytes` shows stays where it is until drop().
    explicit OneTimeBody(std::string_view bytes) : m_bytes(bytes) { open(QIODevice::ReadOnly | QIODevice::Unbuffered); }

    bool isSequential() const override { return true; }
    bool atEnd() const override { return m_given == m_bytes.size(); }
    qint64 bytesAvailable() const override { return qint64(m_bytes.size() - m_given); }
    /// True only as long as no byte was given; without a byte to give nothing would tell.
    bool reset() override { return m_given == 0 && !m_bytes.empty(); }
    bool isBegun() const { return m_given > 0; }
    /// Gives nothing more.
    void drop() { m_bytes = m_bytes.substr(0, m_given); }

protected:
    qint64 readData(char *data, qint64 maxSize) override
    {
        const std::size_t size = std::min(std::size_t(maxSize), m_bytes.size() - m_given);
        std::memcpy(data, m_bytes.data() + m_given, size);
        m_given += size;
        return size > 0 || maxSize == 0 ? qint64(size) : -1;
    }
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    std::string_view m_bytes;
    std::size_t m_given = 0;
};

} // namespace primer
