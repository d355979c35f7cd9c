#include "core/teacher/batch_run.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <optional>
#include <string_view>
#include <thread>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/http/http_client.h"
#include "core/storage/batch_store.h"
#include "core/storage/sample_store.h"
#include "core/teacher/chat_request.h"
#include "core/teacher/packed_reply.h"

namespace primer {

namespace {

using Json = nlohmann::ordered_json;
using Clock = std::chrono::steady_clock;
using Milliseconds = std::chrono::milliseconds;

constexpr const char *badReply = "bad_reply"; ///< a server that breaks its own rules
constexpr int maxTries = 6;                   ///< of a call about a batch
constexpr std::size_t atOnce = 500;           ///< rows settled in one transaction
constexpr std::int64_t maxAnswerBytes = std::int64_t(1) << 30;

std::string textAt(const Json &json, const char *name)
{
    const auto found = json.is_object() ? json.find(name) : json.end();
    return json.is_object() && found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

class Batches
{
public:
    Batches(Store &store, LabelRun run, Endpoint endpoint, Prompt prompt, const ApiKey &key,
            const BatchSettings &settings, Feedback &feedback)
        : m_store(store), m_run(std::move(run)), m_endpoint(std::move(endpoint)), m_prompt(std::move(prompt)),
          m_key(key), m_settings(settings), m_feedback(feedback)
    {}

    Status carryThrough()
    {
        for (bool isFirst = true;; isFirst = false) {
            const auto batches = PRIMER_TRY(open());
            for (const LabelBatch &batch : batches)
                PRIMER_TRY(m_stopped.empty() ? advance(batch) : success());
            if (!m_stopped.empty())
                return success();
            const auto made = PRIMER_TRY(make());
            const auto left = PRIMER_TRY(open());
            if (left.empty() && m_isBudgetOut)
                m_stopped = "budget";
            if (left.empty() || (!m_settings.waits && !isFirst && !made))
                return success();
            if (!made && !pause(m_settings.pollMs))
                return success();
        }
    }
    std::int64_t requests() const { return m_requests; }
    const std::string &stopped() const { return m_stopped; }

private:
    Result<std::vector<LabelBatch>> open() { return m_store.read(openBatches, m_run.id); }

    /// False when it was cancelled.
    bool pause(std::int64_t milliseconds)
    {
        for (std::int64_t waited = 0; waited < milliseconds; waited += 50) {
            if (m_feedback.isCancelled()) {
                m_stopped = "cancelled";
                return false;
            }
            std::this_thread::sleep_for(Milliseconds(std::min<std::int64_t>(50, milliseconds - waited)));
        }
        return true;
    }

    /// Rows that wait become a batch, as far as the budget goes. True when there was one.
    Result<bool> make()
    {
        std::vector<LabelItem> items;
        std::vector<std::int64_t> nanos;
        {
            auto reader = PRIMER_TRY(m_store.reader());
            auto waiting = PRIMER_TRY(labelItems(*reader, m_run.id, ItemState::Waiting, int(m_settings.maxRows)));
            items = std::move(waiting);
            std::string content;
            for (const LabelItem &item : items) {
                PRIMER_TRY(fetchContentInto(*reader, item.sample, content));
                const FilledPrompt filled = fillPrompt(m_prompt, content);
                nanos.push_back(worstCaseOf(m_endpoint, filled).nanos);
            }
        }
        if (items.empty())
            return false;
        std::int64_t id = 0;
        PRIMER_TRY(m_store.write(Durability::Durable, [&](Connection &connection) -> Status {
            const auto batch = PRIMER_TRY(createBatch(connection, m_run.id, items, nanos));
            id = batch.id;
            return success();
        }));
        m_isBudgetOut = id == 0;
        return id != 0;
    }

    /// A server's name for something, which becomes part of an address and of the workspace; "" when it says none. One
    /// that is no plain word or holds the key stops the run: taken for none, what it stands for would be paid again.
    std::string idAt(const Json &json, const char *name)
    {
        constexpr std::size_t longestId = 256;
        std::string id = textAt(json, name);
        const bool isPlain = id.size() <= longestId && id != "." && id != ".."
                             && std::all_of(id.begin(), id.end(), [](char letter) {
                                    return (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'z')
                                           || (letter >= 'A' && letter <= 'Z')
                                           || std::string_view("-_.:~").find(letter) != std::string_view::npos;
                                });
        if (isPlain && m_key.hiddenIn(id) == id)
            return id;
        m_stopped = badReply;
        return {};
    }

    /// Nothing behind the last try.
    void pauseBehind(int tries)
    {
        if (tries + 1 < maxTries)
            pause(std::min<std::int64_t>(m_endpoint.maxPauseMs, std::int64_t(m_endpoint.firstPauseMs) << tries));
    }

    /// A call that may be made again without harm; nothing when the run is stopped by it.
    Result<std::optional<Json>> call(const HttpRequest &request)
    {
        for (int tries = 0; tries < maxTries && !m_feedback.isCancelled(); ++tries) {
            const HttpReply reply = unpacked(m_http.send(request, isCancelled()), m_endpoint.maxReplyBytes);
            if (reply.outcome == HttpReply::Outcome::Answered && reply.status == 200) {
                Json json = Json::parse(reply.body, nullptr, false);
                if (json.is_object() && !json.contains("error"))
                    return std::optional<Json>(std::move(json));
                if (json.is_object() && json["error"].is_null())
                    return std::optional<Json>(std::move(json));
            }
            const bool isRefused = reply.status == 401 || reply.status == 403 || reply.status == 402;
            if (isRefused
                || (reply.status >= 300 && reply.status < 500 && reply.status != 408 && reply.status != 409
                    && reply.status != 429)) {
                m_stopped = reply.status == 402 ? "no_credit"
                            : isRefused         ? "refused_key"
                                                : "http_" + std::to_string(reply.status);
                return std::optional<Json>();
            }
            pauseBehind(tries);
        }
        m_stopped = m_feedback.isCancelled() ? "cancelled" : "unreachable";
        return std::optional<Json>();
    }

    HttpClient::Stop isCancelled() const
    {
        return [this] { return m_feedback.isCancelled(); };
    }

    HttpRequest requestFor(const std::string &path) const { return requestTo(m_endpoint, m_key, path); }

    std::string customId(const BatchRow &row) const
    {
        return std::to_string(m_run.id) + "-" + std::to_string(row.position) + "-" + std::to_string(row.attempt);
    }

    Status advance(const LabelBatch &batch)
    {
        LabelBatch known = batch;
        if (known.remote.empty()) {
            PRIMER_TRY(findOrHandIn(known));
            if (known.remote.empty())
                return success();
        }
        const auto state = PRIMER_TRY(call(requestFor("/batches/" + known.remote)));
        if (!state)
            return success();
        const std::string word = textAt(*state, "status");
        if (word != "completed" && word != "failed" && word != "expired" && word != "cancelled")
            return success();
        return takeIn(known, *state);
    }

    /// An upload that was broken off may have arrived: the server's list tells.
    Status findOrHandIn(LabelBatch &batch)
    {
        const auto list = PRIMER_TRY(call(requestFor("/batches?limit=100")));
        if (!list)
            return success();
        const auto data = list->find("data");
        for (const Json &remote : data != list->end() && data->is_array() ? *data : Json::array()) {
            if (remote.is_object() && remote.contains("metadata") && textAt(remote["metadata"], "name") == batch.name) {
                batch.remote = idAt(remote, "id");
                if (batch.remote.empty())
                    m_stopped = badReply; // it is there: handed in again it would be paid twice
            }
        }
        if (batch.remote.empty() && m_stopped.empty())
            PRIMER_TRY(handIn(batch));
        if (batch.remote.empty())
            return success();
        return m_store.write(Durability::Durable, [&](Connection &connection) {
            return setBatchRemote(connection, batch.id, batch.remote);
        });
    }

    Status handIn(LabelBatch &batch)
    {
        const auto lines = PRIMER_TRY(linesOf(batch));
        const std::string boundary = "----" + batch.name;
        HttpRequest upload = requestFor("/files");
        upload.isPost = true;
        upload.headers.emplace_back("Content-Type: multipart/form-data; boundary=" + boundary);
        upload.body = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nbatch\r\n--"
                      + boundary + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + batch.name
                      + ".jsonl\"\r\nContent-Type: application/jsonl\r\n\r\n" + lines + "\r\n--" + boundary + "--\r\n";
        const auto file = PRIMER_TRY(call(upload));
        if (!file)
            return success();
        const std::string input = idAt(*file, "id");
        if (input.empty()) {
            m_stopped = badReply;
            return success();
        }
        const Json wanted{{"input_file_id", input},
                          {"endpoint", "/v1/chat/completions"},
                          {"completion_window", "24h"},
                          {"metadata", {{"name", batch.name}}}};
        const HttpRequest create = postTo(m_endpoint, m_key, "/batches", wanted.dump());
        // Sent once: whether it arrived is asked of the server's list at the next look.
        const HttpReply reply = unpacked(m_http.send(create), m_endpoint.maxReplyBytes);
        const Json made = Json::parse(reply.body, nullptr, false);
        if (reply.outcome == HttpReply::Outcome::Answered && reply.status == 200) {
            batch.remote = idAt(made, "id");
            if (batch.remote.empty())
                m_stopped = badReply;
        } else if (reply.status >= 400 && reply.status < 500 && reply.status != 408 && reply.status != 429)
            m_stopped = reply.status == 401 || reply.status == 403 ? "refused_key"
                                                                   : "http_" + std::to_string(reply.status);
        return success();
    }

    Result<std::string> linesOf(const LabelBatch &batch)
    {
        auto reader = PRIMER_TRY(m_store.reader());
        const auto rows = PRIMER_TRY(openRows(*reader, batch.id));
        m_requests += std::int64_t(rows.size());
        std::string lines, content;
        for (const BatchRow &row : rows) {
            PRIMER_TRY(fetchContentInto(*reader, row.sample, content));
            lines += Json{{"custom_id", customId(row)},
                          {"method", "POST"},
                          {"url", "/v1/chat/completions"},
                          {"body", Json::parse(chatBody(m_endpoint, fillPrompt(m_prompt, content)))}}
                         .dump()
                     + "\n";
        }
        return lines;
    }

    /// The lines of a result file by custom_id; nothing when it could not be fetched.
    Result<std::optional<std::map<std::string, Json>>> fetchLines(const std::string &file)
    {
        std::map<std::string, Json> lines;
        if (file.empty())
            return std::optional(std::move(lines));
        for (int tries = 0; tries < maxTries && !m_feedback.isCancelled(); ++tries) {
            std::string text;
            HttpRequest request = requestFor("/files/" + file + "/content");
            request.limits.stillTimeoutMs = std::exchange(request.limits.timeoutMs, 0); // it may take hours
            const HttpReply reply = m_http.fetch(
                request,
                [&](int, std::string_view part) {
                    text += part;
                    return std::int64_t(text.size()) <= maxAnswerBytes;
                },
                isCancelled());
            if (reply.outcome == HttpReply::Outcome::Answered && reply.status == 200) {
                for (std::size_t from = 0; from < text.size();) {
                    const std::size_t to = std::min(text.find('\n', from), text.size());
                    Json line = Json::parse(text.begin() + std::ptrdiff_t(from), text.begin() + std::ptrdiff_t(to),
                                            nullptr, false);
                    if (const std::string id = textAt(line, "custom_id"); !id.empty())
                        lines.try_emplace(id, std::move(line));
                    from = to + 1;
                }
                return std::optional(std::move(lines));
            }
            if (reply.status == 404 || reply.status == 410) { // servers keep results for some weeks
                m_stopped = "http_" + std::to_string(reply.status);
                return std::optional<std::map<std::string, Json>>();
            }
            pauseBehind(tries);
        }
        m_stopped = m_feedback.isCancelled() ? "cancelled" : "unreachable";
        return std::optional<std::map<std::string, Json>>();
    }

    Status takeIn(const LabelBatch &batch, const Json &state)
    {
        const std::string outputFile = idAt(state, "output_file_id"), errorFile = idAt(state, "error_file_id");
        if (!m_stopped.empty())
            return success();
        const auto output = PRIMER_TRY(fetchLines(outputFile));
        const auto errors = PRIMER_TRY(
            output ? fetchLines(errorFile)
                   : Result<std::optional<std::map<std::string, Json>>>(std::optional<std::map<std::string, Json>>()));
        if (!output || !errors)
            return success(); // at the next look
        std::vector<BatchRow> rows;
        {
            auto found = PRIMER_TRY(m_store.read(openRows, batch.id));
            rows = std::move(found);
        }
        for (std::size_t first = 0; first < rows.size(); first += atOnce) {
            const auto some = std::span(rows).subspan(first, std::min(atOnce, rows.size() - first));
            PRIMER_TRY(m_store.write(Durability::Durable, [&](Connection &connection) -> Status {
                for (const BatchRow &row : some) {
                    const std::string id = customId(row);
                    const auto answer = output->find(id), error = errors->find(id);
                    PRIMER_TRY(settle(connection, row,
                                      answer != output->end()  ? &answer->second
                                      : error != errors->end() ? &error->second
                                                               : nullptr));
                }
                return success();
            }));
            m_feedback.report(first + some.size(), rows.size());
        }
        return m_store.write(Durability::Durable,
                             [&](Connection &connection) { return endBatch(connection, batch.id); });
    }

    /// What came for a row: an answer as if asked alone, or a line about why there is none.
    HttpReply replyOf(const Json *line) const
    {
        HttpReply reply;
        const auto response = line ? line->find("response") : Json::const_iterator();
        if (line && response != line->end() && response->is_object()) {
            const auto status = response->find("status_code"), body = response->find("body");
            const bool isStatus = status != response->end() && status->is_number_integer();
            reply.outcome = HttpReply::Outcome::Answered;
            reply.status = isStatus ? int(std::clamp<std::int64_t>(status->get<std::int64_t>(), 0, 999)) : 0;
            // Some hand on the body as the text that it was.
            reply.body = body == response->end() ? "" : body->is_string() ? body->get<std::string>() : textOf(*body);
        } else if (line) {
            reply.body = textOf(*line);
        }
        return reply;
    }

    static std::string textOf(const Json &json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

    Status settle(Connection &connection, const BatchRow &row, const Json *line)
    {
        using Action = ReplyVerdict::Action;
        std::string content;
        PRIMER_TRY(fetchContentInto(connection, row.sample, content));
        const FilledPrompt filled = fillPrompt(m_prompt, content);
        ReplyVerdict verdict;
        verdict.action = Action::Again; // without a line it was not worked off
        verdict.reason = "not_in_results";
        const HttpReply reply = replyOf(line);
        if (reply.outcome == HttpReply::Outcome::Answered) {
            WorstCase worst = worstCaseOf(m_endpoint, filled);
            worst.nanos = row.reservedNanos;
            verdict = judgeReply(m_endpoint, m_prompt, reply, worst);
        } else if (line) {
            verdict.reason = "batch_error";
        }
        const KeptReply kept = keptReply(m_key, reply.body, verdict);
        const bool mayTryAgain = row.attempts < m_endpoint.maxAttempts
                                 && (verdict.action != Action::Unknown || row.unknowns < 1);
        const ItemState next = verdict.action == Action::Label                  ? ItemState::Labelled
                               : verdict.action == Action::Fail || !mayTryAgain ? ItemState::Failed
                                                                                : ItemState::Waiting;
        AttemptEnd end = endOfAttempt(reply, verdict, kept, next);
        end.attempt = row.attempt;
        end.run = m_run.id;
        end.position = row.position;
        PRIMER_TRY(settleAttempt(connection, Ledger::Labels, end));
        if (verdict.action != Action::Label)
            return success();
        TeacherLabel label = verdict.label;
        label.run = m_run.id;
        label.position = row.position;
        label.sample = row.sample;
        label.turn = row.turn;
        label.reasoning = kept.reasoning;
        label.coveredShare = filled.coveredShare;
        return putTeacherLabels(connection, m_run, {&label, 1});
    }

    Store &m_store;
    const LabelRun m_run;
    const Endpoint m_endpoint;
    const Prompt m_prompt;
    const ApiKey &m_key;
    const BatchSettings m_settings;
    Feedback &m_feedback;
    HttpClient m_http;
    std::int64_t m_requests = 0;
    std::string m_stopped;
    bool m_isBudgetOut = false; ///< as of the last batch that was to be made
};

} // namespace

Result<TeacherRunReport> runBatches(Store &store, std::int64_t run, const ApiKey &key, const BatchSettings &settings,
                                    Feedback &feedback)
{
    const auto begin = Clock::now();
    const auto parts = PRIMER_TRY(runParts(store, run));
    Batches batches(store, parts.run, parts.endpoint, parts.prompt, key, settings, feedback);
    PRIMER_TRY(batches.carryThrough());
    return reportOfRun(store, run, batches.requests(), batches.stopped(),
                       std::chrono::duration<double>(Clock::now() - begin).count());
}

} // namespace primer
