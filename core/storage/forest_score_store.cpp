#include "core/storage/forest_score_store.h"

#include <string>

#include "core/storage/migrations.h"

namespace primer {

namespace {

constexpr int schemaWithScores = 3;

Result<bool> hasScores(Connection &connection)
{
    const auto version = PRIMER_TRY(schemaVersion(connection));
    return version >= schemaWithScores;
}

} // namespace

Status putForestScores(Connection &connection, std::int64_t forest, std::span<const OwnScore> own,
                       std::span<const HeldOutScore> heldOut)
{
    for (const OwnScore &one : own) {
        PRIMER_TRY(connection.cached("INSERT INTO forest_own_score(forest_id, sample_id, score) VALUES(?,?,?)")
                       .bind(1, forest)
                       .bind(2, std::int64_t(one.sample))
                       .bind(3, double(one.score))
                       .run());
    }
    for (std::size_t position = 0; position < heldOut.size(); ++position) {
        Statement &insert = connection.cached("INSERT INTO forest_held_out_score(forest_id, position, sample_id, "
                                              "score, is_positive) VALUES(?,?,?,?,?)");
        insert.bind(1, forest)
            .bind(2, std::int64_t(position))
            .bind(4, double(heldOut[position].score))
            .bind(5, heldOut[position].isPositive ? 1 : 0);
        if (heldOut[position].sample > 0)
            insert.bind(3, std::int64_t(heldOut[position].sample));
        else
            insert.bindNull(3);
        PRIMER_TRY(insert.run());
    }
    return success();
}

Result<std::vector<OwnScore>> ownScores(Connection &connection, std::int64_t forest)
{
    std::vector<OwnScore> scores;
    const bool isThere = PRIMER_TRY(hasScores(connection));
    if (!isThere)
        return scores;
    Statement &statement = connection.cached(
        "SELECT sample_id, score FROM forest_own_score WHERE forest_id=? ORDER BY sample_id");
    PRIMER_TRY(statement.bind(1, forest).forEachRow([&] {
        scores.push_back({SampleId(statement.integer(0)), float(statement.real(1))});
    }));
    return scores;
}

Result<std::vector<HeldOutScore>> heldOutScores(Connection &connection, std::int64_t forest)
{
    std::vector<HeldOutScore> scores;
    const bool isThere = PRIMER_TRY(hasScores(connection));
    if (!isThere)
        return scores;
    Statement &statement = connection.cached("SELECT coalesce(sample_id, 0), score, is_positive FROM "
                                             "forest_held_out_score WHERE forest_id=? ORDER BY position");
    PRIMER_TRY(statement.bind(1, forest).forEachRow([&] {
        scores.push_back({SampleId(statement.integer(0)), float(statement.real(1)), statement.integer(2) != 0});
    }));
    return scores;
}

} // namespace primer
