// primer-engine bench: what this machine gives, and what of it a training step takes. The floor is composed of rates
// measured in the same run: the step's own matrix products, attention, bytes over the copy rate.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include <ATen/ATen.h>
#include <torch/headeronly/version.h>
#include <ATen/Parallel.h>
#include <ATen/detail/CUDAHooksInterface.h>
#include <c10/core/GradMode.h>

#include "app/engine/command.h"
#include "core/model/cuda/cuda_library.h"
#include "core/model/transformer.h"
#include "core/training/optimizer.h"

namespace primer::engine {

namespace {

using nlohmann::json;

class Bench
{
public:
    Bench(at::Device device, at::ScalarType type, double secondsEach)
        : m_device(device), m_type(type), m_kernels(Kernels::of(device)), m_budget(secondsEach)
    {}

    at::Device device() const { return m_device; }
    const Kernels &kernels() const { return m_kernels; }
    at::TensorOptions options() const { return at::TensorOptions(m_type).device(m_device); }

    /// Median seconds of a call; as many calls as fit the budget, five at least.
    double seconds(const std::function<void()> &work) const
    {
        using Clock = std::chrono::steady_clock;
        work();
        m_kernels.waitFor(m_device);
        std::vector<double> times;
        const auto begin = Clock::now();
        constexpr std::size_t least = 5, most = 200;
        while (times.size() < least
               || (times.size() < most && std::chrono::duration<double>(Clock::now() - begin).count() < m_budget)) {
            const auto from = Clock::now();
            work();
            m_kernels.waitFor(m_device);
            times.push_back(std::chrono::duration<double>(Clock::now() - from).count());
        }
        std::nth_element(times.begin(), times.begin() + std::ptrdiff_t(times.size() / 2), times.end());
        return times[times.size() / 2];
    }

private:
    at::Device m_device;
    at::ScalarType m_type;
    const Kernels &m_kernels;
    double m_budget;
};

/// The gate: loss and gradients of a small model on the device beside fp32 on the CPU, the same weights and ids.
Result<json> parity(const Bench &bench, at::ScalarType type)
{
    ModelConfig config = *ModelConfig::preset("tiny");
    config.initStd = 0.1;
    Transformer reference(config, at::kCPU, at::kFloat, true), tried(config, bench.device(), type, true);
    reference.initialise(1);
    tried.master().copy_(reference.master());
    tried.refresh();
    const at::Tensor ids = at::arange(2 * 64, at::kLong).mul(7919).remainder(config.vocabularySize).view({2, 64});
    const auto run = [&](Transformer &model) {
        const at::Tensor here = ids.to(model.master().device());
        return model.forwardBackward(here, here.roll(-1, 1).contiguous(), {}).item<double>() / double(ids.numel());
    };
    const double wanted = run(reference), got = run(tried);
    const at::Tensor one = reference.gradients().to(at::kDouble), two = tried.gradients().to(at::kCPU, at::kDouble);
    const double cosine = (at::dot(one, two) / (one.norm() * two.norm())).item<double>();
    json result{{"loss", got}, {"loss_of_reference", wanted}, {"gradient_cosine", cosine}};
    const double tolerance = type == at::kFloat ? 1e-4 : 2e-2;
    if (!(std::abs(got - wanted) <= tolerance * wanted) || !(cosine > 1 - tolerance))
        return Error{ErrorCode::Corrupt, "the device does not compute what the CPU does: " + result.dump(),
                     bench.device().str()};
    return result;
}

/// Seconds of a step's matrix products, forward and both ways back, for the rows of one micro-batch.
double productSeconds(const Bench &bench, const ModelConfig &config, std::int64_t rows, double &operations)
{
    double total = 0;
    const auto add = [&](std::int64_t inner, std::int64_t outer, std::int64_t times) {
        const std::int64_t atOnce = outer == config.vocabularySize ? std::min<std::int64_t>(rows, 4096) : rows;
        const at::Tensor input = at::randn({atOnce, inner}, bench.options()),
                         weight = at::randn({outer, inner}, bench.options());
        const at::Tensor output = at::randn({atOnce, outer}, bench.options());
        const double scale = double(times) * double(rows) / double(atOnce);
        total += scale * bench.seconds([&] { at::mm(input, weight.t()); });
        total += scale * bench.seconds([&] { at::mm(output, weight); });
        total += scale * bench.seconds([&] { at::mm(output.t(), input); });
        operations += 6 * scale * double(atOnce) * double(inner) * double(outer);
    };
    add(config.width, 3 * config.width, config.layers);
    add(config.width, config.width, config.layers);
    add(config.width, config.mlpWidth, config.layers);
    add(config.mlpWidth, config.width, config.layers);
    add(config.width, config.vocabularySize, 1);
    return total;
}

double attentionSeconds(const Bench &bench, const ModelConfig &config, std::int64_t sequences, std::int64_t length,
                        double dropout)
{
    const at::Tensor packed = at::randn({sequences, length, 4, config.heads, config.headWidth()}, bench.options());
    const auto part = [&](std::int64_t which) { return packed.select(2, which).transpose(1, 2); };
    return bench.seconds([&] {
        const AttentionResult result = bench.kernels().attention(part(0), part(1), part(2), {dropout, 1});
        bench.kernels().attentionBackward(part(3), part(0), part(1), part(2), result, {dropout, 1});
    });
}

double copyBytesPerSecond(const Bench &bench)
{
    const std::int64_t count = std::int64_t(1) << (bench.device().is_cuda() ? 28 : 25);
    const at::Tensor from = at::ones({count}, at::TensorOptions(at::kFloat).device(bench.device()));
    at::Tensor to = at::empty_like(from);
    return 2.0 * double(from.nbytes()) / bench.seconds([&] { to.copy_(from); });
}

struct Case {
    std::string model;
    std::int64_t sequences, length;
    double dropout;
};

json stepOf(const Bench &bench, const Case &wanted, at::ScalarType type, double copyRate)
{
    ModelConfig config = *ModelConfig::preset(wanted.model);
    config.attentionDropout = config.residualDropout = wanted.dropout;
    const std::int64_t rows = wanted.sequences * wanted.length;
    json result{{"model", wanted.model},
                {"micro_batch", wanted.sequences},
                {"length", wanted.length},
                {"dropout", wanted.dropout}};
    double operations = 0;
    const double products = productSeconds(bench, config, rows, operations);
    const double attention = double(config.layers)
                             * attentionSeconds(bench, config, wanted.sequences, wanted.length, wanted.dropout);
    // Elementwise passes, fused: bytes a token and layer for width d and MLP 4d are about 40 d elements.
    const double bytes = double(rows) * double(config.layers) * 40.0 * double(config.width)
                         * double(at::elementSize(type));
    const double floor = products + attention + bytes / copyRate;
    result["products_tflops"] = operations / products / 1e12;
    result["attention_seconds"] = attention;
    result["floor_tokens_per_second"] = double(rows) / floor;

    Transformer model(config, bench.device(), type, true);
    model.initialise(1);
    const at::Tensor ids = at::randint(0, config.vocabularySize, {wanted.sequences, wanted.length},
                                       at::TensorOptions(at::kLong))
                               .to(bench.device());
    std::uint64_t seed = 1;
    const double step = bench.seconds([&] {
        model.forwardBackward(ids, ids, {seed++, wanted.dropout > 0, 1.0 / double(rows)});
    });
    FlatAdamW optimizer(model.master(), {0, model.master().numel()}, {{{0, model.parameterCount()}, 0.1}}, {});
    std::int64_t number = 1;
    const double update = bench.seconds([&] {
        optimizer.step(model.master(), model.gradients(), model.compute(), {number++, 1e-5, 0, 1});
    });
    const double optimizerBytes = double(model.parameterCount())
                                  * (type == at::kFloat ? 32 : 34); // w, g, m, v read and written, the copy
    const double tokens = double(rows) / step;
    result["tokens_per_second"] = tokens;
    result["over_floor"] = tokens / (double(rows) / floor);
    result["flops_per_second"] = tokens * config.flopsPerToken(wanted.length);
    result["optimizer_seconds"] = update;
    result["optimizer_over_copy"] = optimizerBytes / update / copyRate;
    result["memory_peak_bytes"] = bench.kernels().memoryPeakBytes(bench.device());
    return result;
}

Result<json> runBench(bool onGpu, const std::string &precision)
{
    const c10::NoGradGuard noGraph;
    if (onGpu) {
        PRIMER_TRY(cudaSymbol(cudaKernelsName));
        if (!at::hasCUDA() || at::detail::getCUDAHooks().deviceCount() == 0)
            return Error{ErrorCode::Unsupported, "no CUDA device here", "bench"};
    }
    const at::ScalarType type = precision == "fp32" ? at::kFloat : precision == "fp16" ? at::kHalf : at::kBFloat16;
    const at::Device device = onGpu ? at::Device(at::kCUDA, 0) : at::Device(at::kCPU);
    const Bench bench(device, type, onGpu ? 1.0 : 0.5);
    const DeviceFacts facts = bench.kernels().facts(device);
    json result{{"device", facts.name},
                {"precision", precision},
                {"threads", at::get_num_threads()},
                {"peak_flops_per_second", facts.peakFlops},
                {"peak_source", facts.peakSource}};
    const auto gate = PRIMER_TRY(parity(bench, type));
    result["parity"] = gate;
    const double copyRate = copyBytesPerSecond(bench);
    result["copy_bytes_per_second"] = copyRate;
    const std::vector<Case> cases =
        onGpu ? std::vector<Case>{{"phi-1-small", 16, 2048, 0.1}, {"phi-1", 8, 2048, 0.1}, {"phi-1", 8, 2048, 0.0}}
              : std::vector<Case>{{"small-cpu", 4, 256, 0.0}, {"small-cpu", 4, 256, 0.1}};
    for (const Case &wanted : cases) {
        std::fprintf(stderr, "primer-engine: %s, %lld x %lld, dropout %g\n", wanted.model.c_str(),
                     static_cast<long long>(wanted.sequences), static_cast<long long>(wanted.length), wanted.dropout);
        result["steps"].push_back(stepOf(bench, wanted, type, copyRate));
    }
    return result;
}

} // namespace

void addBench(CLI::App &app, const Registrar &add)
{
    const auto onGpu = std::make_shared<bool>(false);
    const auto precision = std::make_shared<std::string>("");
    CLI::App *command = app.add_subcommand(
        "bench", "Measures a training step beside what this machine could give; parity first");
    command->add_flag("--gpu", *onGpu, "On the first GPU, with the 350M and the 1.3B model");
    command->add_option("--precision", *precision, "fp32, bf16 or fp16 (default: bf16 on a GPU, fp32 on the CPU)")
        ->check(CLI::IsMember({"fp32", "bf16", "fp16"}));
    command->footer("Example: primer-engine bench --gpu > bench.json");
    add(command, [=]() -> Result<json> {
        return runBench(*onGpu, precision->empty() ? (*onGpu ? "bf16" : "fp32") : *precision);
    });
}

void addDevices(CLI::App &app, const Registrar &add)
{
    CLI::App *command = app.add_subcommand("devices", "What runs could train on here: names, memory, peak rates");
    command->footer("Example: primer-engine devices");
    add(command, []() -> Result<json> {
        const auto describe = [](const std::string &key, at::Device device) {
            const DeviceFacts facts = Kernels::of(device).facts(device);
            return json{{"device", key},
                        {"name", facts.name},
                        {"memory_bytes", facts.memoryBytes},
                        {"peak_flops_per_second", facts.peakFlops},
                        {"peak_source", facts.peakSource}};
        };
        json answer{{"libtorch", TORCH_VERSION}}, devices = json::array({describe("cpu", at::kCPU)});
        if (cudaSymbol(cudaKernelsName) && at::hasCUDA()) {
            const long version = at::detail::getCUDAHooks().versionCUDART(); // 13000 is 13.0
            answer["cuda"] = std::to_string(version / 1000) + "." + std::to_string(version % 1000 / 10);
            for (int index = 0; index < at::detail::getCUDAHooks().deviceCount(); ++index)
                devices.push_back(describe("cuda", at::Device(at::kCUDA, c10::DeviceIndex(index))));
        }
        answer["devices"] = devices;
        return answer;
    });
}

} // namespace primer::engine
