// A sentence on every setting of a run, as the dialog shows it.
#include <QHash>

#include "ui/training_page/run_dialog.h"

namespace primer {

QString RunDialog::explanation(const QString &key)
{
    const QHash<QString, QString> texts{
        {QStringLiteral("initFrom"), tr("A model directory or checkpoint to begin with; empty: random weights")},
        {QStringLiteral("evaluationData"), tr("Folder of token shards held out; empty: those made beside the data")},
        {QStringLiteral("steps"), tr("Optimizer steps of the run")},
        {QStringLiteral("scheduleSteps"), tr("Step at which the learning rate reaches its end; 0: the last one")},
        {QStringLiteral("warmupSteps"), tr("Steps over which the learning rate rises from 0")},
        {QStringLiteral("maxLearningRate"), tr("Learning rate after the warmup; falls linearly from there")},
        {QStringLiteral("finalLearningRate"), tr("Learning rate at the end of the schedule")},
        {QStringLiteral("sequenceLength"), tr("Tokens of a sequence; at most the model's context")},
        {QStringLiteral("batchSequences"), tr("Sequences of one step, all micro-batches together")},
        {QStringLiteral("microBatchSequences"), tr("Sequences computed at once; smaller takes less memory")},
        {QStringLiteral("beta1"), tr("AdamW: decay of the gradient's mean")},
        {QStringLiteral("beta2"), tr("AdamW: decay of the squared gradient's mean")},
        {QStringLiteral("adamEps"), tr("AdamW: keeps the division from zero")},
        {QStringLiteral("weightDecay"), tr("Pull of matrices towards zero; biases and LayerNorm have none")},
        {QStringLiteral("decaysEmbedding"), tr("Whether the token embedding has weight decay: true or false")},
        {QStringLiteral("clipNorm"), tr("Longest gradient; 0: never clipped")},
        {QStringLiteral("precision"), tr("fp32, bf16 or fp16; weights and optimizer are kept in fp32")},
        {QStringLiteral("lossScalePower"), tr("fp16: the loss scale begins at 2 to this power")},
        {QStringLiteral("lossScaleWindow"), tr("fp16: good steps before the loss scale doubles")},
        {QStringLiteral("seed"), tr("Decides weights, order of data and dropout")},
        {QStringLiteral("evaluateEvery"), tr("Steps between evaluations on the held-out data; 0: never")},
        {QStringLiteral("evaluationSequences"), tr("Held-out sequences of one evaluation")},
        {QStringLiteral("checkpointEvery"), tr("Steps between checkpoints; 0: only at the end")},
        {QStringLiteral("keepLast"), tr("Newest checkpoints that stay")},
        {QStringLiteral("keepEvery"), tr("Checkpoints of every so many steps stay for good; 0: none")},
        {QStringLiteral("keepsBest"),
         tr("Writes a checkpoint whenever the validation loss is the lowest so far, and keeps the newest such")},
        {QStringLiteral("onBadLoss"), tr("At NaN or an exploding loss: stop or rollback")},
        {QStringLiteral("explodingLoss"), tr("A loss above this counts as exploding; 0: never")},
        {QStringLiteral("device"), tr("cpu or cuda")},
        {QStringLiteral("threads"), tr("Threads of the CPU; 0: all")},
        {QStringLiteral("model.vocabularySize"), tr("Rows of the embedding; at least the tokenizer's size")},
        {QStringLiteral("model.layers"), tr("Transformer blocks")},
        {QStringLiteral("model.width"), tr("Numbers that carry a token from block to block")},
        {QStringLiteral("model.heads"), tr("Attention heads; the width is a multiple of them")},
        {QStringLiteral("model.mlpWidth"), tr("Inner width of the MLP, usually four times the width")},
        {QStringLiteral("model.rotaryDims"), tr("Dimensions of each head that carry the position")},
        {QStringLiteral("model.contextLength"), tr("Longest sequence the model can read")},
        {QStringLiteral("model.rotaryBase"), tr("Base of the rotary frequencies")},
        {QStringLiteral("model.layerNormEps"), tr("LayerNorm: keeps the division from zero")},
        {QStringLiteral("model.initStd"), tr("Standard deviation of the first weights")},
        {QStringLiteral("model.attentionDropout"),
         tr("Share of attention weights dropped in training; phi-1 used 0.1")},
        {QStringLiteral("model.residualDropout"), tr("Share of block outputs dropped in training; phi-1 used 0.1")},
    };
    return texts.value(key);
}

} // namespace primer
