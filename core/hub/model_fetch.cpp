#include "core/hub/model_fetch.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <thread>

#include <fcntl.h>
#include <openssl/evp.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include "core/base/atomic_file.h"
#include "core/base/hashing.h"
#include "core/base/log.h"
#include "core/base/log/redactor.h"
#include "core/http/http_client.h"
#include "core/http/http_url.h"
#include "core/hub/hub_reply.h"

namespace primer {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

namespace {

constexpr int maxRedirects = 5, maxTries = 5;
constexpr std::int64_t maxListBytes = 8 << 20, maxWordsBytes = 1 << 20;
constexpr std::int64_t stillTimeoutMs = 120'000;
constexpr std::int64_t lookEveryMs = 50;

/// https, or plain http to this machine.
Status checkUrl(const std::string &url)
{
    if (url.starts_with("https://") || isLoopbackUrl(url))
        return success();
    const std::size_t scheme = url.find("://");
    const std::size_t path = scheme == std::string::npos ? scheme : url.find('/', scheme + 3);
    return Error{ErrorCode::InvalidInput, "only https, or http to this machine", url.substr(0, path)};
}

class Fetcher
{
public:
    Fetcher(const ModelFetch &fetch, Feedback &feedback) : m_fetch(fetch), m_feedback(feedback)
    {
        m_redactor.hideSecret(fetch.token);
    }

    Result<FetchedModel> run()
    {
        PRIMER_TRY(checkUrl(m_fetch.endpoint));
        const bool isName = std::count(m_fetch.model.begin(), m_fetch.model.end(), '/') == 1
                            && m_fetch.model.find_first_not_of(
                                   "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./")
                                   == std::string::npos
                            && m_fetch.model.find("..") == std::string::npos;
        if (!isName)
            return Error{ErrorCode::InvalidInput, "a model is OWNER/NAME", m_fetch.model};
        const auto files = PRIMER_TRY(list());
        std::error_code failure;
        fs::create_directories(m_fetch.target, failure);
        if (failure)
            return errnoError(failure.value(), m_fetch.target);
        for (const RemoteFile &file : files)
            m_total += file.size;
        FetchedModel fetched;
        fetched.folder = m_fetch.target;
        fetched.commit = m_commit;
        Json digests = Json::object();
        for (const RemoteFile &file : files) {
            PRIMER_TRY(download(file));
            fetched.files.push_back(file.path);
            digests[file.path] = {{"bytes", file.size}, {"sha256", file.sha256}, {"git_sha1", file.gitSha1}};
        }
        fetched.bytes = m_total;
        fetched.received = m_received;
        const Json manifest{{"model", m_fetch.model},
                            {"revision", m_fetch.revision},
                            {"commit", m_commit},
                            {"endpoint", m_fetch.endpoint},
                            {"files", digests}};
        PRIMER_TRY(writeFileAtomically(m_fetch.target + "/primer-model.json",
                                       manifest.dump(2, ' ', false, Json::error_handler_t::replace) + "\n"));
        return fetched;
    }

private:
    HttpRequest requestTo(const std::string &url) const
    {
        HttpRequest request;
        request.url = url;
        request.isPost = false;
        request.limits.maxReplyBytes = maxListBytes;
        if (!m_fetch.token.empty() && isSameOrigin(url, m_fetch.endpoint))
            request.headers.push_back("Authorization: Bearer " + m_fetch.token);
        return request;
    }

    HttpClient::Stop isCancelled() const
    {
        return [this] { return m_feedback.isCancelled(); };
    }

    Error errorOf(const HttpReply &reply, const std::string &what) const
    {
        if (m_feedback.isCancelled())
            return {ErrorCode::Cancelled, "", what};
        if (reply.outcome != HttpReply::Outcome::Answered)
            return {ErrorCode::Io,
                    std::string(httpProblemName(reply.problem)) + ": " + m_redactor.withoutSecrets(reply.detail), what};
        const bool isRefused = reply.status == 401 || reply.status == 403;
        return {isRefused             ? ErrorCode::NoPermission
                : reply.status == 404 ? ErrorCode::NotFound
                                      : ErrorCode::Io,
                "HTTP status " + std::to_string(reply.status), what};
    }

    Result<std::vector<RemoteFile>> list()
    {
        const std::string api = m_fetch.endpoint + "/api/models/" + m_fetch.model;
        const HttpReply about = m_http.send(requestTo(api + "/revision/" + m_fetch.revision), isCancelled());
        if (about.outcome != HttpReply::Outcome::Answered || about.status != 200)
            return errorOf(about, m_fetch.model);
        m_commit = PRIMER_TRY(withWhere(commitOf(about.body, m_fetch.revision)));
        const HttpReply tree = m_http.send(requestTo(api + "/tree/" + m_commit), isCancelled());
        if (tree.outcome != HttpReply::Outcome::Answered || tree.status != 200)
            return errorOf(tree, m_fetch.model);
        auto files = PRIMER_TRY(withWhere(filesOf(tree.body)));
        for (const RemoteFile &file : files) {
            if (m_redactor.withoutSecrets(file.path) != file.path)
                return Error{ErrorCode::Corrupt, "the token stands in the name of a file", m_fetch.model};
        }
        return files;
    }

    template<typename T>
    Result<T> withWhere(Result<T> result) const
    {
        if (result || !result.error().where.empty())
            return result;
        return Error{result.error().code, result.error().detail, m_fetch.model};
    }

    static Result<bool> isComplete(const std::string &path, const RemoteFile &file)
    {
        std::error_code failure;
        if (!fs::exists(path, failure) || std::int64_t(fs::file_size(path, failure)) != file.size)
            return false;
        if (!file.sha256.empty()) {
            const auto digest = PRIMER_TRY(sha256OfFile(path));
            return toHex(digest) == file.sha256;
        }
        const auto text = PRIMER_TRY(readFile(path, std::size_t(file.size)));
        const std::string blob = "blob " + std::to_string(file.size) + std::string(1, '\0') + text;
        unsigned char digest[EVP_MAX_MD_SIZE];
        unsigned size = 0;
        EVP_Digest(blob.data(), blob.size(), digest, &size, EVP_sha1(), nullptr);
        std::string hex;
        for (unsigned place = 0; place < size; ++place) {
            char two[3];
            std::snprintf(two, sizeof two, "%02x", digest[place]);
            hex += two;
        }
        return hex == file.gitSha1;
    }

    Status download(const RemoteFile &file)
    {
        const std::string target = m_fetch.target + "/" + file.path, partial = target + ".partial";
        m_feedback.setCurrent(file.path);
        const auto isThere = PRIMER_TRY(isComplete(target, file));
        std::error_code failure;
        if (isThere) {
            m_done += file.size;
            return success();
        }
        Error last{ErrorCode::Io, "", file.path};
        for (int tries = 0; tries < maxTries; ++tries) {
            if (m_feedback.isCancelled())
                return Error{ErrorCode::Cancelled, "", file.path};
            const Status received = receive(file, partial);
            const auto isWhole = PRIMER_TRY(isComplete(partial, file));
            if (isWhole) {
                PRIMER_TRY(syncPath(partial));
                fs::rename(partial, target, failure);
                m_done += file.size;
                return failure ? Status(errnoError(failure.value(), target)) : success();
            }
            last = received ? Error{ErrorCode::Corrupt, "its digest is not the one that is listed", file.path}
                            : received.error();
            if (last.code == ErrorCode::Cancelled || last.code == ErrorCode::InvalidInput
                || last.code == ErrorCode::NotFound || last.code == ErrorCode::NoPermission
                || last.code == ErrorCode::DiskFull)
                return last;
            log::failure(log::Level::Info, last, "a file is asked for again");
            if (std::int64_t(fs::exists(partial, failure) ? fs::file_size(partial, failure) : 0) >= file.size)
                fs::remove(partial, failure); // whole but wrong: from the beginning
            for (std::int64_t left = m_fetch.pauseMs * (tries + 1); left > 0 && !m_feedback.isCancelled();
                 left -= lookEveryMs)
                std::this_thread::sleep_for(std::chrono::milliseconds(std::min(left, lookEveryMs)));
        }
        return last;
    }

    /// Adds to the partial file what is missing, through redirects.
    Status receive(const RemoteFile &file, const std::string &partial)
    {
        std::string url = m_fetch.endpoint + "/" + m_fetch.model + "/resolve/" + m_commit + "/" + file.path;
        for (int hops = 0; hops <= maxRedirects; ++hops) {
            PRIMER_TRY(checkUrl(url));
            const int descriptor = ::open(partial.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
            if (descriptor < 0)
                return errnoError(errno, partial);
            const std::unique_ptr<const int, void (*)(const int *)> closer(&descriptor,
                                                                           [](const int *open) { ::close(*open); });
            const std::int64_t begin = ::lseek(descriptor, 0, SEEK_END);
            HttpRequest request = requestTo(url);
            if (begin > 0)
                request.headers.push_back("Range: bytes=" + std::to_string(begin) + "-");
            std::int64_t written = 0;
            Status stored = success();
            request.limits.timeoutMs = 0; // it may take hours, but not stand still
            request.limits.stillTimeoutMs = stillTimeoutMs;
            std::int64_t words = 0;
            const auto take = [&](int status, std::string_view bytes) {
                if (status != 200 && status != 206) // about a failure
                    return (words += std::int64_t(bytes.size())) <= maxWordsBytes;
                if (status == 200 && begin > 0 && written == 0
                    && (::ftruncate(descriptor, 0) != 0 || ::lseek(descriptor, 0, SEEK_SET) != 0))
                    return false; // the server cannot go on: from the beginning
                if (m_feedback.isCancelled()
                    || (status == 200 ? 0 : begin) + written + std::int64_t(bytes.size()) > file.size)
                    return false;
                stored = writeFully(descriptor, bytes, partial);
                written += std::int64_t(bytes.size());
                m_received += std::int64_t(bytes.size());
                m_feedback.report(std::uint64_t(m_done + begin + written), std::uint64_t(m_total));
                return stored.ok();
            };
            const HttpReply reply = m_http.fetch(request, take, isCancelled());
            if (m_feedback.isCancelled())
                return Error{ErrorCode::Cancelled, "", file.path};
            PRIMER_TRY(stored);
            if (reply.status >= 300 && reply.status < 400 && reply.headers.contains("location")) {
                url = redirectTarget(url, reply.headers.at("location"));
                continue;
            }
            if (reply.outcome == HttpReply::Outcome::Answered && (reply.status == 200 || reply.status == 206))
                return success();
            return errorOf(reply, file.path);
        }
        return Error{ErrorCode::Io, "too many redirects", file.path};
    }

    const ModelFetch &m_fetch;
    Feedback &m_feedback;
    log::Redactor m_redactor; ///< of the token
    HttpClient m_http;
    std::string m_commit;
    std::int64_t m_total = 0, m_done = 0, m_received = 0;
};

} // namespace

Result<FetchedModel> fetchModel(const ModelFetch &fetch, Feedback &feedback)
{
    log::hideSecret(fetch.token);
    return Fetcher(fetch, feedback).run();
}

} // namespace primer
