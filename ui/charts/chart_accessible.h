// Owns: what assistive technology sees of a chart: a chart by its role, its place and what stands there as its value.
// Not here: the words (the charts).
#pragma once

namespace primer {

/// Once is enough, more does nothing.
void installChartAccessibility();

} // namespace primer
