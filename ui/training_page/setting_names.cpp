// The plain names, groups and units of settings.
#include <array>

#include <QLocale>

#include "ui/training_page/setting_texts.h"
#include "ui/widgets/human_text.h"

namespace primer {

namespace {

using Group = SettingTexts::Group;

struct Known {
    const char *key;
    Group group;
    const char *name;
    const char *unit;
};

#define NAME(text) QT_TRANSLATE_NOOP("primer::SettingTexts", text)

constexpr std::array settings{
    Known{"evaluationData", Group::Data, NAME("Held-out data"), NAME("folder")},
    Known{"sequenceLength", Group::Data, NAME("Sequence length"), NAME("tokens")},
    Known{"evaluateEvery", Group::Data, NAME("Evaluate every"), NAME("steps")},
    Known{"evaluationSequences", Group::Data, NAME("Held-out sequences"), NAME("sequences")},
    Known{"seed", Group::Data, NAME("Seed"), ""},
    Known{"initFrom", Group::Model, NAME("Start from weights"), NAME("folder")},
    Known{"model.layers", Group::Model, NAME("Layers"), NAME("blocks")},
    Known{"model.width", Group::Model, NAME("Width"), NAME("numbers")},
    Known{"model.heads", Group::Model, NAME("Attention heads"), ""},
    Known{"model.mlpWidth", Group::Model, NAME("MLP width"), NAME("numbers")},
    Known{"model.vocabularySize", Group::Model, NAME("Vocabulary"), NAME("tokens")},
    Known{"model.contextLength", Group::Model, NAME("Context length"), NAME("tokens")},
    Known{"model.rotaryDims", Group::Model, NAME("Rotated dimensions"), NAME("per head")},
    Known{"model.rotaryBase", Group::Model, NAME("Rotary base"), ""},
    Known{"model.attentionDropout", Group::Model, NAME("Attention dropout"), NAME("share")},
    Known{"model.residualDropout", Group::Model, NAME("Residual dropout"), NAME("share")},
    Known{"model.initStd", Group::Model, NAME("Spread of the initial weights"), ""},
    Known{"model.layerNormEps", Group::Model, NAME("LayerNorm epsilon"), ""},
    Known{"batchSequences", Group::Optimisation, NAME("Batch"), NAME("sequences")},
    Known{"beta1", Group::Optimisation, NAME("AdamW beta 1"), ""},
    Known{"beta2", Group::Optimisation, NAME("AdamW beta 2"), ""},
    Known{"adamEps", Group::Optimisation, NAME("AdamW epsilon"), ""},
    Known{"weightDecay", Group::Optimisation, NAME("Weight decay"), ""},
    Known{"decaysEmbedding", Group::Optimisation, NAME("Decay of the embedding"), NAME("true or false")},
    Known{"clipNorm", Group::Optimisation, NAME("Max gradient norm"), ""},
    Known{"onBadLoss", Group::Optimisation, NAME("At a bad loss"), NAME("stop or rollback")},
    Known{"explodingLoss", Group::Optimisation, NAME("Exploding loss from"), NAME("nats per token")},
    Known{"steps", Group::Schedule, NAME("Steps"), NAME("steps")},
    Known{"warmupSteps", Group::Schedule, NAME("Warm-up"), NAME("steps")},
    Known{"scheduleSteps", Group::Schedule, NAME("Schedule ends at"), NAME("steps")},
    Known{"maxLearningRate", Group::Schedule, NAME("Max learning rate"), ""},
    Known{"finalLearningRate", Group::Schedule, NAME("Final learning rate"), ""},
    Known{"checkpointEvery", Group::Checkpoints, NAME("Checkpoint every"), NAME("steps")},
    Known{"keepLast", Group::Checkpoints, NAME("Keep the newest"), NAME("checkpoints")},
    Known{"keepEvery", Group::Checkpoints, NAME("Keep for good every"), NAME("steps")},
    Known{"keepsBest", Group::Checkpoints, NAME("Keep the best"), NAME("true or false")},
    Known{"device", Group::Device, NAME("Device"), NAME("cpu or cuda")},
    Known{"threads", Group::Device, NAME("CPU threads"), NAME("threads")},
    Known{"precision", Group::Device, NAME("Precision"), NAME("fp32, bf16 or fp16")},
    Known{"microBatchSequences", Group::Device, NAME("Micro-batch"), NAME("sequences")},
    Known{"lossScalePower", Group::Device, NAME("First loss scale"), NAME("power of 2")},
    Known{"lossScaleWindow", Group::Device, NAME("Loss scale grows after"), NAME("steps")},
};

#undef NAME

const Known *find(const QString &key)
{
    for (const Known &known : settings) {
        if (key == QLatin1String(known.key))
            return &known;
    }
    return nullptr;
}

} // namespace

SettingTexts::Group SettingTexts::groupOf(const QString &key)
{
    const Known *known = find(key);
    return known ? known->group : key.startsWith(QLatin1String("model.")) ? Group::Model : Group::Optimisation;
}

QString SettingTexts::groupName(Group group)
{
    switch (group) {
    case Group::Data: return tr("Data");
    case Group::Model: return tr("Model");
    case Group::Optimisation: return tr("Optimisation");
    case Group::Schedule: return tr("Schedule");
    case Group::Checkpoints: return tr("Checkpoints");
    case Group::Device: return tr("Device");
    }
    return {};
}

QString SettingTexts::name(const QString &key)
{
    const Known *known = find(key);
    return known ? tr(known->name) : key;
}

QString SettingTexts::unit(const QString &key)
{
    const Known *known = find(key);
    return known && *known->unit ? tr(known->unit) : QString();
}

QString SettingTexts::roundCount(double number)
{
    constexpr double million = 1e6, billion = 1e9, trillion = 1e12;
    const QLocale locale;
    if (number >= trillion)
        return tr("%1 trillion").arg(locale.toString(number / trillion, 'f', 1));
    if (number >= billion)
        return tr("%1 billion").arg(locale.toString(number / billion, 'f', 1));
    if (number >= million)
        return tr("%1 million").arg(locale.toString(number / million, 'f', 1));
    return HumanText::count(qint64(number));
}

QString SettingTexts::epochs(double number)
{
    constexpr double whole = 10;
    return number < whole ? QLocale().toString(number, 'g', 2) : HumanText::count(qint64(number + 0.5));
}

} // namespace primer
