// What may not be in a log: keys in every form, paths, control characters.
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "core/base/hashing.h"
#include "core/base/log/redactor.h"

using namespace primer;

namespace {

struct Row {
    const char *given, *expected;
};

} // namespace

TEST(Redactor, HidesTokensByTheirForm)
{
    const log::Redactor redactor;
    const std::vector<Row> rows{
        {"Authorization: Bearer abc", "Authorization: (hidden)"},
        {"authorization=Basic dXNlcjpwYXNz and more", "authorization=(hidden)"},
        {R"x({"Authorization": "Bearer abc", "n": 1})x", R"x({"Authorization": "(hidden)", "n": 1})x"},
        {R"x({\"authorization\": \"token abc\"})x", R"x({\"authorization\": \"(hidden)\"})x"},
        {"sent Bearer eyJhbGciOi.J9-_x= to it", "sent Bearer (hidden) to it"},
        {"the bearer of this letter", "the bearer of this letter"},
        {"Incorrect API key: sk-proj-abcdef123456.", "Incorrect API key: (hidden)"},
        {"key sk-ab***************yz is wrong", "key (hidden) is wrong"},
        {"a risk-adjusted-return of task-forces", "a risk-adjusted-return of task-forces"},
        {"hf_AbCdEfGhIjKlMnOpQr, hf_hub_download", "(hidden), hf_hub_download"},
        {"ghp_abcdefghijklmnop github_pat_11ABC_defghij", "(hidden) (hidden)"},
        {"OPENAI_API_KEY=abc next", "OPENAI_API_KEY=(hidden) next"},
        {"x-api-key: abc", "x-api-key: (hidden)"},
        {R"x("api_key": "abc")x", R"x("api_key": "(hidden)")x"},
        {"password=hunter2&x=1", "password=(hidden)&x=1"},
        {"5 tokens: 3 in, 2 out", "5 tokens: 3 in, 2 out"},
        {"Set-Cookie: a=b; c=d", "Set-Cookie: (hidden)"},
        {"GET https://me:pw@host/a?sig=abc&b=c done", "GET https://(hidden)@host/a?(hidden) done"},
        {"is it there? yes = 1", "is it there? yes = 1"},
        {"https://host/sk-abcdefghijkl?x=y", "https://host/(hidden)?(hidden)"},
        {"[json.exception.parse_error.101] invalid literal; last read: 'def secret('; expected '{'",
         "[json.exception.parse_error.101] invalid literal; last read: '(hidden)'"},
    };
    for (const Row &row : rows)
        EXPECT_EQ(redactor.redact(row.given, true), row.expected) << row.given;
}

TEST(Redactor, HidesPaths)
{
    const std::vector<Row> rows{
        {"/home/a/b.py: no such file", "(file): no such file"},
        {"cannot open '/home/a/My Thesis/b c.py' now", "cannot open '(file)' now"},
        {"cannot open /home/a/My Thesis/b.py: gone", "cannot open (file): gone"},
        {"cannot rename /a/b to /c/d", "cannot rename (file)"},
        {"open(\"../x/y\")", "open(\"(file)\")"},
        {"~/notes and ./here", "(file)"},
        {"path=/tmp/x, size 3", "path=(file), size 3"},
        {"file:///home/a/b", "(file)"},
        {"in src/deep/code.py, line 3", "in (file), line 3"},
        {"https://example.com/v1/models said 404", "https://example.com/v1/models said 404"},
        {"12 MB/s and/or n/a", "12 MB/s and/or n/a"},
        {"1 / 2", "1 / 2"},
        {"<b>bold</b> of </home/a/b>", "<b>bold</b> of <(file)>"},
        {"“/home/이름/논문.py” is gone", "(file) is gone"},
        {"/home/a/first idea.py was read. Then", "(file) was read. Then"},
        {"no slash at all", "no slash at all"},
    };
    const log::Redactor redactor;
    for (const Row &row : rows) {
        EXPECT_EQ(log::withoutFileNames(row.given), row.expected) << row.given;
        EXPECT_EQ(redactor.redact(row.given, true), row.given);
    }
}

TEST(Redactor, HidesARegisteredSecretInEveryForm)
{
    log::Redactor redactor;
    redactor.hideSecret("p@ss/wörd \"x\\y\"+Z9");
    redactor.hideSecret("abcdef"); // shorter than a piece
    redactor.hideSecret("abc");    // too short to be told from words
    const std::vector<Row> rows{
        {"it is p@ss/wörd \"x\\y\"+Z9!", "it is (hidden)!"},
        {"first p@ss/wör only", "first (hidden) only"}, // a part of it
        {"p@ss/w is seven", "p@ss/w is seven"},         // less than eight characters tell nothing
        {"u=p%40ss%2Fw%C3%B6rd%20%22x%5Cy%22%2BZ9&v", "u=(hidden)&v"},
        {"u=p%40ss%2fw%c3%b6rd%20%22x%5cy%22%2bZ9&v", "u=(hidden)&v"},
        {"u=p%40ss%2Fw%C3%B6rd+%22x%5Cy%22%2BZ9&v", "u=(hidden)&v"},
        {R"x({"k":"p@ss/wörd \"x\\y\"+Z9"})x", R"x({"k":"(hidden)"})x"},
        {R"x({"k":"p@ss\/wörd \"x\\y\"+Z9"})x", R"x({"k":"(hidden)"})x"},
        {"x abcdef y abc", "x (hidden) y abc"},
        {"x YWJjZGVm y", "x (hidden) y"}, // base64 of the short one
    };
    for (const Row &row : rows)
        EXPECT_EQ(redactor.redact(row.given, true), row.expected) << row.given;
}

TEST(Redactor, HidesASecretInBase64WhereverItStandsInTheText)
{
    const auto base64 = [](const std::string &bytes) {
        constexpr const char *alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        std::string text;
        for (std::size_t place = 0; place < bytes.size(); place += 3) {
            std::uint32_t three = 0;
            for (std::size_t more = 0; more < 3; ++more)
                three = three << 8 | (place + more < bytes.size() ? std::uint8_t(bytes[place + more]) : 0);
            for (std::size_t more = 0; more < 4; ++more)
                text += place + more > bytes.size() ? '=' : alphabet[three >> (18 - 6 * more) & 63];
        }
        return text;
    };
    ASSERT_EQ(base64("user:pw"), "dXNlcjpwdw==");
    const std::string secret = "S3cret-Value-Of-The-User";
    log::Redactor redactor;
    redactor.hideSecret(secret);
    for (const std::string before : {"", "u", "us", "usr", "user:"}) {
        for (const std::string after : {"", ":", "::"}) {
            const std::string encoded = base64(before + secret + after);
            const std::string safe = redactor.redact("x " + encoded + " y", true);
            EXPECT_NE(safe.find("(hidden)"), std::string::npos) << encoded;
            // What is left are the neighbours and at most five bits beside them.
            EXPECT_LE(safe.size(), std::string("x (hidden) y").size() + 4 * ((before.size() + 2) / 3 + 1) + 6) << safe;
            EXPECT_EQ(safe.find(encoded.substr(8, 8)), std::string::npos);
        }
    }
}

TEST(Redactor, WritesOneLineOfPlainText)
{
    const log::Redactor redactor;
    EXPECT_EQ(redactor.redact("a\nb\tc\r\x1b[31m", true), "a\\nb c\\x0d\\x1b[31m");
    EXPECT_EQ(redactor.redact("bad \xff\xc3 bytes", true), "bad \\xff\\xc3 bytes");
    EXPECT_EQ(redactor.redact("\xe2\x80\xae"
                              "txt.exe",
                              true),
              "\\xe2\\x80\\xaetxt.exe");
    EXPECT_EQ(redactor.redact("한국어 <b>é</b>", true), "한국어 <b>é</b>");
    const std::string cut = redactor.redact(std::string(100'000, 'x'), true);
    EXPECT_EQ(cut, std::string(log::Redactor::longestLine, 'x').append("…"));
}
