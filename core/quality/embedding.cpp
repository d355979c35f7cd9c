#include "core/quality/embedding.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <span>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/base/atomic_file.h"
#include "core/base/child_process.h"
#include "core/base/hashing.h"
#include "core/base/log.h"
#include "core/base/parallel.h"
#include "core/quality/embedding_set.h"
#include "core/storage/contents.h"
#include "core/tensor_file/safetensors.h"
#include "core/text/hashed_features.h"
#include "core/text/token_encoder.h"
#include "core/text/tokenizer.h"

namespace primer {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

namespace {

constexpr std::size_t batchSamples = std::size_t(1) << 16;
constexpr std::size_t manifestLimit = std::size_t(1) << 20;
constexpr const char *hashedVersion = "hashed-1";

std::string_view bytesOf(const auto &numbers)
{
    return {reinterpret_cast<const char *>(numbers.data()), numbers.size() * sizeof(numbers[0])};
}

Status writeIds(const std::string &folder, std::span<const SampleId> ids)
{
    return writeSafetensors(folder + "/ids.safetensors",
                            {{"ids", {TensorType::I32, {std::int64_t(ids.size())}, bytesOf(ids)}}}, {});
}

Status writeHashed(Store &store, const std::string &folder, std::span<const SampleId> ids, std::size_t width,
                   Feedback &feedback, std::uint64_t begin, std::uint64_t total)
{
    std::vector<float> vectors(ids.size() * width);
    PRIMER_TRY(forContents(
        store, ids, feedback,
        [&](std::size_t place, std::string_view content) {
            hashedFeatures(content, std::span(vectors).subspan(place * width, width));
        },
        begin, total));
    return writeSafetensors(
        folder + "/part-00000.safetensors",
        {{"vectors", {TensorType::F32, {std::int64_t(ids.size()), std::int64_t(width)}, bytesOf(vectors)}}}, {});
}

/// Every text's ids one after the other, as primer-engine reads them.
Status writeTokens(Store &store, const std::string &path, std::span<const SampleId> ids,
                   const std::shared_ptr<const Tokenizer> &tokenizer, Feedback &feedback, std::uint64_t begin,
                   std::uint64_t total)
{
    std::vector<std::vector<TokenId>> texts(ids.size());
    std::vector<TokenEncoder> encoders(threadsOf(0), TokenEncoder(tokenizer));
    PRIMER_TRY(forContents(
        store, ids, feedback,
        [&](std::size_t place, std::string_view content, std::size_t thread) {
            encoders[thread].encode(content, texts[place]);
        },
        begin, total));
    std::vector<std::int32_t> tokens;
    std::vector<std::int64_t> ends;
    for (const std::vector<TokenId> &text : texts) {
        tokens.insert(tokens.end(), text.begin(), text.end());
        ends.push_back(std::int64_t(tokens.size()));
    }
    return writeSafetensors(path,
                            {{"tokens", {TensorType::I32, {std::int64_t(tokens.size())}, bytesOf(tokens)}},
                             {"ends", {TensorType::I64, {std::int64_t(ends.size())}, bytesOf(ends)}}},
                            {});
}

/// Runs the engine to its end; a cancelled one finishes its part and can go on later.
Status runEngine(const EmbedRequest &request, const std::string &input, const std::string &output, Feedback &feedback)
{
    const auto child = PRIMER_TRY(
        ChildProcess::start({request.engine, "embed", request.model, input, output, "--pooling", request.pooling,
                             "--long", request.longTexts, "--chunks", std::to_string(request.chunks), "--precision",
                             request.precision, "--device", request.device}));
    const std::string answer = PRIMER_TRY(child->readToEnd({}, &feedback));
    const Status ended = child->wait();
    if (feedback.isCancelled())
        return Error{ErrorCode::Cancelled, "", "embed"};
    if (ended)
        return success();
    const Json json = Json::parse(answer, nullptr, false);
    if (json.is_object() && json.contains("error"))
        return Error{ErrorCode::InvalidInput, json["error"].value("detail", ended.error().detail),
                     json["error"].value("where", std::string("primer-engine embed"))};
    return ended.error();
}

Result<std::string> modelOf(const std::string &folder)
{
    const auto text = PRIMER_TRY(readFile(folder + "/manifest.json", manifestLimit));
    const Json json = Json::parse(text, nullptr, false);
    const auto model = json.is_object() ? json.find("model_sha256") : json.end();
    if (!json.is_object() || model == json.end() || !model->is_string())
        return Error{ErrorCode::Corrupt, "no model named", folder + "/manifest.json"};
    return model->get<std::string>();
}

/// The ids of an interrupted batch come first: its parts belong to them.
std::vector<SampleId> idsOfPartial(const std::string &folder)
{
    const auto file = SafetensorsFile::open(folder + "/ids.safetensors");
    if (!file && file.error().code != ErrorCode::NotFound)
        log::failure(log::Level::Warning, file.error(), "an interrupted batch is made again");
    if (!file || !(*file)->tensors().contains("ids"))
        return {};
    const std::string_view bytes = (*file)->tensors().at("ids").bytes;
    const auto *ids = reinterpret_cast<const SampleId *>(bytes.data());
    return {ids, ids + bytes.size() / sizeof(SampleId)};
}

class Embedding
{
public:
    Embedding(Store &store, const EmbedRequest &request, Feedback &feedback)
        : m_store(store), m_request(request), m_feedback(feedback)
    {}

    Result<EmbedSummary> run()
    {
        const auto begin = std::chrono::steady_clock::now();
        m_folder = EmbeddingSet::folderOf(m_store.folder(), m_request.name);
        PRIMER_TRY(describe());
        std::vector<SampleId> missing = m_request.samples;
        const auto set = EmbeddingSet::open(m_store.folder(), m_request.name);
        if (!set && set.error().code != ErrorCode::NotFound)
            log::failure(log::Level::Warning, set.error(), "vectors are made again");
        if (set) {
            m_batches = (*set)->batches();
            m_known = **set;
            if (!m_known.info().sameMakerAs(m_info)
                && !(m_info.kind == "model" && m_known.info().settingsJson == m_info.settingsJson))
                return Error{ErrorCode::InvalidInput,
                             "these vectors were made in another way; give the new ones another name", m_request.name};
            m_info.source = m_known.info().source;
            std::erase_if(missing, [&](SampleId id) { return m_known.placeOf(id) < m_known.ids().size(); });
        }
        EmbedSummary summary;
        m_total = missing.size();
        for (std::size_t first = 0; first < missing.size(); first += batchSamples) {
            PRIMER_TRY(addBatch(std::span(missing).subspan(first, std::min(batchSamples, missing.size() - first))));
            summary.added += std::int64_t(std::min(batchSamples, missing.size() - first));
        }
        const auto complete = PRIMER_TRY(EmbeddingSet::open(m_store.folder(), m_request.name));
        summary.total = std::int64_t(complete->ids().size());
        summary.width = complete->info().width;
        summary.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
        return summary;
    }

private:
    Status describe()
    {
        if (m_request.name.empty() || m_request.name.find('/') != std::string::npos || m_request.name.front() == '.')
            return Error{ErrorCode::InvalidInput, "a name without slashes", m_request.name};
        m_info.name = m_request.name;
        if (m_request.model.empty()) {
            m_info.kind = "hashed";
            m_info.source = hashedVersion;
            m_info.width = m_request.width;
            m_info.settingsJson = Json{{"width", m_request.width}}.dump();
            return m_request.width >= 8 && m_request.width <= 65536
                       ? success()
                       : Status(Error{ErrorCode::InvalidInput, "a width from 8 to 65536", "width"});
        }
        auto tokenizer = PRIMER_TRY(
            Tokenizer::load(m_request.tokenizer.empty() ? m_request.model : m_request.tokenizer));
        m_tokenizer = std::move(tokenizer);
        m_info.kind = "model";
        m_info.settingsJson = Json{{"pooling", m_request.pooling},
                                   {"long", m_request.longTexts},
                                   {"chunks", m_request.chunks},
                                   {"precision", m_request.precision},
                                   {"tokenizer", toHex(m_tokenizer->digest())}}
                                  .dump();
        return success();
    }

    Status addBatch(std::span<const SampleId> ids)
    {
        char number[16];
        std::snprintf(number, sizeof number, "%05d", m_batches);
        const std::string target = m_folder + "/batch-" + number, partial = m_folder + "/partial-" + number;
        std::error_code failure;
        if (const auto before = idsOfPartial(partial);
            m_request.model.empty() || !std::equal(before.begin(), before.end(), ids.begin(), ids.end()))
            fs::remove_all(partial, failure);
        fs::create_directories(partial, failure);
        if (failure)
            return errnoError(failure.value(), partial);
        PRIMER_TRY(writeIds(partial, ids));
        if (m_request.model.empty())
            PRIMER_TRY(writeHashed(m_store, partial, ids, std::size_t(m_request.width), m_feedback, m_done, m_total));
        else
            PRIMER_TRY(runModel(partial, ids));
        if (m_batches == 0)
            PRIMER_TRY(writeFileAtomically(m_folder + "/set.json", m_info.toJson()));
        PRIMER_TRY(
            writeFileAtomically(partial + "/batch.json", Json{{"version", 1}, {"samples", ids.size()}}.dump() + "\n"));
        fs::rename(partial, target, failure);
        if (failure)
            return errnoError(failure.value(), target);
        PRIMER_TRY(syncPath(m_folder));
        ++m_batches;
        m_done += ids.size();
        return success();
    }

    Status runModel(const std::string &folder, std::span<const SampleId> ids)
    {
        const std::string input = folder + "/tokens.safetensors";
        PRIMER_TRY(writeTokens(m_store, input, ids, m_tokenizer, m_feedback, m_done, m_total));
        PRIMER_TRY(runEngine(m_request, input, folder, m_feedback));
        std::error_code failure;
        fs::remove(input, failure);
        if (failure)
            log::failure(log::Level::Warning, errnoError(failure.value(), input), "tokens are left over");
        const auto model = PRIMER_TRY(modelOf(folder));
        if (!m_info.source.empty() && m_info.source != model)
            return Error{ErrorCode::InvalidInput,
                         "these vectors were made by another model; give the new ones another name", m_request.name};
        m_info.source = model;
        const auto part = PRIMER_TRY(SafetensorsFile::open(folder + "/part-00000.safetensors"));
        m_info.width = part->tensors().at("vectors").shape.back();
        return success();
    }

    Store &m_store;
    const EmbedRequest &m_request;
    Feedback &m_feedback;
    EmbeddingSetInfo m_info;
    EmbeddingSet m_known;
    std::shared_ptr<const Tokenizer> m_tokenizer;
    std::string m_folder;
    int m_batches = 0;
    std::uint64_t m_done = 0, m_total = 0;
};

} // namespace

Result<EmbedSummary> embedSamples(Store &store, const EmbedRequest &request, Feedback &feedback)
{
    return Embedding(store, request, feedback).run();
}

} // namespace primer
