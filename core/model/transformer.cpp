#include "core/model/transformer.h"

#include <algorithm>
#include <cmath>

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>
#include <ATen/CPUGeneratorImpl.h>

#include "core/model/attention.h"

namespace primer {

namespace {

constexpr std::int64_t logitBytesAtOnce = std::int64_t(64) << 20; ///< the head never makes all logits

std::uint64_t mixed(std::uint64_t seed, std::uint64_t place)
{
    std::uint64_t value = seed + 0x9e3779b97f4a7c15 * (place + 1);
    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
    value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
    return value ^ (value >> 31);
}

/// Seeds of the three masks of a layer.
struct MaskSeeds {
    explicit MaskSeeds(std::uint64_t layerSeed) : attention(mixed(layerSeed, 1)), attentionOut(mixed(layerSeed, 2)), mlpOut(mixed(layerSeed, 3)) {}
    std::uint64_t attention, attentionOut, mlpOut;
};

at::Tensor linear(const at::Tensor &input, const at::Tensor &weight, const at::Tensor &bias)
{
    return bias.defined() ? at::addmm(bias, input, weight.t()) : at::mm(input, weight.t());
}

/// Adds to the fp32 gradients of a linear layer; the gradient of its input.
at::Tensor linearBackward(const at::Tensor &gradOutput, const at::Tensor &input, const at::Tensor &weight, at::Tensor &gradWeight, at::Tensor &gradBias)
{
    if (gradOutput.scalar_type() == at::kFloat)
        gradWeight.addmm_(gradOutput.t(), input);
    else
        gradWeight.add_(at::mm(gradOutput.t(), input));
    if (gradBias.defined())
        gradBias.add_(gradOutput.sum(0, false, at::kFloat));
    return at::mm(gradOutput, weight);
}

} // namespace

/// Rows are sequences x length.
struct Transformer::Saved {
    std::int64_t sequences = 0;
    at::Tensor input, mean, rstd, normed;
    at::Tensor qkv; ///< [rows, 3 x width], rotated
    AttentionResult attention;
    at::Tensor attended; ///< [rows, width]
    at::Tensor fc1;      ///< before GELU; GELU is done again
};

Transformer::Transformer(const ModelConfig &config, at::Device device, at::ScalarType compute, bool forTraining)
    : m_config(config), m_device(device), m_type(compute)
{
    placeParameters();
    const auto options = at::TensorOptions(at::kFloat).device(device);
    m_master = at::zeros({m_count}, options);
    m_compute = compute == at::kFloat ? m_master : at::zeros({m_count}, options.dtype(compute));
    m_views = viewsOf(m_compute);
    if (forTraining) {
        m_gradients = at::zeros({m_count}, options);
        m_gradientViews = viewsOf(m_gradients);
    }
    buildRotaryTables();
}

void Transformer::placeParameters()
{
    const std::int64_t width = m_config.width, mlp = m_config.mlpWidth, vocabulary = m_config.vocabularySize;
    const auto add = [this](const std::string &name, std::vector<std::int64_t> shape) {
        ParameterPlace place{name, std::move(shape), 0, 1, false};
        for (const std::int64_t extent : place.shape)
            place.count *= extent;
        place.isMatrix = place.shape.size() > 1;
        m_places.push_back(std::move(place));
    };
    add("embedding.weight", {vocabulary, width});
    for (std::int64_t layer = 0; layer < m_config.layers; ++layer) {
        const std::string prefix = "layers." + std::to_string(layer) + ".";
        add(prefix + "norm.weight", {width});
        add(prefix + "norm.bias", {width});
        add(prefix + "qkv.weight", {3 * width, width});
        add(prefix + "out.weight", {width, width});
        if (m_config.hasAttentionBias()) {
            add(prefix + "qkv.bias", {3 * width});
            add(prefix + "out.bias", {width});
        }
        add(prefix + "fc1.weight", {mlp, width});
        add(prefix + "fc1.bias", {mlp});
        add(prefix + "fc2.weight", {width, mlp});
        add(prefix + "fc2.bias", {width});
    }
    add("norm.weight", {width});
    add("norm.bias", {width});
    add("head.weight", {vocabulary, width});
    add("head.bias", {vocabulary});
    std::stable_partition(m_places.begin(), m_places.end(), [](const ParameterPlace &place) { return place.isMatrix; });
    for (ParameterPlace &place : m_places) {
        place.offset = m_count;
        m_count += place.count;
        if (place.isMatrix)
            m_decayedCount = m_count;
    }
}

at::Tensor Transformer::viewOf(const at::Tensor &flat, const std::string &name) const
{
    const auto place = std::find_if(m_places.begin(), m_places.end(), [&](const ParameterPlace &known) { return known.name == name; });
    return place == m_places.end() ? at::Tensor() : flat.narrow(0, place->offset, place->count).view(place->shape);
}

Transformer::Parameters Transformer::viewsOf(const at::Tensor &flat) const
{
    const auto view = [&](const std::string &name) { return viewOf(flat, name); };
    Parameters views{view("embedding.weight"), view("norm.weight"), view("norm.bias"), view("head.weight"), view("head.bias"), {}};
    for (std::int64_t layer = 0; layer < m_config.layers; ++layer) {
        const std::string prefix = "layers." + std::to_string(layer) + ".";
        views.layers.push_back({view(prefix + "norm.weight"), view(prefix + "norm.bias"), view(prefix + "qkv.weight"), view(prefix + "qkv.bias"),
                                view(prefix + "out.weight"), view(prefix + "out.bias"), view(prefix + "fc1.weight"), view(prefix + "fc1.bias"),
                                view(prefix + "fc2.weight"), view(prefix + "fc2.bias")});
    }
    return views;
}

void Transformer::initialise(std::uint64_t seed)
{
    m_master.zero_();
    for (std::size_t number = 0; number < m_places.size(); ++number) {
        const ParameterPlace &place = m_places[number];
        at::Tensor target = m_master.narrow(0, place.offset, place.count);
        if (place.isMatrix) {
            const auto generator = at::detail::createCPUGenerator(mixed(seed, number));
            target.copy_(at::empty({place.count}, at::kFloat).normal_(0, m_config.initStd, generator));
        } else if (place.name.ends_with("norm.weight")) {
            target.fill_(1);
        }
    }
    refresh();
}

void Transformer::refresh()
{
    if (m_type != at::kFloat)
        m_compute.copy_(m_master);
}

void Transformer::buildRotaryTables()
{
    const std::int64_t half = m_config.rotaryDims / 2;
    const at::Tensor exponents = at::arange(half, at::kDouble) * (2.0 / double(m_config.rotaryDims));
    const at::Tensor frequencies = at::pow(m_config.rotaryBase, exponents).reciprocal().to(at::kFloat);
    const at::Tensor angles = at::outer(at::arange(m_config.contextLength, at::kFloat), frequencies);
    m_cosines = angles.cos().to(m_device);
    m_sines = angles.sin().to(m_device);
}

/// In place, on the q and k of [sequences, length, 3, heads, headWidth]; the backward pass turns the other way.
void Transformer::rotate(at::Tensor qkv, bool isBackward) const
{
    const std::int64_t half = m_config.rotaryDims / 2;
    const std::int64_t length = qkv.size(1);
    const at::Tensor both = qkv.slice(2, 0, 2);
    at::Tensor first = both.slice(4, 0, half);
    at::Tensor second = both.slice(4, half, 2 * half);
    const at::Tensor cosines = m_cosines.slice(0, 0, length).view({1, length, 1, 1, half});
    at::Tensor sines = m_sines.slice(0, 0, length).view({1, length, 1, 1, half});
    if (isBackward)
        sines = -sines;
    const at::Tensor left = first.to(at::kFloat, false, true); // copies: both are overwritten
    const at::Tensor right = second.to(at::kFloat, false, true);
    first.copy_(left * cosines - right * sines);
    second.copy_(right * cosines + left * sines);
}

at::Tensor Transformer::dropoutMask(at::IntArrayRef shape, double probability, std::uint64_t seed) const
{
    const auto generator = at::detail::createCPUGenerator(seed);
    return at::empty(shape, at::TensorOptions(at::kFloat)).bernoulli_(1 - probability, generator).div_(1 - probability).to(m_device, m_type);
}

at::Tensor Transformer::layerForward(const LayerParameters &layer, const at::Tensor &input, Saved *saved, std::uint64_t dropoutSeed) const
{
    const MaskSeeds seeds(dropoutSeed);
    const bool hasDropout = dropoutSeed != 0;
    const std::int64_t width = m_config.width, heads = m_config.heads, headWidth = m_config.headWidth();
    const std::int64_t sequences = input.size(0), length = input.size(1), rows = sequences * length;
    const at::Tensor flat = input.view({rows, width});
    const auto [normed, mean, rstd] = at::native_layer_norm(flat, {width}, layer.normWeight, layer.normBias, m_config.layerNormEps);
    const at::Tensor qkv = linear(normed, layer.qkvWeight, layer.qkvBias);
    const at::Tensor parts = qkv.view({sequences, length, 3, heads, headWidth});
    rotate(parts, false);
    const auto part = [&parts](std::int64_t which) { return parts.select(2, which).transpose(1, 2); };
    const AttentionResult attention = attentionForward(part(0), part(1), part(2), hasDropout ? m_config.attentionDropout : 0, seeds.attention);
    const at::Tensor attended = attention.output.transpose(1, 2).reshape({rows, width});
    at::Tensor attentionOut = linear(attended, layer.outWeight, layer.outBias);
    const at::Tensor fc1 = linear(normed, layer.fc1Weight, layer.fc1Bias);
    at::Tensor mlpOut = linear(at::gelu(fc1, "tanh"), layer.fc2Weight, layer.fc2Bias);
    if (hasDropout && m_config.residualDropout > 0) {
        attentionOut.mul_(dropoutMask(attentionOut.sizes(), m_config.residualDropout, seeds.attentionOut));
        mlpOut.mul_(dropoutMask(mlpOut.sizes(), m_config.residualDropout, seeds.mlpOut));
    }
    if (saved)
        *saved = {sequences, flat, mean, rstd, normed, qkv, attention, attended, fc1};
    return (flat + attentionOut).add_(mlpOut).view({sequences, length, width});
}

at::Tensor Transformer::layerBackward(const LayerParameters &layer, LayerParameters &gradient, const Saved &saved, const at::Tensor &gradOutput,
                                      std::uint64_t dropoutSeed) const
{
    const MaskSeeds seeds(dropoutSeed);
    const bool hasDropout = dropoutSeed != 0;
    const std::int64_t width = m_config.width, heads = m_config.heads, headWidth = m_config.headWidth();
    const std::int64_t rows = saved.input.size(0), sequences = saved.sequences, length = rows / sequences;
    const at::Tensor grad = gradOutput.view({rows, width});
    at::Tensor gradAttentionOut = grad, gradMlpOut = grad;
    if (hasDropout && m_config.residualDropout > 0) {
        gradAttentionOut = grad * dropoutMask(grad.sizes(), m_config.residualDropout, seeds.attentionOut);
        gradMlpOut = grad * dropoutMask(grad.sizes(), m_config.residualDropout, seeds.mlpOut);
    }
    const at::Tensor gradGelu = linearBackward(gradMlpOut, at::gelu(saved.fc1, "tanh"), layer.fc2Weight, gradient.fc2Weight, gradient.fc2Bias);
    const at::Tensor gradFc1 = at::gelu_backward(gradGelu, saved.fc1, "tanh");
    at::Tensor gradNormed = linearBackward(gradFc1, saved.normed, layer.fc1Weight, gradient.fc1Weight, gradient.fc1Bias);

    const at::Tensor gradAttended = linearBackward(gradAttentionOut, saved.attended, layer.outWeight, gradient.outWeight, gradient.outBias);
    const at::Tensor parts = saved.qkv.view({sequences, length, 3, heads, headWidth});
    const auto part = [](const at::Tensor &packed, std::int64_t which) { return packed.select(2, which).transpose(1, 2); };
    const AttentionGradients gradients = attentionBackward(gradAttended.view({sequences, length, heads, headWidth}).transpose(1, 2),
                                                           part(parts, 0), part(parts, 1), part(parts, 2), saved.attention,
                                                           hasDropout ? m_config.attentionDropout : 0, seeds.attention);
    at::Tensor gradQkv = at::empty_like(saved.qkv);
    const at::Tensor gradParts = gradQkv.view({sequences, length, 3, heads, headWidth});
    part(gradParts, 0).copy_(gradients.q);
    part(gradParts, 1).copy_(gradients.k);
    part(gradParts, 2).copy_(gradients.v);
    rotate(gradParts, true);
    gradNormed.add_(linearBackward(gradQkv, saved.normed, layer.qkvWeight, gradient.qkvWeight, gradient.qkvBias));

    auto [gradInput, gradNormWeight, gradNormBias] = at::native_layer_norm_backward(gradNormed, saved.input, {width}, saved.mean, saved.rstd,
                                                                                   layer.normWeight, layer.normBias, {true, true, true});
    gradient.normWeight.add_(gradNormWeight);
    gradient.normBias.add_(gradNormBias);
    return gradInput.add_(grad).view({sequences, length, width});
}

/// Loss and its gradient a chunk of rows at a time: the logits of all rows would take more memory than the model.
at::Tensor Transformer::headLoss(const at::Tensor &normed, const at::Tensor &targets, double gradientScale, at::Tensor *gradNormed)
{
    const std::int64_t rows = normed.size(0);
    const std::int64_t chunk = std::max<std::int64_t>(1, logitBytesAtOnce / (4 * m_config.vocabularySize));
    at::Tensor sum = at::zeros({}, normed.options().dtype(at::kDouble));
    if (gradNormed)
        *gradNormed = at::empty_like(normed);
    for (std::int64_t begin = 0; begin < rows; begin += chunk) {
        const std::int64_t end = std::min(begin + chunk, rows);
        const at::Tensor input = normed.slice(0, begin, end);
        const at::Tensor wanted = targets.slice(0, begin, end);
        const at::Tensor counts = wanted.ge(0).to(at::kFloat);
        const at::Tensor index = wanted.clamp_min(0).unsqueeze(1);
        at::Tensor logits = linear(input, m_views.headWeight, m_views.headBias).to(at::kFloat);
        const at::Tensor logSums = at::logsumexp(logits, 1);
        sum.add_(((logSums - logits.gather(1, index).squeeze(1)) * counts).sum(at::kDouble));
        if (!gradNormed)
            continue;
        logits.sub_(logSums.unsqueeze(1)).exp_();
        logits.scatter_add_(1, index, at::full_like(index, -1, at::TensorOptions(at::kFloat)));
        logits.mul_((counts * gradientScale).unsqueeze(1));
        const at::Tensor gradLogits = logits.to(normed.scalar_type());
        gradNormed->slice(0, begin, end)
            .copy_(linearBackward(gradLogits, input, m_views.headWeight, m_gradientViews.headWeight, m_gradientViews.headBias));
    }
    return sum;
}

at::Tensor Transformer::forwardBackward(const at::Tensor &tokens, const at::Tensor &targets, const Pass &pass)
{
    const c10::NoGradGuard noGraph;
    const std::int64_t width = m_config.width;
    const auto seedOf = [&](std::size_t layer) { return pass.hasDropout ? mixed(pass.dropoutSeed, layer) | 1 : 0; };
    std::vector<Saved> saved(m_views.layers.size());
    at::Tensor state = at::embedding(m_views.embedding, tokens);
    for (std::size_t layer = 0; layer < saved.size(); ++layer)
        state = layerForward(m_views.layers[layer], state, &saved[layer], seedOf(layer));
    const at::Tensor flat = state.view({-1, width});
    const auto [normed, mean, rstd] = at::native_layer_norm(flat, {width}, m_views.normWeight, m_views.normBias, m_config.layerNormEps);
    at::Tensor gradNormed;
    const at::Tensor loss = headLoss(normed, targets.view({-1}), pass.gradientScale, &gradNormed);
    auto [gradState, gradNormWeight, gradNormBias] = at::native_layer_norm_backward(gradNormed, flat, {width}, mean, rstd, m_views.normWeight,
                                                                                   m_views.normBias, {true, true, true});
    m_gradientViews.normWeight.add_(gradNormWeight);
    m_gradientViews.normBias.add_(gradNormBias);
    at::Tensor grad = gradState.view(state.sizes());
    for (std::size_t layer = saved.size(); layer-- > 0;) {
        grad = layerBackward(m_views.layers[layer], m_gradientViews.layers[layer], saved[layer], grad, seedOf(layer));
        saved[layer] = {};
    }
    m_gradientViews.embedding.index_add_(0, tokens.view({-1}), grad.view({-1, width}).to(at::kFloat));
    return loss;
}

at::Tensor Transformer::hidden(const at::Tensor &tokens)
{
    const c10::NoGradGuard noGraph;
    at::Tensor state = at::embedding(m_views.embedding, tokens);
    for (const LayerParameters &layer : m_views.layers)
        state = layerForward(layer, state, nullptr, 0);
    return at::layer_norm(state, {m_config.width}, m_views.normWeight, m_views.normBias, m_config.layerNormEps);
}

at::Tensor Transformer::lossSum(const at::Tensor &tokens, const at::Tensor &targets)
{
    return headLoss(hidden(tokens).view({-1, m_config.width}), targets.view({-1}), 1, nullptr);
}

at::Tensor Transformer::logits(const at::Tensor &tokens)
{
    const c10::NoGradGuard noGraph;
    const at::Tensor state = hidden(tokens);
    return linear(state.view({-1, m_config.width}), m_views.headWeight, m_views.headBias).to(at::kFloat)
        .view({tokens.size(0), tokens.size(1), m_config.vocabularySize});
}

} // namespace primer
