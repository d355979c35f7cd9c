// The plain names, groups and units of settings.
#include <array>

#include <QLocale>

#include "ui/training_page/setting_texts.h"
#include "ui/widgets/human_text.h"

#include <cmath>

namespace primer {

namespace {

using Group = SettingTexts::Group;

struct Known {
    const char *key;
    Group group;
    const char *name;
    const char *unit;
};

constexpr std::array settings{
    Known{"evaluationData", Group::Data, QT_TRANSLATE_NOOP("primer::SettingTexts", "Held-out data"),
          QT_TRANSLATE_NOOP("primer::SettingTexts", "folder")},
    Known{"sequenceLength", Group::Data, QT_TRANSLATE_NOOP("primer::SettingTexts", "Sequence length"),
          QT_TRANSLATE_NOOP("primer::SettingTexts", "tokens")},
    Known{"evaluateEvery", Group::Data, QT_TRANSLATE_NOOP("primer::SettingTexts", "Evaluate every"),
          QT_TRANSLATE_NOOP("primer::SettingTexts", "steps")},
    Known{"evaluationSequences", Group::Data, QT_TRANSLATE_NOOP("primer::SettingTexts", "Held-out sequences"),
          QT_TRANSLATE_NOOP("primer::SettingTexts", "sequences")},
    Known{"seed", Group::Data, QT_TRANSLATE_NOOP("primer::SettingTexts", "Seed"), ""},
    Known{"initFrom", Group::Model, QT_TRANSLATE_NOOP("primer::SettingTexts", "Start from weights"),
          QT_TRANSLATE_NOOP("primer::SettingTexts", "folder")},
    Known{"model.layers", Group::Model, QT_TRANSLATE_NOOP("primer::SettingTexts", "Layers"),
          QT_TRANSLATE_NOOP("primer::SettingTexts", "blocks")},
    Known{"model.width", Group::Model, QT_TRANSLATE_NOOP("primer::SettingTexts", "Width"),
          QT_TRANSLATE_NOOP("primer::SettingTexts", "numbers")},
    Known{"model.heads", Group::Model, QT_TRANSLATE_NOOP("primer::SettingTexts", "Attention heads"), ""},
    Known{"model.mlpWidth", Group::Model, QT_TRANSLATE_NOOP("primer::SettingTexts", "MLP width"),
          QT_TRANSLATE_NOOP("primer::SettingTexts", "numbers")},
    Known{"model.vocabularySize", Group::Model, QT_TRANSLATE_NOOP("primer::SettingTexts", "Vocabulary"),
          QT_TRANSLATE_NOOP("primer::SettingTexts", "tokens")},
    Known{"model.contextLength", Group::Model, QT_TRANSLATE_NOOP("primer::SettingTexts", "Context length"),
          QT_TRANSLATE_NOOP("primer::SettingTexts", "tokens")},
    Known{"model.rotaryDims", Group::Model, QT_TRANSLATE_NOOP("primer::SettingTexts", "Rotated dimensions"),
          QT_TRANSLATE_NOOP("primer::SettingTexts", "per head")},
    Known{"model.rotaryBase", Group::Model, QT_TRANSLATE_NOOP("primer::SettingTexts", "Rotary base"), ""},
    Known{"model.attentionDropout", Group::Model, QT_TRANSLATE_NOOP("primer::SettingTexts", "Attention dropout"),
          QT_TRANSLATE_NOOP("primer::SettingTexts", "share")},
    Known{"model.residualDropout", Group::Model, QT_TRANSLATE_NOOP("primer::SettingTexts", "Residual dropout"),
          QT_TRANSLATE_NOOP("primer::SettingTexts", "share")},
    Known{"model.initStd", Group::Model, QT_TRANSLATE_NOOP("primer::SettingTexts", "Spread of the initial weights"),
          ""},
    Known{"model.layerNormEps", Group::Model, QT_TRANSLATE_NOOP("primer::SettingTexts", "LayerNorm epsilon"), ""},
    Known{"batchSequences", Group::Optimisation, QT_TRANSLATE_NOOP("primer::SettingTexts", "Batch"),
          QT_TRANSLATE_NOOP("primer::SettingTexts", "sequences")},
    Known{"beta1", Group::Optimisation, QT_TRANSLATE_NOOP("primer::SettingTexts", "AdamW beta 1"), ""},
    Known{"beta2", Group::Optimisation, QT_TRANSLATE_NOOP("primer::SettingTexts", "AdamW beta 2"), ""},
    Known{"adamEps", Group::Optimisation, QT_TRANSLATE_NOOP("primer::SettingTexts", "AdamW epsilon"), ""},
    Known{"weightDecay", Group::Optimisation, QT_TRANSLATE_NOOP("primer::SettingTexts", "Weight decay"), ""},
    Known{"decaysEmbedding", Group::Optimisation, QT_TRANSLATE_NOOP("primer::SettingTexts", "Decay of the embedding"),
          QT_TRANSLATE_NOOP("primer::SettingTexts", "true or false")},
    Known{"clipNorm", Group::Optimisation, QT_TRANSLATE_NOOP("primer::SettingTexts", "Max gradient norm"), ""},
    Known{"onBadLoss", Group::Optimisation, QT_TRANSLATE_NOOP("primer::SettingTexts", "At a bad loss"),
          QT_TRANSLATE_NOOP("primer::SettingTexts", "stop or rollback")},
    Known{"explodingLoss", Group::Optimisation, QT_TRANSLATE_NOOP("primer::SettingTexts", "Exploding loss from"),
          QT_TRANSLATE_NOOP("primer::SettingTexts", "nats per token")},
    Known{"steps", Group::Schedule, QT_TRANSLATE_NOOP("primer::SettingTexts", "Steps"),
          QT_TRANSLATE_NOOP("primer::SettingTexts", "steps")},
    Known{"warmupSteps", Group::Schedule, QT_TRANSLATE_NOOP("primer::SettingTexts", "Warm-up"),
          QT_TRANSLATE_NOOP("primer::SettingTexts", "steps")},
    Known{"scheduleSteps", Group::Schedule, QT_TRANSLATE_NOOP("primer::SettingTexts", "Schedule ends at"),
          QT_TRANSLATE_NOOP("primer::SettingTexts", "steps")},
    Known{"maxLearningRate", Group::Schedule, QT_TRANSLATE_NOOP("primer::SettingTexts", "Max learning rate"), ""},
    Known{"finalLearningRate", Group::Schedule, QT_TRANSLATE_NOOP("primer::SettingTexts", "Final learning rate"), ""},
    Known{"checkpointEvery", Group::Checkpoints, QT_TRANSLATE_NOOP("primer::SettingTexts", "Checkpoint every"),
          QT_TRANSLATE_NOOP("primer::SettingTexts", "steps")},
    Known{"keepLast", Group::Checkpoints, QT_TRANSLATE_NOOP("primer::SettingTexts", "Keep the newest"),
          QT_TRANSLATE_NOOP("primer::SettingTexts", "checkpoints")},
    Known{"keepEvery", Group::Checkpoints, QT_TRANSLATE_NOOP("primer::SettingTexts", "Keep for good every"),
          QT_TRANSLATE_NOOP("primer::SettingTexts", "steps")},
    Known{"keepsBest", Group::Checkpoints, QT_TRANSLATE_NOOP("primer::SettingTexts", "Keep the best"),
          QT_TRANSLATE_NOOP("primer::SettingTexts", "true or false")},
    Known{"device", Group::Device, QT_TRANSLATE_NOOP("primer::SettingTexts", "Device"),
          QT_TRANSLATE_NOOP("primer::SettingTexts", "cpu or cuda")},
    Known{"threads", Group::Device, QT_TRANSLATE_NOOP("primer::SettingTexts", "CPU threads"),
          QT_TRANSLATE_NOOP("primer::SettingTexts", "threads")},
    Known{"precision", Group::Device, QT_TRANSLATE_NOOP("primer::SettingTexts", "Precision"),
          QT_TRANSLATE_NOOP("primer::SettingTexts", "fp32, bf16 or fp16")},
    Known{"microBatchSequences", Group::Device, QT_TRANSLATE_NOOP("primer::SettingTexts", "Micro-batch"),
          QT_TRANSLATE_NOOP("primer::SettingTexts", "sequences")},
    Known{"activationCheckpointing", Group::Device,
          QT_TRANSLATE_NOOP("primer::SettingTexts", "Activation checkpointing"),
          QT_TRANSLATE_NOOP("primer::SettingTexts", "true or false")},
    Known{"lossScalePower", Group::Device, QT_TRANSLATE_NOOP("primer::SettingTexts", "First loss scale"),
          QT_TRANSLATE_NOOP("primer::SettingTexts", "power of 2")},
    Known{"lossScaleWindow", Group::Device, QT_TRANSLATE_NOOP("primer::SettingTexts", "Loss scale grows after"),
          QT_TRANSLATE_NOOP("primer::SettingTexts", "steps")},
};

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
    return number < whole ? QLocale().toString(number, 'g', 2) : HumanText::count(qint64(std::llround(number)));
}

} // namespace primer
