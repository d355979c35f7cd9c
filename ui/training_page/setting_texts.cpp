// A sentence on every setting of a run, as the dialog shows it.
#include <QHash>

#include "ui/training_page/run_dialog.h"

namespace primer {

QString RunDialog::explanation(const QString &key)
{
    const QHash<QString, QString> texts{
        {QStringLiteral("initFrom"), tr("A model directory or checkpoint to start from; empty: random weights")},
        {QStringLiteral("evaluationData"), tr("Folder of token shards held out; empty: those made beside the data")},
        {QStringLiteral("steps"), tr("Optimizer steps of the run")},
        {QStringLiteral("scheduleSteps"), tr("Step at which the learning rate reaches its end; 0: the last one")},
        {QStringLiteral("warmupSteps"), tr("Steps over which the learning rate rises from 0")},
        {QStringLiteral("maxLearningRate"), tr("Learning rate after the warmup; falls linearly from there")},
        {QStringLiteral("finalLearningRate"), tr("Learning rate at the end of the schedule")},
        {QStringLiteral("sequenceLength"), tr("Tokens per sequence; at most the model's context length")},
        {QStringLiteral("batchSequences"), tr("Sequences per optimizer step, over all micro-batches")},
        {QStringLiteral("microBatchSequences"), tr("Sequences per micro-batch; fewer take less memory")},
        {QStringLiteral("activationCheckpointing"),
         tr("Computes each block again for its gradient: less memory, a third more time, the same losses")},
        {QStringLiteral("beta1"), tr("AdamW: decay of the gradient's mean")},
        {QStringLiteral("beta2"), tr("AdamW: decay of the squared gradient's mean")},
        {QStringLiteral("adamEps"), tr("AdamW: keeps the division from zero")},
        {QStringLiteral("weightDecay"), tr("Decay of the matrices; biases and LayerNorm have none")},
        {QStringLiteral("decaysEmbedding"), tr("Whether the token embedding has weight decay: true or false")},
        {QStringLiteral("clipNorm"), tr("Gradient norm above which it is clipped; 0: never")},
        {QStringLiteral("precision"), tr("fp32, bf16 or fp16; weights and optimizer are kept in fp32")},
        {QStringLiteral("lossScalePower"), tr("fp16: the loss scale starts at 2 to this power")},
        {QStringLiteral("lossScaleWindow"), tr("fp16: good steps before the loss scale doubles")},
        {QStringLiteral("seed"), tr("Seed of weights, order of data and dropout")},
        {QStringLiteral("evaluateEvery"), tr("Steps between evaluations on the held-out data; 0: never")},
        {QStringLiteral("evaluationSequences"), tr("Held-out sequences of one evaluation")},
        {QStringLiteral("checkpointEvery"), tr("Steps between checkpoints; 0: only at the end")},
        {QStringLiteral("keepLast"), tr("Newest checkpoints that are kept")},
        {QStringLiteral("keepEvery"),
         tr("Checkpoints at every multiple of this many steps are kept for good; 0: none")},
        {QStringLiteral("keepsBest"),
         tr("Writes a checkpoint whenever the validation loss is the lowest so far, and keeps the newest such")},
        {QStringLiteral("onBadLoss"), tr("At NaN or an exploding loss: stop or rollback")},
        {QStringLiteral("explodingLoss"), tr("A loss above this counts as exploding; 0: never")},
        {QStringLiteral("device"), tr("cpu or cuda")},
        {QStringLiteral("threads"), tr("Threads of the CPU; 0: all")},
        {QStringLiteral("model.vocabularySize"), tr("Rows of the embedding; at least the tokenizer's size")},
        {QStringLiteral("model.layers"), tr("Transformer blocks")},
        {QStringLiteral("model.width"), tr("Width of the residual stream (hidden size)")},
        {QStringLiteral("model.heads"), tr("Attention heads; the width is a multiple of them")},
        {QStringLiteral("model.mlpWidth"), tr("Inner width of the MLP, usually four times the width")},
        {QStringLiteral("model.rotaryDims"), tr("Dimensions of each head that are rotated")},
        {QStringLiteral("model.contextLength"), tr("Context length in tokens")},
        {QStringLiteral("model.rotaryBase"), tr("Base of the rotary frequencies")},
        {QStringLiteral("model.layerNormEps"), tr("LayerNorm: keeps the division from zero")},
        {QStringLiteral("model.initStd"), tr("Standard deviation of the initial weights")},
        {QStringLiteral("model.attentionDropout"),
         tr("Share of attention weights dropped in training; phi-1 used 0.1")},
        {QStringLiteral("model.residualDropout"), tr("Share of block outputs dropped in training; phi-1 used 0.1")},
    };
    return texts.value(key);
}

} // namespace primer
