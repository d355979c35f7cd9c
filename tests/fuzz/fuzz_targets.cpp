#include "tests/fuzz/fuzz_targets.h"

#include <cstdio>
#include <cstdlib>

#include "core/base/log/redactor.h"
#include "core/hub/hub_reply.h"
#include "core/importers/rules/git_ignore.h"
#include "core/importers/formats/html_to_text.h"
#include "core/importers/formats/jsonl_reader.h"
#include "core/importers/rules/language_detection.h"
#include "core/importers/rules/licence_detection.h"
#include "core/importers/formats/posts_xml_reader.h"
#include "core/importers/formats/row_mapper.h"
#include "core/labelling/reasoning.h"
#include "core/labelling/reply.h"
#include "core/query/content_matcher.h"
#include "core/query/filter.h"
#include "core/storage/compression.h"
#include "tests/support/temporary_folder.h"

namespace primer::fuzz {

namespace {

/// In release builds too: the driver and libFuzzer report the abort.
void assertThat(bool holds, const char *promise)
{
    if (holds)
        return;
    std::fprintf(stderr, "broken promise: %s\n", promise);
    std::abort();
}

const std::string &workFile()
{
    static const test::TemporaryFolder folder;
    static const std::string path = folder / "input";
    return path;
}

/// Reads to the end; a reader that neither ends nor goes on would hang an import. How many rows there were, good and
/// bad.
std::size_t drain(Result<std::unique_ptr<RecordReader>> reader)
{
    std::size_t rows = 0;
    if (!reader)
        return rows;
    std::string cursor = "none";
    for (int batches = 0;; ++batches) {
        assertThat(batches < 10'000, "a reader comes to its end");
        ImportBatch batch;
        const auto more = (*reader)->next(batch);
        if (!more || !*more)
            return rows;
        rows += batch.records.size() + batch.posts.size() + batch.quarantined.size();
        assertThat(batch.cursor != cursor || !batch.records.empty() || !batch.posts.empty()
                       || !batch.quarantined.empty(),
                   "a batch goes on");
        cursor = batch.cursor;
        for (const ImportRecord &record : batch.records)
            assertThat(!record.content.empty() || record.kind == SampleKind::Thread, "a record has content");
    }
}

void jsonLines(std::string_view bytes)
{
    test::writeFile(workFile(), std::string(bytes));
    const std::size_t rows = drain(openJsonl(workFile(), {}, ""));
    assertThat(rows == drain(openJsonl(workFile(), {}, "")), "the same file gives the same rows");
}

void postsXml(std::string_view bytes)
{
    test::writeFile(workFile(), std::string(bytes));
    const std::size_t rows = drain(openPostsXml(workFile(), ""));
    assertThat(rows == drain(openPostsXml(workFile(), "")), "the same dump gives the same posts");
}

void html(std::string_view bytes)
{
    for (const auto &parts : {htmlToParts(bytes), markdownToParts(bytes)}) {
        std::size_t total = 0;
        for (const ThreadPost::Part &part : parts) {
            assertThat(!part.text.empty(), "a part has text");
            total += part.text.size();
        }
        // An entity of three bytes ("&mu") becomes at most two, a line gets at most a line feed of its own.
        assertThat(total <= 4 * bytes.size() + 16, "text does not grow beyond its markup");
    }
    assertThat(firstLine(bytes).size() <= 120, "a first line has at most 120 bytes");
}

void filterText(std::string_view bytes)
{
    const auto filter = Filter::parse(bytes);
    if (!filter)
        return;
    std::string again;
    for (const Condition &condition : filter->conditions)
        again += (again.empty() ? "" : " ") + condition.toString();
    const auto second = Filter::parse(again);
    assertThat(second.ok(), "what a filter writes, it reads");
    assertThat(second->conditions.size() == filter->conditions.size(), "a filter written and read is the same");
}

void ignoreRules(std::string_view bytes)
{
    const std::size_t cut = bytes.find('\0');
    const GitIgnore rules(bytes.substr(0, cut));
    const std::string_view path = cut == std::string_view::npos ? "a/b.py" : bytes.substr(cut + 1, 200);
    const auto ofFile = rules.verdict(path, false), ofFolder = rules.verdict(path, true);
    // A rule for folders alone can only add to what a path is told.
    assertThat(ofFile == GitIgnore::Verdict::None || ofFolder != GitIgnore::Verdict::None,
               "what rules say of a file they say of a folder of that name");
    assertThat(GitIgnore("").verdict(path, false) == GitIgnore::Verdict::None, "no rules, no verdict");
    assertThat(path.empty() || matchesGitGlob("**", path), "** matches every path");
}

void detection(std::string_view bytes)
{
    // Ids and names go into columns and file names: one line of plain characters.
    for (const std::string &found : {licenceOfHeader(bytes), licenceOfText(bytes), licenceOfPythonMetadata(bytes),
                                     detectLanguage(bytes.substr(0, 60), bytes)}) {
        assertThat(found.size() <= 200, "what is detected is short");
        for (const char character : found)
            assertThat(character >= ' ' && character <= '~', "what is detected is plain text");
    }
}

void pattern(std::string_view bytes)
{
    const std::size_t cut = std::min<std::size_t>(bytes.size() / 2, 80);
    SearchPattern wanted;
    wanted.text = std::string(bytes.substr(0, cut));
    wanted.isRegex = true;
    const std::string literal = requiredLiteral(wanted);
    const auto matcher = ContentMatcher::create(wanted);
    if (!matcher)
        return;
    const std::string_view content = bytes.substr(cut);
    if ((*matcher)->match(content) == Match::Yes && !literal.empty())
        assertThat(content.find(literal) != std::string_view::npos, "every match holds the required literal");
}

void contentFrame(std::string_view bytes)
{
    (void)decompress(bytes, bytes.size() * 3);
    const std::string packed = compress(bytes);
    const auto back = decompress(packed, bytes.size());
    assertThat(back.ok() && *back == bytes, "what is compressed comes back");
}

void hubReply(std::string_view bytes)
{
    const auto commit = commitOf(bytes, "main");
    assertThat(!commit || (!commit->empty() && commit->size() <= 64 && commit->find('/') == std::string::npos),
               "a commit is a word");
    const auto files = filesOf(bytes);
    if (!files)
        return;
    assertThat(!files->empty(), "a listing without weights is refused");
    for (const RemoteFile &file : *files) {
        assertThat(file.size >= 0, "a file has a size");
        assertThat(file.sha256.size() == 64 || file.gitSha1.size() == 40, "a file has a digest");
        assertThat(file.path.find_first_of(std::string_view("/\\\0\n ", 5)) == std::string::npos
                       && !file.path.starts_with('.') && !file.path.empty(),
                   "a file is a plain name");
    }
}

void chatReply(std::string_view bytes)
{
    const ChatReply reply = readChatReply(bytes);
    assertThat(reply.isComplete == reply.problem.empty(), "a reply is an answer or says what it is");
    for (const char letter : reply.problem)
        assertThat((letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter == '_',
                   "a problem is a stable word");
    assertThat(withoutReasoning(bytes).size() <= bytes.size() + 1, "an answer is a part of the text");
    log::Redactor redactor;
    redactor.hideSecret("sk-SECRET-0123");
    assertThat(redactor.withoutSecrets(bytes).find("sk-SECRET-0123") == std::string::npos, "no secret is kept");
}

} // namespace

std::vector<NamedTarget> targets()
{
    return {
        {"json_lines",
         jsonLines,
         {"{\"content\":\"x = "
          "1\\n\",\"path\":\"a.py\",\"license\":[\"MIT\"],\"stars\":3}\n{\"content\":\"\\u00e9\\ud83d\\ude00\"}\n",
          "{\"files\":[{\"content\":\"a\",\"path\":\"b\"}],\"repo_path\":\"r\",\"github_metadata\":{\"stars\":1}}\n",
          "{\"qid\":1,\"question\":\"<p>q</p>\",\"answers\":[{\"text\":\"t\",\"pm_score\":2,\"selected\":true}]}\n",
          "{}\n[]\n\n{\"content\":1e999}\n"}},
        {"posts_xml",
         postsXml,
         {"<?xml version=\"1.0\"?>\n<posts>\n<row Id=\"1\" PostTypeId=\"1\" Score=\"3\" Title=\"t\" "
          "Body=\"&lt;p&gt;a&amp;b&lt;/p&gt;\" AcceptedAnswerId=\"2\"/>\n"
          "<row Id=\"2\" PostTypeId=\"2\" ParentId=\"1\" Score=\"-1\" Body=\"&#x41;&#10;\"/>\n</posts>\n"}},
        {"html",
         html,
         {"<p>one <code>x &lt; 1</code></p><pre><code>def f():\n  pass\n</code></pre><ul><li>a</ul><!-- c "
          "-->&eacute;&#955;",
          "a\n```python\nb\n```\n"}},
        {"filter",
         filterText,
         {"lines>=40 licence:MIT path:\"a b\" -label:none stars:1..5", "score<0.5 language:python"}},
        {"git_ignore",
         ignoreRules,
         {std::string("*.py[co]\n!keep.pyc\n/build/\n**/x/**/y\n\\#a\\ \n\0a/build/keep.pyc", 52),
          std::string("[!a-z]**\\\n\0q", 12)}},
        {"detection",
         detection,
         {"#!/usr/bin/env python3\n# SPDX-License-Identifier: MIT OR Apache-2.0\n",
          "License-Expression: MIT\nClassifier: License :: OSI Approved :: BSD License\n",
          "MIT License\n\nPermission is hereby granted, free of charge"}},
        {"pattern",
         pattern,
         {"(def|class)\\s+\\w+(?=x)[a-z]{2,3}\\Qlit\\E   def  abc(x): class foo lit",
          "a(?i)b|cd*e+f?(g)\\1          abcdefgg"}},
        {"hub_reply",
         hubReply,
         {R"({"sha":"0123456789abcdef0123456789abcdef01234567","siblings":[]})",
          R"([{"type":"file","path":"model.safetensors","size":9,"oid":"0","lfs":{"oid":")" + std::string(64, 'a')
              + R"(","size":12}},{"type":"file","path":"config.json","size":3,"oid":")" + std::string(40, 'b')
              + R"("},{"type":"directory","path":"onnx"}])"}},
        {"chat_reply",
         chatReply,
         {R"({"model":"m","choices":[{"finish_reason":"stop","message":{"content":"<think>1</think>Educational value: )"
          R"(4","refusal":null}}],"usage":{"prompt_tokens":12,"completion_tokens":3}})",
          R"({"choices":[{"finish_reason":null,"message":{"reasoning_content":"x","content":[{"type":"text",)"
          R"("text":"[THINK]sk-SECRET-0123"},{"type":"refusal","refusal":"sk-SE%2DCRET"}]}}]})"}},
        {"content_frame",
         contentFrame,
         {"x = 1\nx = 1\nx = 1\n", std::string("\x28\xb5\x2f\xfd\x20\x05\x29\x00\x00hello", 14)}},
    };
}

} // namespace primer::fuzz
