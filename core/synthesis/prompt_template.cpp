#include "core/synthesis/prompt_template.h"

#include <algorithm>
#include <functional>

#include <nlohmann/json.hpp>

#include "core/base/atomic_file.h"

namespace primer {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t maxFileBytes = 4u << 20;
constexpr int formatVersion = 1;

Error invalid(const std::string &what, const std::string &where) { return Error{ErrorCode::InvalidInput, what, where}; }

/// Calls take(literal, placeholder) along the text; the placeholder is "" behind the last one.
Status forPieces(std::string_view text, const std::function<void(std::string_view, std::string_view)> &take)
{
    std::string literal;
    for (std::size_t place = 0; place < text.size(); ++place) {
        const char letter = text[place];
        if ((letter == '{' || letter == '}') && place + 1 < text.size() && text[place + 1] == letter) {
            literal += letter;
            ++place;
            continue;
        }
        if (letter == '}')
            return invalid("a } without its {; }} stands for the brace itself", "text");
        if (letter != '{') {
            literal += letter;
            continue;
        }
        const std::size_t close = text.find('}', place);
        const std::string_view name = text.substr(place + 1, close == std::string_view::npos ? 0 : close - place - 1);
        const bool isName = !name.empty() && std::all_of(name.begin(), name.end(), [](char one) {
            return (one >= 'a' && one <= 'z') || (one >= '0' && one <= '9') || one == '_';
        });
        if (!isName)
            return invalid("a { that opens no placeholder; {{ stands for the brace itself", "text");
        take(literal, name);
        literal.clear();
        place = close;
    }
    take(literal, "");
    return success();
}

Result<TemplateKind> kindOf(const std::string &name)
{
    for (const TemplateKind kind :
         {TemplateKind::Textbook, TemplateKind::Exercise, TemplateKind::Rewrite, TemplateKind::Free}) {
        if (name == nameOf(kind))
            return kind;
    }
    return invalid("textbook, exercise, rewrite or free", "kind");
}

Status refuseOtherKeys(const Json &json, std::initializer_list<const char *> known, const std::string &where)
{
    for (const auto &[key, value] : json.items()) {
        if (std::find(known.begin(), known.end(), key) == known.end())
            return invalid("a key that is not known: " + key, where);
    }
    return success();
}

Result<AcceptanceRules> rulesOf(const Json &json, const std::string &where)
{
    AcceptanceRules rules;
    if (!json.is_object())
        return invalid("\"accept\" is an object", where);
    PRIMER_TRY(refuseOtherKeys(
        json, {"min_docstring", "helpers", "min_prose_share", "max_prose_share", "min_bytes", "max_bytes"}, where));
    try {
        rules.minDocstring = json.value("min_docstring", rules.minDocstring);
        rules.allowsHelpers = json.value("helpers", rules.allowsHelpers);
        rules.minProseShare = json.value("min_prose_share", rules.minProseShare);
        rules.maxProseShare = json.value("max_prose_share", rules.maxProseShare);
        rules.minBytes = json.value("min_bytes", rules.minBytes);
        rules.maxBytes = json.value("max_bytes", rules.maxBytes);
    } catch (const nlohmann::json::exception &) {
        return invalid("a value of the wrong kind in \"accept\"", where);
    }
    if (!(rules.minProseShare >= 0) || !(rules.maxProseShare <= 1) || rules.minProseShare > rules.maxProseShare
        || rules.minBytes > rules.maxBytes)
        return invalid("shares are from 0 to 1, and min is not above max", where);
    return rules;
}

} // namespace

const char *nameOf(TemplateKind kind)
{
    switch (kind) {
    case TemplateKind::Textbook: return "textbook";
    case TemplateKind::Exercise: return "exercise";
    case TemplateKind::Rewrite: return "rewrite";
    case TemplateKind::Free: return "free";
    }
    return "free";
}

Result<std::vector<std::string>> PromptTemplate::placeholders() const
{
    std::vector<std::string> names;
    for (const std::string *part : {&system, &text}) {
        PRIMER_TRY(forPieces(*part, [&names](std::string_view, std::string_view name) {
            if (!name.empty() && name != "begin" && name != "end"
                && std::find(names.begin(), names.end(), name) == names.end())
                names.emplace_back(name);
        }));
    }
    return names;
}

Status PromptTemplate::check(const ConstraintSet &set) const
{
    const auto names = PRIMER_TRY(placeholders());
    for (const std::string &one : names) {
        if (!set.axis(one))
            return invalid("the template asks for an axis that the set does not have: {" + one + "}", name);
    }
    const bool usesSentinels = !begin.empty() || !end.empty();
    if (usesSentinels && (begin.empty() || end.empty()))
        return invalid("begin and end stand together", name);
    return success();
}

std::string PromptTemplate::nameAxis(const ConstraintSet &set) const
{
    const auto names = placeholders();
    for (const std::string &one : names ? *names : std::vector<std::string>()) {
        if (const Axis *axis = set.axis(one); axis && axis->kind == AxisKind::Names)
            return one;
    }
    return "";
}

std::string PromptTemplate::toJson() const
{
    return Json{{"format", "primer-template"},
                {"version", formatVersion},
                {"name", name},
                {"revision", revision},
                {"kind", nameOf(kind)},
                {"system", system},
                {"text", text},
                {"begin", begin},
                {"end", end},
                {"json_field", jsonField},
                {"accept",
                 {{"min_docstring", accept.minDocstring},
                  {"helpers", accept.allowsHelpers},
                  {"min_prose_share", accept.minProseShare},
                  {"max_prose_share", accept.maxProseShare},
                  {"min_bytes", accept.minBytes},
                  {"max_bytes", accept.maxBytes}}}}
        .dump(1, ' ', false, Json::error_handler_t::replace);
}

Result<PromptTemplate> templateFromJson(const std::string &bytes, const std::string &where)
{
    const Json json = Json::parse(bytes, nullptr, false);
    if (!json.is_object() || json.value("format", Json()) != "primer-template")
        return invalid("not a template: a JSON object whose \"format\" is \"primer-template\"", where);
    PRIMER_TRY(refuseOtherKeys(json,
                               {"format", "version", "name", "revision", "kind", "system", "text", "begin", "end",
                                "json_field", "accept", "about"},
                               where));
    PromptTemplate made;
    std::string kind;
    try {
        const int version = json.value("version", 0);
        if (version != formatVersion)
            return Error{version > formatVersion ? ErrorCode::NewerFormat : ErrorCode::InvalidInput,
                         "version " + std::to_string(version) + " of the format; this Primer reads 1", where};
        made.name = json.value("name", "");
        made.revision = json.value("revision", 1);
        kind = json.value("kind", "");
        made.system = json.value("system", "");
        made.text = json.value("text", "");
        made.begin = json.value("begin", "");
        made.end = json.value("end", "");
        made.jsonField = json.value("json_field", "");
    } catch (const nlohmann::json::exception &) {
        return invalid("a value of the wrong kind", where);
    }
    if (made.name.empty() || made.text.empty())
        return invalid("a template has a name and a text", where);
    made.kind = PRIMER_TRY(kindOf(kind));
    if (json.contains("accept"))
        made.accept = PRIMER_TRY(rulesOf(json["accept"], where));
    PRIMER_TRY(made.placeholders());
    return made;
}

std::vector<std::string> builtInTemplateNames()
{
    return {"exercise",         "textbook",        "textbook-pair", "rewrite", "free", "unconstrained-exercise",
            "grammar-exercise", "grammar-textbook"};
}

Result<PromptTemplate> loadTemplate(const std::string &pathOrName)
{
    const auto names = builtInTemplateNames();
    const bool isBuiltIn = std::find(names.begin(), names.end(), pathOrName) != names.end();
    const auto body = PRIMER_TRY(isBuiltIn ? builtInSynthesisFile("template-" + pathOrName)
                                           : readFile(pathOrName, maxFileBytes));
    return templateFromJson(body, pathOrName);
}

FilledTemplate fillTemplate(const PromptTemplate &promptTemplate, const Filling &filling)
{
    const auto filled = [&](std::string_view text) {
        std::string out;
        const Status read = forPieces(text, [&](std::string_view literal, std::string_view name) {
            out += literal;
            if (name == "begin")
                out += promptTemplate.begin;
            else if (name == "end")
                out += promptTemplate.end;
            for (const auto &[axis, value] : filling) {
                if (axis == name)
                    out += value;
            }
        });
        return read ? out : std::string(text);
    };
    return {filled(promptTemplate.system), filled(promptTemplate.text)};
}

std::string templateNameFor(const std::string &set)
{
    const auto sets = builtInSetNames();
    return std::find(sets.begin(), sets.end(), set) == sets.end() ? "" : set.substr(0, set.size() - 1);
}

} // namespace primer
