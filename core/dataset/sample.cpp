#include "core/dataset/sample.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "core/base/exception_error.h"

namespace primer {

using nlohmann::json;

const char *sampleKindName(SampleKind kind) { return kind == SampleKind::Thread ? "thread" : "code"; }

const char *verdictName(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Value: return "value";
    case Verdict::Skip: return "skip";
    case Verdict::Discard: return "discard";
    }
    return "unknown";
}

void orderThread(std::vector<ThreadPost> &posts)
{
    std::stable_sort(posts.begin(), posts.end(), [](const ThreadPost &left, const ThreadPost &right) {
        if (left.isQuestion != right.isQuestion)
            return left.isQuestion;
        if (left.isAccepted != right.isAccepted)
            return left.isAccepted;
        return left.score > right.score;
    });
}

std::string threadToJson(const std::vector<ThreadPost> &posts)
{
    json list = json::array();
    for (const ThreadPost &post : posts) {
        json parts = json::array();
        for (const ThreadPost::Part &part : post.parts)
            parts.push_back({{"code", part.isCode}, {"text", part.text}});
        list.push_back({{"id", post.id},
                        {"question", post.isQuestion},
                        {"accepted", post.isAccepted},
                        {"score", post.score ? json(*post.score) : json()},
                        {"title", post.title},
                        {"author", post.author},
                        {"created_at", post.createdAt},
                        {"licence", post.licence},
                        {"tags", post.tags},
                        {"parts", std::move(parts)}});
    }
    return list.dump(-1, ' ', false, json::error_handler_t::replace);
}

Result<std::vector<ThreadPost>> threadFromJson(const std::string &text)
{
    std::vector<ThreadPost> posts;
    try {
        for (const json &entry : json::parse(text)) {
            ThreadPost post;
            post.id = entry.at("id").get<std::int64_t>();
            post.isQuestion = entry.at("question").get<bool>();
            post.isAccepted = entry.at("accepted").get<bool>();
            if (const json &score = entry.at("score"); !score.is_null())
                post.score = score.get<std::int64_t>();
            post.title = entry.at("title").get<std::string>();
            post.author = entry.at("author").get<std::string>();
            post.createdAt = entry.at("created_at").get<std::string>();
            post.licence = entry.at("licence").get<std::string>();
            post.tags = entry.at("tags").get<std::vector<std::string>>();
            for (const json &part : entry.at("parts"))
                post.parts.push_back({part.at("code").get<bool>(), part.at("text").get<std::string>()});
            posts.push_back(std::move(post));
        }
    } catch (const json::exception &failure) {
        return Error{ErrorCode::Corrupt, withoutExceptionNames(failure.what()), "thread"};
    }
    return posts;
}

std::string threadToText(const std::vector<ThreadPost> &posts)
{
    std::string text;
    for (const ThreadPost &post : posts) {
        if (post.isQuestion) {
            text += "# " + post.title + "\n\n";
        } else {
            std::string facts = post.score ? "score " + std::to_string(*post.score) : std::string();
            if (post.isAccepted)
                facts += facts.empty() ? "accepted" : ", accepted";
            text += facts.empty() ? "\n## Answer\n\n" : "\n## Answer (" + facts + ")\n\n";
        }
        for (const ThreadPost::Part &part : post.parts) {
            const bool endsLine = !part.text.empty() && part.text.back() == '\n';
            if (part.isCode)
                text += "```\n" + part.text + (endsLine ? "```\n\n" : "\n```\n\n");
            else
                text += part.text + (endsLine ? "\n" : "\n\n");
        }
    }
    return text;
}

} // namespace primer
