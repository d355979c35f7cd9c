#include "core/importers/language_detection.h"

#include <array>
#include <cctype>
#include <utility>

namespace primer {

namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 66> extensions{{
    {"py", "python"},
    {"pyi", "python"},
    {"pyw", "python"},
    {"pyx", "cython"},
    {"pxd", "cython"},
    {"ipynb", "jupyter"},
    {"c", "c"},
    {"h", "c"},
    {"cc", "c++"},
    {"cpp", "c++"},
    {"cxx", "c++"},
    {"hpp", "c++"},
    {"hh", "c++"},
    {"hxx", "c++"},
    {"cu", "cuda"},
    {"cuh", "cuda"},
    {"java", "java"},
    {"kt", "kotlin"},
    {"scala", "scala"},
    {"go", "go"},
    {"rs", "rust"},
    {"js", "javascript"},
    {"mjs", "javascript"},
    {"jsx", "javascript"},
    {"ts", "typescript"},
    {"tsx", "typescript"},
    {"rb", "ruby"},
    {"php", "php"},
    {"pl", "perl"},
    {"pm", "perl"},
    {"sh", "shell"},
    {"bash", "shell"},
    {"zsh", "shell"},
    {"ps1", "powershell"},
    {"sql", "sql"},
    {"r", "r"},
    {"jl", "julia"},
    {"lua", "lua"},
    {"swift", "swift"},
    {"m", "matlab"},
    {"f90", "fortran"},
    {"f", "fortran"},
    {"f95", "fortran"},
    {"hs", "haskell"},
    {"ml", "ocaml"},
    {"ex", "elixir"},
    {"exs", "elixir"},
    {"erl", "erlang"},
    {"clj", "clojure"},
    {"lisp", "lisp"},
    {"el", "lisp"},
    {"scm", "scheme"},
    {"cs", "c#"},
    {"fs", "f#"},
    {"vb", "visual basic"},
    {"dart", "dart"},
    {"zig", "zig"},
    {"nim", "nim"},
    {"asm", "assembly"},
    {"s", "assembly"},
    {"html", "html"},
    {"css", "css"},
    {"md", "markdown"},
    {"rst", "restructuredtext"},
    {"tex", "tex"},
    {"cmake", "cmake"},
}};

std::string_view extensionOf(std::string_view path)
{
    const std::size_t slash = path.rfind('/');
    const std::string_view name = slash == std::string_view::npos ? path : path.substr(slash + 1);
    const std::size_t dot = name.rfind('.');
    return dot == std::string_view::npos || dot == 0 ? std::string_view() : name.substr(dot + 1);
}

std::string_view byExtension(std::string_view path)
{
    const std::string extension = normalisedLanguage(extensionOf(path));
    for (const auto &[known, language] : extensions) {
        if (known == extension)
            return language;
    }
    return {};
}

} // namespace

std::string normalisedLanguage(std::string_view name)
{
    std::string lower;
    for (const char character : name)
        lower.push_back(char(std::tolower(static_cast<unsigned char>(character))));
    return lower;
}

std::string detectLanguage(std::string_view path, std::string_view content)
{
    if (const std::string_view language = byExtension(path); !language.empty())
        return std::string(language);
    if (path.ends_with("CMakeLists.txt"))
        return "cmake";
    if (path.ends_with("Makefile"))
        return "makefile";
    if (path.ends_with("Dockerfile"))
        return "dockerfile";
    if (content.starts_with("#!")) {
        const std::string_view first = content.substr(0, content.find('\n'));
        constexpr std::array<std::pair<std::string_view, std::string_view>, 5> programs{{
            {"python", "python"},
            {"node", "javascript"},
            {"perl", "perl"},
            {"ruby", "ruby"},
            {"sh", "shell"},
        }};
        for (const auto &[program, language] : programs) {
            if (first.find(program) != std::string_view::npos)
                return std::string(language);
        }
    }
    return {};
}

bool isSourceFile(std::string_view path)
{
    return !byExtension(path).empty() || path.ends_with("CMakeLists.txt") || path.ends_with("Makefile")
           || path.ends_with("Dockerfile");
}

} // namespace primer
