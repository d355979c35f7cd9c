// fuzz TARGET [ROUNDS] [SEED]: mutated seeds through one parser. The same seed gives the same bytes; the bytes of a
// crash lie in fuzz-TARGET.input. Meant to be run for long under dev-asan; the tests run some thousand rounds.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <utility>

#include "core/base/random.h"
#include "tests/fuzz/fuzz_targets.h"

namespace {

std::string mutated(const primer::fuzz::NamedTarget &target, primer::Random &random)
{
    static constexpr const char *pieces[] = {"\"",
                                             "\\",
                                             "{",
                                             "}",
                                             "[",
                                             "]",
                                             "<",
                                             ">",
                                             "&",
                                             ";",
                                             "/>",
                                             "\n",
                                             "\r",
                                             "\0",
                                             "\xff",
                                             "\xc3",
                                             "\xed\xa0\x80",
                                             "\xe2\x80\xae",
                                             "\\u0000",
                                             "\\ud800",
                                             "&#0;",
                                             "&#x110000;",
                                             "-",
                                             "1e400",
                                             "9223372036854775808",
                                             "*",
                                             "**",
                                             "(",
                                             "(?",
                                             "{9999}"};
    std::string text = target.seeds[random.next() % target.seeds.size()];
    const int edits = 1 + int(random.next() % 6);
    for (int edit = 0; edit < edits; ++edit) {
        const std::size_t at = text.empty() ? 0 : random.next() % text.size();
        switch (random.next() % 6) {
        case 0:
            if (!text.empty())
                text[at] = char(random.next());
            break;
        case 1: text.erase(at, random.next() % 9); break;
        case 2: text.insert(at, pieces[random.next() % std::size(pieces)]); break;
        case 3: text.insert(at, text.substr(at, random.next() % 40)); break;
        case 4: text.resize(at); break;
        case 5: text.insert(at, std::string(random.next() % 300, char(random.next()))); break;
        }
    }
    return text;
}

} // namespace

int main(int argc, char **argv)
{
    const long rounds = argc > 2 ? std::atol(argv[2]) : 100'000;
    primer::Random random(argc > 3 ? std::strtoull(argv[3], nullptr, 10) : 1);
    auto targets = primer::fuzz::targets();
    for (auto &target : primer::fuzz::configurationTargets())
        targets.push_back(std::move(target));
    for (auto &target : primer::fuzz::synthesisTargets())
        targets.push_back(std::move(target));
    for (const auto &target : targets) {
        if (argc < 2 || std::strcmp(argv[1], target.name) != 0)
            continue;
        const std::string kept = std::string("fuzz-") + target.name + ".input";
        for (long round = 0; round < rounds; ++round) {
            const std::string text = mutated(target, random);
            if (std::FILE *file = std::fopen(kept.c_str(), "wb")) {
                std::fwrite(text.data(), 1, text.size(), file);
                std::fclose(file);
            }
            target.run(text);
        }
        std::remove(kept.c_str());
        return 0;
    }
    std::fputs("fuzz TARGET [ROUNDS] [SEED]; targets:", stderr);
    for (const auto &target : targets)
        std::fprintf(stderr, " %s", target.name);
    std::fputs("\n", stderr);
    return 2;
}
