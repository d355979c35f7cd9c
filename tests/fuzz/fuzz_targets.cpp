#include "tests/fuzz/fuzz_targets.h"

#include <cctype>
#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "core/dataset/licence_expression.h"
#include "core/exporters/dataset_card.h"
#include "core/exporters/licence_policy.h"
#include "core/base/log/redactor.h"
#include "core/hub/hub_reply.h"
#include "core/importers/rules/git_ignore.h"
#include "core/importers/formats/html_to_text.h"
#include "core/importers/dataset_folder.h"
#include "core/importers/formats/file_content.h"
#include "core/importers/formats/json_pieces.h"
#include "core/importers/formats/jsonl_reader.h"
#include "core/importers/formats/text_stream.h"
#include "core/importers/formats/yaml_header.h"
#include "core/importers/import_plan.h"
#include "core/importers/rules/language_detection.h"
#include "core/importers/rules/licence_detection.h"
#include "core/importers/formats/posts_xml_reader.h"
#include "core/importers/formats/row_mapper.h"
#include "core/labelling/reasoning.h"
#include "core/labelling/reply.h"
#include "core/query/content_matcher.h"
#include "core/query/filter.h"
#include "core/storage/compression.h"
#include "core/text/text_measures.h"
#include "tests/support/temporary_folder.h"

namespace primer::fuzz {

void assertThat(bool holds, const char *promise)
{
    if (holds)
        return;
    std::fprintf(stderr, "broken promise: %s\n", promise);
    std::abort();
}

namespace {

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
    const Feedback feedback;
    const std::size_t rows = drain(openJsonl(workFile(), {}, "", feedback));
    assertThat(rows == drain(openJsonl(workFile(), {}, "", feedback)), "the same file gives the same rows");
}

void postsXml(std::string_view bytes)
{
    test::writeFile(workFile(), std::string(bytes));
    const Feedback feedback;
    const std::size_t rows = drain(openPostsXml(workFile(), "", feedback));
    assertThat(rows == drain(openPostsXml(workFile(), "", feedback)), "the same dump gives the same posts");
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

std::string escaped(std::string_view path)
{
    std::string pattern;
    for (const char character : path) {
        if (std::string_view("*?[\\").find(character) != std::string_view::npos)
            pattern.push_back('\\');
        pattern.push_back(character);
    }
    return pattern;
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
    assertThat(GitGlob("**").matches(path), "** matches every path");
    assertThat(GitGlob(escaped(path)).matches(path), "a path matches itself when nothing of it is special");
    assertThat(!GitGlob(escaped(path) + "/").matches(path), "and nothing longer");
}

void detection(std::string_view bytes)
{
    // Ids and names go into columns and file names: one line of plain characters.
    for (const std::string &found :
         {licenceOfHeader(bytes).value_or(""), licenceOfText(bytes), licenceOfPythonMetadata(bytes).value_or(""),
          detectLanguage(bytes.substr(0, 60), bytes)}) {
        assertThat(found.size() <= bytes.size() + 200, "what is detected is short");
        for (const char character : found)
            assertThat(character >= ' ' && character <= '~', "what is detected is plain text");
    }
}

void fileContent(std::string_view bytes)
{
    const FileContent content = contentOf(bytes);
    assertThat(!describeBytes(bytes).empty(), "every content has a name");
    (void)isText(bytes, false);
    const JsonLayout layout = jsonLayoutOf(bytes);
    for (const std::string_view object : objectsOfLine(bytes))
        assertThat(object.starts_with('{') && object.ends_with('}'), "what a line holds are objects");
    test::writeFile(workFile(), std::string(bytes));
    const auto format = detectFormat(workFile());
    assertThat(format.ok(), "every file has a format");
    if (content == FileContent::Parquet && textEncodingOf(bytes) == TextEncoding::Utf8)
        assertThat(*format == SourceFormat::Parquet, "a file is what its bytes say");
    // Whatever is a row of JSON lines is in the pieces: no byte but separators is lost on the way.
    auto stream = openTextStream(workFile());
    assertThat(stream.ok(), "every file is a stream");
    const auto pieces = cutJson(std::move(*stream), 0, layout);
    std::uint64_t reached = 0;
    for (int count = 0;; ++count) {
        assertThat(count < 100'000, "pieces come to their end");
        const auto piece = pieces->next();
        if (piece && piece->atEnd)
            break;
        assertThat(!piece || piece->offset >= reached, "pieces stand one behind the other");
        reached = piece ? piece->offset + piece->size : reached;
    }
}

void cardHeader(std::string_view bytes)
{
    const std::size_t cut = bytes.find('\0');
    (void)yamlHeaderOf(bytes.substr(0, cut));
    const std::string name(cut == std::string_view::npos ? std::string_view("data/train.jsonl")
                                                         : bytes.substr(cut + 1));
    assertThat(DataPattern(name).matches(name) || name.find_first_of("*?[]{}\\/.") != std::string::npos,
               "a plain name matches itself");
    (void)splitOfPath(name);
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

/// The bytes as a licence, and as the value of a licence column.
void licenceShapes(std::string_view bytes)
{
    const std::string text(bytes);
    const LicencePolicy permissive({"MIT"}), unknownOnly({"unknown"});
    std::string lower = text;
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](unsigned char character) { return char(std::tolower(character)); });
    if (permissive.allows(text))
        assertThat(lower.find("mit") != std::string::npos, "what leaves names what is allowed");
    assertThat(!permissive.allows("GPL-3.0-only AND (" + text + ")"), "no text takes an AND back");
    const std::string joined = allLicences({"GPL-3.0-only", text});
    assertThat(joined.empty() || !permissive.allows(joined), "no member takes another one back");
    assertThat(!unknownOnly.allows("GPL-3.0-only AND (" + text + ")"), "what cannot be read is not what is unknown");
    const std::string twice = "{\"content\":\"a\",\"license\":\"GPL-3.0-only\",\"license\":" + text + "}";
    for (const std::string &row : {"{\"content\":\"a\",\"license\":" + text + "}",
                                   "{\"content\":\"a\",\"license\":[\"GPL-3.0-only\"," + text + "]}", twice}) {
        const auto keys = jsonKeys(row);
        const auto mapper = RowMapper::create({});
        if (!keys || !mapper)
            continue;
        ImportBatch batch;
        std::vector<std::string> blobs{"MIT", "\xff"};
        (*mapper)->map(row.data(), row.size(), 0, blobs, "", 0, batch);
        for (const ImportRecord &record : batch.records) {
            assertThat(!row.starts_with("{\"content\":\"a\",\"license\":[\"GPL") || keys->size() != 2
                           || !permissive.allows(record.origin.licence),
                       "a row leaves under all of its licences");
            assertThat(row != twice || keys->size() != 3 || !permissive.allows(record.origin.licence),
                       "a licence that is told twice is not the last one");
        }
    }
}

/// Everything that a card takes from elsewhere, made of the bytes.
void cardWriter(std::string_view bytes)
{
    const std::string text(bytes);
    Selection selection;
    selection.filter = text;
    selection.view = text;
    selection.threshold = text;
    ExportOptions options;
    options.name = text;
    options.allowedLicences = {text};
    ExportReport report;
    report.licences[text] = 1;
    const std::string card = datasetCard(selection, options, report), plain = datasetCard({}, {}, {});
    assertThat(isValidUtf8(card), "a card is UTF-8");
    for (const char character : card)
        assertThat(static_cast<unsigned char>(character) >= ' ' || character == '\n',
                   "a card has no control characters");
    const auto lines = [](const std::string &of) { return std::count(of.begin(), of.end(), '\n'); };
    // A row of the licence, a paragraph of the view and one of the threshold.
    constexpr std::ptrdiff_t own = 1 + 2 + 2;
    assertThat(lines(card) == lines(plain) + (text.empty() ? 1 : own), "foreign text makes no lines of its own");
    const std::size_t end = card.find("\n---\n", 4);
    assertThat(card.starts_with("---\npretty_name: \"") && end != std::string::npos
                   && card.find("num_examples: 0\n---\n") + 15 == end,
               "the header ends where it ends");
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
          "{}\n[]\n\n{\"content\":1e999}\n",
          "{\"content\":\"a\",\"content\":\"b\",\"x\":{\"y\":1,\"y\":[{\"z\":2,\"z\":3}]}}\n"}},
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
        {"licence_shapes",
         licenceShapes,
         {"MIT OR (Apache-2.0 AND GPL-3.0-only WITH Classpath-exception-2.0)", "MIT) OR (MIT", "\"MIT\"",
          "[\"MIT\",{\"spdx_id\":\"ISC\"},[\"MIT\"],null]", "{\"list\":[{\"item\":\"MIT\"},{\"element\":\"MIT\"}]}",
          "\"\\u00000\"", "[\"MIT\",\"\\u00001\"]"}},
        {"card_writer",
         cardWriter,
         {"name `x` | <b> [a](b) *c* \\ \xe2\x80\xae\n---\n# d", "```` ``", "\"\\x\"\t- a: b"}},
        {"file_content",
         fileContent,
         {"PAR1 no more", std::string("\x28\xb5\x2f\xfd\x20\x05\x29\0\0hello", 14), "\x1f\x8b\x08\0 broken",
          "[\n  {\n    \"content\": \"a\"\n  },\n  {\"content\": \"b\"}\n]\n",
          "{\"content\":\"a\"}\xef\xbb\xbf{\"content\":\"b\"}\r{\"c\":[{}]}\n",
          std::string("\xff\xfe{\0\"\0a\0\"\0:\0"
                      "1\0}\0\n\0",
                      18),
          "<?xml version=\"1.0\"?><!-- c --><posts></posts>"}},
        {"card_header",
         cardHeader,
         {"---\nconfigs:\n- config_name: default\n  data_files:\n  - split: train\n    path: "
          "[\"data/*.jsonl\", 'b']\n---\n"
              + std::string(1, '\0') + "data/train-00000-of-00001.jsonl",
          "---\na: {b: [c, d], e: \"f\\n\"}\nlist:\n- - x\n  - y: z\n---\n"}},
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
