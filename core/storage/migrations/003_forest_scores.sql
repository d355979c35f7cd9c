-- Scores of labelled samples by trees that did not learn from them. Before, the JSON of the report held them.
CREATE TABLE forest_own_score(
    forest_id INTEGER NOT NULL REFERENCES forest(id),
    sample_id INTEGER NOT NULL REFERENCES sample(id),
    score REAL NOT NULL,
    PRIMARY KEY(forest_id, sample_id)
) WITHOUT ROWID;
CREATE TABLE forest_held_out_score(
    forest_id INTEGER NOT NULL REFERENCES forest(id),
    position INTEGER NOT NULL,
    sample_id INTEGER REFERENCES sample(id), -- NULL: of a report that did not name its samples
    score REAL NOT NULL,
    is_positive INTEGER NOT NULL,
    PRIMARY KEY(forest_id, position)
) WITHOUT ROWID;

-- Materialized, so that a position of one list is looked up in the other by an index.
WITH report(forest_id, json) AS (SELECT id, CASE WHEN json_valid(report) THEN report ELSE '{}' END FROM forest),
    learnt AS MATERIALIZED (
        SELECT forest_id, key AS position, value AS sample_id FROM report, json_each(report.json, '$.out_of_bag.ids')),
    estimate AS MATERIALIZED (
        SELECT forest_id, key AS position, value AS score FROM report, json_each(report.json, '$.out_of_bag.scores')
        WHERE type IN ('real', 'integer'))
INSERT OR IGNORE INTO forest_own_score(forest_id, sample_id, score)
    SELECT learnt.forest_id, learnt.sample_id, estimate.score
    FROM learnt JOIN estimate ON estimate.forest_id=learnt.forest_id AND estimate.position=learnt.position
    WHERE EXISTS(SELECT 1 FROM sample WHERE sample.id=learnt.sample_id);
WITH report(forest_id, json) AS (SELECT id, CASE WHEN json_valid(report) THEN report ELSE '{}' END FROM forest),
    side AS MATERIALIZED (
        SELECT forest_id, key AS position, value AS is_positive FROM report, json_each(report.json, '$.held_out.positive')
        WHERE type='integer'),
    estimate AS MATERIALIZED (
        SELECT forest_id, key AS position, value AS score FROM report, json_each(report.json, '$.held_out.scores')
        WHERE type IN ('real', 'integer'))
INSERT INTO forest_held_out_score(forest_id, position, sample_id, score, is_positive)
    SELECT estimate.forest_id, estimate.position, NULL, estimate.score, side.is_positive
    FROM estimate JOIN side ON side.forest_id=estimate.forest_id AND side.position=estimate.position;
UPDATE forest SET report=json_remove(report, '$.out_of_bag', '$.held_out') WHERE json_valid(report);
