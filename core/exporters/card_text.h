// Owns: foreign text in a dataset card so that it stays text: in the YAML header, in Markdown, in a code span.
// Not here: what the card says (dataset_card.h).
#pragma once

#include <string>
#include <string_view>

namespace primer {

/// A double-quoted YAML scalar on one line that every reader of YAML takes back to the same text (invalid UTF-8 becomes
/// U+FFFD).
std::string yamlString(std::string_view text);
/// One line of Markdown that is shown as `text` is written: no emphasis, links, HTML, table cells or headings come of
/// it.
std::string markdownText(std::string_view text);
/// A code span, with as many backticks around it as it needs.
std::string markdownCode(std::string_view text);

} // namespace primer
