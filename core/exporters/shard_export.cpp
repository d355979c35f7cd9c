#include "core/exporters/shard_export.h"

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <span>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/base/atomic_file.h"
#include "core/base/hashing.h"
#include "core/base/parallel.h"
#include "core/base/utf8.h"
#include "core/dataset/columns.h"
#include "core/dataset/sample.h"
#include "core/dataset/token_shard.h"
#include "core/exporters/export_target.h"
#include "core/storage/contents.h"
#include "core/storage/sample_store.h"
#include "core/text/bpe_trainer.h"
#include "core/text/token_encoder.h"
#include "core/text/tokenizer.h"

namespace primer {

namespace {

namespace fs = std::filesystem;

constexpr const char *shardFormat = "primer-shards";
constexpr std::int64_t trainingBytes = std::int64_t(200) << 20; ///< a small vocabulary learns nothing more from more

/// Fills 00000.tok, 00001.tok ... of one folder.
class ShardSeries
{
public:
    ShardSeries(std::string folder, const Tokenizer &tokenizer, std::uint64_t shardTokens)
        : m_folder(std::move(folder)), m_tokenizer(tokenizer), m_shardTokens(shardTokens)
    {}

    Status append(std::span<const TokenId> ids)
    {
        if (!m_writer) {
            char name[32];
            std::snprintf(name, sizeof name, "/%05d.tok", m_number++);
            auto writer = PRIMER_TRY(
                TokenShardWriter::create(m_folder + name, m_tokenizer.size(), m_tokenizer.digest()));
            m_writer = std::move(writer);
        }
        PRIMER_TRY(m_writer->append(ids));
        m_tokens += ids.size();
        return m_writer->count() >= m_shardTokens ? finish() : success();
    }

    Status finish()
    {
        if (!m_writer)
            return success();
        PRIMER_TRY(m_writer->finish());
        m_writer.reset();
        return success();
    }

    std::uint64_t tokens() const { return m_tokens; }

private:
    std::string m_folder;
    const Tokenizer &m_tokenizer;
    std::uint64_t m_shardTokens;
    std::unique_ptr<TokenShardWriter> m_writer;
    std::uint64_t m_tokens = 0;
    int m_number = 0;
};

/// What a sample becomes.
struct EncodedSample {
    std::vector<TokenId> tokens;
    std::int64_t bytes = 0;
};

class ShardExport
{
public:
    ShardExport(Store &store, const Selection &selection, const HeldOutSplit &split, const ShardOptions &options,
                Feedback &feedback)
        : m_store(store), m_selection(selection), m_split(split), m_options(options), m_tokenizer(options.tokenizer),
          m_feedback(feedback)
    {}

    Result<ShardReport> run(const std::string &target)
    {
        if (!m_tokenizer)
            PRIMER_TRY(trainTokenizer());
        if (!m_tokenizer->endOfText())
            return Error{ErrorCode::InvalidInput, "the tokenizer has no <|endoftext|> to part samples with", target};
        const auto folder = PRIMER_TRY(ExportFolder::open(target, shardFormat, m_feedback));
        std::error_code failure;
        for (const char *part : {"/train", "/held-out"}) {
            if (!fs::create_directory(folder->path() + part, failure))
                return errnoError(failure.value(), folder->path());
        }
        PRIMER_TRY(encodeAll(folder->path()));
        PRIMER_TRY(writeFileAtomically(folder->path() + "/tokenizer.json", m_tokenizer->toJson()));
        PRIMER_TRY(writeFileAtomically(folder->path() + "/" + exportManifestName, manifest()));
        PRIMER_TRY(folder->put());
        return m_report;
    }

private:
    /// Counts are sums: the threads' shares of the samples do not show in the vocabulary.
    Status trainTokenizer()
    {
        const std::vector<SampleId> samples = PRIMER_TRY(samplesToLearnFrom());
        std::vector<BpeTrainer> trainers(threadsOf(0));
        PRIMER_TRY(
            forContents(m_store, samples, m_feedback, [&](std::size_t, std::string_view content, std::size_t thread) {
                trainers[thread].add(content);
            }));
        for (std::size_t thread = 1; thread < trainers.size(); ++thread)
            trainers.front().add(trainers[thread]);
        m_tokenizer = PRIMER_TRY(
            trainers.front().train(m_options.vocabularySize, 2, {Tokenizer::endOfTextName}, &m_feedback));
        return success();
    }

    bool isHeldOut(std::size_t place) const { return place < m_split.isHeldOut.size() && m_split.isHeldOut[place]; }

    /// The first ones that are trained on, up to the one with which they are enough. What is held out measures the
    /// vocabulary too.
    Result<std::vector<SampleId>> samplesToLearnFrom()
    {
        std::vector<std::int64_t> sizes;
        PRIMER_TRY(m_store.read(readColumn, Column::SizeBytes, SampleId(0), [&](SampleId id, double bytes) {
            sizes.resize(id);
            sizes.back() = std::int64_t(bytes);
            return !m_feedback.isCancelled();
        }));
        std::int64_t bytes = 0;
        std::vector<SampleId> samples;
        for (std::size_t place = 0; place < m_selection.ids.size() && bytes <= trainingBytes; ++place) {
            if (isHeldOut(place))
                continue;
            const SampleId id = m_selection.ids[place];
            samples.push_back(id);
            bytes += id <= sizes.size() ? sizes[id - 1] : 0;
        }
        return samples;
    }

    Status encodeAll(const std::string &folder)
    {
        std::vector<TokenEncoder> encoders(threadsOf(0), TokenEncoder(m_tokenizer));
        ShardSeries train(folder + "/train", *m_tokenizer, m_options.shardTokens);
        ShardSeries held(folder + "/held-out", *m_tokenizer, m_options.shardTokens);
        const auto encode = [&](std::string_view content, std::size_t thread) {
            EncodedSample sample;
            encoders[thread].encode(content, sample.tokens);
            sample.tokens.push_back(*m_tokenizer->endOfText());
            sample.bytes = std::int64_t(content.size());
            return sample;
        };
        const auto append = [&](std::size_t place, const EncodedSample &sample) -> Status {
            const bool heldOut = isHeldOut(place);
            ++(heldOut ? m_report.heldOutSamples : m_report.samples);
            m_report.bytes += sample.bytes;
            return (heldOut ? held : train).append(sample.tokens);
        };
        PRIMER_TRY(forContentsInOrder(m_store, m_selection.ids, m_feedback, encode, append));
        PRIMER_TRY(train.finish());
        PRIMER_TRY(held.finish());
        m_report.tokens = train.tokens();
        m_report.heldOutTokens = held.tokens();
        const std::uint64_t all = m_report.tokens + m_report.heldOutTokens;
        m_report.bytesPerToken = all ? double(m_report.bytes) / double(all) : 0;
        m_report.tokenizerDigest = toHex(m_tokenizer->digest());
        return success();
    }

    std::string manifest() const
    {
        using Json = nlohmann::ordered_json;
        const Json lineage = Json::parse(replaceInvalidUtf8(m_selection.lineageJson), nullptr, false);
        return Json{{"format", shardFormat},
                    {"version", 1},
                    {"selection", m_selection.description()},
                    {"lineage", lineage.is_discarded() ? Json() : lineage},
                    {"tokenizer_sha256", m_report.tokenizerDigest},
                    {"vocabulary_size", m_tokenizer->size()},
                    {"held_out_share", m_split.share},
                    {"split",
                     {{"kept_together", m_split.keptTogether},
                      {"groups", m_split.groups},
                      {"held_out_groups", m_split.heldOutGroups},
                      {"largest_group", m_split.largestGroup},
                      {"seed", m_split.seed}}},
                    {"samples", m_report.samples},
                    {"tokens", m_report.tokens},
                    {"held_out_samples", m_report.heldOutSamples},
                    {"held_out_tokens", m_report.heldOutTokens},
                    {"bytes", m_report.bytes}}
                   .dump(2, ' ', false, Json::error_handler_t::replace) // a filter's bytes may be no UTF-8
               + "\n";
    }

    Store &m_store;
    const Selection &m_selection;
    const HeldOutSplit &m_split;
    const ShardOptions &m_options;
    std::shared_ptr<const Tokenizer> m_tokenizer;
    Feedback &m_feedback;
    ShardReport m_report;
};

} // namespace

Result<ShardReport> exportShards(Store &store, const Selection &selection, const HeldOutSplit &split,
                                 const std::string &target, const ShardOptions &options, Feedback &feedback)
{
    const auto begin = std::chrono::steady_clock::now();
    PRIMER_TRY(checkRecordable(selection));
    PRIMER_TRY(checkExportTarget(target, shardFormat, feedback));
    if (selection.ids.empty())
        return Error{ErrorCode::InvalidInput, "the selection is empty", target};
    auto report = ShardExport(store, selection, split, options, feedback).run(target);
    if (report)
        report->seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    return report;
}

} // namespace primer
