#include "core/query/content_matcher.h"

#include <cctype>
#include <cstring>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

namespace primer {

namespace {
constexpr std::uint32_t matchLimit = 2'000'000; // about 20 ms of backtracking
}

struct ContentMatcher::State {
    std::string literal;
    pcre2_code *code = nullptr;
    pcre2_match_data *data = nullptr;
    pcre2_match_context *context = nullptr;
    pcre2_jit_stack *stack = nullptr;

    ~State()
    {
        pcre2_match_data_free(data);
        pcre2_match_context_free(context);
        pcre2_jit_stack_free(stack);
        pcre2_code_free(code);
    }
};

ContentMatcher::ContentMatcher() : m_state(std::make_unique<State>()) {}
ContentMatcher::~ContentMatcher() = default;

Result<std::unique_ptr<ContentMatcher>> ContentMatcher::create(const SearchPattern &pattern)
{
    std::unique_ptr<ContentMatcher> matcher(new ContentMatcher);
    State &state = *matcher->m_state;
    if (!pattern.isRegex && !pattern.ignoreCase) {
        state.literal = pattern.text;
        return matcher;
    }
    // Case is ignored for ASCII letters only, bytes otherwise: that is what the index can answer.
    std::uint32_t options = PCRE2_MULTILINE;
    if (!pattern.isRegex)
        options |= PCRE2_LITERAL;
    options |= pattern.ignoreCase ? PCRE2_CASELESS : PCRE2_UTF | PCRE2_MATCH_INVALID_UTF;
    if (!pattern.isRegex)
        options &= ~std::uint32_t(PCRE2_MULTILINE);
    int code = 0;
    PCRE2_SIZE offset = 0;
    state.code = pcre2_compile(reinterpret_cast<PCRE2_SPTR>(pattern.text.data()), pattern.text.size(), options, &code,
                               &offset, nullptr);
    if (!state.code) {
        char message[256] = {};
        pcre2_get_error_message(code, reinterpret_cast<PCRE2_UCHAR *>(message), sizeof message);
        return Error{ErrorCode::InvalidPattern, message, std::to_string(offset)};
    }
    pcre2_jit_compile(state.code, PCRE2_JIT_COMPLETE);
    state.data = pcre2_match_data_create_from_pattern(state.code, nullptr);
    state.context = pcre2_match_context_create(nullptr);
    state.stack = pcre2_jit_stack_create(32 * 1024, 1024 * 1024, nullptr);
    pcre2_jit_stack_assign(state.context, nullptr, state.stack);
    pcre2_set_match_limit(state.context, matchLimit);
    return matcher;
}

Match ContentMatcher::match(std::string_view content)
{
    if (!m_state->code) {
        return ::memmem(content.data(), content.size(), m_state->literal.data(), m_state->literal.size()) ? Match::Yes
                                                                                                          : Match::No;
    }
    const int result = pcre2_match(m_state->code, reinterpret_cast<PCRE2_SPTR>(content.data()), content.size(), 0, 0,
                                   m_state->data, m_state->context);
    if (result >= 0)
        return Match::Yes;
    return result == PCRE2_ERROR_NOMATCH ? Match::No : Match::Undecided;
}

std::string requiredLiteral(const SearchPattern &pattern)
{
    if (!pattern.isRegex)
        return pattern.text.size() >= 3 ? pattern.text : std::string();
    // Conservative: an alternation, an option setting or a verb anywhere means no promise. Otherwise the longest run
    // of plain characters at the top level, none of them followed by a quantifier that allows zero of it.
    std::string best, run;
    int depth = 0;
    const std::string &text = pattern.text;
    const auto endRun = [&] {
        if (run.size() > best.size())
            best = run;
        run.clear();
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char character = text[i];
        if (character == '|' || text.compare(i, 2, "(?") == 0 || text.compare(i, 2, "(*") == 0)
            return {};
        if (character == '[') {
            endRun();
            ++i;
            if (i < text.size() && text[i] == '^')
                ++i;
            if (i < text.size() && text[i] == ']')
                ++i;
            while (i < text.size() && text[i] != ']') {
                if (text[i] == '[')
                    return {};
                i += text[i] == '\\' ? 2 : 1;
            }
            continue;
        }
        char plain = 0;
        if (character == '\\' && i + 1 < text.size()) {
            const char escaped = text[++i];
            const bool isAlphanumeric = std::isalnum(static_cast<unsigned char>(escaped)) != 0;
            if (isAlphanumeric && std::strchr("bBdDwWsSAzZ", escaped) == nullptr)
                return {}; // \Q, \x41, \1, \p{..} and the like: not worth a parser
            if (!isAlphanumeric)
                plain = escaped;
        } else if (character == '(' || character == ')') {
            endRun();
            depth += character == '(' ? 1 : -1;
            continue;
        } else if (std::strchr(".^$*+?{}", character) == nullptr) {
            plain = character;
        }
        const char next = i + 1 < text.size() ? text[i + 1] : '\0';
        if (plain && depth == 0 && std::strchr("*?{", next ? next : 'x') == nullptr) {
            run.push_back(plain);
            if (next == '+')
                endRun();
        } else {
            endRun();
        }
    }
    endRun();
    return best.size() >= 3 ? best : std::string();
}

} // namespace primer
