#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <thread>

#include <gtest/gtest.h>

#include "core/http/http_url.h"
#include "core/labelling/prompt.h"
#include "core/storage/label_store.h"
#include "core/teacher/chat_request.h"
#include "core/teacher/concurrency_gate.h"
#include "core/teacher/endpoint.h"
#include "core/teacher/forecast.h"
#include "core/teacher/group_commit.h"
#include "core/teacher/packed_reply.h"
#include "core/teacher/rate_gate.h"
#include "core/teacher/teacher_run.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/gzipped.h"

using namespace primer;

namespace {

Endpoint localEndpoint()
{
    Endpoint endpoint;
    endpoint.baseUrl = "http://127.0.0.1:9/v1";
    endpoint.model = "gpt-x";
    endpoint.nanosPerPromptToken = 150;
    endpoint.nanosPerCompletionToken = 600;
    return endpoint;
}

HttpReply answered(int status, const std::string &body = "")
{
    HttpReply reply;
    reply.outcome = HttpReply::Outcome::Answered;
    reply.status = status;
    reply.body = body;
    return reply;
}

} // namespace

TEST(RetryAfter, isReadInEveryForm)
{
    constexpr std::int64_t now = 1'700'000'000;
    const std::tuple<const char *, const char *, std::optional<std::int64_t>> cases[] = {
        {"retry-after", "2", 2000},
        {"retry-after", "0.25", 250},
        {"retry-after", "-5", 0},
        {"retry-after", "soon", std::nullopt},
        {"retry-after", "nan", std::nullopt},
        {"retry-after", "inf", std::nullopt},
        {"retry-after", "", std::nullopt},
        {"retry-after-ms", "30", 30},
        {"retry-after", "99999999999", 1'000'000'000'000},
        {"retry-after", "1e300", 1'000'000'000'000},
        {"retry-after", "Tue, 14 Nov 2023 22:13:25 GMT", 5000},
        {"retry-after", "Tue, 14 Nov 2023 22:13:15 GMT", 0},
        {"x-nothing", "1", std::nullopt}};
    for (const auto &[name, value, expected] : cases)
        EXPECT_EQ(retryAfterMs({{name, value}}, now), expected) << name << " " << value;
}

TEST(RateGate, letsNoMoreThroughThanTheBucketHolds)
{
    using Seconds = std::chrono::seconds;
    const auto start = RateGate::Clock::now() + Seconds(1);
    RateGate gate(60, 0);
    int passed = 0;
    while (gate.take(10, start) <= start)
        ++passed;
    EXPECT_EQ(passed, 60);
    EXPECT_NEAR(std::chrono::duration<double>(gate.take(10, start) - start).count(), 1, 0.01); // one a second
    EXPECT_LE(gate.take(10, start + Seconds(1)), start + Seconds(1));
    gate.learn({{"x-ratelimit-limit-tokens", "600"}, {"x-ratelimit-remaining-tokens", "5"}}, start + Seconds(2));
    EXPECT_NEAR(std::chrono::duration<double>(gate.take(10, start + Seconds(2)) - start).count(), 2.5, 0.01);
    gate.learn({{"x-ratelimit-limit-requests", "nonsense"}, {"x-ratelimit-remaining-requests", "-3"}},
               start + Seconds(2));
    gate.pauseUntil(start + Seconds(100));
    EXPECT_EQ(gate.take(1, start + Seconds(50)), start + Seconds(100));
    RateGate open(0, 0);
    EXPECT_LE(open.take(1'000'000, start), start);
    RateGate small(0, 60); // a request beyond the whole bucket goes when it is full
    EXPECT_LE(small.take(1000, start), start);
}

TEST(ConcurrencyGate, risesSlowlyAndHalvesOnRefusal)
{
    const auto start = ConcurrencyGate::Clock::now();
    ConcurrencyGate gate(32, true);
    EXPECT_EQ(gate.allowed(), 4);
    for (int answers = 0; answers < 5; ++answers)
        gate.answered();
    EXPECT_EQ(gate.allowed(), 5) << "one more for a round of answers";
    for (int answers = 0; answers < 10'000; ++answers)
        gate.answered();
    EXPECT_EQ(gate.allowed(), 32);
    gate.refused(start);
    gate.refused(start); // sent with the first one
    EXPECT_EQ(gate.allowed(), 16);
    gate.refused(start + std::chrono::seconds(2));
    EXPECT_EQ(gate.allowed(), 8);
    for (int refusals = 2; refusals < 20; ++refusals)
        gate.refused(start + std::chrono::seconds(2 * refusals));
    EXPECT_EQ(gate.allowed(), 1) << "it never stands still";
    ConcurrencyGate wide(32, false), narrow(2, true);
    wide.refused(start);
    EXPECT_EQ(wide.allowed(), 32);
    EXPECT_EQ(narrow.allowed(), 2);
}

TEST(EndpointTest, refusesWhatWouldShowTheKey)
{
    Endpoint endpoint = localEndpoint();
    EXPECT_TRUE(endpoint.check().ok());
    for (const char *url : {"http://10.0.0.1/v1", "http://localhost.example.com/v1", "http://127.0.0.1.nip.io/v1",
                            "file:///etc", "https://a b/v1", "https://key@host/v1", "https://host/v1/",
                            "https://host/v1?x=1", "http://127.0.0.1@example.com/v1", ""}) {
        endpoint.baseUrl = url;
        ASSERT_FALSE(endpoint.check().ok()) << url;
        EXPECT_EQ(endpoint.check().error().where, "url") << url;
    }
    endpoint.baseUrl = "http://10.0.0.1/v1";
    endpoint.allowsPlainHttp = true;
    EXPECT_TRUE(endpoint.check().ok());
    for (const char *url : {"http://localhost:8000/v1", "http://[::1]:8000/v1", "http://127.3.4.5/v1"}) {
        endpoint.baseUrl = url;
        EXPECT_TRUE(endpoint.isLoopback()) << url;
    }
    for (const char *url :
         {"http://127.0.0.1:80@example.com/", "http://localhost:1@example.com", "http://[::1].example.com",
          "http://127.0.0.1:8000x/", "http://127.0.0.1\\@example.com", "ftp://localhost", "http://[::1"})
        EXPECT_FALSE(isLoopbackUrl(url)) << url;
    const auto back = Endpoint::fromJson(localEndpoint().toJson());
    ASSERT_TRUE(back.ok());
    EXPECT_EQ(back->toJson(), localEndpoint().toJson());
    EXPECT_FALSE(Endpoint::fromJson("{}").ok());
    EXPECT_FALSE(Endpoint::fromJson(R"({"url":3})").ok());
}

TEST(Endpoint, readsTheKeysOfEarlierVersions)
{
    const auto endpoint = Endpoint::fromJson(R"({"url":"http://localhost:1/v1","model":"m","nanos_a_prompt_token":7,
        "nanos_a_completion_token":8,"requests_a_minute":9,"tokens_a_minute":10,"most_reply_bytes":1100,
        "most_attempts":2,"most_pause_ms":13,"most_retry_after_ms":14})");
    ASSERT_TRUE(endpoint.ok());
    EXPECT_EQ(endpoint->nanosPerPromptToken, 7);
    EXPECT_EQ(endpoint->nanosPerCompletionToken, 8);
    EXPECT_EQ(endpoint->requestsPerMinute, 9);
    EXPECT_EQ(endpoint->tokensPerMinute, 10);
    EXPECT_EQ(endpoint->maxReplyBytes, 1100);
    EXPECT_EQ(endpoint->maxAttempts, 2);
    EXPECT_EQ(endpoint->maxPauseMs, 13);
    EXPECT_EQ(endpoint->maxRetryAfterMs, 14);
}

TEST(Replies, meanOneThingForRowAndLedger)
{
    using Action = ReplyVerdict::Action;
    const Endpoint endpoint = localEndpoint();
    const Prompt prompt = *builtInPrompt("line");
    constexpr std::int64_t reserved = 1'000'000;
    const WorstCase worst{2000, reserved};
    const std::tuple<int, Action, std::int64_t> statuses[] = {
        {429, Action::Again, 0},          {500, Action::Again, 0},   {503, Action::Again, 0},
        {529, Action::Again, 0},          {408, Action::Again, 0},   {502, Action::Unknown, reserved},
        {504, Action::Unknown, reserved}, {401, Action::StopAll, 0}, {403, Action::StopAll, 0},
        {402, Action::StopAll, 0},        {400, Action::Fail, 0},    {404, Action::Fail, 0},
        {301, Action::Fail, 0},           {307, Action::Fail, 0},    {204, Action::Fail, reserved},
        {599, Action::Fail, reserved}};
    for (const auto &[status, action, charged] : statuses) {
        const ReplyVerdict verdict = judgeReply(endpoint, prompt, answered(status), worst);
        EXPECT_EQ(int(verdict.action), int(action)) << status;
        EXPECT_EQ(verdict.chargedNanos, charged) << status;
        EXPECT_FALSE(verdict.reason.empty()) << status;
    }
    EXPECT_EQ(
        int(judgeReply(endpoint, prompt, answered(429, R"({"error":{"code":"insufficient_quota"}})"), worst).action),
        int(Action::StopAll));
    HttpReply broken;
    broken.outcome = HttpReply::Outcome::Unknown;
    broken.problem = HttpProblem::Reset;
    EXPECT_EQ(judgeReply(endpoint, prompt, broken, worst).chargedNanos, reserved);
    const std::string usage = R"(,"usage":{"prompt_tokens":100,"completion_tokens":10}})";
    const auto bodyWith = [&](const std::string &model, const std::string &content) {
        return R"({"model":")" + model + R"(","choices":[{"finish_reason":"stop","message":{"content":")" + content
               + R"("}}])" + usage;
    };
    const ReplyVerdict label = judgeReply(endpoint, prompt,
                                          answered(200, bodyWith("gpt-x-0613", "Educational value: 3")), worst);
    EXPECT_EQ(int(label.action), int(Action::Label));
    EXPECT_EQ(label.label.value, 3);
    EXPECT_EQ(label.chargedNanos, 100 * 150 + 10 * 600);
    EXPECT_EQ(judgeReply(endpoint, prompt, answered(200, bodyWith("other", "Educational value: 3")), worst).reason,
              "wrong_model");
    EXPECT_EQ(judgeReply(endpoint, prompt, answered(200, bodyWith("gpt-x", "no idea")), worst).reason, "no_value");
    EXPECT_EQ(judgeReply(endpoint, prompt, answered(200, "{}"), worst).chargedNanos, reserved); // no usage told
    FilledPrompt filled;
    filled.system = "ab";
    filled.user = "cd";
    EXPECT_GE(worstCaseOf(endpoint, filled).promptTokens, 4);
    EXPECT_GE(worstCaseOf(endpoint, filled).nanos, 4 * 150 + 400 * 600);
}

TEST(Usage, isBelievedOnlyWhenItCanBe)
{
    const Endpoint endpoint = localEndpoint();
    const Prompt prompt = *builtInPrompt("line");
    const WorstCase worst{2000, 2000 * 150 + 400 * 600};
    const std::pair<const char *, std::int64_t> cases[] = {
        {R"({"prompt_tokens":100,"completion_tokens":10})", 100 * 150 + 10 * 600},
        {R"({"prompt_tokens":100.0,"completion_tokens":10})", 100 * 150 + 10 * 600},
        {R"({"prompt_tokens":2000,"completion_tokens":400})", worst.nanos},
        {R"({"prompt_tokens":0,"completion_tokens":0})", worst.nanos},
        {R"({"prompt_tokens":100,"completion_tokens":0})", worst.nanos},
        {R"({"prompt_tokens":0,"completion_tokens":10})", worst.nanos},
        {R"({"prompt_tokens":2001,"completion_tokens":10})", worst.nanos},
        {R"({"prompt_tokens":100,"completion_tokens":401})", worst.nanos},
        {R"({"prompt_tokens":900000000,"completion_tokens":900000000})", worst.nanos},
        {R"({"prompt_tokens":1e300,"completion_tokens":1})", worst.nanos},
        {R"({"prompt_tokens":-1,"completion_tokens":1})", worst.nanos},
        {R"({"prompt_tokens":1.5,"completion_tokens":1})", worst.nanos},
        {R"({"prompt_tokens":"100","completion_tokens":"10"})", worst.nanos},
        {R"({"prompt_tokens":100})", worst.nanos},
        {"null", worst.nanos},
        {"[]", worst.nanos},
    };
    for (const auto &[usage, charged] : cases) {
        const std::string body =
            R"({"choices":[{"finish_reason":"stop","message":{"content":"Educational value: 3"}}],)"
            R"("usage":)"
            + std::string(usage) + "}";
        const ReplyVerdict verdict = judgeReply(endpoint, prompt, answered(200, body), worst);
        EXPECT_EQ(int(verdict.action), int(ReplyVerdict::Action::Label)) << usage;
        EXPECT_EQ(verdict.chargedNanos, charged) << usage;
        EXPECT_LE(verdict.chargedNanos, worst.nanos) << usage;
    }
}

TEST(Numbers, outsideTheirMeaningAreRefused)
{
    for (const double dollars : {std::nan(""), HUGE_VAL, -HUGE_VAL, -1.0, -1e-9, 1e300, 1.1e9}) {
        EXPECT_FALSE(budgetNanosOf(dollars).ok()) << dollars;
        Endpoint endpoint = localEndpoint();
        endpoint.nanosPerPromptToken = Endpoint::nanosPerToken(dollars * 1e6);
        EXPECT_FALSE(endpoint.check().ok()) << dollars;
        endpoint = localEndpoint();
        endpoint.temperature = dollars == -1e-9 ? -1 : dollars;
        EXPECT_FALSE(endpoint.check().ok()) << dollars;
    }
    EXPECT_EQ(*budgetNanosOf(1.5), 1'500'000'000);
    EXPECT_EQ(*budgetNanosOf(0), 0);
    for (const auto &set : std::initializer_list<void (*)(Endpoint &)>{
             [](Endpoint &endpoint) { endpoint.requestsPerMinute = -1; },
             [](Endpoint &endpoint) { endpoint.tokensPerMinute = -1; },
             [](Endpoint &endpoint) { endpoint.firstPauseMs = -1; },
             [](Endpoint &endpoint) { endpoint.maxPauseMs = -1; },
             [](Endpoint &endpoint) { endpoint.maxRetryAfterMs = -1; },
             [](Endpoint &endpoint) { endpoint.timeoutMs = std::int64_t(1) << 62; },
             [](Endpoint &endpoint) { endpoint.maxTokens = 0; },
             [](Endpoint &endpoint) { endpoint.maxAttempts = 0; }}) {
        Endpoint endpoint = localEndpoint();
        set(endpoint);
        EXPECT_FALSE(endpoint.check().ok());
    }
}

TEST(PackedReply, isUnpackedOnceAndNamedWhenItCannotBe)
{
    const std::string body = R"({"choices":[{"finish_reason":"stop","message":{"content":"Educational value: 3"}}]})";
    const std::string gzip = test::gzipped(body, 31);
    const std::tuple<const char *, std::string, bool> cases[] = {
        {"gzip", gzip, true},
        {"x-gzip", gzip, true},
        {"GZIP", gzip, true},
        {"", gzip, true}, // the header is forgotten
        {"gzip, gzip", test::gzipped(gzip, 31), true},
        {"deflate", test::gzipped(body, 15), true},
        {"deflate", test::gzipped(body, -15), true},
        {"gzip", body, true}, // the header is a lie
        {"identity", body, true},
        {"", body, true},
        {"gzip", gzip.substr(0, gzip.size() / 2), false},
        {"gzip", gzip.substr(0, 20) + "?" + gzip.substr(21), false},
        {"br", "\x0b\x02\x80{", false},
        {"gzip", test::gzipped(std::string(2'000'000, ' '), 31), false}, // beyond the cap
    };
    for (const auto &[header, bytes, isReadable] : cases) {
        HttpReply reply = answered(200, bytes);
        if (*header)
            reply.headers["content-encoding"] = header;
        const ReplyVerdict verdict = judgeReply(localEndpoint(), *builtInPrompt("line"), unpacked(reply, 1 << 20),
                                                {2000, 7});
        EXPECT_EQ(int(verdict.action), int(isReadable ? ReplyVerdict::Action::Label : ReplyVerdict::Action::Fail))
            << header << " " << bytes.size();
        EXPECT_EQ(verdict.reason, isReadable ? "" : "packed_reply") << header << " " << bytes.size();
        EXPECT_EQ(verdict.chargedNanos, 7);
    }
}

TEST(Key, isInNothingThatIsKeptOfAReply)
{
    const std::string secret = "sk-SECRET/0123+abc";
    const ApiKey key(secret);
    std::string escaped, spread;
    for (const char letter : secret) {
        char code[8];
        std::snprintf(code, sizeof code, "\\u%04X", unsigned(letter));
        escaped += code;
        spread += std::string(spread.empty() ? "\"" : ",\"") + letter + "\"";
    }
    const std::string cases[] = {
        R"({"error":"got Bearer )" + secret + R"("})",
        R"({"error":")" + escaped + R"("})",
        R"({"error":"{\"key\":\"sk-SECRET\/0123+abc\"}"})",
        R"({"url":"https://h/?k=sk-SECRET%2F0123%2Babc"})",
        R"({"url":"sk%252DSECRET%252F0123%252Babc"})",
        "<p>sk-SECRET&#47;0123&#x2B;abc</p>",
        R"({"b64":"QmVhcmVyIHNrLVNFQ1JFVC8wMTIzK2FiYw=="})",
        R"({"hex":"736b2d5345435245542f303132332b616263"})",
        R"({"a":"sk-SECR","b":"ET/0123","c":"+abc"})",
        "[" + spread + "]",
        "sk-SECRET/\n0123+abc",
        "SK-SECRET/0123+ABC",
    };
    for (const std::string &text : cases) {
        const std::string safe = key.hiddenIn(text);
        EXPECT_NE(safe.find("(hidden)"), std::string::npos) << text;
        for (const char *piece : {"SECRE", "secre", "0123", "\\u0053", "U0VDUkV", "5345435245", "\"S\""})
            EXPECT_EQ(safe.find(piece), std::string::npos) << piece << " of " << text << " in " << safe;
    }
    for (const char *text : {R"({"choices":[{"message":{"content":"Educational value: 3"}}]})", "secret sauce", ""})
        EXPECT_EQ(key.hiddenIn(text), text);
    ReplyVerdict verdict;
    verdict.reason = "finish_" + secret;
    verdict.label.reasoning = "as " + secret + " says";
    const KeptReply kept = keptReply(key, secret, verdict);
    EXPECT_EQ(kept.body, "(hidden)");
    EXPECT_EQ(kept.reason, "finish_(hidden)");
    EXPECT_EQ(kept.reasoning, "as (hidden) says");
    EXPECT_EQ(ApiKey().hiddenIn("anything"), "anything");
}

TEST(ForecastTest, scalesWhatThePilotTookAndSaysHowSureItIs)
{
    std::vector<AttemptFacts> requests;
    for (int number = 0; number < 50; ++number)
        requests.push_back({200 + number % 10, 20, 42'000, 0.5, true});
    const Forecast forecast = forecastOf(requests, 50, 1000, 10);
    EXPECT_NEAR(forecast.dollars.expected, 0.042, 1e-9);
    EXPECT_NEAR(forecast.seconds.expected, 50, 1e-6);
    EXPECT_NEAR(forecast.tokens.expected, 224'500, 1);
    EXPECT_LT(forecast.tokens.low, forecast.tokens.expected);
    EXPECT_GT(forecast.tokens.high, forecast.tokens.expected);
    EXPECT_NEAR(forecastOf(requests, 25, 1000, 10).dollars.expected, 0.084, 1e-9); // two requests a row
    EXPECT_EQ(forecastOf({}, 0, 1000, 1).dollars.expected, 0);
}

TEST(GroupCommitTest, everyWriteIsThereWhenItReturns)
{
    const test::TemporaryFolder folder;
    auto store = Store::open(folder / "w.primer", Store::Access::ReadWrite, true);
    ASSERT_TRUE(store.ok());
    GroupCommit commits(**store);
    std::atomic<int> missing{0};
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 8; ++thread) {
        threads.emplace_back([&, thread] {
            for (int number = 0; number < 25; ++number) {
                LabelRun run;
                run.teacher = std::to_string(thread) + "/" + std::to_string(number);
                run.kind = "chat";
                const Status written = commits.run([&](Connection &connection) -> Status {
                    const auto id = createLabelRun(connection, run, {});
                    run.id = id ? *id : 0;
                    return id ? success() : Status(id.error());
                });
                auto reader = (*store)->reader();
                const auto found = labelRun(**reader, run.id);
                missing += !written || !found || found->teacher != run.teacher;
            }
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    EXPECT_EQ(missing, 0);
}
