// Every kernel beside the same thing said with LibTorch's own operations in fp64, on each device there is.
#include <cmath>
#include <functional>

#include <gtest/gtest.h>

#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>
#include <ATen/detail/CUDAHooksInterface.h>

#include "core/model/cpu/row_kernels.h"
#include "core/model/cuda/cuda_library.h"
#include "core/model/column_walk.h"
#include "core/model/kernels.h"
#include "core/model/square_sum.h"
#include "core/training/nccl_group.h"

#ifdef PRIMER_CUDA_ON_CPU
#include "tests/cuda_on_cpu/block_of_fibers.h"

extern "C" const primer::Kernels *primerCudaKernels();
#endif

using namespace primer;

namespace {

at::Tensor randomRow(at::IntArrayRef shape, std::uint64_t seed)
{
    return at::empty(shape, at::kFloat).normal_(0, 1, at::detail::createCPUGenerator(seed));
}

enum class Emulated { No, Forwards, Backwards }; ///< the CUDA kernels on the CPU (tests/cuda_on_cpu)

struct Place {
    at::Device device;
    at::ScalarType type;
    Emulated emulated = Emulated::No;
};

std::string nameOf(const testing::TestParamInfo<Place> &info)
{
    return std::string(info.param.emulated == Emulated::Forwards    ? "emulated_"
                       : info.param.emulated == Emulated::Backwards ? "emulated_backwards_"
                       : info.param.device.is_cuda()                ? "cuda_"
                                                                    : "cpu_")
           + (info.param.type == at::kFloat  ? "fp32"
              : info.param.type == at::kHalf ? "fp16"
                                             : "bf16");
}

class KernelTest : public testing::TestWithParam<Place>
{
protected:
    void SetUp() override
    {
#ifdef PRIMER_CUDA_ON_CPU
        cuda_on_cpu::runThreadsBackwards(GetParam().emulated == Emulated::Backwards);
#endif
        if (!device().is_cuda())
            return;
        const auto library = cudaSymbol(cudaKernelsName);
        if (!library)
            GTEST_SKIP() << "CUDA kernels not run: " << library.error().detail;
        if (!at::hasCUDA() || at::detail::getCUDAHooks().deviceCount() == 0)
            GTEST_SKIP() << "CUDA kernels not run: no GPU here";
    }

    at::Device device() const { return GetParam().device; }
    const Kernels &kernels() const
    {
#ifdef PRIMER_CUDA_ON_CPU
        if (GetParam().emulated != Emulated::No)
            return *primerCudaKernels();
#endif
        return Kernels::of(device());
    }
    /// Rounded to the type and moved; `wide` is the same numbers in fp64 on the CPU.
    at::Tensor placed(const at::Tensor &tensor) const { return tensor.to(device(), GetParam().type); }
    static at::Tensor wide(const at::Tensor &tensor) { return tensor.to(at::kCPU, at::kDouble); }
    at::Tensor sums(std::int64_t width) const
    {
        return at::zeros({width}, at::TensorOptions(at::kFloat).device(device()));
    }

    void expectClose(const at::Tensor &got, const at::Tensor &wanted, const char *what) const
    {
        // A half keeps 11 bits, a bfloat16 8; parameters' sums are fp32 of such values.
        const double tolerance = GetParam().type == at::kFloat ? 2e-5 : GetParam().type == at::kHalf ? 4e-3 : 3e-2;
        const double scale = std::max(1.0, wanted.abs().max().item<double>());
        EXPECT_LE((wide(got) - wanted).abs().max().item<double>(), tolerance * scale) << what;
    }

    at::Tensor maskOf(const Dropout &dropout, at::IntArrayRef shape) const
    {
        at::Tensor mask = at::empty(shape, at::kFloat);
        rows::dropoutMask(mask.data_ptr<float>(), mask.numel(), dropout.seed, 0, dropout.probability);
        return mask.to(at::kDouble);
    }
};

} // namespace

TEST_P(KernelTest, addNormAndItsGradients)
{
    struct Size {
        std::int64_t rowCount, width;
    };
    // One row, fewer and more rows than the 264 blocks of the backward pass; widths in whole packs and not, up to more
    // than one pack a thread.
    for (const auto [rowCount, width] : {Size{75, 64}, Size{75, 200}, Size{75, 203}, Size{1, 1}, Size{1, 999},
                                         Size{280, 40}, Size{3, 2048}, Size{2, 4096}}) {
        for (const double probability : {0.0, 0.25}) {
            const auto shape = {rowCount, width};
            const at::Tensor input = placed(randomRow(shape, 1)), weight = placed(randomRow({width}, 4)),
                             bias = placed(randomRow({width}, 5));
            const Branch branches[2] = {
                {placed(randomRow(shape, 2)), placed(randomRow({width}, 6)), {probability, 11}},
                {placed(randomRow(shape, 3)), placed(randomRow({width}, 7)), {probability, 12}}};
            const Normed got = kernels().addNorm(input, branches, weight, bias, 1e-5);
            at::Tensor sum = wide(input);
            for (const Branch &branch : branches)
                sum = sum + (wide(branch.value) + wide(branch.bias)) * maskOf(branch.dropout, shape);
            expectClose(got.sum, sum, "sum");
            const at::Tensor asRounded = wide(got.sum);
            const auto [normed, mean, rstd] = at::native_layer_norm(asRounded, {width}, wide(weight), wide(bias), 1e-5);
            expectClose(got.normed, normed, "normed");
            expectClose(got.mean, mean.view({rowCount}), "mean");
            expectClose(got.rstd, rstd.view({rowCount}), "rstd");

            const at::Tensor gradNormed = placed(randomRow(shape, 8)), gradSum = placed(randomRow(shape, 9));
            const NormParameterGradients parameters{sums(width), sums(width), sums(width), sums(width)};
            const BranchGradients back = kernels().addNormBackward(gradNormed, gradSum, got, weight, branches,
                                                                   parameters);
            const auto [gradInput, gradWeight, gradBias] = at::native_layer_norm_backward(
                wide(gradNormed), asRounded, {width}, mean, rstd, wide(weight), wide(bias), {true, true, true});
            const at::Tensor whole = gradInput + wide(gradSum);
            expectClose(back.sum, whole, "gradient of the residual");
            const at::Tensor first = whole * maskOf(branches[0].dropout, shape),
                             second = whole * maskOf(branches[1].dropout, shape);
            expectClose(back.first, first, "gradient of the first branch");
            expectClose(back.second, second, "gradient of the second branch");
            expectClose(parameters.weight, gradWeight, "gradient of the weight");
            expectClose(parameters.bias, gradBias, "gradient of the bias");
            expectClose(parameters.firstBranchBias, first.sum(0), "gradient of the first bias");
            expectClose(parameters.secondBranchBias, second.sum(0), "gradient of the second bias");

            const Normed alone = kernels().addNorm(input, nullptr, weight, bias, 1e-5);
            expectClose(alone.normed,
                        std::get<0>(at::native_layer_norm(wide(input), {width}, wide(weight), wide(bias), 1e-5)),
                        "normed alone");
            const BranchGradients top = kernels().addNormBackward(gradNormed, {}, got, weight, nullptr,
                                                                  {sums(width), sums(width), {}, {}});
            expectClose(top.sum, gradInput, "gradient without later layers");
        }
    }
}

TEST_P(KernelTest, rotaryTurnsAndTurnsBack)
{
    constexpr std::int64_t sequences = 2, length = 37, heads = 3, headWidth = 16, half = 4,
                           width = 3 * heads * headWidth;
    const at::Tensor angles = at::outer(at::arange(50, at::kFloat), at::pow(10.0, -at::arange(half, at::kFloat)));
    const Packing packing{length, heads, headWidth, angles.cos().to(device()), angles.sin().to(device())};
    const at::Tensor original = placed(randomRow({sequences * length, width}, 1)), bias = placed(randomRow({width}, 2));
    at::Tensor qkv = original.clone();
    kernels().rotate(qkv, bias, packing);
    at::Tensor wanted = (wide(original) + wide(bias)).view({sequences, length, 3, heads, headWidth});
    const at::Tensor cosines = angles.slice(0, 0, length).cos().to(at::kDouble).view({1, length, 1, 1, half}),
                     sines = angles.slice(0, 0, length).sin().to(at::kDouble).view({1, length, 1, 1, half});
    at::Tensor turned = wanted.clone();
    const auto both = [](const at::Tensor &packed, std::int64_t from) {
        return packed.slice(2, 0, 2).slice(4, from, from + half);
    };
    both(turned, 0).copy_(both(wanted, 0) * cosines - both(wanted, half) * sines);
    both(turned, half).copy_(both(wanted, half) * cosines + both(wanted, 0) * sines);
    expectClose(qkv, turned.view({sequences * length, width}), "turned");

    const at::Tensor parts = qkv.view({sequences, length, 3, heads, headWidth});
    const auto part = [&parts](std::int64_t which) { return parts.select(2, which).transpose(1, 2); };
    const at::Tensor gradBias = sums(width);
    const at::Tensor back = kernels().packRotated(part(0), part(1), part(2), packing, gradBias);
    expectClose(back, wanted.view({sequences * length, width}), "turned back");
    expectClose(gradBias, wanted.view({sequences * length, width}).sum(0), "gradient of the bias");
}

TEST_P(KernelTest, geluAndItsGradient)
{
    const at::Tensor input = placed(randomRow({53, 136}, 1) * 3), bias = placed(randomRow({136}, 2)),
                     gradient = placed(randomRow({53, 136}, 3));
    const at::Tensor shifted = wide(input) + wide(bias);
    expectClose(kernels().gelu(input, bias), at::gelu(shifted, "tanh"), "gelu");
    at::Tensor changed = gradient.clone();
    const at::Tensor gradBias = sums(136);
    const at::Tensor activation = kernels().geluBackward(changed, input, bias, gradBias);
    const at::Tensor wanted = at::gelu_backward(wide(gradient), shifted, "tanh");
    expectClose(activation, at::gelu(shifted, "tanh"), "activation");
    expectClose(changed, wanted, "gradient");
    expectClose(gradBias, wanted.sum(0), "gradient of the bias");
}

TEST_P(KernelTest, crossEntropyAndItsGradient)
{
    constexpr std::int64_t rowCount = 41, vocabulary = 1003;
    const at::Tensor logits = placed(randomRow({rowCount, vocabulary}, 1) * 4),
                     bias = placed(randomRow({vocabulary}, 2));
    at::Tensor targets = at::randint(0, vocabulary, {rowCount}, at::detail::createCPUGenerator(3),
                                     at::TensorOptions(at::kLong));
    targets[5] = -1;
    const at::Tensor shifted = (wide(logits) + wide(bias)).requires_grad_(false);
    const at::Tensor counted = targets.ge(0).to(at::kDouble), index = targets.clamp_min(0).unsqueeze(1);
    const at::Tensor losses = (at::logsumexp(shifted, 1) - shifted.gather(1, index).squeeze(1)) * counted;
    at::Tensor gradient = at::softmax(shifted, 1);
    gradient.scatter_add_(1, index, at::full({rowCount, 1}, -1.0, at::kDouble));
    gradient = gradient * counted.unsqueeze(1) * 0.5;

    at::Tensor lossSum = at::zeros({}, at::TensorOptions(at::kDouble).device(device()));
    at::Tensor changed = logits.clone();
    kernels().crossEntropy(changed, bias, targets.to(device()), 0, lossSum, {});
    EXPECT_NEAR(lossSum.item<double>(), losses.sum().item<double>(), 1e-4 * losses.sum().item<double>());
    lossSum.zero_();
    changed = logits.clone();
    const at::Tensor gradBias = sums(vocabulary);
    kernels().crossEntropy(changed, bias, targets.to(device()), 0.5, lossSum, gradBias);
    EXPECT_NEAR(lossSum.item<double>(), losses.sum().item<double>(), 1e-4 * losses.sum().item<double>());
    expectClose(changed, gradient, "gradient");
    expectClose(gradBias, gradient.sum(0), "gradient of the bias");
    changed = logits.clone();
    changed[3][17] = std::numeric_limits<float>::quiet_NaN();
    lossSum.zero_();
    kernels().crossEntropy(changed, bias, targets.to(device()), 0.5, lossSum, gradBias);
    EXPECT_TRUE(std::isnan(lossSum.item<double>())) << "a NaN may not hide";
}

TEST_P(KernelTest, attentionAndItsGradients)
{
    if (GetParam().emulated != Emulated::No)
        GTEST_SKIP() << "LibTorch's attention needs a GPU";
    if (device().is_cuda() && GetParam().type == at::kFloat)
        GTEST_SKIP() << "training on a GPU is in bf16 or fp16; its fp32 kernels work in TF32";
    const std::vector<std::int64_t> shape{2, 3, 300, 32};
    const at::Tensor q = placed(randomRow(shape, 1)), k = placed(randomRow(shape, 2)), v = placed(randomRow(shape, 3)),
                     grad = placed(randomRow(shape, 4));
    const double scale = 1 / std::sqrt(32.0);
    const at::Tensor later = at::ones({300, 300}, at::kBool).triu_(1);
    const at::Tensor weights = at::softmax(
        (at::matmul(wide(q), wide(k).transpose(2, 3)) * scale).masked_fill(later, -INFINITY), -1);
    const AttentionResult result = kernels().attention(q, k, v, {});
    expectClose(result.output, at::matmul(weights, wide(v)), "output");
    const AttentionGradients got = kernels().attentionBackward(grad, q, k, v, result, {});
    const at::Tensor gradWeights = at::matmul(wide(grad), wide(v).transpose(2, 3));
    const at::Tensor gradScores = weights * (gradWeights - (weights * gradWeights).sum(-1, true)) * scale;
    expectClose(got.q, at::matmul(gradScores, wide(k)), "gradient of q");
    expectClose(got.k, at::matmul(gradScores.transpose(2, 3), wide(q)), "gradient of k");
    expectClose(got.v, at::matmul(weights.transpose(2, 3), wide(grad)), "gradient of v");
}

TEST_P(KernelTest, adamWStepsAndCasts)
{
    constexpr std::int64_t count = 40'007;
    const at::Tensor master = randomRow({count}, 1), gradient = randomRow({count}, 2),
                     first = randomRow({count}, 3) * 0.1, second = randomRow({count}, 4).abs() * 0.1;
    const AdamSettings settings{0.9, 0.95, 1e-8};
    const AdamStep step{7, 1e-2, 0.1, 0.5};
    const auto moved = [&](const at::Tensor &row) { return row.clone().to(device()); };
    at::Tensor weights = moved(master), grads = moved(gradient), one = moved(first), two = moved(second);
    at::Tensor cast = GetParam().type == at::kFloat ? at::Tensor()
                                                    : at::empty({count}, weights.options().dtype(GetParam().type));
    EXPECT_NEAR(kernels().squareSum(grads), wide(gradient).square().sum().item<double>(), 1e-3 * count * 1e-3);
    kernels().adamW(weights, grads, one, two, cast, settings, step);
    const at::Tensor g = wide(gradient) * 0.5;
    const at::Tensor m = wide(first) * 0.9 + g * 0.1, v = wide(second) * 0.95 + g * g * 0.05;
    const at::Tensor wanted = wide(master) * (1 - 1e-3)
                              - 1e-2 * (m / (1 - std::pow(0.9, 7))) / ((v / (1 - std::pow(0.95, 7))).sqrt() + 1e-8);
    EXPECT_LT((wide(weights) - wanted).abs().max().item<double>(), 1e-5);
    EXPECT_LT((wide(one) - m).abs().max().item<double>(), 1e-6);
    EXPECT_LT((wide(two) - v).abs().max().item<double>(), 1e-6);
    EXPECT_EQ(grads.abs().max().item<float>(), 0);
    if (cast.defined()) {
        EXPECT_TRUE(at::equal(cast, weights.to(GetParam().type)));
    }
}

#ifdef PRIMER_CUDA_ON_CPU

INSTANTIATE_TEST_SUITE_P(CudaOnCpu, KernelTest,
                         testing::Values(Place{at::kCPU, at::kFloat, Emulated::Forwards},
                                         Place{at::kCPU, at::kBFloat16, Emulated::Forwards},
                                         Place{at::kCPU, at::kHalf, Emulated::Forwards},
                                         Place{at::kCPU, at::kFloat, Emulated::Backwards},
                                         Place{at::kCPU, at::kBFloat16, Emulated::Backwards},
                                         Place{at::kCPU, at::kHalf, Emulated::Backwards}),
                         nameOf);

#else

INSTANTIATE_TEST_SUITE_P(Devices, KernelTest,
                         testing::Values(Place{at::kCPU, at::kFloat}, Place{at::kCPU, at::kBFloat16},
                                         Place{at::kCPU, at::kHalf}, Place{at::kCUDA, at::kFloat},
                                         Place{at::kCUDA, at::kBFloat16}, Place{at::kCUDA, at::kHalf}),
                         nameOf);

TEST(CudaLibrary, loadsWhereItWasBuilt)
{
#ifdef PRIMER_WITH_CUDA
    for (const char *name : {cudaKernelsName, ncclGroupMakerName}) {
        const auto symbol = cudaSymbol(name);
        EXPECT_TRUE(symbol.ok()) << name << ": " << (symbol.ok() ? "" : symbol.error().detail);
    }
    EXPECT_EQ(cudaSymbol("primerNoSuchThing").error().code, ErrorCode::Unsupported);
#else
    GTEST_SKIP() << "built without CUDA: nvcc was not found";
#endif
}

#endif

TEST(ColumnWalk, findsTheColumnOfEveryElement)
{
    for (const int width : {1, 3, 64, 1000, 8192}) {
        for (const std::int64_t stride : {std::int64_t(1), std::int64_t(256), std::int64_t(540'672)}) {
            // Beyond 32 bits too.
            for (const std::int64_t first : {std::int64_t(0), std::int64_t(777), (std::int64_t(1) << 33) + 5}) {
                ColumnWalk walk(first, stride, width);
                std::int64_t number = first;
                for (int turn = 0; turn < 300; ++turn, number += stride, walk.next())
                    ASSERT_EQ(walk.column, number % width) << width << " " << stride << " " << number;
            }
        }
    }
}

TEST(SquareSum, inPiecesIsThatOfTheWhole)
{
    const at::Tensor row = at::empty({10'007}, at::kFloat).normal_(0, 3, at::detail::createCPUGenerator(5));
    const double whole = row.to(at::kDouble).square().sum().item<double>();
    for (const std::int64_t piece : {1, 1000, 10'007, 1 << 20})
        EXPECT_NEAR(squareSumInPieces(row, piece), whole, 1e-12 * whole) << piece;
    EXPECT_EQ(squareSumInPieces(at::empty({0}, at::kFloat)), 0);
    EXPECT_TRUE(std::isnan(squareSumInPieces(at::full({5}, NAN))));
    EXPECT_TRUE(std::isinf(squareSumInPieces(at::full({5}, INFINITY))));
}

TEST(DropoutMask, isEvenAndAFunctionOfItsPlace)
{
    constexpr std::int64_t count = 1'000'000;
    std::vector<float> mask(count), shifted(count), other(count);
    rows::dropoutMask(mask.data(), count, 5, 0, 0.1);
    rows::dropoutMask(shifted.data(), count - 333, 5, 333, 0.1);
    rows::dropoutMask(other.data(), count, 6, 0, 0.1);
    std::int64_t dropped = 0, together = 0, withOther = 0;
    for (std::int64_t place = 0; place < count; ++place) {
        dropped += mask[std::size_t(place)] == 0;
        together += place > 0 && mask[std::size_t(place)] == 0 && mask[std::size_t(place) - 1] == 0;
        withOther += mask[std::size_t(place)] == 0 && other[std::size_t(place)] == 0;
    }
    // Six standard deviations of a fair draw.
    EXPECT_NEAR(double(dropped), 0.1 * count, 6 * std::sqrt(0.09 * count));
    EXPECT_NEAR(double(together), 0.01 * count, 6 * std::sqrt(0.0099 * count));
    EXPECT_NEAR(double(withOther), 0.01 * count, 6 * std::sqrt(0.0099 * count));
    EXPECT_TRUE(std::equal(mask.begin() + 333, mask.end(), shifted.begin()));
    // Across the place where the upper half of the element's number changes.
    const std::uint64_t edge = (std::uint64_t(1) << 33) - 100;
    rows::dropoutMask(mask.data(), 200, 5, edge, 0.5);
    for (const std::uint64_t from : {edge + 7, edge + 100, edge + 101}) {
        rows::dropoutMask(other.data(), 10, 5, from, 0.5);
        EXPECT_TRUE(std::equal(other.begin(), other.begin() + 10, mask.begin() + std::int64_t(from - edge)));
    }
}
