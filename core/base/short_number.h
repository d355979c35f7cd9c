// Owns: a number as the shortest text that reads back as the same. Not here: numbers for people (humanCount,
// HumanText).
#pragma once

#include <charconv>
#include <string>

namespace primer {

inline std::string shortNumber(double number)
{
    char text[32]; // the longest has 24 characters
    return std::string(text, std::to_chars(text, text + sizeof text, number).ptr);
}

} // namespace primer
