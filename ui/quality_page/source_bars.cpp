#include "ui/quality_page/source_bars.h"

#include "ui/widgets/human_text.h"

namespace primer {

namespace {

constexpr std::size_t maxSources = 8;

} // namespace

SourceBars::SourceBars(QWidget *parent) : BarChart(tr("Kept of each source"), parent) {}

void SourceBars::setSources(const std::vector<SourceShare> &sources)
{
    std::vector<SourceShare> shown = sources;
    if (shown.size() > maxSources) {
        SourceShare rest{tr("%n more source(s)", nullptr, int(shown.size() - maxSources + 1)).toStdString(), 0, 0};
        for (std::size_t place = maxSources - 1; place < shown.size(); ++place) {
            rest.total += shown[place].total;
            rest.kept += shown[place].kept;
        }
        shown.resize(maxSources - 1);
        shown.push_back(rest);
    }
    BarData data;
    data.quantity = {tr("Samples"), Quantity::Kind::Count, {}};
    data.parts = {{tr("stay"), {ChartTone::Kind::Accent}}, {tr("go"), {ChartTone::Kind::Faint}}};
    for (const SourceShare &source : shown)
        data.bars.push_back({QString::fromStdString(source.name),
                             {double(source.kept), double(source.total - source.kept)},
                             tr("%1 of %2").arg(HumanText::count(source.kept), HumanText::count(source.total))});
    setData(std::move(data));
}

} // namespace primer
