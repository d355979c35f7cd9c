// Reading and writing tokenizers: tokenizer.json, and GPT-2's vocabulary with merges.
#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <string>
#include <unordered_map>

#include <simdjson.h>

#include "core/base/json_text.h"
#include "core/base/utf8.h"
#include "core/text/tokenizer.h"

namespace primer {

namespace {

namespace fs = std::filesystem;
using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

constexpr std::uintmax_t largestFile = std::uintmax_t(256) << 20;

/// Printable bytes stand for themselves; the others follow from U+0100 on.
constexpr std::array<char32_t, 256> byteCharacters = [] {
    std::array<char32_t, 256> characters{};
    char32_t next = 256;
    for (unsigned byte = 0; byte < 256; ++byte) {
        const bool isPrintable = (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
        characters[byte] = isPrintable ? char32_t(byte) : next++;
    }
    return characters;
}();

constexpr std::array<int, 512> characterBytes = [] {
    std::array<int, 512> bytes{};
    bytes.fill(-1);
    for (int byte = 0; byte < 256; ++byte)
        bytes[byteCharacters[byte]] = byte;
    return bytes;
}();

Result<std::string> readWhole(const std::string &path)
{
    std::error_code failure;
    const std::uintmax_t size = fs::file_size(path, failure);
    if (failure)
        return errnoError(failure.value(), path);
    if (size > largestFile)
        return Error{ErrorCode::LimitExceeded, "a tokenizer's file of more than 256 MiB", path};
    std::string bytes(std::size_t(size), '\0');
    std::ifstream file(path, std::ios::binary);
    if (!file.read(bytes.data(), std::streamsize(bytes.size())))
        return Error{ErrorCode::Io, "could not be read", path};
    return bytes;
}

/// Names are in the byte alphabet, added ones are plain text.
class VocabularyBuilder
{
public:
    Status add(std::string_view name, std::uint64_t id)
    {
        if (id > (1u << 24))
            return Error{ErrorCode::Corrupt, "a token id beyond all sense: " + std::to_string(id), ""};
        auto bytes = fromByteAlphabet(name);
        m_ids.emplace(std::string(name), TokenId(id));
        if (m_tokens.size() <= id)
            m_tokens.resize(id + 1);
        m_tokens[id] = bytes ? std::move(*bytes) : std::string(); // an added token may use other characters
        return success();
    }

    Status merge(std::string_view left, std::string_view right)
    {
        const auto first = m_ids.find(std::string(left));
        const auto second = m_ids.find(std::string(right));
        if (first == m_ids.end() || second == m_ids.end())
            return Error{ErrorCode::Corrupt,
                         "the merge \"" + std::string(left) + " " + std::string(right)
                             + "\" names a token that does not exist",
                         ""};
        m_merges.emplace_back(first->second, second->second);
        return success();
    }

    Result<std::shared_ptr<const Tokenizer>> build(std::vector<AddedToken> added)
    {
        return Tokenizer::create(std::move(m_tokens), m_merges, std::move(added));
    }

private:
    std::unordered_map<std::string, TokenId> m_ids;
    std::vector<std::string> m_tokens;
    std::vector<std::pair<TokenId, TokenId>> m_merges;
};

Status readVocabulary(const element &vocabulary, VocabularyBuilder &builder)
{
    object entries;
    if (vocabulary.get(entries) != simdjson::SUCCESS)
        return Error{ErrorCode::Corrupt, "the vocabulary is not an object", ""};
    for (const auto &[name, value] : entries) {
        std::uint64_t id = 0;
        if (value.get(id) != simdjson::SUCCESS)
            return Error{ErrorCode::Corrupt, "the id of \"" + std::string(name) + "\" is not a number", ""};
        PRIMER_TRY(builder.add(name, id));
    }
    return success();
}

Status readMergeLine(std::string_view line, VocabularyBuilder &builder)
{
    const std::size_t space = line.find(' ');
    if (space == std::string_view::npos)
        return Error{ErrorCode::Corrupt, "not a merge: \"" + std::string(line.substr(0, 80)) + "\"", ""};
    return builder.merge(line.substr(0, space), line.substr(space + 1));
}

Status readMerges(const element &merges, VocabularyBuilder &builder)
{
    array entries;
    if (merges.get(entries) != simdjson::SUCCESS)
        return Error{ErrorCode::Corrupt, "the merges are not a list", ""};
    for (const element entry : entries) {
        std::string_view line;
        if (entry.get(line) == simdjson::SUCCESS) {
            PRIMER_TRY(readMergeLine(line, builder));
            continue;
        }
        std::string_view left, right;
        if (entry.at(0).get(left) != simdjson::SUCCESS || entry.at(1).get(right) != simdjson::SUCCESS)
            return Error{ErrorCode::Corrupt, "a merge is neither a text nor a pair", ""};
        PRIMER_TRY(builder.merge(left, right));
    }
    return success();
}

bool flag(const element &parent, const char *key, bool otherwise)
{
    bool value = otherwise;
    return parent[key].get(value) == simdjson::SUCCESS ? value : otherwise;
}

/// Byte-level BPE split by GPT-2's expression, nothing before it: what pretokenizer.h does.
Status checkKind(const element &root)
{
    const auto text = [](auto value) {
        std::string_view found;
        return value.get(found) == simdjson::SUCCESS ? found : std::string_view();
    };
    const auto unsupported = [](const char *what) { return Error{ErrorCode::Unsupported, what, ""}; };
    if (text(root["model"]["type"]) != "BPE")
        return unsupported("not a BPE model");
    element normalizer;
    if (root["normalizer"].get(normalizer) == simdjson::SUCCESS && !normalizer.is_null())
        return unsupported("it normalises the text");
    element splitter;
    if (root["pre_tokenizer"].get(splitter) != simdjson::SUCCESS || text(splitter["type"]) != "ByteLevel")
        return unsupported("its pre-tokenizer is not ByteLevel");
    if (flag(splitter, "add_prefix_space", false) || !flag(splitter, "use_regex", true))
        return unsupported("its ByteLevel pre-tokenizer adds a space or does not split");
    for (const char *key : {"byte_fallback", "fuse_unk", "ignore_merges"}) {
        element model;
        if (root["model"].get(model) == simdjson::SUCCESS && flag(model, key, false))
            return unsupported("a BPE option that byte-level models do not use is on");
    }
    return success();
}

Result<std::vector<AddedToken>> readAdded(const element &root)
{
    std::vector<AddedToken> added;
    array entries;
    if (root["added_tokens"].get(entries) != simdjson::SUCCESS)
        return added;
    for (const element entry : entries) {
        std::string_view text;
        std::uint64_t id = 0;
        if (entry["content"].get(text) != simdjson::SUCCESS || entry["id"].get(id) != simdjson::SUCCESS
            || id > (1u << 24))
            return Error{ErrorCode::Corrupt, "an added token without content or id", ""};
        if (flag(entry, "lstrip", false) || flag(entry, "rstrip", false) || flag(entry, "single_word", false))
            return Error{ErrorCode::Unsupported, "the added token \"" + std::string(text) + "\" strips its neighbours",
                         ""};
        added.push_back({std::string(text), TokenId(id), flag(entry, "special", false)});
    }
    return added;
}

Error at(Error error, const std::string &path)
{
    error.where = path;
    return error;
}

} // namespace

std::string toByteAlphabet(std::string_view bytes)
{
    std::string text;
    for (const char character : bytes) {
        const char32_t code = byteCharacters[static_cast<unsigned char>(character)];
        if (code < 0x80) {
            text += char(code);
        } else {
            text += char(0xC0 | (code >> 6));
            text += char(0x80 | (code & 0x3F));
        }
    }
    return text;
}

Result<std::string> fromByteAlphabet(std::string_view text)
{
    std::string bytes;
    while (!text.empty()) {
        const std::size_t size = utf8SequenceLength(text);
        const auto byte = [&text](std::size_t place) { return static_cast<unsigned char>(text[place]); };
        const char32_t code = size == 1   ? byte(0)
                              : size == 2 ? char32_t((byte(0) & 0x1F) << 6 | (byte(1) & 0x3F))
                                          : 512;
        if (code >= 512 || characterBytes[code] < 0)
            return Error{ErrorCode::InvalidInput, "a character outside GPT-2's byte alphabet", ""};
        bytes += char(characterBytes[code]);
        text.remove_prefix(size);
    }
    return bytes;
}

Result<std::shared_ptr<const Tokenizer>> Tokenizer::fromVocabularyAndMerges(const std::string &vocabulary,
                                                                            const std::string &merges,
                                                                            std::vector<AddedToken> added)
{
    simdjson::dom::parser parser;
    element root;
    if (const auto code = parser.load(vocabulary).get(root))
        return Error{code == simdjson::IO_ERROR ? ErrorCode::NotFound : ErrorCode::Corrupt,
                     simdjson::error_message(code), vocabulary};
    VocabularyBuilder builder;
    if (const Status read = readVocabulary(root, builder); !read)
        return at(read.error(), vocabulary);
    const auto text = PRIMER_TRY(readWhole(merges));
    std::string_view rest = text;
    for (bool isFirst = true; !rest.empty(); isFirst = false) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        std::string_view line = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        // Only the first line is a header: "# #" and others are merges.
        if (line.empty() || (isFirst && line.starts_with("#version")))
            continue;
        if (const Status merged = readMergeLine(line, builder); !merged)
            return at(merged.error(), merges);
    }
    auto tokenizer = builder.build(std::move(added));
    return tokenizer ? std::move(tokenizer)
                     : Result<std::shared_ptr<const Tokenizer>>(at(tokenizer.error(), vocabulary));
}

Result<std::shared_ptr<const Tokenizer>> Tokenizer::fromJson(const std::string &path)
{
    simdjson::dom::parser parser;
    element root;
    if (const auto code = parser.load(path).get(root))
        return Error{code == simdjson::IO_ERROR ? ErrorCode::NotFound : ErrorCode::Corrupt,
                     simdjson::error_message(code), path};
    if (const Status kind = checkKind(root); !kind)
        return at(kind.error(), path);
    VocabularyBuilder builder;
    element vocabulary, merges;
    if (root["model"]["vocab"].get(vocabulary) != simdjson::SUCCESS
        || root["model"]["merges"].get(merges) != simdjson::SUCCESS)
        return Error{ErrorCode::Corrupt, "no vocabulary or no merges", path};
    for (const Status &read : {readVocabulary(vocabulary, builder), readMerges(merges, builder)}) {
        if (!read)
            return at(read.error(), path);
    }
    auto added = readAdded(root);
    if (!added)
        return at(added.error(), path);
    auto tokenizer = builder.build(std::move(*added));
    return tokenizer ? std::move(tokenizer) : Result<std::shared_ptr<const Tokenizer>>(at(tokenizer.error(), path));
}

Result<std::shared_ptr<const Tokenizer>> Tokenizer::load(const std::string &path)
{
    std::error_code failure;
    if (!fs::is_directory(path, failure))
        return fromJson(path);
    if (fs::exists(path + "/tokenizer.json", failure))
        return fromJson(path + "/tokenizer.json");
    // The names under which GPT-2's own files are found; with them alone it is codegen's vocabulary that is meant.
    if (fs::exists(path + "/encoder.json", failure))
        return codegen(path + "/encoder.json", path + "/vocab.bpe");
    return fromVocabularyAndMerges(path + "/vocab.json", path + "/merges.txt");
}

std::string Tokenizer::toJson() const
{
    std::string json = R"({"version":"1.0","truncation":null,"padding":null,"added_tokens":[)";
    const char *separator = "";
    for (const AddedToken &token : m_added) {
        json += separator + std::string("{\"id\":") + std::to_string(token.id) + ",\"content\":";
        appendJsonString(json, token.text);
        json += std::string(R"(,"single_word":false,"lstrip":false,"rstrip":false,"normalized":)")
                + (token.isSpecial ? "false" : "true") + ",\"special\":" + (token.isSpecial ? "true}" : "false}");
        separator = ",";
    }
    json +=
        R"(],"normalizer":null,"pre_tokenizer":{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":true},)"
        R"("post_processor":null,"decoder":{"type":"ByteLevel","add_prefix_space":true,"trim_offsets":true,"use_regex":true},)"
        R"("model":{"type":"BPE","dropout":null,"unk_token":null,"continuing_subword_prefix":null,"end_of_word_suffix":null,)"
        R"("fuse_unk":false,"byte_fallback":false,"ignore_merges":false,"vocab":{)";
    separator = "";
    std::vector<bool> isAdded(m_tokens.size());
    for (const AddedToken &token : m_added)
        isAdded[token.id] = true;
    for (TokenId id = 0; id < m_tokens.size(); ++id) {
        if (m_tokens[id].empty() || isAdded[id])
            continue;
        json += separator;
        appendJsonString(json, toByteAlphabet(m_tokens[id]));
        json += ":" + std::to_string(id);
        separator = ",";
    }
    json += "},\"merges\":[";
    separator = "";
    for (const auto &[left, right] : m_merges) {
        json += separator;
        appendJsonString(json, toByteAlphabet(m_tokens[left]) + " " + toByteAlphabet(m_tokens[right]));
        separator = ",";
    }
    return json + "]}}\n";
}

} // namespace primer
