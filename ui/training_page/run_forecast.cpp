#include "ui/training_page/run_forecast.h"

#include "ui/training_page/setting_texts.h"
#include "ui/widgets/human_text.h"

namespace primer {

namespace {

constexpr double usualShare = 0.4; ///< of the peak rate, as common trainers reach

}

RunForecast::RunForecast(const TrainingConfig &config, quint64 dataTokens, const DeviceChoice *device,
                         double flopsPerSecond)
{
    const std::int64_t tokens = config.steps * config.tokensPerStep(), parameters = config.model.parameterCount();
    m_facts = {
        tr("%1 parameters").arg(SettingTexts::roundCount(double(parameters))),
        tr("%1 tokens in total, %2 per step")
            .arg(SettingTexts::roundCount(double(tokens)), SettingTexts::roundCount(double(config.tokensPerStep())))};
    m_exact = tr("%1 parameters, %2 tokens in total, %3 per step")
                  .arg(HumanText::count(parameters), HumanText::count(tokens),
                       HumanText::count(config.tokensPerStep()));
    if (dataTokens > 0)
        m_facts.append(tr("%1 epochs").arg(SettingTexts::epochs(double(tokens) / double(dataTokens))));
    addMemory(config, device);
    if (device)
        addTime(config, *device, flopsPerSecond);
}

void RunForecast::addMemory(const TrainingConfig &config, const DeviceChoice *device)
{
    const std::int64_t memory = config.memoryBytes();
    if (!device)
        m_facts.append(tr("about %1 of memory").arg(HumanText::bytes(memory)));
    else
        m_facts.append(memory > device->memoryBytes
                           ? tr("⚠ about %1 of memory, %2 has %3")
                                 .arg(HumanText::bytes(memory), device->name, HumanText::bytes(device->memoryBytes))
                           : tr("about %1 of the %3 of %2")
                                 .arg(HumanText::bytes(memory), device->name, HumanText::bytes(device->memoryBytes)));
}

/// By the last run's rate, or a usual share of the peak.
void RunForecast::addTime(const TrainingConfig &config, const DeviceChoice &device, double flopsPerSecond)
{
    const double rate = flopsPerSecond > 0 ? flopsPerSecond : device.peakFlops * usualShare;
    if (rate <= 0)
        return;
    const double tokens = double(config.steps) * double(config.tokensPerStep());
    const QString time = HumanText::duration(tokens * config.model.flopsPerToken(config.sequenceLength) / rate);
    m_facts.append(flopsPerSecond > 0 ? tr("about %1 at the last run's rate").arg(time)
                                      : tr("about %1 at %2 % of the peak rate").arg(time).arg(int(usualShare * 100)));
}

} // namespace primer
