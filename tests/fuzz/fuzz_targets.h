// Owns: the parsers of untrusted bytes, each behind libFuzzer's signature. Not here: making the bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace primer::fuzz {

/// Aborts when a promise of the parser is broken.
using Target = void (*)(std::string_view bytes);

struct NamedTarget {
    const char *name;
    Target run;
    std::vector<std::string> seeds;
};

/// In release builds too: the driver and libFuzzer report the abort.
void assertThat(bool holds, const char *promise);

std::vector<NamedTarget> targets();
std::vector<NamedTarget> configurationTargets();
std::vector<NamedTarget> synthesisTargets();

} // namespace primer::fuzz
