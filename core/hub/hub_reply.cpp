#include "core/hub/hub_reply.h"

#include <algorithm>
#include <optional>

#include <nlohmann/json.hpp>

namespace primer {

namespace {

using Json = nlohmann::json;

const Json *memberOf(const Json &object, const char *name)
{
    if (!object.is_object())
        return nullptr;
    const auto found = object.find(name);
    return found == object.end() ? nullptr : &*found;
}

std::string textAt(const Json &object, const char *name)
{
    const Json *member = memberOf(object, name);
    return member && member->is_string() ? member->get<std::string>() : std::string();
}

std::optional<std::int64_t> sizeAt(const Json &object, const char *name)
{
    const Json *member = memberOf(object, name);
    if (!member || !member->is_number_integer())
        return std::nullopt;
    constexpr std::uint64_t largest = std::uint64_t(1) << 50;
    if (member->is_number_unsigned() ? member->get<std::uint64_t>() > largest : member->get<std::int64_t>() < 0)
        return std::nullopt;
    return member->get<std::int64_t>();
}

bool isHexadecimal(std::string_view text)
{
    return std::all_of(text.begin(), text.end(),
                       [](char digit) { return (digit >= '0' && digit <= '9') || (digit >= 'a' && digit <= 'f'); });
}

bool isWanted(std::string_view path)
{
    constexpr std::size_t longestName = 200;
    const bool isPlain = path.size() <= longestName && std::all_of(path.begin(), path.end(), [](char letter) {
                             return (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'z')
                                    || (letter >= 'A' && letter <= 'Z')
                                    || std::string_view("-_.+").find(letter) != std::string_view::npos;
                         });
    if (!isPlain || path.starts_with('.'))
        return false;
    if (path.ends_with(".safetensors") || path.ends_with(".safetensors.index.json"))
        return true;
    for (const char *name :
         {"config.json", "generation_config.json", "tokenizer.json", "tokenizer_config.json", "vocab.json",
          "merges.txt", "added_tokens.json", "special_tokens_map.json", "LICENSE", "README.md"}) {
        if (path == name)
            return true;
    }
    return false;
}

Result<RemoteFile> fileOf(const Json &entry)
{
    RemoteFile file;
    file.path = textAt(entry, "path");
    auto size = sizeAt(entry, "size");
    const Json *large = memberOf(entry, "lfs");
    if (large && large->is_object()) {
        file.sha256 = textAt(*large, "oid");
        if (file.sha256.starts_with("sha256:"))
            file.sha256.erase(0, 7);
        if (const auto whole = sizeAt(*large, "size"))
            size = whole;
        if (!(file.sha256.size() == 64 && isHexadecimal(file.sha256)))
            return Error{ErrorCode::Corrupt, "no digest is listed", file.path};
    } else {
        file.gitSha1 = textAt(entry, "oid");
        if (!(file.gitSha1.size() == 40 && isHexadecimal(file.gitSha1)))
            return Error{ErrorCode::Corrupt, "no digest is listed", file.path};
    }
    if (!size)
        return Error{ErrorCode::Corrupt, "no size is listed", file.path};
    file.size = *size;
    return file;
}

} // namespace

Result<std::string> commitOf(std::string_view body, const std::string &revision)
{
    const Json facts = Json::parse(body.begin(), body.end(), nullptr, false);
    if (!memberOf(facts, "sha"))
        return revision;
    std::string commit = textAt(facts, "sha");
    if (commit.empty() || commit.size() > 64 || !isHexadecimal(commit))
        return Error{ErrorCode::Corrupt, "the commit that is named is none", revision};
    return commit;
}

Result<std::vector<RemoteFile>> filesOf(std::string_view body)
{
    const Json entries = Json::parse(body.begin(), body.end(), nullptr, false);
    if (!entries.is_array())
        return Error{ErrorCode::Corrupt, "the list of files is none", ""};
    std::vector<RemoteFile> files;
    for (const Json &entry : entries) {
        if (textAt(entry, "type") != "file" || !isWanted(textAt(entry, "path")))
            continue;
        auto file = PRIMER_TRY(fileOf(entry));
        if (std::any_of(files.begin(), files.end(), [&](const RemoteFile &other) { return other.path == file.path; }))
            return Error{ErrorCode::Corrupt, "a file is listed twice", file.path};
        files.push_back(std::move(file));
    }
    if (std::none_of(files.begin(), files.end(),
                     [](const RemoteFile &file) { return file.path.ends_with(".safetensors"); }))
        return Error{ErrorCode::Unsupported,
                     "no weights as safetensors; pickled ones are not fetched: they can run code", ""};
    return files;
}

} // namespace primer
