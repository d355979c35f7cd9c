#include "core/model/kernels.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstring>
#include <fstream>
#include <numeric>
#include <string>
#include <vector>

#include <sys/resource.h>
#include <unistd.h>

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include "core/model/cpu/attention_cpu.h"
#include "core/model/cpu/cpu_rows.h"
#include "core/model/cpu/row_kernels.h"

namespace primer {

namespace {

const float *maskRow(std::vector<float> &buffer, const Dropout &dropout, std::int64_t row, std::int64_t width)
{
    if (dropout.probability <= 0)
        return nullptr;
    buffer.resize(std::size_t(width));
    rows::dropoutMask(buffer.data(), width, dropout.seed, std::uint64_t(row) * std::uint64_t(width),
                      dropout.probability);
    return buffer.data();
}

} // namespace

class CpuKernels : public Kernels
{
public:
    Normed addNorm(const at::Tensor &input, const Branch *branches, const at::Tensor &weight, const at::Tensor &bias,
                   double eps) const override;
    BranchGradients addNormBackward(const at::Tensor &gradNormed, const at::Tensor &gradSum, const Normed &saved,
                                    const at::Tensor &weight, const Branch *branches,
                                    const NormParameterGradients &gradients) const override;
    void rotate(const at::Tensor &qkv, const at::Tensor &bias, const Packing &packing) const override;
    at::Tensor packRotated(const at::Tensor &q, const at::Tensor &k, const at::Tensor &v, const Packing &packing,
                           const at::Tensor &gradBias) const override;
    at::Tensor gelu(const at::Tensor &input, const at::Tensor &bias) const override;
    at::Tensor geluBackward(const at::Tensor &gradient, const at::Tensor &input, const at::Tensor &bias,
                            const at::Tensor &gradBias) const override;
    void crossEntropy(const at::Tensor &logits, const at::Tensor &bias, const at::Tensor &targets, double factor,
                      const at::Tensor &lossSum, const at::Tensor &gradBias) const override;
    void adamW(const at::Tensor &master, const at::Tensor &gradient, const at::Tensor &first, const at::Tensor &second,
               const at::Tensor &compute, const AdamSettings &settings, const AdamStep &step) const override;
    double squareSum(const at::Tensor &row) const override;
    AttentionResult attention(const at::Tensor &q, const at::Tensor &k, const at::Tensor &v,
                              const Dropout &dropout) const override
    {
        return attentionOnCpu(q, k, v, dropout);
    }
    AttentionGradients attentionBackward(const at::Tensor &gradOutput, const at::Tensor &q, const at::Tensor &k,
                                         const at::Tensor &v, const AttentionResult &,
                                         const Dropout &dropout) const override
    {
        return attentionBackwardOnCpu(gradOutput, q, k, v, dropout);
    }
    DeviceFacts facts(at::Device device) const override;
    void waitFor(at::Device) const override {}
    std::int64_t memoryPeakBytes(at::Device device) const override;
};

Normed CpuKernels::addNorm(const at::Tensor &input, const Branch *branches, const at::Tensor &weight,
                           const at::Tensor &bias, double eps) const
{
    const std::int64_t rowCount = input.size(0), width = input.size(1);
    Normed result{branches ? at::empty_like(input) : input, at::empty_like(input), at::empty({rowCount}, at::kFloat),
                  at::empty({rowCount}, at::kFloat)};
    const Parameter scales(weight), shifts(bias);
    const Parameter firstBias(branches ? branches[0].bias : at::Tensor()),
        secondBias(branches ? branches[1].bias : at::Tensor());
    float *means = result.mean.data_ptr<float>(), *rstds = result.rstd.data_ptr<float>();
    forRows(rowCount, [&](std::int64_t begin, std::int64_t end) {
        Row from(input, width), sum(result.sum, width), normed(result.normed, width);
        Row first(branches ? branches[0].value : input, width), second(branches ? branches[1].value : input, width);
        std::vector<float> mask;
        for (std::int64_t row = begin; row < end; ++row) {
            float *values = from.read(row);
            if (branches) {
                float *total = sum.at(row);
                std::memcpy(total, values, std::size_t(width) * sizeof(float));
                rows::addMasked(total, first.read(row), firstBias.data(),
                                maskRow(mask, branches[0].dropout, row, width), width);
                rows::addMasked(total, second.read(row), secondBias.data(),
                                maskRow(mask, branches[1].dropout, row, width), width);
                sum.write();
                values = sum.read(row); // as it was rounded: the backward pass sees that
            }
            const auto moments = rows::layerNorm(normed.at(row), values, scales.data(), shifts.data(), float(eps),
                                                 width);
            normed.write();
            means[row] = moments.mean;
            rstds[row] = moments.rstd;
        }
    });
    return result;
}

BranchGradients CpuKernels::addNormBackward(const at::Tensor &gradNormed, const at::Tensor &gradSum,
                                            const Normed &saved, const at::Tensor &weight, const Branch *branches,
                                            const NormParameterGradients &gradients) const
{
    const std::int64_t rowCount = gradNormed.size(0), width = gradNormed.size(1);
    BranchGradients result{at::empty_like(gradNormed), {}, {}};
    const auto ownRow = [&](int which) {
        return branches && branches[which].dropout.probability > 0 ? at::empty_like(gradNormed) : result.sum;
    };
    result.first = ownRow(0);
    result.second = ownRow(1);
    const Parameter scales(weight);
    ColumnSums weightSums(gradients.weight, partialSums), biasSums(gradients.bias, partialSums);
    ColumnSums firstSums(gradients.firstBranchBias, partialSums), secondSums(gradients.secondBranchBias, partialSums);
    const float *means = saved.mean.const_data_ptr<float>(), *rstds = saved.rstd.const_data_ptr<float>();
    forShares(rowCount, [&](std::int64_t share, std::int64_t begin, std::int64_t end) {
        Row from(gradNormed, width), later(gradSum.defined() ? gradSum : gradNormed, width), input(saved.sum, width),
            out(result.sum, width);
        Row first(result.first, width), second(result.second, width);
        std::vector<float> mask;
        const auto branch = [&](int which, std::int64_t row, const float *total, Row &target, float *sums) {
            const float *kept = maskRow(mask, branches[which].dropout, row, width);
            if (kept) {
                float *values = target.at(row);
                rows::multiply(values, total, kept, width);
                total = values;
            }
            if (sums)
                rows::add(sums, total, width);
            if (kept)
                target.write();
        };
        for (std::int64_t row = begin; row < end; ++row) {
            float *total = out.at(row);
            rows::layerNormBackward(total, from.read(row), gradSum.defined() ? later.read(row) : nullptr,
                                    input.read(row), scales.data(), {means[row], rstds[row]}, weightSums.share(share),
                                    biasSums.share(share), width);
            if (branches) {
                branch(0, row, total, first, firstSums.share(share));
                branch(1, row, total, second, secondSums.share(share));
            }
            out.write();
        }
    });
    return result;
}

namespace {

/// One head of one position; `turn` is -1 for the way back.
void turnHead(float *head, const float *cosines, const float *sines, std::int64_t half, float turn)
{
    for (std::int64_t place = 0; place < half; ++place) {
        const float left = head[place], right = head[half + place], sine = turn * sines[place];
        head[place] = left * cosines[place] - right * sine;
        head[half + place] = right * cosines[place] + left * sine;
    }
}

void turnRow(float *row, const Packing &packing, std::int64_t position, float turn)
{
    const std::int64_t half = packing.cosines.size(1);
    const float *cosines = packing.cosines.const_data_ptr<float>() + position * half;
    const float *sines = packing.sines.const_data_ptr<float>() + position * half;
    for (std::int64_t head = 0; head < 2 * packing.heads; ++head)
        turnHead(row + head * packing.headWidth, cosines, sines, half, turn);
}

template<typename Type>
void copyHead(float *target, const at::Tensor &part, std::int64_t sequence, std::int64_t head, std::int64_t position,
              std::int64_t width)
{
    const Type *source = part.const_data_ptr<Type>() + sequence * part.stride(0) + head * part.stride(1)
                         + position * part.stride(2);
    const std::int64_t step = part.stride(3);
    for (std::int64_t place = 0; place < width; ++place)
        target[place] = float(source[place * step]);
}

} // namespace

void CpuKernels::rotate(const at::Tensor &qkv, const at::Tensor &bias, const Packing &packing) const
{
    const std::int64_t width = qkv.size(1);
    const Parameter shifts(bias);
    forRows(qkv.size(0), [&](std::int64_t begin, std::int64_t end) {
        Row packed(qkv, width);
        for (std::int64_t row = begin; row < end; ++row) {
            float *values = packed.read(row);
            if (shifts.data())
                rows::add(values, shifts.data(), width);
            turnRow(values, packing, row % packing.length, 1);
            packed.write();
        }
    });
}

at::Tensor CpuKernels::packRotated(const at::Tensor &q, const at::Tensor &k, const at::Tensor &v,
                                   const Packing &packing, const at::Tensor &gradBias) const
{
    const std::int64_t rowCount = q.size(0) * packing.length, width = 3 * packing.heads * packing.headWidth;
    at::Tensor result = at::empty({rowCount, width}, q.options());
    ColumnSums sums(gradBias, partialSums);
    const at::Tensor *parts[] = {&q, &k, &v};
    forShares(rowCount, [&](std::int64_t share, std::int64_t begin, std::int64_t end) {
        Row packed(result, width);
        for (std::int64_t row = begin; row < end; ++row) {
            float *values = packed.at(row);
            float *target = values;
            for (const at::Tensor *part : parts) {
                for (std::int64_t head = 0; head < packing.heads; ++head, target += packing.headWidth) {
                    const auto copy = part->scalar_type() == at::kFloat      ? copyHead<float>
                                      : part->scalar_type() == at::kBFloat16 ? copyHead<at::BFloat16>
                                                                             : copyHead<at::Half>;
                    copy(target, *part, row / packing.length, head, row % packing.length, packing.headWidth);
                }
            }
            turnRow(values, packing, row % packing.length, -1);
            if (float *partial = sums.share(share))
                rows::add(partial, values, width);
            packed.write();
        }
    });
    return result;
}

at::Tensor CpuKernels::gelu(const at::Tensor &input, const at::Tensor &bias) const
{
    const std::int64_t width = input.size(1);
    at::Tensor result = at::empty_like(input);
    Parameter shifts(bias);
    const float *shift = shifts.dataOrZeros(width);
    forRows(input.size(0), [&](std::int64_t begin, std::int64_t end) {
        Row from(input, width), to(result, width);
        for (std::int64_t row = begin; row < end; ++row) {
            rows::gelu(to.at(row), from.read(row), shift, width);
            to.write();
        }
    });
    return result;
}

at::Tensor CpuKernels::geluBackward(const at::Tensor &gradient, const at::Tensor &input, const at::Tensor &bias,
                                    const at::Tensor &gradBias) const
{
    const std::int64_t width = input.size(1);
    at::Tensor activation = at::empty_like(input);
    Parameter shifts(bias);
    const float *shift = shifts.dataOrZeros(width);
    ColumnSums sums(gradBias, partialSums);
    forShares(input.size(0), [&](std::int64_t share, std::int64_t begin, std::int64_t end) {
        Row from(input, width), active(activation, width), grad(gradient, width);
        for (std::int64_t row = begin; row < end; ++row) {
            rows::geluBackward(grad.read(row), active.at(row), from.read(row), shift, sums.share(share), width);
            active.write();
            grad.write();
        }
    });
    return activation;
}

void CpuKernels::crossEntropy(const at::Tensor &logits, const at::Tensor &bias, const at::Tensor &targets,
                              double factor, const at::Tensor &lossSum, const at::Tensor &gradBias) const
{
    const std::int64_t rowCount = logits.size(0), width = logits.size(1);
    Parameter shifts(bias);
    const float *shift = shifts.dataOrZeros(width);
    const std::int64_t *wanted = targets.const_data_ptr<std::int64_t>();
    std::vector<double> losses(partialSums);
    {
        ColumnSums sums(factor != 0 ? gradBias : at::Tensor(), partialSums);
        forShares(rowCount, [&](std::int64_t share, std::int64_t begin, std::int64_t end) {
            Row values(logits, width);
            for (std::int64_t row = begin; row < end; ++row) {
                if (wanted[row] >= 0)
                    losses[std::size_t(share)] += double(rows::crossEntropy(values.read(row), shift, wanted[row],
                                                                            float(factor), sums.share(share), width));
                else
                    std::fill_n(values.at(row), width, 0.0f);
                if (factor != 0)
                    values.write();
            }
        });
    }
    double &total = *lossSum.data_ptr<double>();
    for (const double loss : losses)
        total += loss;
}

namespace {

/// The element of the mask that stands for (plane, query, key): the whole length x length of every plane is numbered.
std::uint64_t maskElement(std::int64_t plane, std::int64_t query, std::int64_t length)
{
    return (std::uint64_t(plane) * std::uint64_t(length) + std::uint64_t(query)) * std::uint64_t(length);
}

} // namespace

void attentionWeights(const at::Tensor &scores, const at::Tensor &dropped, const AttentionBlock &block)
{
    const std::int64_t queries = scores.size(2), keys = scores.size(3), planes = scores.size(0) * scores.size(1);
    forRows(planes * queries, [&](std::int64_t from, std::int64_t to) {
        Row values(scores, keys), kept(dropped.defined() ? dropped : scores, keys);
        std::vector<float> mask(static_cast<std::size_t>(keys));
        for (std::int64_t row = from; row < to; ++row) {
            const std::int64_t query = block.begin + row % queries;
            float *weights = values.read(row);
            rows::softmax(weights, float(block.factor), query + 1, keys);
            if (dropped.defined()) {
                rows::dropoutMask(mask.data(), keys, block.dropout.seed,
                                  maskElement(row / queries, query, block.length), block.dropout.probability);
                values.write(); // first: `dropped` may be the scores themselves
                rows::multiply(kept.at(row), weights, mask.data(), keys);
                kept.write();
            } else {
                values.write();
            }
        }
    });
}

void attentionWeightsBackward(const at::Tensor &gradient, const at::Tensor &weights, const AttentionBlock &block)
{
    const std::int64_t queries = weights.size(2), keys = weights.size(3), planes = weights.size(0) * weights.size(1);
    forRows(planes * queries, [&](std::int64_t from, std::int64_t to) {
        Row grad(gradient, keys), saved(weights, keys);
        std::vector<float> mask(static_cast<std::size_t>(keys));
        for (std::int64_t row = from; row < to; ++row) {
            float *values = grad.read(row);
            if (block.dropout.probability > 0) {
                rows::dropoutMask(mask.data(), keys, block.dropout.seed,
                                  maskElement(row / queries, block.begin + row % queries, block.length),
                                  block.dropout.probability);
                rows::multiply(values, values, mask.data(), keys);
            }
            rows::softmaxBackward(values, saved.read(row), float(block.factor), keys);
            grad.write();
        }
    });
}

namespace {

constexpr std::int64_t pieceCount = 1 << 14; ///< a few such rows stay in the second-level cache

std::int64_t piecesOf(std::int64_t count) { return (count + pieceCount - 1) / pieceCount; }

/// Calls work(number, begin, size) for pieces of a flat row, side by side.
template<typename Work>
void forPieces(std::int64_t count, Work work)
{
    at::parallel_for(0, piecesOf(count), 1, [&](std::int64_t first, std::int64_t end) {
        for (std::int64_t number = first; number < end; ++number)
            work(number, number * pieceCount, std::min(pieceCount, count - number * pieceCount));
    });
}

} // namespace

void CpuKernels::adamW(const at::Tensor &master, const at::Tensor &gradient, const at::Tensor &first,
                       const at::Tensor &second, const at::Tensor &compute, const AdamSettings &settings,
                       const AdamStep &step) const
{
    rows::AdamStep values;
    values.factor = float(step.factor);
    values.learningRate = float(step.learningRate);
    values.beta1 = float(settings.beta1);
    values.beta2 = float(settings.beta2);
    values.eps = float(settings.eps);
    values.weightDecay = float(step.weightDecay);
    values.correction1 = float(1 - std::pow(settings.beta1, double(step.number)));
    values.correction2 = float(1 - std::pow(settings.beta2, double(step.number)));
    forPieces(master.numel(), [&](std::int64_t, std::int64_t begin, std::int64_t size) {
        float *weights = master.data_ptr<float>() + begin;
        rows::adamW(weights, gradient.data_ptr<float>() + begin, first.data_ptr<float>() + begin,
                    second.data_ptr<float>() + begin, values, size);
        if (!compute.defined())
            return;
        Row cast(compute.narrow(0, begin, size), size);
        std::memcpy(cast.at(0), weights, std::size_t(size) * sizeof(float));
        cast.write();
    });
}

double CpuKernels::squareSum(const at::Tensor &row) const
{
    std::vector<double> sums(std::size_t(piecesOf(row.numel())));
    forPieces(row.numel(), [&](std::int64_t number, std::int64_t begin, std::int64_t size) {
        sums[std::size_t(number)] = double(rows::squareSum(row.const_data_ptr<float>() + begin, size));
    });
    return std::accumulate(sums.begin(), sums.end(), 0.0);
}

DeviceFacts CpuKernels::facts(at::Device) const
{
    DeviceFacts facts;
    std::ifstream lines("/proc/cpuinfo");
    for (std::string line; std::getline(lines, line) && facts.name.empty();) {
        if (line.starts_with("model name"))
            facts.name = line.substr(std::min(line.size(), line.find(':') + 2));
    }
    facts.memoryBytes = std::int64_t(::sysconf(_SC_PHYS_PAGES)) * std::int64_t(::sysconf(_SC_PAGESIZE));
    // No table knows what a CPU of a cloud gives: the best rate of a large product is its peak. For a while, since
    // other programs may be busy at the moment.
    constexpr std::int64_t size = 1024;
    constexpr double longEnough = 0.25; // seconds
    const at::Tensor left = at::ones({size, size}, at::kFloat), right = left.clone();
    at::Tensor out = at::empty_like(left);
    double best = 0, spent = 0;
    while (spent < longEnough) {
        const auto begin = std::chrono::steady_clock::now();
        at::mm_out(out, left, right);
        const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
        best = std::max(best, 2.0 * double(size * size * size) / seconds);
        spent += seconds;
    }
    facts.peakFlops = best;
    facts.peakSource = "measured fp32 product of 1024 x 1024";
    return facts;
}

std::int64_t CpuKernels::memoryPeakBytes(at::Device) const
{
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return std::int64_t(usage.ru_maxrss) * 1024;
}

const Kernels &cpuKernels()
{
    static const CpuKernels kernels;
    return kernels;
}

} // namespace primer
