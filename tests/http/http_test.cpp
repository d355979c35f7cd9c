#include <atomic>
#include <condition_variable>
#include <thread>

#include <QSslCertificate>
#include <QSslConfiguration>

#include <gtest/gtest.h>

#include "core/http/http_client.h"
#include "core/http/http_date.h"
#include "core/http/http_url.h"
#include "tests/http/requests.h"
#include "tests/support/gzipped.h"

using namespace primer;
using namespace primer::test;

namespace {

using Outcome = HttpReply::Outcome;
using Peer = LoopbackServer::Peer;

void trust(const TestCertificate &certificate)
{
    QSslConfiguration trusting = QSslConfiguration::defaultConfiguration();
    trusting.addCaCertificates(QSslCertificate::fromData(QByteArray::fromStdString(certificate.certificatePem)));
    QSslConfiguration::setDefaultConfiguration(trusting);
}

} // namespace

TEST(HttpDate, isReadInItsThreeForms)
{
    const std::pair<const char *, std::optional<std::int64_t>> cases[] = {
        {"Sun, 06 Nov 1994 08:49:37 GMT", 784111777},
        {"Sunday, 06-Nov-94 08:49:37 GMT", 784111777},
        {"Sun Nov  6 08:49:37 1994", 784111777},
        {"Thu, 01 Jan 1970 00:00:00 GMT", 0},
        {"Tue, 29 Feb 2028 23:59:60 GMT", 1835481600},
        {"Tue, 29 Feb 2027 00:00:00 GMT", std::nullopt},
        {"Tue, 12 anF 2027 00:00:00 GMT", std::nullopt},
        {"Tue, 12 Foo 2027 00:00:00 GMT", std::nullopt},
        {"Tue, 12 Feb 2027 24:00:00 GMT", std::nullopt},
        {"Tue, 12 Feb 2027 00:00:00 +0100", std::nullopt},
        {"2027-02-12", std::nullopt},
        {"soon", std::nullopt},
        {"", std::nullopt}};
    for (const auto &[text, expected] : cases)
        EXPECT_EQ(httpDate(text), expected) << text;
}

TEST(HttpUrl, tellsThisMachineFromOthers)
{
    for (const char *url : {"http://localhost", "http://localhost:8000/v1", "https://127.0.0.1/", "http://127.3.4.5:1",
                            "http://[::1]:8000/v1", "http://LOCALHOST/", "https://127.0.0.1:65535/?a=b#c"})
        EXPECT_TRUE(isLoopbackUrl(url)) << url;
    for (const char *url :
         {"", "localhost", "ftp://localhost", "file:///etc/passwd", "http://", "http://10.0.0.1", "http://localhost.",
          "http://localhost.example.com", "http://127.0.0.1.nip.io", "http://127.0.0.1@example.com",
          "http://a:b@localhost", "http://@localhost", "http://127.0.0.1:80@example.com/", "http://[::1].example.com",
          "http://127.0.0.1:8000x/", "http://127.0.0.1\\@example.com", "http://[::1", "http://127.0.0.1 /",
          "http://127.0.0.1:99999/"})
        EXPECT_FALSE(isLoopbackUrl(url)) << url;
}

TEST(HttpUrl, tellsOriginsApart)
{
    const std::tuple<const char *, const char *, bool> cases[] = {
        {"https://a.example/x", "https://a.example:443/y?z", true},
        {"https://a.example", "https://A.EXAMPLE/", true},
        {"https://a.example", "http://a.example", false},
        {"https://a.example", "https://a.example:8443", false},
        {"https://a.example", "https://b.example", false},
        {"https://a.example", "https://a.example.b.example", false},
        {"https://a.example", "https://a.example@b.example", false},
        {"https://a.example", "https://a.example\\@b.example", false},
        {"", "", false}};
    for (const auto &[first, second, expected] : cases)
        EXPECT_EQ(isSameOrigin(first, second), expected) << first << " " << second;
}

TEST(HttpUrl, followsALocation)
{
    const std::tuple<const char *, const char *, const char *> cases[] = {
        {"https://a.example/x/y", "/z", "https://a.example/z"},
        {"https://a.example/x/y", "z?q=1", "https://a.example/x/z?q=1"},
        {"https://a.example/x/y", "//b.example/z", "https://b.example/z"},
        {"https://a.example/x/y", "http://b.example/%2F?s=a%2Bb", "http://b.example/%2F?s=a%2Bb"},
        {"https://a.example/x/y", "file:///etc/passwd", ""},
        {"https://a.example/x/y", "http://", ""}};
    for (const auto &[base, location, expected] : cases)
        EXPECT_EQ(redirectTarget(base, location), expected) << base << " " << location;
}

TEST(HttpClientTest, sendsWhatIsAskedAndHandsOnWhatComes)
{
    LoopbackServer server(answerAll);
    HttpClient client;
    for (const bool isPost : {true, false}) {
        const HttpReply reply = client.send(requestTo(server.url("/v1/x?a=b%20c"), isPost));
        EXPECT_EQ(int(reply.outcome), int(Outcome::Answered)) << reply.detail;
        EXPECT_EQ(reply.status, 200);
        EXPECT_EQ(reply.body, "{}");
        EXPECT_EQ(reply.headers.at("x-mixed-case"), "a value");
        EXPECT_EQ(reply.headers.at("x-twice"), "1, 2");
        EXPECT_GT(reply.seconds, 0);
        EXPECT_EQ(reply.problem, HttpProblem::None);
    }
    const std::vector<Arrival> arrivals = server.ledger();
    ASSERT_EQ(arrivals.size(), 2u);
    EXPECT_TRUE(arrivals[0].head.starts_with("POST /v1/x?a=b%20c HTTP/1.1\r\n")) << arrivals[0].head;
    EXPECT_TRUE(arrivals[1].head.starts_with("GET /v1/x?a=b%20c HTTP/1.1\r\n")) << arrivals[1].head;
    EXPECT_EQ(arrivals[0].body, R"({"costs": true})");
    for (const Arrival &arrival : arrivals) {
        EXPECT_EQ(arrival.header("authorization"), "Bearer " + key);
        EXPECT_EQ(arrival.header("accept-encoding"), "identity");
        EXPECT_EQ(arrival.header("user-agent"), "primer");
        EXPECT_EQ(arrival.header("connection"), "close");
        EXPECT_EQ(arrival.header("accept-language"), "*");
        EXPECT_EQ(arrival.header("upgrade") + arrival.header("cookie"), "");
    }
}

TEST(HttpClientTest, answersOfEveryFormAreWhole)
{
    const std::tuple<const char *, int, const char *> cases[] = {
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n12345\r\n3;x=y\r\n678\r\n0\r\n\r\n", 200,
         "12345678"},
        {"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nuntil the end", 200, "until the end"},
        {"HTTP/1.0 200 OK\r\n\r\nold", 200, "old"},
        {"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", 200, "{}"},
        {"HTTP/1.1 204 No Content\r\n\r\n", 204, ""},
        {"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 200, ""},
        {"HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\nnone", 404, "none"},
        {"HTTP/1.1 503 No\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nwait\r\n0\r\n\r\n", 503, "wait"}};
    HttpClient client;
    for (const auto &[text, status, body] : cases) {
        LoopbackServer server([text = text](Peer &peer) {
            if (peer.readRequest())
                peer.send(text);
        });
        for (int round = 0; round < 50; ++round) { // the end may come before Qt looks for it
            const HttpReply reply = client.send(requestTo(server.url()));
            ASSERT_EQ(int(reply.outcome), int(Outcome::Answered)) << text << reply.detail;
            ASSERT_EQ(reply.status, status) << text;
            ASSERT_EQ(reply.body, body) << text;
        }
    }
}

TEST(HttpClientTest, refusesWhatNoRequestMayBe)
{
    HttpClient client;
    for (const char *url : {"", "ftp://127.0.0.1/", "file:///etc/passwd", "http://", "http:///x", "127.0.0.1",
                            "http://a b/", "http://user:pass@127.0.0.1/", "http://user@127.0.0.1/", "http://[::1/"}) {
        const HttpReply reply = client.send(requestTo(url));
        EXPECT_EQ(int(reply.outcome), int(Outcome::NotSent)) << url;
        EXPECT_EQ(reply.problem, HttpProblem::BadRequest) << url;
    }
    LoopbackServer server(answerAll);
    for (const char *header : {"X-Good: a\r\nX-Evil: b", "X-Good: a\nX-Evil: b", "none"}) {
        HttpRequest request = requestTo(server.url());
        request.headers.push_back(header);
        EXPECT_EQ(client.send(request).problem, HttpProblem::BadRequest) << header;
    }
    EXPECT_EQ(server.connections(), 0);
}

TEST(HttpClientTest, everyEndHasItsName)
{
    const TestCertificate unknown = TestCertificate::make(), elsewhere = TestCertificate::make("127.0.0.2");
    trust(elsewhere);
    const auto untilTheEnd = [](Peer &peer) {
        peer.readHead();
        peer.waitForEnd();
    };
    LoopbackServer silent(untilTheEnd), mute([](Peer &peer) { peer.waitForEnd(); });
    LoopbackServer half([](Peer &peer) {
        peer.readRequest();
        peer.send("HTTP/1.1 200 " + key + "\r\nContent-Length: 100\r\n\r\nhalf");
        peer.waitForEnd();
    });
    LoopbackServer speaking([](Peer &peer) { peer.send("220 mail.example.com ESMTP\r\n"); });
    LoopbackServer untrusted(answerAll, &unknown), another(answerAll, &elsewhere);
    struct Case {
        const char *name;
        std::string url;
        std::int64_t connectMs, wholeMs, stillMs;
        HttpProblem problem;
        Outcome outcome;
    };
    const std::string closed = std::to_string(closedPort());
    const Case cases[] = {
        {"nothing listens", "http://127.0.0.1:" + closed, 20'000, 20'000, 0, HttpProblem::Refused, Outcome::NotSent},
        {"nothing listens on TLS", "https://127.0.0.1:" + closed, 20'000, 20'000, 0, HttpProblem::Refused,
         Outcome::NotSent},
        {"no such host", "http://" + noSuchHost, 20'000, 20'000, 0, HttpProblem::HostNotFound, Outcome::NotSent},
        {"unknown certificate", untrusted.url(), 20'000, 20'000, 0, HttpProblem::Certificate, Outcome::NotSent},
        {"another's certificate", another.url(), 20'000, 20'000, 0, HttpProblem::Certificate, Outcome::NotSent},
        {"no TLS", "https://127.0.0.1:" + std::to_string(speaking.port()), 20'000, 20'000, 0, HttpProblem::Tls,
         Outcome::NotSent},
        {"no handshake", "https://127.0.0.1:" + std::to_string(mute.port()), 200, 20'000, 0,
         HttpProblem::ConnectTimeout, Outcome::NotSent},
        {"no answer", silent.url(), 20'000, 200, 0, HttpProblem::Timeout, Outcome::Unknown},
        {"stands still", silent.url(), 20'000, 20'000, 200, HttpProblem::StillTimeout, Outcome::Unknown},
        {"stands still in the body", half.url(), 20'000, 0, 200, HttpProblem::StillTimeout, Outcome::Unknown},
        {"not whole in time", half.url(), 20'000, 200, 0, HttpProblem::Timeout, Outcome::Unknown}};
    HttpClient client;
    for (const Case &one : cases) {
        SCOPED_TRACE(one.name);
        HttpRequest request = requestTo(one.url);
        request.limits.connectTimeoutMs = one.connectMs;
        request.limits.timeoutMs = one.wholeMs;
        request.limits.stillTimeoutMs = one.stillMs;
        const HttpReply reply = client.send(request);
        EXPECT_STREQ(httpProblemName(reply.problem), httpProblemName(one.problem)) << reply.detail;
        EXPECT_EQ(int(reply.outcome), int(one.outcome));
        EXPECT_NE(reply.detail, "");
        EXPECT_EQ(reply.detail.find(key), std::string::npos) << reply.detail;
    }
    untrusted.stop();
    another.stop();
    EXPECT_TRUE(untrusted.ledger().empty() && another.ledger().empty()); // the key did not leave
}

TEST(HttpClientTest, anAnswerIsBrokenOffWhenItIsTooLarge)
{
    std::atomic<std::int64_t> sent{0};
    const auto endless = [&sent](const char *headers) {
        return [&sent, headers](Peer &peer) {
            if (!peer.readRequest() || !peer.send(headers))
                return;
            const bool isChunked = std::string_view(headers).find("chunked") != std::string_view::npos;
            const std::string part = isChunked ? "10000\r\n" + std::string(65536, ' ') + "\r\n"
                                               : std::string(65536, ' ');
            sent = 0;
            while (sent < (std::int64_t(1) << 30) && peer.send(part))
                sent += std::int64_t(part.size());
        };
    };
    HttpClient client;
    for (const char *headers :
         {"HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n", "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "HTTP/1.1 500 No\r\nConnection: close\r\n\r\n"}) {
        LoopbackServer server(endless(headers));
        HttpRequest request = requestTo(server.url());
        request.limits.maxReplyBytes = 1'000'000;
        const HttpReply reply = client.send(request);
        server.stop();
        EXPECT_EQ(reply.problem, HttpProblem::TooLarge) << headers << reply.detail;
        EXPECT_EQ(int(reply.outcome), int(Outcome::Unknown));
        EXPECT_LT(sent, 32'000'000) << headers; // what the kernel's buffers hold, and not the gigabyte
        EXPECT_TRUE(reply.body.empty());
    }
    // What Qt gathers by itself: nothing of it is seen before its end.
    for (const char *headers : {"HTTP/1.1 401 No\r\nContent-Length: 1073741824\r\n\r\n",
                                "HTTP/1.1 401 No\r\nWWW-Authenticate: Basic\r\nTransfer-Encoding: chunked\r\n\r\n",
                                "HTTP/1.1 407 No\r\nContent-Length: 1073741824\r\n\r\n"}) {
        LoopbackServer server(endless(headers));
        HttpRequest request = requestTo(server.url());
        request.limits.maxReplyBytes = 1'000'000;
        const HttpReply reply = client.send(request);
        server.stop();
        EXPECT_LT(sent, std::int64_t(1) << 30) << headers;
        EXPECT_LE(reply.body.size(), 1'000'000u) << headers;
    }
    LoopbackServer server([](Peer &peer) {
        if (peer.readRequest())
            peer.answer(200, std::string(1'000'000, 'x'));
    });
    HttpRequest request = requestTo(server.url());
    request.limits.maxReplyBytes = 1'000'000;
    EXPECT_EQ(client.send(request).body.size(), 1'000'000u); // as much as may be
}

TEST(HttpClientTest, whatIsPackedStaysPacked)
{
    const std::string bomb = test::gzipped(std::string(64'000'000, '0'));
    LoopbackServer server([&](Peer &peer) {
        if (peer.readRequest())
            peer.answer(200, bomb, "Content-Encoding: gzip\r\n");
    });
    HttpClient client;
    const HttpReply reply = client.send(requestTo(server.url()));
    EXPECT_EQ(int(reply.outcome), int(Outcome::Answered)) << reply.detail;
    EXPECT_TRUE(reply.body == bomb);
    EXPECT_EQ(reply.headers.at("content-encoding"), "gzip");
}

TEST(HttpClientTest, noRedirectIsFollowed)
{
    LoopbackServer other(answerAll);
    HttpClient client;
    for (const int status : {301, 302, 303, 307, 308}) {
        for (const bool isPost : {true, false}) {
            LoopbackServer server([&](Peer &peer) {
                if (peer.readRequest())
                    peer.answer(status, "", "Location: " + other.url("/there") + "\r\n");
            });
            const HttpReply reply = client.send(requestTo(server.url(), isPost));
            EXPECT_EQ(int(reply.outcome), int(Outcome::Answered)) << status << reply.detail;
            EXPECT_EQ(reply.status, status);
            EXPECT_EQ(reply.headers.at("location"), other.url("/there"));
        }
    }
    EXPECT_EQ(other.connections(), 0);
}

TEST(HttpClientTest, manyAreUnderWayAtOnce)
{
    constexpr int count = 32;
    std::mutex mutex;
    std::condition_variable wake;
    int here = 0;
    LoopbackServer server([&](Peer &peer) { // no one is answered before all are here
        if (!peer.readRequest())
            return;
        std::unique_lock lock(mutex);
        ++here;
        wake.notify_all();
        wake.wait(lock, [&] { return here >= count; });
        lock.unlock();
        peer.answer(200, peer.arrival().body);
    });
    HttpClient client;
    std::atomic<int> right{0};
    std::vector<std::thread> threads;
    for (int number = 0; number < count; ++number) {
        threads.emplace_back([&, number] {
            HttpRequest request = requestTo(server.url());
            request.body = "request " + std::to_string(number);
            right += client.send(request).body == request.body;
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    {
        const std::lock_guard lock(mutex);
        here = count; // whatever was missing
        wake.notify_all();
    }
    EXPECT_EQ(right, count);
}

TEST(HttpClientTest, isStoppedWhereverItStands)
{
    LoopbackServer silent([](Peer &peer) {
        peer.readHead();
        peer.waitForEnd();
    });
    LoopbackServer mute([](Peer &peer) { peer.waitForEnd(); });
    LoopbackServer half([](Peer &peer) {
        peer.readRequest();
        peer.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
        peer.waitForEnd();
    });
    HttpClient client;
    const std::tuple<const char *, LoopbackServer *, std::string, std::size_t> cases[] = {
        {"while connecting", &mute, "https://127.0.0.1:" + std::to_string(mute.port()), 0},
        {"while sending", &mute, mute.url(), 64'000'000},
        {"while waiting", &silent, silent.url(), 10},
        {"in the answer", &half, half.url(), 10}};
    for (const auto &[name, server, url, bytes] : cases) {
        SCOPED_TRACE(name);
        HttpRequest request = requestTo(url);
        request.body = std::string(bytes, 'x');
        request.limits.connectTimeoutMs = request.limits.timeoutMs = 250'000; // beyond the test's own limit
        const int before = server->connections();
        const HttpReply reply = client.send(request, [&] { return server->connections() > before; });
        EXPECT_EQ(reply.problem, HttpProblem::Stopped) << reply.detail;
        EXPECT_NE(int(reply.outcome), int(Outcome::Answered));
    }
    const HttpReply never = client.send(requestTo(silent.url()), [] { return true; });
    EXPECT_EQ(never.problem, HttpProblem::Stopped);
}
