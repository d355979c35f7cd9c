#include "core/synthesis/synthesis_files.h"

#include "core/synthesis/synthesis_texts.h"

namespace primer {

std::span<const std::pair<std::string_view, std::string_view>> synthesisFiles()
{
    // In the order of the list in core/below_the_qt_line.cmake.
    static const std::pair<std::string_view, std::string_view> files[] = {
        {"topics", synthesisTexts[0]},
        {"benchmark_names", synthesisTexts[1]},
        {"exercises", synthesisTexts[2]},
        {"textbooks", synthesisTexts[3]},
        {"rewrites", synthesisTexts[4]},
        {"grammar-exercises", synthesisTexts[5]},
        {"grammar-textbooks", synthesisTexts[6]},
        {"template-exercise", synthesisTexts[7]},
        {"template-textbook", synthesisTexts[8]},
        {"template-rewrite", synthesisTexts[9]},
        {"template-free", synthesisTexts[10]},
        {"template-unconstrained-exercise", synthesisTexts[11]},
        {"template-grammar-exercise", synthesisTexts[12]},
        {"template-grammar-textbook", synthesisTexts[13]},
        {"template-textbook-pair", synthesisTexts[14]},
    };
    static_assert(std::size(synthesisTexts) == std::size(files));
    return files;
}

} // namespace primer
