#include "core/http/http_request.h"

#include <algorithm>
#include <memory>

#include <curl/curl.h>

namespace primer {

namespace {

struct HandleEnd {
    void operator()(CURL *handle) const { curl_easy_cleanup(handle); }
};
struct ListEnd {
    void operator()(curl_slist *list) const { curl_slist_free_all(list); }
};

struct Transfer {
    HttpReply reply;
    std::int64_t mostBytes = 0;
    bool isTooLarge = false;
    const std::atomic<bool> *stop = nullptr;
    const std::function<bool(int, std::string_view)> *take = nullptr;
    CURL *handle = nullptr;
};

std::size_t takeBody(char *data, std::size_t size, std::size_t count, void *context)
{
    auto &transfer = *static_cast<Transfer *>(context);
    const std::size_t bytes = size * count;
    if (transfer.take) {
        long status = 0;
        curl_easy_getinfo(transfer.handle, CURLINFO_RESPONSE_CODE, &status);
        return (*transfer.take)(int(status), {data, bytes}) ? bytes : 0;
    }
    if (std::int64_t(transfer.reply.body.size() + bytes) > transfer.mostBytes) {
        transfer.isTooLarge = true;
        return 0;
    }
    transfer.reply.body.append(data, bytes);
    return bytes;
}

std::size_t takeHeader(char *data, std::size_t size, std::size_t count, void *context)
{
    constexpr std::size_t mostHeaders = 200;
    auto &transfer = *static_cast<Transfer *>(context);
    const std::string_view line(data, size * count);
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || transfer.reply.headers.size() >= mostHeaders)
        return size * count;
    std::string name(line.substr(0, colon));
    std::transform(name.begin(), name.end(), name.begin(),
                   [](unsigned char byte) { return char(byte >= 'A' && byte <= 'Z' ? byte + 32 : byte); });
    std::string_view value = line.substr(colon + 1);
    constexpr std::string_view space = " \t\r\n";
    value = value.substr(std::min(value.find_first_not_of(space), value.size()));
    value = value.substr(0, value.find_last_not_of(space) + 1);
    transfer.reply.headers[name] = std::string(value);
    return size * count;
}

int watch(void *context, curl_off_t, curl_off_t, curl_off_t, curl_off_t)
{
    return *static_cast<Transfer *>(context)->stop ? 1 : 0;
}

const char *problemOf(CURLcode code, const Transfer &transfer)
{
    if (transfer.isTooLarge)
        return "too_large";
    switch (code) {
    case CURLE_OPERATION_TIMEDOUT: return "timeout";
    case CURLE_ABORTED_BY_CALLBACK: return "stopped";
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_CONNECT: return "unreachable";
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE: return "certificate";
    default: return "reset";
    }
}

void setUp(CURL *handle, const HttpRequest &request, Transfer &transfer, curl_slist *headers, char *words)
{
    curl_easy_setopt(handle, CURLOPT_URL, request.url.c_str());
    curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers);
    if (request.isPost) {
        curl_easy_setopt(handle, CURLOPT_POSTFIELDS, request.body.data());
        curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(request.body.size()));
    }
    curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(handle, CURLOPT_FRESH_CONNECT, 1L); // a kept connection that died is tried again unseen
    curl_easy_setopt(handle, CURLOPT_FORBID_REUSE, 1L);
    curl_easy_setopt(handle, CURLOPT_HTTP_VERSION, long(CURL_HTTP_VERSION_1_1));
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, long(request.limits.connectTimeoutMs));
    if (transfer.take) {
        // A download may take hours, but not stand still.
        curl_easy_setopt(handle, CURLOPT_LOW_SPEED_LIMIT, 1L);
        curl_easy_setopt(handle, CURLOPT_LOW_SPEED_TIME,
                         long(std::max<std::int64_t>(1, request.limits.timeoutMs / 1000)));
    } else {
        curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, long(request.limits.timeoutMs));
    }
    if (request.isLoopback)
        curl_easy_setopt(handle, CURLOPT_NOPROXY, "*");
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, takeBody);
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, &transfer);
    curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, takeHeader);
    curl_easy_setopt(handle, CURLOPT_HEADERDATA, &transfer);
    curl_easy_setopt(handle, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, watch);
    curl_easy_setopt(handle, CURLOPT_XFERINFODATA, &transfer);
    curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, words);
    curl_easy_setopt(handle, CURLOPT_USERAGENT, "primer");
}

HttpReply perform(const HttpRequest &request, Transfer &transfer)
{
    static const CURLcode isReady = curl_global_init(CURL_GLOBAL_DEFAULT);
    const std::unique_ptr<CURL, HandleEnd> handle(isReady == CURLE_OK ? curl_easy_init() : nullptr);
    if (!handle) {
        transfer.reply.problem = "unreachable";
        return std::move(transfer.reply);
    }
    transfer.handle = handle.get();
    std::unique_ptr<curl_slist, ListEnd> headers;
    for (const std::string &header : request.headers)
        headers.reset(curl_slist_append(headers.release(), header.c_str()));
    headers.reset(curl_slist_append(headers.release(), "Expect:")); // no waiting for a 100
    char words[CURL_ERROR_SIZE] = {};
    setUp(handle.get(), request, transfer, headers.get(), words);
    const CURLcode code = curl_easy_perform(handle.get());
    HttpReply &reply = transfer.reply;
    long status = 0, sent = 0;
    curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(handle.get(), CURLINFO_REQUEST_SIZE, &sent);
    curl_easy_getinfo(handle.get(), CURLINFO_TOTAL_TIME, &reply.seconds);
    reply.status = int(status);
    if (code == CURLE_OK) {
        reply.outcome = HttpReply::Outcome::Answered;
        return std::move(reply);
    }
    reply.outcome = sent == 0 ? HttpReply::Outcome::NotSent : HttpReply::Outcome::Unknown;
    reply.problem = problemOf(code, transfer);
    reply.detail = words[0] ? words : curl_easy_strerror(code);
    return std::move(reply);
}

} // namespace

bool isLoopbackUrl(const std::string &url)
{
    if (!url.starts_with("http://") && !url.starts_with("https://"))
        return false;
    std::string host = url.substr(url.find("://") + 3);
    host = host.substr(0, host.find_first_of("/?#"));
    if (host.find('@') != std::string::npos)
        return false;
    const std::size_t end = host.starts_with('[') ? host.find(']') + 1 : host.find(':');
    const std::string name = host.substr(0, end);
    const bool isNumber = name.starts_with("127.") && name.find_first_not_of("0123456789.") == std::string::npos;
    const std::string port = host.substr(name.size());
    const bool isPort = port.empty()
                        || (port.starts_with(':') && port.find_first_not_of("0123456789", 1) == std::string::npos);
    return isPort && (name == "localhost" || name == "[::1]" || isNumber);
}

HttpReply sendHttp(const HttpRequest &request, const std::atomic<bool> &stop)
{
    Transfer transfer;
    transfer.mostBytes = request.limits.mostReplyBytes;
    transfer.stop = &stop;
    return perform(request, transfer);
}

HttpReply fetchHttp(const HttpRequest &request, const std::atomic<bool> &stop,
                    const std::function<bool(int, std::string_view)> &take)
{
    Transfer transfer;
    transfer.stop = &stop;
    transfer.take = &take;
    return perform(request, transfer);
}

} // namespace primer
