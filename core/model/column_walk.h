// Owns: the column of a flat element for a thread that walks over rows in equal strides: divided once at its start, not
// at every element, where a 64-bit remainder costs more than the element. Not here: the walk (the kernels).
#pragma once

#include <cstdint>

#include "core/model/dropout_draw.h"

namespace primer {

struct ColumnWalk {
    int column, step, width;

    PRIMER_ON_BOTH ColumnWalk(std::int64_t first, std::int64_t stride, int rowWidth)
        : column(int(first % rowWidth)), step(int(stride % rowWidth)), width(rowWidth)
    {}
    PRIMER_ON_BOTH void next()
    {
        column += step;
        column -= column >= width ? width : 0;
    }
};

} // namespace primer
