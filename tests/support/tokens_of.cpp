// primer-test-tokens encode TOKENIZER|train SIZE FILE [THREADS [REPEATS]]: for the comparison with the reference.
// FILE holds texts, each u32 size and bytes. encode prints the ids of each text as u32 count and u32 ids on stdout, and
// its seconds (without start and reading) on stderr; train prints a tokenizer.json.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

#include "core/text/bpe_trainer.h"
#include "core/text/token_encoder.h"

using namespace primer;

int main(int argc, char **argv)
{
    if (argc < 4)
        return 2;
    std::ifstream file(argv[3], std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(file)), {});
    std::vector<std::string_view> texts;
    for (std::size_t at = 0; at + 4 <= bytes.size();) {
        std::uint32_t size = 0;
        std::memcpy(&size, bytes.data() + at, 4);
        texts.emplace_back(bytes.data() + at + 4, size);
        at += 4 + size;
    }
    if (std::strcmp(argv[1], "train") == 0) {
        BpeTrainer trainer;
        for (const std::string_view text : texts)
            trainer.add(text);
        const auto trained = trainer.train(TokenId(std::atoi(argv[2])), 0);
        if (!trained)
            return 1;
        std::fputs((*trained)->toJson().c_str(), stdout);
        return 0;
    }
    const auto tokenizer = Tokenizer::load(argv[2]);
    if (!tokenizer) {
        std::fprintf(stderr, "%s\n", tokenizer.error().detail.c_str());
        return 1;
    }
    const std::size_t threads = argc > 4 ? std::size_t(std::atoi(argv[4])) : 1;
    const int repeats = argc > 5 ? std::atoi(argv[5]) : 1;
    std::vector<std::vector<TokenId>> answers(texts.size());
    for (int turn = 0; turn < repeats; ++turn) {
        const auto begin = std::chrono::steady_clock::now();
        std::vector<std::thread> workers;
        for (std::size_t worker = 0; worker < threads; ++worker) {
            workers.emplace_back([&, worker] {
                TokenEncoder encoder(*tokenizer);
                for (std::size_t text = worker; text < texts.size(); text += threads) {
                    answers[text].clear();
                    answers[text].reserve(texts[text].size() / 2);
                    encoder.encode(texts[text], answers[text]);
                }
            });
        }
        for (std::thread &worker : workers)
            worker.join();
        std::fprintf(stderr, "%.6f\n", std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
    }
    for (const auto &ids : answers) {
        const auto count = std::uint32_t(ids.size());
        std::fwrite(&count, sizeof count, 1, stdout);
        std::fwrite(ids.data(), sizeof(TokenId), ids.size(), stdout);
    }
}
