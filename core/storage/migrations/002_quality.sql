-- What a cheap look at a content tells; may be made anew at any time.
CREATE TABLE fact(
    sample_id INTEGER PRIMARY KEY REFERENCES sample(id),
    parses INTEGER, -- NULL: no Python
    comment_share REAL NOT NULL,
    documented_share REAL, -- NULL: no functions or classes
    repetition REAL NOT NULL
);

CREATE TABLE prompt(
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    version INTEGER NOT NULL,
    system TEXT NOT NULL,
    template TEXT NOT NULL,
    pattern TEXT NOT NULL,
    lowest REAL NOT NULL,
    highest REAL NOT NULL,
    most_bytes INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    UNIQUE(name, version)
);
CREATE TABLE label_run(
    id INTEGER PRIMARY KEY,
    teacher TEXT NOT NULL,
    kind TEXT NOT NULL,
    prompt_id INTEGER REFERENCES prompt(id),
    settings TEXT NOT NULL,
    budget_nanos INTEGER NOT NULL,
    spent_nanos INTEGER NOT NULL DEFAULT 0,
    reserved_nanos INTEGER NOT NULL DEFAULT 0,
    created_at TEXT NOT NULL
);
CREATE TABLE label_item(
    run_id INTEGER NOT NULL REFERENCES label_run(id),
    position INTEGER NOT NULL,
    sample_id INTEGER NOT NULL REFERENCES sample(id),
    turn INTEGER NOT NULL DEFAULT 0,
    state INTEGER NOT NULL DEFAULT 0,
    reason TEXT NOT NULL DEFAULT '',
    attempts INTEGER NOT NULL DEFAULT 0,
    unknowns INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY(run_id, position)
) WITHOUT ROWID;
-- One row a request, committed before it is sent.
CREATE TABLE label_attempt(
    id INTEGER PRIMARY KEY,
    run_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    reserved_nanos INTEGER NOT NULL,
    charged_nanos INTEGER NOT NULL DEFAULT 0,
    outcome TEXT NOT NULL DEFAULT '', -- '' while in flight
    http_status INTEGER NOT NULL DEFAULT 0,
    prompt_tokens INTEGER NOT NULL DEFAULT 0,
    completion_tokens INTEGER NOT NULL DEFAULT 0,
    seconds REAL NOT NULL DEFAULT 0,
    reply BLOB,
    started_at TEXT NOT NULL,
    batch_id INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE label_batch(
    id INTEGER PRIMARY KEY,
    run_id INTEGER NOT NULL REFERENCES label_run(id),
    name TEXT NOT NULL,
    remote TEXT NOT NULL DEFAULT '',
    is_done INTEGER NOT NULL DEFAULT 0,
    created_at TEXT NOT NULL
);
CREATE INDEX label_attempt_batch ON label_attempt(batch_id) WHERE batch_id>0;
CREATE INDEX label_attempt_item ON label_attempt(run_id, position);
CREATE INDEX label_attempt_open ON label_attempt(run_id) WHERE outcome='';
CREATE TABLE teacher_label(
    run_id INTEGER NOT NULL REFERENCES label_run(id),
    position INTEGER NOT NULL,
    sample_id INTEGER NOT NULL REFERENCES sample(id),
    turn INTEGER NOT NULL,
    value REAL NOT NULL,
    reasoning TEXT NOT NULL,
    covered_share REAL NOT NULL,
    created_at TEXT NOT NULL,
    PRIMARY KEY(run_id, position)
) WITHOUT ROWID;
CREATE INDEX teacher_label_sample ON teacher_label(sample_id);
-- The newest first-turn label of each sample: what the columns show.
CREATE TABLE current_label(sample_id INTEGER PRIMARY KEY REFERENCES sample(id), value REAL NOT NULL, term_id INTEGER NOT NULL);

CREATE TABLE forest(
    id INTEGER PRIMARY KEY,
    features TEXT NOT NULL,
    teacher TEXT NOT NULL,
    positive_from REAL NOT NULL,
    file TEXT NOT NULL,
    report TEXT NOT NULL,
    created_at TEXT NOT NULL
);
-- Of one forest at a time; the setting quality.forest says which.
CREATE TABLE quality(sample_id INTEGER PRIMARY KEY REFERENCES sample(id), score REAL NOT NULL);
CREATE TABLE threshold(
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    version INTEGER NOT NULL,
    forest_id INTEGER NOT NULL REFERENCES forest(id),
    cut REAL NOT NULL,
    stages TEXT NOT NULL,
    filter TEXT NOT NULL,
    kept INTEGER NOT NULL,
    total INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    UNIQUE(name, version)
);
