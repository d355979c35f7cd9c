#include "core/workspace/named_sets.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "core/base/log.h"
#include "core/query/filter.h"
#include "core/storage/view_store.h"

namespace primer {

using Json = nlohmann::ordered_json;

namespace {

constexpr const char *settingKey = "view_sets"; ///< by name: the row it belongs to and the whole set

/// What the columns of a view can say of the set.
SavedView rowOf(const NamedSet &view)
{
    SavedView row;
    row.name = view.name;
    for (const SetPart &part : view.set.parts) {
        const bool isCondition = part.kind == SetPart::Kind::Condition || part.kind == SetPart::Kind::Rule;
        if (part.isOn && isCondition && Filter::parse(part.text))
            row.filter = joinFilters(std::move(row.filter), part.text);
    }
    row.search = view.set.search().text;
    row.isRegex = view.set.search().isRegex;
    row.sort = view.set.sort;
    return row;
}

Json rowJson(const SavedView &row) { return {row.filter, row.search, row.isRegex, row.sort}; }

Result<Json> storedSets(Connection &connection)
{
    const std::string text = PRIMER_TRY(loadSetting(connection, settingKey));
    const Json sets = Json::parse(text, nullptr, false);
    return sets.is_object() ? sets : Json::object();
}

Status storeSets(Connection &connection, const Json &sets)
{
    return saveSetting(connection, settingKey, sets.dump(-1, ' ', false, Json::error_handler_t::replace));
}

/// The whole set where it is known and still belongs to the row.
SampleSet setOfRow(const SavedView &row, const Json &sets)
{
    const auto entry = sets.find(row.name);
    if (entry != sets.end() && entry->is_object() && entry->contains("set")
        && entry->value("row", Json()) == rowJson(row)) {
        if (auto set = SampleSet::fromJson(entry->at("set").dump()))
            return *set;
        else
            log::failure(log::Level::Warning, set.error(), "a saved view");
    }
    return setOf(row.filter, {row.search, row.isRegex, false}, row.sort);
}

} // namespace

Status saveNamedSet(Connection &connection, const NamedSet &view)
{
    const SavedView row = rowOf(view);
    PRIMER_TRY(saveView(connection, row));
    Json sets = PRIMER_TRY(storedSets(connection));
    sets[view.name] = {{"row", rowJson(row)}, {"set", Json::parse(view.set.toJson())}};
    return storeSets(connection, sets);
}

Status removeNamedSet(Connection &connection, const std::string &name)
{
    PRIMER_TRY(removeView(connection, name));
    Json sets = PRIMER_TRY(storedSets(connection));
    return sets.erase(name) > 0 ? storeSets(connection, sets) : success();
}

Result<std::vector<NamedSet>> namedSets(Connection &connection)
{
    const Json sets = PRIMER_TRY(storedSets(connection));
    std::vector<NamedSet> views;
    const auto rows = PRIMER_TRY(listViews(connection));
    for (const SavedView &row : rows)
        views.push_back({row.name, setOfRow(row, sets)});
    return views;
}

Result<NamedSet> namedSet(Connection &connection, const std::string &name)
{
    const auto views = PRIMER_TRY(namedSets(connection));
    const auto found = std::find_if(views.begin(), views.end(),
                                    [&](const NamedSet &view) { return view.name == name; });
    if (found == views.end())
        return Error{ErrorCode::NotFound, "no such saved view", name};
    return *found;
}

} // namespace primer
