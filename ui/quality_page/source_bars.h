// Owns: how much of each source stays, as bars of what the cut keeps and drops. Not here: counting.
#pragma once

#include <vector>

#include "core/quality/quality_view.h"
#include "ui/charts/bar_chart.h"

namespace primer {

class SourceBars : public BarChart
{
    Q_OBJECT
public:
    explicit SourceBars(QWidget *parent = nullptr);
    void setSources(const std::vector<SourceShare> &sources);
};

} // namespace primer
