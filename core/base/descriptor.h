// Owns: a file descriptor that is closed when its owner goes. Not here: opening one.
#pragma once

#include <utility>

#include <unistd.h>

namespace primer {

class Descriptor
{
public:
    Descriptor() = default;
    explicit Descriptor(int number) : m_number(number) {}
    ~Descriptor() { reset(); }
    Descriptor(Descriptor &&other) noexcept : m_number(other.release()) {}
    Descriptor &operator=(Descriptor &&other) noexcept
    {
        reset();
        m_number = other.release();
        return *this;
    }
    int get() const { return m_number; }
    int release() { return std::exchange(m_number, -1); }
    void reset()
    {
        if (m_number >= 0)
            ::close(m_number);
        m_number = -1;
    }

private:
    int m_number = -1; ///< below 0: none
};

} // namespace primer
