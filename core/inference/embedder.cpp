#include "core/inference/embedder.h"

#include <algorithm>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <memory>
#include <numeric>
#include <vector>

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>
#include <nlohmann/json.hpp>

#include "core/base/atomic_file.h"
#include "core/base/hashing.h"
#include "core/base/log.h"
#include "core/base/old_keys.h"
#include "core/tensor_file/safetensors.h"
#include "core/model/transformer.h"
#include "core/model/weights.h"

namespace primer {

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::size_t manifestLimit = std::size_t(1) << 20;

/// A window of a text that goes through the model once.
struct Chunk {
    std::size_t text = 0; ///< within the part
    std::int64_t begin = 0, count = 0;
    bool isLast = false;
};

struct Texts {
    std::shared_ptr<const SafetensorsFile> file;
    const std::int32_t *tokens = nullptr;
    const std::int64_t *ends = nullptr;
    std::size_t count = 0;
    std::int64_t begin(std::size_t text) const { return text == 0 ? 0 : ends[text - 1]; }
};

Result<Texts> openTexts(const std::string &path, std::int64_t vocabulary)
{
    const auto file = PRIMER_TRY(SafetensorsFile::open(path));
    const auto &tensors = file->tensors();
    const auto tokens = tensors.find("tokens"), ends = tensors.find("ends");
    const auto invalid = [&path](const std::string &what) { return Error{ErrorCode::InvalidInput, what, path}; };
    if (tokens == tensors.end() || ends == tensors.end() || tokens->second.type != TensorType::I32
        || ends->second.type != TensorType::I64 || tokens->second.shape.size() != 1 || ends->second.shape.size() != 1)
        return invalid("needs \"tokens\" int32 [all] and \"ends\" int64 [texts]");
    Texts texts{file, reinterpret_cast<const std::int32_t *>(tokens->second.bytes.data()),
                reinterpret_cast<const std::int64_t *>(ends->second.bytes.data()), std::size_t(ends->second.shape[0])};
    std::int64_t last = 0;
    for (std::size_t text = 0; text < texts.count; ++text) {
        if (texts.ends[text] < last || texts.ends[text] > tokens->second.shape[0])
            return invalid("the ends do not rise within the tokens");
        last = texts.ends[text];
    }
    for (std::int64_t place = 0; place < last; ++place) {
        if (texts.tokens[place] < 0 || texts.tokens[place] >= vocabulary)
            return invalid("id " + std::to_string(texts.tokens[place]) + " is not in the model's vocabulary of "
                           + std::to_string(vocabulary));
    }
    return texts;
}

/// Of configuration and weights; what an optimizer keeps beside them is not the model.
Result<std::string> digestOf(const std::string &modelFolder)
{
    std::vector<std::string> files;
    std::error_code failure;
    for (fs::directory_iterator it(modelFolder, failure), end; !failure && it != end; it.increment(failure)) {
        const std::string name = it->path().filename().string();
        if (name == "config.json" || (name.ends_with(".safetensors") && name != "optimizer.safetensors"))
            files.push_back(it->path().string());
    }
    std::sort(files.begin(), files.end());
    Sha256 all;
    for (const std::string &file : files) {
        const auto digest = PRIMER_TRY(sha256OfFile(file));
        all.update(toHex(digest));
    }
    return toHex(all.finish());
}

class Embedder
{
public:
    Embedder(Transformer &model, const Texts &texts, const EmbedSettings &settings, at::Device device)
        : m_model(model), m_texts(texts), m_settings(settings), m_device(device)
    {}

    /// Vectors of texts [begin, end).
    at::Tensor part(std::size_t begin, std::size_t end, EmbedReport &report)
    {
        m_sums = at::zeros({std::int64_t(end - begin), m_model.config().width}, at::kFloat);
        std::vector<Chunk> chunks = chunksOf(begin, end, report);
        // Neighbours in length share a batch, so that little is padding; the longest first, so that memory fails early.
        std::stable_sort(chunks.begin(), chunks.end(),
                         [](const Chunk &left, const Chunk &right) { return left.count > right.count; });
        for (std::size_t from = 0; from < chunks.size();) {
            const auto most = std::size_t(std::max<std::int64_t>(1, m_settings.batchTokens / chunks[from].count));
            const std::size_t to = std::min(from + most, chunks.size());
            run({chunks.begin() + std::ptrdiff_t(from), chunks.begin() + std::ptrdiff_t(to)});
            from = to;
        }
        const at::Tensor norms = at::linalg_vector_norm(m_sums, 2, at::IntArrayRef{1}, true);
        return m_sums / at::clamp_min(norms, 1e-12);
    }

private:
    std::vector<Chunk> chunksOf(std::size_t begin, std::size_t end, EmbedReport &report) const
    {
        const std::int64_t window = m_model.config().contextLength;
        const std::int64_t most = m_settings.longTexts == "truncate" ? 1 : m_settings.maxChunks;
        std::vector<Chunk> chunks;
        for (std::size_t text = begin; text < end; ++text) {
            const std::int64_t all = m_texts.ends[text] - m_texts.begin(text), used = std::min(all, most * window);
            for (std::int64_t at = 0; at < used; at += window)
                chunks.push_back(
                    {text - begin, m_texts.begin(text) + at, std::min(window, used - at), at + window >= used});
            report.tokens += used;
            report.leftOutTokens += all - used;
        }
        return chunks;
    }

    /// Padding comes after a text's tokens, where causal attention does not look.
    void run(const std::vector<Chunk> &chunks)
    {
        const std::int64_t length = chunks.front().count;
        at::Tensor ids = at::zeros({std::int64_t(chunks.size()), length}, at::kLong);
        for (std::size_t row = 0; row < chunks.size(); ++row)
            std::copy_n(m_texts.tokens + chunks[row].begin, chunks[row].count,
                        ids.data_ptr<std::int64_t>() + std::int64_t(row) * length);
        const at::Tensor hidden = m_model.hidden(ids.to(m_device));
        for (std::size_t row = 0; row < chunks.size(); ++row) {
            const Chunk &chunk = chunks[row];
            if (m_settings.pooling == "last" && !chunk.isLast)
                continue;
            const at::Tensor states = hidden[std::int64_t(row)].slice(
                0, m_settings.pooling == "last" ? chunk.count - 1 : 0, chunk.count);
            m_sums[std::int64_t(chunk.text)].add_(states.to(at::kFloat).sum(0).to(at::kCPU));
        }
    }

    Transformer &m_model;
    const Texts &m_texts;
    const EmbedSettings &m_settings;
    at::Device m_device;
    at::Tensor m_sums;
};

Status writePart(const std::string &path, const at::Tensor &vectors)
{
    const TensorView view{TensorType::F32,
                          vectors.sizes().vec(),
                          {static_cast<const char *>(vectors.const_data_ptr()), std::size_t(vectors.nbytes())}};
    return writeSafetensors(path, {{"vectors", view}}, {});
}

bool isWhole(const std::string &path, std::int64_t texts, std::int64_t width)
{
    const auto file = SafetensorsFile::open(path);
    if (!file && file.error().code != ErrorCode::NotFound)
        log::failure(log::Level::Warning, file.error(), "a part is made again");
    if (!file)
        return false;
    const auto vectors = (*file)->tensors().find("vectors");
    return vectors != (*file)->tensors().end() && vectors->second.shape == std::vector<std::int64_t>{texts, width};
}

/// The manifest is there before the first part: what lies beside it belongs to it.
Status takeFolder(const std::string &output, const json &manifest)
{
    std::error_code failure;
    fs::create_directories(output, failure);
    if (failure)
        return errnoError(failure.value(), output);
    const std::string path = output + "/manifest.json";
    if (!fs::exists(path, failure))
        return writeFileAtomically(path, manifest.dump(2) + "\n");
    const auto text = PRIMER_TRY(readFile(path, manifestLimit));
    json found = json::parse(text, nullptr, false);
    if (found.is_object())
        renameOldKeys(found, {{"most_chunks", "max_chunks"}});
    if (found != manifest)
        return Error{ErrorCode::InvalidInput,
                     "vectors of another model, input or settings are there; choose another folder", output};
    return success();
}

} // namespace

Status EmbedSettings::check() const
{
    const auto invalid = [](const char *field, const char *what) {
        return Status(Error{ErrorCode::InvalidInput, what, field});
    };
    if (pooling != "mean" && pooling != "last")
        return invalid("pooling", "mean or last");
    if (longTexts != "chunk" && longTexts != "truncate")
        return invalid("longTexts", "chunk or truncate");
    if (precision != "fp32" && precision != "bf16" && precision != "fp16")
        return invalid("precision", "fp32, bf16 or fp16");
    if (maxChunks < 1 || batchTokens < 1 || partTexts < 1)
        return invalid("maxChunks", "chunks, batchTokens and partTexts must be at least 1");
    return success();
}

Result<EmbedReport> embedTexts(const std::string &modelFolder, const std::string &input, const std::string &output,
                               const EmbedSettings &settings, const std::atomic<bool> &stopRequested)
{
    const auto begin = std::chrono::steady_clock::now();
    const c10::NoGradGuard noGraph;
    PRIMER_TRY(settings.check());
    const auto config = PRIMER_TRY(readModelConfig(modelFolder));
    const auto texts = PRIMER_TRY(openTexts(input, config.vocabularySize));
    const auto modelDigest = PRIMER_TRY(digestOf(modelFolder));
    const auto inputDigest = PRIMER_TRY(sha256OfFile(input));
    PRIMER_TRY(takeFolder(output, {{"version", 1},
                                   {"model_sha256", modelDigest},
                                   {"input_sha256", toHex(inputDigest)},
                                   {"texts", texts.count},
                                   {"width", config.width},
                                   {"pooling", settings.pooling},
                                   {"long_texts", settings.longTexts},
                                   {"max_chunks", settings.maxChunks},
                                   {"precision", settings.precision},
                                   {"part_texts", settings.partTexts},
                                   {"layer", "after the last LayerNorm"},
                                   {"normalised", true}}));
    const at::Device device(settings.device);
    const at::ScalarType type = settings.precision == "bf16"   ? at::kBFloat16
                                : settings.precision == "fp16" ? at::kHalf
                                                               : at::kFloat;
    Transformer model(config, device, type, false);
    PRIMER_TRY(loadWeights(model, modelFolder));
    Embedder embedder(model, texts, settings, device);
    EmbedReport report;
    report.texts = std::int64_t(texts.count);
    report.width = config.width;
    const auto atOnce = std::size_t(settings.partTexts);
    for (std::size_t from = 0; from < texts.count; from += atOnce) {
        const std::size_t to = std::min(from + atOnce, texts.count);
        std::string number = std::to_string(from / atOnce);
        number.insert(0, number.size() < 5 ? 5 - number.size() : 0, '0');
        const std::string path = output + "/part-" + number + ".safetensors";
        if (isWhole(path, std::int64_t(to - from), config.width)) {
            report.skipped += std::int64_t(to - from);
        } else {
            if (stopRequested)
                return Error{ErrorCode::Cancelled, "", output};
            PRIMER_TRY(writePart(path, embedder.part(from, to, report)));
        }
    }
    report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    return report;
}

} // namespace primer
