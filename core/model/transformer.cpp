#include "core/model/transformer.h"

#include <algorithm>
#include <cmath>

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>
#include <ATen/CPUGeneratorImpl.h>

#include "core/model/kernels.h"

namespace primer {

namespace {

// The head never makes all logits. On the CPU a chunk should stay in the last-level cache, on a GPU it should fill it.
constexpr std::int64_t logitBytesAtOnce = std::int64_t(64) << 20;
constexpr std::int64_t logitBytesOnGpu = std::int64_t(512) << 20;
constexpr std::int64_t rowMultiple = 13440; ///< of the flat rows: 1 to 8, 16, 32, 64 or 128 processes take equal shares
constexpr std::int64_t shareMultiple = 128; ///< elements, of a share where another number of processes takes them

/// `count` and the padding with which `processes` equal shares are the whole row.
std::int64_t paddedCount(std::int64_t count, std::int64_t processes)
{
    const std::int64_t multiple = rowMultiple % processes == 0 ? rowMultiple : shareMultiple * processes;
    return (count + multiple - 1) / multiple * multiple;
}

std::uint64_t mixed(std::uint64_t seed, std::uint64_t place)
{
    std::uint64_t value = seed + 0x9e3779b97f4a7c15 * (place + 1);
    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
    value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
    return value ^ (value >> 31);
}

/// Without the bias: the kernels add it where they pass over the rows anyway.
at::Tensor product(const at::Tensor &input, const at::Tensor &weight) { return at::mm(input, weight.t()); }

/// Adds to the fp32 gradient of a weight.
void addProduct(at::Tensor &gradWeight, const at::Tensor &gradOutput, const at::Tensor &input)
{
    if (gradOutput.scalar_type() == at::kFloat)
        gradWeight.addmm_(gradOutput.t(), input);
    else
        gradWeight.add_(at::mm(gradOutput.t(), input));
}

/// The same; returns the gradient of the layer's input.
at::Tensor productBackward(const at::Tensor &gradOutput, const at::Tensor &input, const at::Tensor &weight,
                           at::Tensor &gradWeight)
{
    addProduct(gradWeight, gradOutput, input);
    return at::mm(gradOutput, weight);
}

} // namespace

/// Rows are sequences x length.
struct Transformer::Saved {
    Normed norm;
    at::Tensor qkv; ///< [rows, 3 x width], turned
    AttentionResult attention;
    at::Tensor attended; ///< [rows, width]
    at::Tensor fc1;      ///< before its bias and GELU, which are done again
};

Transformer::Transformer(const ModelConfig &config, at::Device device, at::ScalarType compute, bool forTraining,
                         int processes)
    : m_config(config), m_device(device), m_type(compute), m_kernels(Kernels::of(device))
{
    placeParameters();
    const auto options = at::TensorOptions(at::kFloat).device(device);
    const std::int64_t count = paddedCount(m_count, processes);
    m_master = at::zeros({count}, options);
    m_compute = compute == at::kFloat ? m_master : at::zeros({count}, options.dtype(compute));
    m_views = viewsOf(m_compute);
    if (forTraining) {
        m_gradients = at::zeros({count}, options);
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
    const auto place = std::find_if(m_places.begin(), m_places.end(),
                                    [&](const ParameterPlace &known) { return known.name == name; });
    return place == m_places.end() ? at::Tensor() : flat.narrow(0, place->offset, place->count).view(place->shape);
}

Transformer::Parameters Transformer::viewsOf(const at::Tensor &flat) const
{
    const auto view = [&](const std::string &name) { return viewOf(flat, name); };
    Parameters views{view("embedding.weight"), view("norm.weight"), view("norm.bias"),
                     view("head.weight"),      view("head.bias"),   {}};
    for (std::int64_t layer = 0; layer < m_config.layers; ++layer) {
        const std::string prefix = "layers." + std::to_string(layer) + ".";
        views.layers.push_back({view(prefix + "norm.weight"), view(prefix + "norm.bias"), view(prefix + "qkv.weight"),
                                view(prefix + "qkv.bias"), view(prefix + "out.weight"), view(prefix + "out.bias"),
                                view(prefix + "fc1.weight"), view(prefix + "fc1.bias"), view(prefix + "fc2.weight"),
                                view(prefix + "fc2.bias")});
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

Packing Transformer::packingOf(std::int64_t length) const
{
    return {length, m_config.heads, m_config.headWidth(), m_cosines, m_sines};
}

Dropout Transformer::residualDropout(std::uint64_t seed, std::size_t layer, int branch) const
{
    return {seed == 0 ? 0 : m_config.residualDropout, mixed(seed, 4 * layer + std::size_t(branch))};
}

std::array<Branch, 2> Transformer::branchesOf(const LayerParameters &layer, const at::Tensor &attentionOut,
                                              const at::Tensor &mlpOut, std::uint64_t seed, std::size_t number) const
{
    return {Branch{attentionOut, layer.outBias, residualDropout(seed, number, 0)},
            Branch{mlpOut, layer.fc2Bias, residualDropout(seed, number, 1)}};
}

/// What a layer has inside, from its norm, which `saved` has already. Asked twice it is the same twice.
void Transformer::makeInner(std::size_t number, Saved &saved, std::int64_t length, std::uint64_t seed) const
{
    const LayerParameters &layer = m_views.layers[number];
    const at::Tensor &normed = saved.norm.normed;
    const std::int64_t rows = normed.size(0), sequences = rows / length;
    saved.qkv = product(normed, layer.qkvWeight);
    m_kernels.rotate(saved.qkv, layer.qkvBias, packingOf(length));
    const at::Tensor parts = saved.qkv.view({sequences, length, 3, m_config.heads, m_config.headWidth()});
    const auto part = [&parts](std::int64_t which) { return parts.select(2, which).transpose(1, 2); };
    saved.attention = m_kernels.attention(part(0), part(1), part(2), attentionDropout(seed, number));
    saved.attended = saved.attention.output.transpose(1, 2).reshape({rows, m_config.width});
    saved.fc1 = product(normed, layer.fc1Weight);
}

/// The two branches of a layer, before their biases and dropout.
std::pair<at::Tensor, at::Tensor> Transformer::layerForward(std::size_t number, Saved &saved, std::int64_t length,
                                                            std::uint64_t seed) const
{
    const LayerParameters &layer = m_views.layers[number];
    makeInner(number, saved, length, seed);
    return {product(saved.attended, layer.outWeight),
            product(m_kernels.gelu(saved.fc1, layer.fc1Bias), layer.fc2Weight)};
}

Dropout Transformer::attentionDropout(std::uint64_t seed, std::size_t layer) const
{
    return {seed == 0 ? 0 : m_config.attentionDropout, mixed(seed, 4 * layer + 2)};
}

/// The gradient of the layer's normed input.
at::Tensor Transformer::layerBackward(std::size_t number, const Saved &saved, const BranchGradients &grad,
                                      std::int64_t length, std::uint64_t seed)
{
    const LayerParameters &layer = m_views.layers[number];
    LayerParameters &gradient = m_gradientViews.layers[number];
    const at::Tensor &normed = saved.norm.normed;
    const std::int64_t sequences = normed.size(0) / length, heads = m_config.heads, headWidth = m_config.headWidth();
    const at::Tensor gradFc1 = at::mm(grad.second, layer.fc2Weight);
    const at::Tensor activation = m_kernels.geluBackward(gradFc1, saved.fc1, layer.fc1Bias, gradient.fc1Bias);
    addProduct(gradient.fc2Weight, grad.second, activation);
    at::Tensor gradNormed = productBackward(gradFc1, normed, layer.fc1Weight, gradient.fc1Weight);

    const at::Tensor gradAttended = productBackward(grad.first, saved.attended, layer.outWeight, gradient.outWeight);
    const at::Tensor parts = saved.qkv.view({sequences, length, 3, heads, headWidth});
    const auto part = [&parts](std::int64_t which) { return parts.select(2, which).transpose(1, 2); };
    const AttentionGradients gradients = m_kernels.attentionBackward(
        gradAttended.view({sequences, length, heads, headWidth}).transpose(1, 2), part(0), part(1), part(2),
        saved.attention, attentionDropout(seed, number));
    const at::Tensor gradQkv = m_kernels.packRotated(gradients.q, gradients.k, gradients.v, packingOf(length),
                                                     gradient.qkvBias);
    addProduct(gradient.qkvWeight, gradQkv, normed);
    return gradNormed.addmm_(gradQkv, layer.qkvWeight);
}

/// Loss and its gradient a chunk of rows at a time: the logits of all rows would take more memory than the model.
at::Tensor Transformer::headLoss(const at::Tensor &normed, const at::Tensor &targets, double gradientScale,
                                 at::Tensor *gradNormed)
{
    const std::int64_t rows = normed.size(0);
    const std::int64_t chunk = std::max<std::int64_t>(1, (normed.is_cuda() ? logitBytesOnGpu : logitBytesAtOnce)
                                                             / (4 * m_config.vocabularySize));
    at::Tensor sum = at::zeros({}, normed.options().dtype(at::kDouble));
    if (gradNormed)
        *gradNormed = at::empty_like(normed);
    at::Tensor space = at::empty({std::min(chunk, rows), m_config.vocabularySize}, normed.options());
    for (std::int64_t begin = 0; begin < rows; begin += chunk) {
        const std::int64_t end = std::min(begin + chunk, rows);
        const at::Tensor input = normed.slice(0, begin, end);
        at::Tensor logits = space.slice(0, 0, end - begin);
        at::mm_out(logits, input, m_views.headWeight.t());
        m_kernels.crossEntropy(logits, m_views.headBias, targets.slice(0, begin, end), gradNormed ? gradientScale : 0,
                               sum, m_gradientViews.headBias);
        if (!gradNormed)
            continue;
        addProduct(m_gradientViews.headWeight, logits, input);
        at::Tensor target = gradNormed->slice(0, begin, end);
        at::mm_out(target, logits, m_views.headWeight);
    }
    return sum;
}

at::Tensor Transformer::forwardBackward(const at::Tensor &tokens, const at::Tensor &targets, const Pass &pass)
{
    const c10::NoGradGuard noGraph;
    const std::int64_t length = tokens.size(1);
    const std::size_t layers = m_views.layers.size();
    const std::uint64_t seed = pass.hasDropout ? mixed(pass.dropoutSeed, 0) | 1 : 0;
    std::vector<Saved> saved(layers);
    std::vector<std::array<Branch, 2>> branches(layers);
    Normed last = normOf(0, at::embedding(m_views.embedding, tokens.view({-1})), nullptr);
    for (std::size_t layer = 0; layer < layers; ++layer) {
        saved[layer].norm = last;
        const auto [attentionOut, mlpOut] = layerForward(layer, saved[layer], length, seed);
        branches[layer] = branchesOf(m_views.layers[layer], attentionOut, mlpOut, seed, layer);
        last = normOf(layer + 1, last.sum, branches[layer].data());
        branches[layer][0].value = branches[layer][1].value = at::Tensor(); // not needed again
        if (!pass.keepsActivations)
            saved[layer] = {saved[layer].norm, {}, {}, {}, {}};
    }
    at::Tensor gradNormed;
    const at::Tensor loss = headLoss(last.normed, targets.view({-1}), pass.gradientScale, &gradNormed);
    BranchGradients grad;
    for (std::size_t layer = layers + 1; layer-- > 0;) {
        LayerParameters *before = layer > 0 ? &m_gradientViews.layers[layer - 1] : nullptr;
        const NormParameterGradients gradients{
            layer < layers ? m_gradientViews.layers[layer].normWeight : m_gradientViews.normWeight,
            layer < layers ? m_gradientViews.layers[layer].normBias : m_gradientViews.normBias,
            before ? before->outBias : at::Tensor(), before ? before->fc2Bias : at::Tensor()};
        grad = m_kernels.addNormBackward(gradNormed, grad.sum, layer < layers ? saved[layer].norm : last,
                                         layer < layers ? m_views.layers[layer].normWeight : m_views.normWeight,
                                         before ? branches[layer - 1].data() : nullptr, gradients);
        if (!before)
            break;
        if (layer < layers)
            saved[layer] = {};
        if (!pass.keepsActivations)
            makeInner(layer - 1, saved[layer - 1], length, seed);
        gradNormed = layerBackward(layer - 1, saved[layer - 1], grad, length, seed);
    }
    m_gradientViews.embedding.index_add_(0, tokens.view({-1}), grad.sum.to(at::kFloat));
    return loss;
}

/// LayerNorm `number` (the last is the model's own) of the residual with the branches of the layer before it.
Normed Transformer::normOf(std::size_t number, const at::Tensor &residual, const Branch *branches) const
{
    const bool isLast = number == m_views.layers.size();
    return m_kernels.addNorm(residual, branches, isLast ? m_views.normWeight : m_views.layers[number].normWeight,
                             isLast ? m_views.normBias : m_views.layers[number].normBias, m_config.layerNormEps);
}

at::Tensor Transformer::hidden(const at::Tensor &tokens)
{
    const c10::NoGradGuard noGraph;
    Normed last = normOf(0, at::embedding(m_views.embedding, tokens.view({-1})), nullptr);
    for (std::size_t layer = 0; layer < m_views.layers.size(); ++layer) {
        Saved saved;
        saved.norm = last;
        const auto [attentionOut, mlpOut] = layerForward(layer, saved, tokens.size(1), 0);
        const auto branches = branchesOf(m_views.layers[layer], attentionOut, mlpOut, 0, layer);
        last = normOf(layer + 1, last.sum, branches.data());
    }
    return last.normed.view({tokens.size(0), tokens.size(1), m_config.width});
}

at::Tensor Transformer::lossSum(const at::Tensor &tokens, const at::Tensor &targets)
{
    const c10::NoGradGuard noGraph;
    return headLoss(hidden(tokens).view({-1, m_config.width}), targets.view({-1}), 1, nullptr);
}

at::Tensor Transformer::logits(const at::Tensor &tokens)
{
    const c10::NoGradGuard noGraph;
    const at::Tensor state = hidden(tokens);
    return at::addmm(m_views.headBias, state.view({-1, m_config.width}), m_views.headWeight.t())
        .to(at::kFloat)
        .view({tokens.size(0), tokens.size(1), m_config.vocabularySize});
}

} // namespace primer
