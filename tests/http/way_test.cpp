#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <thread>

#include <gtest/gtest.h>

#include "core/http/http_client.h"
#include "tests/http/requests.h"

using namespace primer;
using namespace primer::test;

namespace {

using Outcome = HttpReply::Outcome;
using Peer = LoopbackServer::Peer;

class Environment
{
public:
    explicit Environment(const std::vector<std::pair<const char *, std::string>> &variables)
    {
        for (const auto &[name, value] : variables) {
            ::setenv(name, value.c_str(), 1);
            m_names.push_back(name);
        }
    }
    ~Environment()
    {
        for (const char *name : m_names)
            ::unsetenv(name);
    }

private:
    std::vector<const char *> m_names;
};

} // namespace

TEST(HttpClientTest, aDownloadGoesToWhoAsked)
{
    std::string content;
    for (int number = 0; content.size() < 8'000'000; ++number)
        content += std::to_string(number) + "\n";
    LoopbackServer server([&](Peer &peer) {
        if (peer.readRequest())
            peer.answer(206, content);
    });
    HttpClient client;
    HttpRequest request = requestTo(server.url(), false);
    request.limits.maxReplyBytes = 10; // of what is kept
    std::string taken;
    std::size_t largest = 0;
    bool isRightThread = true, isRightStatus = true;
    const auto asking = std::this_thread::get_id();
    const HttpReply reply = client.fetch(request, [&](int status, std::string_view bytes) {
        isRightThread = isRightThread && std::this_thread::get_id() == asking;
        isRightStatus = isRightStatus && status == 206;
        largest = std::max(largest, bytes.size());
        taken += bytes;
        return true;
    });
    EXPECT_EQ(int(reply.outcome), int(Outcome::Answered)) << reply.detail;
    EXPECT_TRUE(taken == content);
    EXPECT_TRUE(isRightThread && isRightStatus);
    EXPECT_LE(largest, 400'000u);
    EXPECT_TRUE(reply.body.empty());

    std::size_t calls = 0;
    const HttpReply refused = client.fetch(request, [&](int, std::string_view) { return ++calls > 1000; });
    EXPECT_EQ(calls, 1u);
    EXPECT_EQ(refused.problem, HttpProblem::Stopped);
    EXPECT_EQ(int(refused.outcome), int(Outcome::Unknown));
}

TEST(HttpClientTest, aDownloadWaitsForWhoTakesIt)
{
    std::mutex mutex;
    std::condition_variable wake;
    bool isStalled = false, isThrough = false;
    const std::string part(1'000'000, 'x');
    constexpr int parts = 64;
    LoopbackServer server([&](Peer &peer) {
        if (!peer.readRequest()
            || !peer.send("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(parts * part.size()) + "\r\n\r\n"))
            return;
        int number = 0;
        while (number < parts && peer.sendsOn(part))
            ++number;
        {
            const std::lock_guard lock(mutex);
            isStalled = true;
            isThrough = number == parts;
            wake.notify_all();
        }
        if (!isThrough)
            peer.close();
    });
    HttpClient client;
    HttpRequest request = requestTo(server.url(), false);
    request.limits.stillTimeoutMs = 500; // the server is not to blame
    request.limits.timeoutMs = 0;
    HttpProblem problem = HttpProblem::None;
    const HttpReply reply = client.fetch(request, [&](int, std::string_view) {
        std::unique_lock lock(mutex);
        wake.wait(lock, [&] { return isStalled; });
        return true;
    });
    problem = reply.problem;
    EXPECT_FALSE(isThrough) << "64 MB went somewhere while nothing was taken";
    EXPECT_EQ(problem, HttpProblem::Reset) << reply.detail; // the server left, no limit was reached
}

TEST(HttpClientTest, goesByTheSystemsProxy)
{
    LoopbackServer proxy([](Peer &peer) {
        if (!peer.readRequest())
            return;
        if (peer.arrival().head.starts_with("CONNECT refused"))
            peer.answer(403, "no");
        else if (peer.arrival().head.starts_with("CONNECT"))
            peer.send("HTTP/1.1 200 Connection established\r\n\r\n"); // and leaves
        else if (peer.arrival().header("proxy-authorization").empty())
            peer.answer(407, "no", "Proxy-Authenticate: Basic realm=\"x\"\r\n");
        else
            peer.answer(200, "by the proxy");
    });
    LoopbackServer direct(answerAll);
    HttpClient client;
    const std::string address = "127.0.0.1:" + std::to_string(proxy.port());
    {
        const Environment environment(
            {{"http_proxy", "http://name:word@" + address}, {"https_proxy", "http://" + address}, {"no_proxy", ""}});
        const HttpReply reply = client.send(requestTo("http://primer.invalid/costly"));
        EXPECT_EQ(reply.body, "by the proxy") << reply.detail;
        EXPECT_EQ(proxy.ledger().back().header("proxy-authorization"), "Basic bmFtZTp3b3Jk");
        EXPECT_EQ(proxy.ledger().back().target(), "http://primer.invalid/costly");
        EXPECT_EQ(proxy.ledger().size(), 1u);
        for (const std::string url : {"https://refused.invalid/costly", "https://primer.invalid/costly"}) {
            const HttpReply tunnelled = client.send(requestTo(url));
            EXPECT_EQ(int(tunnelled.outcome), int(Outcome::NotSent)) << url;
            EXPECT_TRUE(proxy.ledger().back().head.starts_with("CONNECT ")) << url;
        }
        EXPECT_EQ(client.send(requestTo("https://refused.invalid/")).problem, HttpProblem::Proxy);
        for (const Arrival &arrival : proxy.ledger())
            EXPECT_TRUE(arrival.header("authorization").empty() || !arrival.head.starts_with("CONNECT"));
        const std::size_t before = proxy.ledger().size();
        EXPECT_EQ(client.send(requestTo(direct.url())).body, "{}"); // this machine, past it
        EXPECT_EQ(client.send(requestTo("http://localhost:" + std::to_string(direct.port()))).body, "{}");
        EXPECT_EQ(proxy.ledger().size(), before);
    }
    {
        const Environment environment({{"http_proxy", "http://" + address}, {"no_proxy", noSuchHost}});
        const HttpReply denied = client.send(requestTo("http://primer.invalid/costly"));
        EXPECT_EQ(denied.problem, HttpProblem::Proxy) << denied.detail;
        EXPECT_EQ(int(denied.outcome), int(Outcome::NotSent));
        EXPECT_EQ(client.send(requestTo("http://" + noSuchHost)).problem, HttpProblem::HostNotFound);
    }
    const Environment environment({{"http_proxy", "http://127.0.0.1:" + std::to_string(closedPort())}});
    const HttpReply gone = client.send(requestTo("http://primer.invalid/costly"));
    EXPECT_EQ(gone.problem, HttpProblem::Proxy) << gone.detail;
    EXPECT_EQ(int(gone.outcome), int(Outcome::NotSent));
}
