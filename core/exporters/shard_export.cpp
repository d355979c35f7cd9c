#include "core/exporters/shard_export.h"

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/base/atomic_file.h"
#include "core/dataset/token_shard.h"
#include "core/exporters/export_target.h"
#include "core/storage/sample_store.h"
#include "core/text/bpe_trainer.h"
#include "core/text/token_encoder.h"

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
            auto writer = TokenShardWriter::create(m_folder + name, m_tokenizer.size(), m_tokenizer.digest());
            if (!writer)
                return writer.error();
            m_writer = std::move(*writer);
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

class ShardExport
{
public:
    ShardExport(Store &store, std::span<const SampleId> ids, const ShardOptions &options, Feedback &feedback)
        : m_store(store), m_ids(ids), m_options(options), m_tokenizer(options.tokenizer), m_feedback(feedback)
    {}

    Result<ShardReport> run(const std::string &target)
    {
        auto reader = m_store.reader();
        if (!reader)
            return reader.error();
        if (!m_tokenizer)
            PRIMER_TRY(trainTokenizer(**reader));
        if (!m_tokenizer->endOfText())
            return Error{ErrorCode::InvalidInput, "the tokenizer has no <|endoftext|> to part samples with", target};
        const std::string partial = target + ".partial";
        std::error_code failure;
        fs::remove_all(partial, failure);
        for (const char *part : {"/train", "/held-out"})
            fs::create_directories(partial + part, failure);
        if (failure)
            return errnoError(failure.value(), partial);
        Status written = encodeAll(**reader, partial);
        if (written)
            written = writeFileAtomically(partial + "/tokenizer.json", m_tokenizer->toJson());
        if (written)
            written = writeFileAtomically(partial + "/" + exportManifestName, manifest());
        if (written)
            written = replaceFolder(partial, target);
        if (!written) {
            fs::remove_all(partial, failure);
            return written.error();
        }
        return m_report;
    }

private:
    Status trainTokenizer(Connection &connection)
    {
        BpeTrainer trainer;
        std::string content;
        std::int64_t bytes = 0;
        for (const SampleId id : m_ids) {
            if (m_feedback.isCancelled())
                return Error{ErrorCode::Cancelled, "", "shards"};
            PRIMER_TRY(fetchContentInto(connection, id, content));
            trainer.add(content);
            if ((bytes += std::int64_t(content.size())) > trainingBytes)
                break;
        }
        auto trained = trainer.train(m_options.vocabularySize);
        if (!trained)
            return trained.error();
        m_tokenizer = std::move(*trained);
        return success();
    }

    bool isHeldOut(const std::string &content) const
    {
        const Sha256Digest digest = sha256(content);
        const std::uint32_t number = std::uint32_t(digest[0]) << 24 | std::uint32_t(digest[1]) << 16
                                     | std::uint32_t(digest[2]) << 8 | digest[3];
        return double(number) < m_options.heldOutShare * 4294967296.0;
    }

    Status encodeAll(Connection &connection, const std::string &folder)
    {
        TokenEncoder encoder(m_tokenizer);
        ShardSeries train(folder + "/train", *m_tokenizer, m_options.shardTokens);
        ShardSeries held(folder + "/held-out", *m_tokenizer, m_options.shardTokens);
        std::string content;
        std::vector<TokenId> tokens;
        for (std::size_t place = 0; place < m_ids.size(); ++place) {
            if (m_feedback.isCancelled())
                return Error{ErrorCode::Cancelled, "", "shards"};
            PRIMER_TRY(fetchContentInto(connection, m_ids[place], content));
            tokens.clear();
            encoder.encode(content, tokens);
            tokens.push_back(*m_tokenizer->endOfText());
            const bool heldOut = isHeldOut(content);
            PRIMER_TRY((heldOut ? held : train).append(tokens));
            ++(heldOut ? m_report.heldOutSamples : m_report.samples);
            m_report.bytes += std::int64_t(content.size());
            m_feedback.report(place + 1, m_ids.size());
        }
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
        return nlohmann::ordered_json{{"format", shardFormat},
                                      {"version", 1},
                                      {"selection", m_options.selection},
                                      {"lineage", nlohmann::ordered_json::parse(m_options.lineageJson)},
                                      {"tokenizer_sha256", m_report.tokenizerDigest},
                                      {"vocabulary_size", m_tokenizer->size()},
                                      {"held_out_share", m_options.heldOutShare},
                                      {"samples", m_report.samples},
                                      {"tokens", m_report.tokens},
                                      {"held_out_samples", m_report.heldOutSamples},
                                      {"held_out_tokens", m_report.heldOutTokens},
                                      {"bytes", m_report.bytes}}
                   .dump(2)
               + "\n";
    }

    Store &m_store;
    std::span<const SampleId> m_ids;
    const ShardOptions &m_options;
    std::shared_ptr<const Tokenizer> m_tokenizer;
    Feedback &m_feedback;
    ShardReport m_report;
};

} // namespace

Result<ShardReport> exportShards(Store &store, std::span<const SampleId> ids, const std::string &target,
                                 const ShardOptions &options, Feedback &feedback)
{
    const auto begin = std::chrono::steady_clock::now();
    PRIMER_TRY(checkExportTarget(target, shardFormat));
    if (ids.empty())
        return Error{ErrorCode::InvalidInput, "the selection is empty", target};
    auto report = ShardExport(store, ids, options, feedback).run(target);
    if (report)
        report->seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    return report;
}

} // namespace primer
