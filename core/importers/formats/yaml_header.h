// Owns: the header of a dataset card (YAML between two lines of "---") as far as cards use YAML: mappings and lists by
// indentation or in brackets, quoted and plain scalars, comments. Not here: what the keys mean (dataset_folder.h).
#pragma once

#include <string_view>

#include <nlohmann/json.hpp>

namespace primer {

/// Null where there is no header. What is not understood is left out: every scalar is a string.
nlohmann::json yamlHeaderOf(std::string_view card);

} // namespace primer
