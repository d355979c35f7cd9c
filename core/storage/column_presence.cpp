#include "core/storage/column_presence.h"

#include <string>
#include <utility>

#include "core/storage/sample_store.h"

namespace primer {

namespace {

constexpr const char *noWord = "coalesce((SELECT id FROM term WHERE text=''), -1)";

std::string hasWord(const char *column) { return std::string("sample WHERE ") + column + "<>" + noWord; }

} // namespace

Result<std::vector<Column>> columnsWithoutValues(Connection &connection)
{
    const std::pair<Column, std::string> whereTheyAre[] = {
        {Column::Repository, hasWord("repository_id")},
        {Column::Licence, hasWord("licence_id")},
        {Column::Language, hasWord("language_id")},
        {Column::CreatedAt, "sample WHERE created_at<>''"},
        {Column::Stars, "sample WHERE stars IS NOT NULL"},
        {Column::Score, "sample WHERE score IS NOT NULL"},
        {Column::Label, "judgement WHERE undone_at IS NULL AND value IS NOT NULL"},
        {Column::Verdict, "judgement WHERE undone_at IS NULL"},
        {Column::TeacherValue, "current_label"},
        {Column::TeacherName, "current_label"},
        {Column::Quality, "quality"}};
    std::vector<Column> empty;
    const auto samples = PRIMER_TRY(maxSampleId(connection));
    if (samples == 0)
        return empty;
    for (const auto &[column, rows] : whereTheyAre) {
        Statement &statement = connection.cached("SELECT EXISTS(SELECT 1 FROM " + rows + ")");
        PRIMER_TRY(statement.step());
        const bool hasValues = statement.integer(0) != 0;
        statement.reset();
        if (!hasValues)
            empty.push_back(column);
    }
    return empty;
}

} // namespace primer
