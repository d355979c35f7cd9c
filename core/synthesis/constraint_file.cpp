// The file of a constraint set: reading, writing, the ones that come with Primer.
#include <algorithm>

#include <nlohmann/json.hpp>

#include "core/base/atomic_file.h"
#include "core/synthesis/constraint_set.h"
#include "core/synthesis/synthesis_files.h"

namespace primer {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t maxFileBytes = 64u << 20;
constexpr int formatVersion = 1, deepestTree = 8;

Error invalid(const std::string &what, const std::string &where) { return Error{ErrorCode::InvalidInput, what, where}; }

Status refuseOtherKeys(const Json &object, std::initializer_list<const char *> known, const std::string &where)
{
    for (const auto &[key, value] : object.items()) {
        if (std::find(known.begin(), known.end(), key) == known.end())
            return invalid("a key that is not known: " + key, where);
    }
    return success();
}

Result<std::string> text(const Json &object, const char *key, const std::string &where)
{
    const auto found = object.find(key);
    if (found == object.end() || !found->is_string())
        return invalid(std::string("a text is missing: ") + key, where);
    return found->get<std::string>();
}

Result<std::vector<std::string>> texts(const Json &object, const char *key, const std::string &where)
{
    std::vector<std::string> list;
    const auto found = object.find(key);
    if (found == object.end())
        return list;
    if (!found->is_array())
        return invalid(std::string("a list of texts: ") + key, where);
    for (const Json &one : *found) {
        if (!one.is_string())
            return invalid(std::string("a list of texts: ") + key, where);
        list.push_back(one.get<std::string>());
    }
    return list;
}

Result<std::size_t> whole(const Json &object, const char *key, std::size_t otherwise, const std::string &where)
{
    const auto found = object.find(key);
    if (found == object.end())
        return otherwise;
    if (!found->is_number_unsigned() || found->get<std::uint64_t>() > 10'000'000)
        return invalid(std::string("a whole number from 0: ") + key, where);
    return std::size_t(found->get<std::uint64_t>());
}

Result<AxisValue> valueOf(const Json &json, const std::string &branch, const std::string &where)
{
    AxisValue value;
    value.branch = branch;
    if (json.is_string()) {
        value.text = json.get<std::string>();
    } else if (json.is_object()) {
        PRIMER_TRY(refuseOtherKeys(json, {"value", "weight"}, where));
        value.text = PRIMER_TRY(text(json, "value", where));
        const auto weight = json.find("weight");
        if (weight != json.end() && !weight->is_number())
            return invalid("a weight is a number", where);
        value.weight = weight == json.end() ? 1 : weight->get<double>();
    }
    if (value.text.empty())
        return invalid("a value is a text, or {\"value\": text, \"weight\": number}", where);
    return value;
}

Status addTree(const Json &json, const std::string &branch, int depth, const std::string &where,
               std::vector<AxisValue> &values)
{
    if (depth > deepestTree)
        return invalid("a tree of over 8 levels", where);
    if (json.is_array()) {
        for (const Json &one : json) {
            auto value = PRIMER_TRY(valueOf(one, branch, where));
            values.push_back(std::move(value));
        }
        return success();
    }
    if (!json.is_object())
        return invalid("a tree is of objects with lists at their ends", where);
    for (const auto &[key, below] : json.items()) {
        if (key.empty() || key.find('/') != std::string::npos)
            return invalid("a branch has a name without a slash", where + ": " + branch);
        PRIMER_TRY(addTree(below, branch.empty() ? key : branch + "/" + key, depth + 1, where, values));
    }
    return success();
}

Status readTree(const Json &json, const std::string &where, Axis &axis)
{
    const auto tree = json.find("tree");
    if (tree == json.end())
        return invalid("a tree is missing", where);
    if (tree->is_string()) {
        const auto file = PRIMER_TRY(builtInSynthesisFile(tree->get<std::string>()));
        const Json read = Json::parse(file, nullptr, false);
        if (!read.is_object() || !read.contains("topics"))
            return invalid("no such tree; \"topics\" comes with Primer", where);
        PRIMER_TRY(addTree(read["topics"], "", 0, where, axis.values));
    } else {
        PRIMER_TRY(addTree(*tree, "", 0, where, axis.values));
    }
    const auto under = PRIMER_TRY(texts(json, "under", where));
    if (under.empty())
        return success();
    for (const std::string &branch : under) {
        if (std::none_of(axis.values.begin(), axis.values.end(),
                         [&](const AxisValue &value) { return (value.path() + "/").starts_with(branch + "/"); }))
            return invalid("no such branch: " + branch, where);
    }
    std::erase_if(axis.values, [&](const AxisValue &value) {
        return std::none_of(under.begin(), under.end(),
                            [&](const std::string &branch) { return (value.path() + "/").starts_with(branch + "/"); });
    });
    return success();
}

Status readValues(const Json &json, const char *key, const std::string &where, Axis &axis)
{
    const auto found = json.find(key);
    if (found == json.end() || !found->is_array())
        return invalid(std::string("a list is missing: ") + key, where);
    return addTree(*found, "", 0, where, axis.values);
}

Result<Axis> axisOf(const Json &json, const std::string &file)
{
    if (!json.is_object())
        return invalid("an axis is an object", file);
    Axis axis;
    axis.name = PRIMER_TRY(text(json, "name", file));
    const std::string where = file + ": " + axis.name;
    const auto kind = PRIMER_TRY(text(json, "kind", where));
    if (kind == "list") {
        PRIMER_TRY(refuseOtherKeys(json, {"name", "kind", "drawn", "values"}, where));
        PRIMER_TRY(readValues(json, "values", where, axis));
    } else if (kind == "tree") {
        axis.kind = AxisKind::Tree;
        PRIMER_TRY(refuseOtherKeys(json, {"name", "kind", "drawn", "tree", "under"}, where));
        PRIMER_TRY(readTree(json, where, axis));
    } else if (kind == "pairs") {
        axis.kind = AxisKind::Pairs;
        PRIMER_TRY(refuseOtherKeys(json, {"name", "kind", "drawn", "of"}, where));
        axis.of = PRIMER_TRY(text(json, "of", where));
    } else if (kind == "names") {
        axis.kind = AxisKind::Names;
        PRIMER_TRY(refuseOtherKeys(
            json, {"name", "kind", "drawn", "verbs", "qualifiers", "nouns", "others", "from_workspace"}, where));
        axis.verbs = PRIMER_TRY(texts(json, "verbs", where));
        axis.qualifiers = PRIMER_TRY(texts(json, "qualifiers", where));
        axis.nouns = PRIMER_TRY(texts(json, "nouns", where));
        axis.others = PRIMER_TRY(texts(json, "others", where));
        axis.fromWorkspace = PRIMER_TRY(whole(json, "from_workspace", 0, where));
    } else if (kind == "words") {
        axis.kind = AxisKind::Words;
        PRIMER_TRY(refuseOtherKeys(json, {"name", "kind", "drawn", "from", "count"}, where));
        PRIMER_TRY(readValues(json, "from", where, axis));
        axis.count = PRIMER_TRY(whole(json, "count", 3, where));
    } else if (kind == "samples") {
        axis.kind = AxisKind::Samples;
        PRIMER_TRY(refuseOtherKeys(json, {"name", "kind", "drawn", "count", "bytes", "samples"}, where));
        axis.count = PRIMER_TRY(whole(json, "count", 0, where));
        axis.maxBytes = PRIMER_TRY(whole(json, "bytes", axis.maxBytes, where));
        for (const Json &id : json.contains("samples") ? json["samples"] : Json::array()) {
            if (!id.is_number_unsigned())
                return invalid("samples are told by their numbers", where);
            axis.samples.push_back(id.get<SampleId>());
        }
    } else {
        return invalid("list, tree, pairs, names, words or samples", where);
    }
    if (json.contains("drawn")) {
        if (!json["drawn"].is_boolean())
            return invalid("true or false: drawn", where);
        axis.isDrawn = json["drawn"].get<bool>();
    }
    return axis;
}

Status readExclusions(const Json &json, const std::string &file, ConstraintSet &set)
{
    for (const Json &one : json.contains("never_together") ? json["never_together"] : Json::array()) {
        Exclusion exclusion;
        if (!one.is_object())
            return invalid("an exclusion is an object of axes and values", file + ": never_together");
        for (const auto &[axis, pattern] : one.items()) {
            if (!pattern.is_string())
                return invalid("an exclusion is an object of axes and values", file + ": never_together");
            exclusion.parts.push_back({axis, pattern.get<std::string>()});
        }
        set.neverTogether.push_back(std::move(exclusion));
    }
    set.neverNames = PRIMER_TRY(texts(json, "never_names", file));
    return success();
}

Json jsonOf(const AxisValue &value)
{
    return value.weight == 1 ? Json(value.text) : Json{{"value", value.text}, {"weight", value.weight}};
}

/// The place in the tree where a path's values stand.
Json &listAt(Json &tree, const std::string &branch)
{
    Json *place = &tree;
    for (std::size_t from = 0; from < branch.size();) {
        const std::size_t to = std::min(branch.find('/', from), branch.size());
        place = &(*place)[branch.substr(from, to - from)];
        from = to + 1;
    }
    return *place;
}

Json jsonOf(const Axis &axis)
{
    Json json{{"name", axis.name}};
    switch (axis.kind) {
    case AxisKind::List:
        json["kind"] = "list";
        json["values"] = Json::array();
        for (const AxisValue &value : axis.values)
            json["values"].push_back(jsonOf(value));
        break;
    case AxisKind::Tree: {
        json["kind"] = "tree";
        Json tree;
        for (const AxisValue &value : axis.values)
            listAt(tree, value.branch).push_back(jsonOf(value));
        json["tree"] = std::move(tree);
        break;
    }
    case AxisKind::Pairs:
        json["kind"] = "pairs";
        json["of"] = axis.of;
        break;
    case AxisKind::Names:
        json["kind"] = "names";
        json["verbs"] = axis.verbs;
        json["qualifiers"] = axis.qualifiers;
        json["nouns"] = axis.nouns;
        json["others"] = axis.others;
        json["from_workspace"] = axis.fromWorkspace;
        break;
    case AxisKind::Words:
        json["kind"] = "words";
        json["from"] = Json::array();
        for (const AxisValue &value : axis.values)
            json["from"].push_back(jsonOf(value));
        json["count"] = axis.count;
        break;
    case AxisKind::Samples:
        json["kind"] = "samples";
        json["count"] = axis.count;
        json["bytes"] = axis.maxBytes;
        json["samples"] = axis.samples;
        break;
    }
    if (!axis.isDrawn)
        json["drawn"] = false;
    return json;
}

} // namespace

std::string ConstraintSet::toJson() const
{
    Json json{{"format", "primer-constraints"}, {"version", formatVersion},     {"name", name},
              {"revision", revision},           {"sampling", nameOf(sampling)}, {"axes", Json::array()}};
    for (const Axis &axis : axes)
        json["axes"].push_back(jsonOf(axis));
    json["never_together"] = Json::array();
    for (const Exclusion &exclusion : neverTogether) {
        Json one = Json::object();
        for (const Exclusion::Part &part : exclusion.parts)
            one[part.axis] = part.pattern;
        json["never_together"].push_back(std::move(one));
    }
    json["never_names"] = neverNames;
    return json.dump(1, ' ', false, Json::error_handler_t::replace);
}

Result<ConstraintSet> constraintSetFromJson(const std::string &bytes, const std::string &where)
{
    const Json json = Json::parse(bytes, nullptr, false);
    if (!json.is_object())
        return invalid("not a JSON object", where);
    if (json.value("format", Json()) != "primer-constraints")
        return invalid("not a constraint set: \"format\" is \"primer-constraints\"", where);
    const auto version = PRIMER_TRY(whole(json, "version", 0, where));
    if (version != formatVersion)
        return Error{version > formatVersion ? ErrorCode::NewerFormat : ErrorCode::InvalidInput,
                     "version " + std::to_string(version) + " of the format; this Primer reads 1", where};
    PRIMER_TRY(refuseOtherKeys(
        json, {"format", "version", "name", "revision", "sampling", "axes", "never_together", "never_names", "about"},
        where));
    ConstraintSet set;
    set.name = PRIMER_TRY(text(json, "name", where));
    const auto revision = PRIMER_TRY(whole(json, "revision", 1, where));
    set.revision = int(revision);
    if (json.contains("sampling")) {
        const auto sampling = PRIMER_TRY(text(json, "sampling", where));
        set.sampling = PRIMER_TRY(samplingOfName(sampling));
    }
    if (!json.contains("axes") || !json["axes"].is_array())
        return invalid("a list is missing: axes", where);
    for (const Json &one : json["axes"]) {
        auto axis = PRIMER_TRY(axisOf(one, where));
        set.axes.push_back(std::move(axis));
    }
    PRIMER_TRY(readExclusions(json, where, set));
    const Status checked = set.check();
    if (!checked)
        return invalid(checked.error().detail, where + ": " + checked.error().where);
    return set;
}

Result<std::string> builtInSynthesisFile(const std::string &name)
{
    for (const auto &[known, body] : synthesisFiles()) {
        if (known == name)
            return std::string(body);
    }
    return Error{ErrorCode::NotFound, "nothing of this name comes with Primer", name};
}

std::vector<std::string> builtInSetNames()
{
    return {"exercises", "textbooks", "rewrites", "grammar-exercises", "grammar-textbooks"};
}

Result<ConstraintSet> loadConstraintSet(const std::string &pathOrName)
{
    const auto names = builtInSetNames();
    const bool isBuiltIn = std::find(names.begin(), names.end(), pathOrName) != names.end();
    const auto body = PRIMER_TRY(isBuiltIn ? builtInSynthesisFile(pathOrName) : readFile(pathOrName, maxFileBytes));
    return constraintSetFromJson(body, pathOrName);
}

} // namespace primer
