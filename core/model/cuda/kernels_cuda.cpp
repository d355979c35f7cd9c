#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>
#include <string>
#include <type_traits>

#include <ATen/ATen.h>
#include <c10/cuda/CUDACachingAllocator.h>
#include <c10/cuda/CUDAException.h>
#include <c10/cuda/CUDAFunctions.h>
#include <c10/cuda/CUDAGuard.h>
#include <c10/cuda/CUDAStream.h>

#include "core/model/cuda/attention_cuda.h"
#include "core/model/cuda/cuda_launch.h"
#include "core/model/kernels.h"
#include "core/model/square_sum.h"

namespace primer {

namespace {

constexpr int sumBlocks = 264; ///< rows of partial sums: two blocks for each of the 132 multiprocessors of an H100

template<typename T>
T *data(const at::Tensor &tensor)
{
    return tensor.defined() ? static_cast<T *>(tensor.data_ptr()) : nullptr;
}

/// Calls work with a null pointer of the tensor's element type, on its device, and asks for the launch's error.
template<typename Work>
void forType(const at::Tensor &tensor, Work work)
{
    const c10::cuda::CUDAGuard guard(tensor.device());
    const cudaStream_t stream = c10::cuda::getCurrentCUDAStream();
    switch (tensor.scalar_type()) {
    case at::kFloat: work(static_cast<float *>(nullptr), stream); break;
    case at::kHalf: work(static_cast<__half *>(nullptr), stream); break;
    case at::kBFloat16: work(static_cast<__nv_bfloat16 *>(nullptr), stream); break;
    default: throw std::runtime_error("no CUDA kernels for elements of this type");
    }
    C10_CUDA_KERNEL_LAUNCH_CHECK();
}

at::TensorOptions floats(const at::Tensor &like) { return like.options().dtype(at::kFloat); }

DropoutDraw drawOf(const Dropout &dropout)
{
    return dropout.probability > 0 ? DropoutDraw(dropout.probability, dropout.seed) : DropoutDraw();
}

/// The row kernels keep a row in registers.
void checkWidth(std::int64_t width, const at::Tensor &like)
{
    constexpr std::int64_t rowThreads = 256, slices = 4, packBytes = 16;
    const std::int64_t pack = packBytes / like.element_size();
    if (width > rowThreads * slices * (width % pack == 0 ? pack : 1))
        throw std::runtime_error("a width of " + std::to_string(width) + " is too large for the CUDA kernels");
}

/// Adds the sums over rows of `values` to `target`, the same bits each time.
template<typename T>
void addColumnSums(const at::Tensor &target, const at::Tensor &values, cudaStream_t stream)
{
    if (!target.defined())
        return;
    const std::int64_t rows = values.size(0), width = values.size(1);
    constexpr std::int64_t chunkRows = 256;
    const int chunks = int(std::clamp<std::int64_t>(rows / chunkRows, 1, 64));
    const at::Tensor partials = at::empty({chunks, width}, floats(values));
    cuda::sumChunks(data<float>(partials), data<const T>(values), rows, int(width), chunks, stream);
    cuda::addPartials(data<float>(target), data<const float>(partials), chunks, width, int(width), stream);
}

cuda::PackingPointers pointersOf(const Packing &packing)
{
    return {packing.cosines.const_data_ptr<float>(),
            packing.sines.const_data_ptr<float>(),
            int(packing.cosines.size(1)),
            int(packing.length),
            int(packing.heads),
            int(packing.headWidth)};
}

struct KnownPeak {
    const char *part; ///< of the device's name; the first that fits counts
    double teraflops; ///< dense bf16 with fp32 sums, from the maker's data sheets
};
constexpr KnownPeak knownPeaks[] = {{"B200", 2250}, {"H200", 989}, {"H100 PCIe", 756}, {"H100 NVL", 835}, {"H100", 989},
                                    {"A100", 312},  {"L40S", 362}, {"RTX 4090", 165},  {"A6000", 155},    {"A10", 125}};

class CudaKernels : public Kernels
{
public:
    Normed addNorm(const at::Tensor &input, const Branch *branches, const at::Tensor &weight, const at::Tensor &bias,
                   double eps) const override
    {
        const std::int64_t rows = input.size(0), width = input.size(1);
        checkWidth(width, input);
        Normed result{branches ? at::empty_like(input) : input, at::empty_like(input), at::empty({rows}, floats(input)),
                      at::empty({rows}, floats(input))};
        forType(input, [&]<typename T>(T *, cudaStream_t stream) {
            cuda::NormForward<T> work{data<const T>(input),
                                      {},
                                      {},
                                      data<const T>(weight),
                                      data<const T>(bias),
                                      data<T>(result.sum),
                                      data<T>(result.normed),
                                      data<float>(result.mean),
                                      data<float>(result.rstd),
                                      rows,
                                      int(width),
                                      float(eps)};
            if (branches) {
                work.first = {data<const T>(branches[0].value), data<const T>(branches[0].bias),
                              drawOf(branches[0].dropout)};
                work.second = {data<const T>(branches[1].value), data<const T>(branches[1].bias),
                               drawOf(branches[1].dropout)};
            }
            cuda::addNorm(work, stream);
        });
        return result;
    }

    BranchGradients addNormBackward(const at::Tensor &gradNormed, const at::Tensor &gradSum, const Normed &saved,
                                    const at::Tensor &weight, const Branch *branches,
                                    const NormParameterGradients &gradients) const override
    {
        const std::int64_t rows = gradNormed.size(0), width = gradNormed.size(1);
        checkWidth(width, gradNormed);
        const int blocks = int(std::min<std::int64_t>(rows, sumBlocks));
        const at::Tensor partials = at::empty({blocks, 4, width}, floats(gradNormed));
        BranchGradients result{at::empty_like(gradNormed), {}, {}};
        const auto ownRow = [&](int which) {
            return branches && branches[which].dropout.probability > 0 ? at::empty_like(gradNormed) : result.sum;
        };
        result.first = ownRow(0);
        result.second = ownRow(1);
        forType(gradNormed, [&]<typename T>(T *, cudaStream_t stream) {
            cuda::NormBackward<T> work{};
            work.gradNormed = data<const T>(gradNormed);
            work.gradLater = data<const T>(gradSum);
            work.sum = data<const T>(saved.sum);
            work.weight = data<const T>(weight);
            work.mean = data<const float>(saved.mean);
            work.rstd = data<const float>(saved.rstd);
            work.hasBranches = branches != nullptr;
            if (branches) {
                work.first = drawOf(branches[0].dropout);
                work.second = drawOf(branches[1].dropout);
            }
            work.gradSum = data<T>(result.sum);
            work.gradFirst = data<T>(result.first);
            work.gradSecond = data<T>(result.second);
            work.partials = data<float>(partials);
            work.rows = rows;
            work.width = int(width);
            work.blocks = blocks;
            cuda::addNormBackward(work, stream);
            const std::array targets{gradients.weight, gradients.bias, gradients.firstBranchBias,
                                     gradients.secondBranchBias};
            for (std::size_t which = 0; which < (branches ? 4u : 2u); ++which) {
                if (targets[which].defined())
                    cuda::addPartials(data<float>(targets[which]),
                                      data<const float>(partials) + std::int64_t(which) * width, blocks, 4 * width,
                                      int(width), stream);
            }
        });
        return result;
    }

    void rotate(const at::Tensor &qkv, const at::Tensor &bias, const Packing &packing) const override
    {
        forType(qkv, [&]<typename T>(T *, cudaStream_t stream) {
            cuda::rotate(data<T>(qkv), data<const T>(bias), pointersOf(packing), qkv.size(0), stream);
        });
    }

    at::Tensor packRotated(const at::Tensor &q, const at::Tensor &k, const at::Tensor &v, const Packing &packing,
                           const at::Tensor &gradBias) const override
    {
        const at::Tensor packed = at::empty({q.size(0) * packing.length, 3 * packing.heads * packing.headWidth},
                                            q.options());
        forType(q, [&]<typename T>(T *, cudaStream_t stream) {
            const auto headOf = [](const at::Tensor &part) {
                return cuda::HeadPointers<T>{data<const T>(part), part.stride(0), part.stride(1), part.stride(2),
                                             part.stride(3)};
            };
            const cuda::HeadPointers<T> parts[3] = {headOf(q), headOf(k), headOf(v)};
            cuda::packRotated(data<T>(packed), parts, pointersOf(packing), packed.size(0), stream);
            addColumnSums<T>(gradBias, packed, stream);
        });
        return packed;
    }

    at::Tensor gelu(const at::Tensor &input, const at::Tensor &bias) const override
    {
        const at::Tensor output = at::empty_like(input);
        forType(input, [&]<typename T>(T *, cudaStream_t stream) {
            cuda::gelu(data<T>(output), data<const T>(input), data<const T>(bias), input.size(0), int(input.size(1)),
                       stream);
        });
        return output;
    }

    at::Tensor geluBackward(const at::Tensor &gradient, const at::Tensor &input, const at::Tensor &bias,
                            const at::Tensor &gradBias) const override
    {
        const at::Tensor activation = at::empty_like(input);
        forType(input, [&]<typename T>(T *, cudaStream_t stream) {
            cuda::geluBackward(data<T>(gradient), data<T>(activation), data<const T>(input), data<const T>(bias),
                               input.size(0), int(input.size(1)), stream);
            addColumnSums<T>(gradBias, gradient, stream);
        });
        return activation;
    }

    void crossEntropy(const at::Tensor &logits, const at::Tensor &bias, const at::Tensor &targets, double factor,
                      const at::Tensor &lossSum, const at::Tensor &gradBias) const override
    {
        const at::Tensor losses = at::empty({logits.size(0)}, floats(logits));
        forType(logits, [&]<typename T>(T *, cudaStream_t stream) {
            cuda::crossEntropy(data<T>(logits), data<const T>(bias), data<const std::int64_t>(targets),
                               data<float>(losses), float(factor), logits.size(0), int(logits.size(1)), stream);
            cuda::addLosses(data<double>(lossSum), data<const float>(losses), logits.size(0), stream);
            if (factor != 0)
                addColumnSums<T>(gradBias, logits, stream);
        });
    }

    void adamW(const at::Tensor &master, const at::Tensor &gradient, const at::Tensor &first, const at::Tensor &second,
               const at::Tensor &compute, const AdamSettings &settings, const AdamStep &step) const override
    {
        const cuda::AdamPointers work{data<float>(master),
                                      data<float>(gradient),
                                      data<float>(first),
                                      data<float>(second),
                                      master.numel(),
                                      float(step.factor),
                                      float(step.learningRate),
                                      float(settings.beta1),
                                      float(settings.beta2),
                                      float(settings.eps),
                                      float(step.weightDecay),
                                      float(1 - std::pow(settings.beta1, double(step.number))),
                                      float(1 - std::pow(settings.beta2, double(step.number)))};
        forType(compute.defined() ? compute : master,
                [&]<typename T>(T *, cudaStream_t stream) { cuda::adamW(work, data<T>(compute), stream); });
    }

    double squareSum(const at::Tensor &row) const override { return squareSumInPieces(row); }

    AttentionResult attention(const at::Tensor &q, const at::Tensor &k, const at::Tensor &v,
                              const Dropout &dropout) const override
    {
        return attentionOnCuda(q, k, v, dropout);
    }
    AttentionGradients attentionBackward(const at::Tensor &gradOutput, const at::Tensor &q, const at::Tensor &k,
                                         const at::Tensor &v, const AttentionResult &result,
                                         const Dropout &dropout) const override
    {
        return attentionBackwardOnCuda(gradOutput, q, k, v, result, dropout);
    }

    DeviceFacts facts(
        [[maybe_unused]] at::Device device) const override // the CPU build of these sources has one device
    {
        cudaDeviceProp properties{};
        C10_CUDA_CHECK(cudaGetDeviceProperties(&properties, device.index()));
        DeviceFacts facts{properties.name, std::int64_t(properties.totalGlobalMem), 0, ""};
        constexpr int firstWithBf16 = 8; // compute capability: A100
        facts.hasBf16 = properties.major >= firstWithBf16;
        for (const KnownPeak &known : knownPeaks) {
            if (facts.name.find(known.part) == std::string::npos)
                continue;
            facts.peakFlops = known.teraflops * 1e12;
            facts.peakSource = std::string("dense bf16 of a ") + known.part + " by its data sheet";
            break;
        }
        return facts;
    }

    void waitFor(at::Device device) const override { c10::cuda::getCurrentCUDAStream(device.index()).synchronize(); }

    std::int64_t memoryPeakBytes(at::Device device) const override
    {
        constexpr std::size_t allKinds = 0; // StatType::AGGREGATE
        return c10::cuda::CUDACachingAllocator::getDeviceStats(device.index()).reserved_bytes[allKinds].peak;
    }
};

} // namespace

} // namespace primer

extern "C" __attribute__((visibility("default"))) const primer::Kernels *primerCudaKernels()
{
    static const primer::CudaKernels kernels;
    return &kernels;
}
