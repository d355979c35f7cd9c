#include "core/synthesis/benchmark_names.h"

#include <string>
#include <unordered_map>

#include <nlohmann/json.hpp>

#include "core/base/ascii.h"
#include "core/synthesis/synthesis_files.h"

namespace primer {

namespace {

std::string plain(std::string_view name)
{
    std::string text;
    for (const char letter : name) {
        if (letter != '_')
            text += lowered(letter);
    }
    return text;
}

std::unordered_map<std::string, std::string_view> readNames()
{
    std::unordered_map<std::string, std::string_view> names;
    for (const auto &[file, body] : synthesisFiles()) {
        if (file != "benchmark_names")
            continue;
        const auto json = nlohmann::json::parse(body);
        for (const std::string_view benchmark : {"human_eval", "mbpp"}) {
            for (const auto &name : json.at(std::string(benchmark)))
                names.emplace(plain(name.get<std::string>()), benchmark);
        }
    }
    return names;
}

} // namespace

std::string_view benchmarkOf(std::string_view functionName)
{
    static const auto names = readNames();
    const auto found = names.find(plain(functionName));
    return found == names.end() ? std::string_view() : found->second;
}

} // namespace primer
