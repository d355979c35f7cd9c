#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <thread>

#include <nlohmann/json.hpp>
#include <openssl/evp.h>

#include <gtest/gtest.h>

#include "core/base/atomic_file.h"
#include "core/base/hashing.h"
#include "core/hub/model_fetch.h"
#include "tests/support/loopback_server.h"
#include "tests/support/temporary_folder.h"

using namespace primer;
using namespace primer::test;
using Json = nlohmann::ordered_json;

namespace {

using Peer = LoopbackServer::Peer;

constexpr const char *token = "hf-canary-token";
constexpr const char *config = "{\"model_type\": \"codegen\"}\n";

/// As git names a file.
std::string gitSha1(const std::string &content)
{
    const std::string blob = "blob " + std::to_string(content.size()) + std::string(1, '\0') + content;
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    EVP_Digest(blob.data(), blob.size(), digest, &size, EVP_sha1(), nullptr);
    std::string hex;
    for (unsigned place = 0; place < size; ++place)
        for (const int nibble : {digest[place] >> 4, digest[place] & 15})
            hex += "0123456789abcdef"[nibble];
    return hex;
}

std::string weights()
{
    std::string bytes;
    for (int number = 0; bytes.size() < 1'000'000; ++number)
        bytes += char(number % 251);
    return bytes;
}

/// An endpoint, and another host that its files lie on.
class Hub
{
public:
    Hub() : files([this](Peer &peer) { giveFile(peer); }), endpoint([this](Peer &peer) { give(peer); }) {}

    Json entries = Json::array(
        {{{"type", "file"}, {"path", "config.json"}, {"size", 0}, {"oid", ""}},
         {{"type", "file"},
          {"path", "model.safetensors"},
          {"size", 140},
          {"oid", std::string(40, '0')},
          {"lfs", {{"oid", ""}, {"size", 1'000'000}}}},
         {{"type", "file"}, {"path", "pytorch_model.bin"}, {"size", 9}, {"oid", std::string(40, '1')}},
         {{"type", "directory"}, {"path", "onnx"}},
         {{"type", "file"}, {"path", "../evil.json"}, {"size", 1}, {"oid", std::string(40, '2')}}});
    std::string content = weights();
    std::string location;                       ///< of the weights; "" for the other host
    std::atomic<int> cuts{0};                   ///< answers that break off after a third
    std::size_t cutsBelow = 0;                  ///< all answers that begin before this break off too
    std::function<void(std::size_t)> beforeCut; ///< with the bytes sent of the weights so far
    std::atomic<bool> takesRanges{true};
    std::function<void(Peer &)> misbehaves; ///< instead of giving the weights
    LoopbackServer files, endpoint;

private:
    void give(Peer &peer)
    {
        if (!peer.readRequest())
            return;
        const std::string target = peer.arrival().target();
        if (target == "/api/models/owner/tiny/revision/main")
            peer.answer(200, R"({"sha": "c0ffee"})");
        else if (target == "/api/models/owner/tiny/tree/c0ffee")
            peer.answer(200, entries.dump());
        else if (target == "/owner/tiny/resolve/c0ffee/config.json")
            peer.answer(200, config);
        else if (target == "/owner/tiny/resolve/c0ffee/model.safetensors")
            peer.answer(302, "elsewhere", "Location: " + (location.empty() ? files.url("/blob") : location) + "\r\n");
        else
            peer.answer(404, "none");
    }

    void giveFile(Peer &peer)
    {
        if (!peer.readRequest())
            return;
        if (misbehaves)
            return misbehaves(peer);
        std::size_t begin = 0;
        const std::string range = peer.arrival().header("range");
        if (takesRanges && range.starts_with("bytes="))
            begin = std::stoul(range.substr(6));
        const std::string part = content.substr(begin);
        if (begin >= cutsBelow && cuts-- <= 0) {
            peer.answer(begin > 0 ? 206 : 200, part);
            return;
        }
        peer.send("HTTP/1.1 " + std::string(begin > 0 ? "206" : "200") + " OK\r\nContent-Length: "
                  + std::to_string(part.size()) + "\r\n\r\n" + part.substr(0, part.size() / 3));
        if (beforeCut)
            beforeCut(begin + part.size() / 3);
    }
};

class HubTest : public testing::Test
{
protected:
    HubTest()
    {
        hub.entries[0]["oid"] = gitSha1(config);
        hub.entries[0]["size"] = std::string_view(config).size();
        hub.entries[1]["lfs"]["oid"] = toHex(sha256(hub.content));
    }

    ModelFetch request() const
    {
        ModelFetch fetch;
        fetch.endpoint = hub.endpoint.url("");
        fetch.model = "owner/tiny";
        fetch.target = folder / "model";
        fetch.token = token;
        fetch.pauseMs = 1;
        return fetch;
    }

    std::string stored(const std::string &name) const
    {
        const auto bytes = readFile(folder / ("model/" + name), 10'000'000);
        return bytes ? *bytes : "(none)";
    }
    bool isThere(const std::string &name) const { return std::filesystem::exists(folder / ("model/" + name)); }

    Hub hub;
    const TemporaryFolder folder;
    Feedback feedback;
};

} // namespace

TEST_F(HubTest, aModelBecomesAFolder)
{
    const auto fetched = fetchModel(request(), feedback);
    ASSERT_TRUE(fetched.ok()) << fetched.error().detail;
    EXPECT_EQ(fetched->commit, "c0ffee");
    EXPECT_EQ(fetched->files, (std::vector<std::string>{"config.json", "model.safetensors"}));
    EXPECT_EQ(fetched->bytes, std::int64_t(hub.content.size() + std::string_view(config).size()));
    EXPECT_EQ(fetched->received, fetched->bytes);
    EXPECT_TRUE(stored("model.safetensors") == hub.content);
    EXPECT_EQ(stored("config.json"), config);
    const Json manifest = Json::parse(stored("primer-model.json"));
    EXPECT_EQ(manifest["files"]["model.safetensors"]["sha256"], toHex(sha256(hub.content)));
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder / "model"), {}), 3);
    EXPECT_EQ(feedback.done(), feedback.total());

    const auto again = fetchModel(request(), feedback);
    ASSERT_TRUE(again.ok());
    EXPECT_EQ(again->received, 0);
}

TEST_F(HubTest, theTokenStaysWithItsHost)
{
    ASSERT_TRUE(fetchModel(request(), feedback).ok());
    EXPECT_EQ(hub.endpoint.ledger().size(), 4u);
    for (const Arrival &arrival : hub.endpoint.ledger())
        EXPECT_EQ(arrival.header("authorization"), std::string("Bearer ") + token) << arrival.target();
    ASSERT_EQ(hub.files.ledger().size(), 1u);
    EXPECT_EQ(hub.files.ledger()[0].header("authorization"), "");
}

TEST_F(HubTest, aRelativeRedirectStaysOnItsHost)
{
    hub.location = "/owner/tiny/resolve/c0ffee/config.json"; // whatever is there: not the weights
    const auto fetched = fetchModel(request(), feedback);
    ASSERT_FALSE(fetched.ok());
    EXPECT_EQ(hub.files.connections(), 0);
    EXPECT_EQ(hub.endpoint.ledger().back().target(), hub.location);
    EXPECT_EQ(hub.endpoint.ledger().back().header("authorization"), std::string("Bearer ") + token);
}

TEST_F(HubTest, redirectsThatLeadAstrayAreRefused)
{
    const std::string port = std::to_string(hub.files.port());
    for (const std::string &location :
         {"http://127.0.0.1:" + port + "@localhost.invalid/blob", std::string("http://example.com/blob"),
          std::string("file:///etc/passwd"), std::string("ftp://127.0.0.1/blob"), std::string("http://")}) {
        hub.location = location;
        const auto fetched = fetchModel(request(), feedback);
        ASSERT_FALSE(fetched.ok()) << location;
        EXPECT_EQ(int(fetched.error().code), int(ErrorCode::InvalidInput)) << location;
    }
    EXPECT_EQ(hub.files.connections(), 0);
    hub.location = hub.endpoint.url("/owner/tiny/resolve/c0ffee/model.safetensors"); // to itself
    const auto circle = fetchModel(request(), feedback);
    ASSERT_FALSE(circle.ok());
    EXPECT_EQ(circle.error().detail, "too many redirects");
}

TEST_F(HubTest, goesOnWhereItWasBrokenOff)
{
    const std::size_t third = hub.content.size() / 3, further = third + (hub.content.size() - third) / 3;
    hub.cutsBelow = further; // not a number of answers: Qt may send what costs nothing again by itself
    // Qt drops what it has not given out when a connection breaks: it breaks once everything is stored.
    hub.beforeCut = [this](std::size_t sent) {
        const std::string whole = folder / "model/model.safetensors", partial = whole + ".partial";
        const auto isStored = [&] {
            std::error_code failure;
            const auto size = std::filesystem::file_size(partial, failure);
            return failure ? std::filesystem::exists(whole, failure) : size >= sent;
        };
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
        while (!isStored() && std::chrono::steady_clock::now() < deadline)
            std::this_thread::yield();
    };
    const auto fetched = fetchModel(request(), feedback);
    ASSERT_TRUE(fetched.ok()) << fetched.error().detail;
    EXPECT_TRUE(stored("model.safetensors") == hub.content);
    EXPECT_EQ(fetched->received, fetched->bytes) << "nothing came twice";
    std::vector<std::string> ranges;
    for (const Arrival &arrival : hub.files.ledger()) {
        const std::string range = arrival.header("range");
        if (ranges.empty() || ranges.back() != range)
            ranges.push_back(range);
    }
    EXPECT_EQ(ranges, (std::vector<std::string>{"", "bytes=" + std::to_string(third) + "-",
                                                "bytes=" + std::to_string(further) + "-"}));
}

TEST_F(HubTest, goesOnInAnotherCall)
{
    hub.cuts = 1000;
    const auto broken = fetchModel(request(), feedback);
    ASSERT_FALSE(broken.ok());
    EXPECT_EQ(int(broken.error().code), int(ErrorCode::Io));
    EXPECT_TRUE(broken.error().detail.starts_with("reset: ")) << broken.error().detail;
    EXPECT_FALSE(isThere("model.safetensors"));
    EXPECT_FALSE(isThere("primer-model.json"));
    const auto had = std::int64_t(std::filesystem::file_size(folder / "model/model.safetensors.partial"));
    EXPECT_GT(had, 0);
    hub.cuts = 0;
    const auto fetched = fetchModel(request(), feedback);
    ASSERT_TRUE(fetched.ok()) << fetched.error().detail;
    EXPECT_EQ(fetched->received, std::int64_t(hub.content.size()) - had);
    EXPECT_TRUE(stored("model.safetensors") == hub.content);
    EXPECT_FALSE(isThere("model.safetensors.partial"));
}

TEST_F(HubTest, aServerThatCannotGoOnBeginsAnew)
{
    hub.cuts = 1;
    hub.takesRanges = false;
    const auto fetched = fetchModel(request(), feedback);
    ASSERT_TRUE(fetched.ok()) << fetched.error().detail;
    EXPECT_TRUE(stored("model.safetensors") == hub.content);
}

TEST_F(HubTest, bytesThatAreNotTheListedOnesGetNoName)
{
    const std::string right = hub.content;
    struct Case {
        const char *name;
        std::string content;
    };
    for (const Case &one : {Case{"others", std::string(right.size(), 'x')}, Case{"fewer", right.substr(1)},
                            Case{"more", right + "x"}, Case{"none", ""}}) {
        hub.content = one.content;
        const auto fetched = fetchModel(request(), feedback);
        ASSERT_FALSE(fetched.ok()) << one.name;
        EXPECT_EQ(fetched.error().where, "model.safetensors") << one.name;
        EXPECT_FALSE(isThere("model.safetensors")) << one.name;
        std::filesystem::remove_all(folder / "model");
    }
    hub.content = right;
    EXPECT_TRUE(fetchModel(request(), feedback).ok());
}

TEST_F(HubTest, whatIsListedIsChecked)
{
    const auto codeOf = [this](const ModelFetch &fetch) {
        const auto fetched = fetchModel(fetch, feedback);
        return fetched ? -1 : int(fetched.error().code);
    };
    ModelFetch fetch = request();
    for (const char *name : {"tiny", "a/b/c", "owner/..", "owner/na me", "owner/x?y", ""}) {
        fetch.model = name;
        EXPECT_EQ(codeOf(fetch), int(ErrorCode::InvalidInput)) << name;
    }
    fetch.model = "owner/none";
    EXPECT_EQ(codeOf(fetch), int(ErrorCode::NotFound));
    fetch = request();
    fetch.endpoint = "http://example.com";
    EXPECT_EQ(codeOf(fetch), int(ErrorCode::InvalidInput));
    hub.entries[0]["oid"] = "short";
    EXPECT_EQ(codeOf(request()), int(ErrorCode::Corrupt));
    hub.entries[0]["oid"] = gitSha1(config);
    hub.entries[1]["path"] = "pytorch_model-2.bin";
    EXPECT_EQ(codeOf(request()), int(ErrorCode::Unsupported)); // only pickled weights
    hub.entries = Json::object();
    EXPECT_EQ(codeOf(request()), int(ErrorCode::Corrupt));
    EXPECT_FALSE(isThere("config.json"));
}

TEST_F(HubTest, isCancelledWhileTheServerStandsStill)
{
    hub.misbehaves = [this](Peer &peer) {
        peer.send("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n" + hub.content.substr(0, 1000));
        feedback.cancel();
        peer.waitForEnd();
    };
    const auto fetched = fetchModel(request(), feedback);
    ASSERT_FALSE(fetched.ok());
    EXPECT_EQ(int(fetched.error().code), int(ErrorCode::Cancelled));
}

TEST_F(HubTest, refusalsAreNotAskedAgainAndTheirWordsNotKept)
{
    const std::pair<int, ErrorCode> cases[] = {
        {401, ErrorCode::NoPermission}, {403, ErrorCode::NoPermission}, {404, ErrorCode::NotFound}};
    for (const auto &[status, code] : cases) {
        const std::size_t before = hub.files.ledger().size();
        hub.misbehaves = [status = status](Peer &peer) { peer.answer(status, std::string(100'000, 'x')); };
        const auto fetched = fetchModel(request(), feedback);
        ASSERT_FALSE(fetched.ok()) << status;
        EXPECT_EQ(int(fetched.error().code), int(code)) << status;
        EXPECT_EQ(hub.files.ledger().size(), before + 1) << status;
        EXPECT_EQ(stored("model.safetensors.partial"), "") << status;
    }
}
