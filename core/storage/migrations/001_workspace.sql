CREATE TABLE term(id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);

CREATE TABLE source(
    id INTEGER PRIMARY KEY,
    uri TEXT NOT NULL,
    name TEXT NOT NULL,
    format TEXT NOT NULL,
    mapping TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    cursor TEXT NOT NULL DEFAULT '',
    finished INTEGER NOT NULL DEFAULT 0,
    added INTEGER NOT NULL DEFAULT 0,
    duplicates INTEGER NOT NULL DEFAULT 0,
    quarantined INTEGER NOT NULL DEFAULT 0,
    bytes INTEGER NOT NULL DEFAULT 0,
    created_at TEXT NOT NULL,
    UNIQUE(uri, format, mapping)
);

CREATE TABLE sample(
    id INTEGER PRIMARY KEY,
    sha_key INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    source_id INTEGER NOT NULL REFERENCES source(id),
    repository_id INTEGER NOT NULL,
    licence_id INTEGER NOT NULL,
    language_id INTEGER NOT NULL,
    size_bytes INTEGER NOT NULL,
    line_count INTEGER NOT NULL,
    max_line_length INTEGER NOT NULL,
    avg_line_length REAL NOT NULL,
    alphanum_fraction REAL NOT NULL,
    stars INTEGER,
    score REAL,
    label INTEGER,
    verdict INTEGER,
    copies INTEGER NOT NULL DEFAULT 1,
    valid_utf8 INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    path TEXT NOT NULL,
    sha256 BLOB NOT NULL
);
CREATE INDEX sample_sha_key ON sample(sha_key);

CREATE TABLE content(sample_id INTEGER PRIMARY KEY REFERENCES sample(id), raw_size INTEGER NOT NULL, bytes BLOB NOT NULL);
CREATE TABLE thread(sample_id INTEGER PRIMARY KEY REFERENCES sample(id), raw_size INTEGER NOT NULL, bytes BLOB NOT NULL);

CREATE TABLE origin(
    sample_id INTEGER NOT NULL,
    source_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    repository_id INTEGER NOT NULL,
    licence_id INTEGER NOT NULL,
    language_id INTEGER NOT NULL,
    stars INTEGER,
    score REAL,
    created_at TEXT NOT NULL,
    path TEXT NOT NULL,
    extra TEXT NOT NULL,
    PRIMARY KEY(sample_id, source_id, position)
) WITHOUT ROWID;

CREATE TABLE quarantine(
    id INTEGER PRIMARY KEY,
    source_id INTEGER NOT NULL REFERENCES source(id),
    file TEXT NOT NULL,
    position INTEGER NOT NULL,
    reason TEXT NOT NULL,
    detail TEXT NOT NULL,
    excerpt BLOB NOT NULL,
    UNIQUE(source_id, file, position, reason)
);

CREATE TABLE stage_post(
    source_id INTEGER NOT NULL,
    thread_id INTEGER NOT NULL,
    is_answer INTEGER NOT NULL,
    post_id INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY(source_id, thread_id, is_answer, post_id)
) WITHOUT ROWID;

CREATE TABLE queue(
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    seed INTEGER NOT NULL,
    filter TEXT NOT NULL,
    blind INTEGER NOT NULL,
    created_at TEXT NOT NULL
);
CREATE TABLE queue_item(
    queue_id INTEGER NOT NULL REFERENCES queue(id),
    position INTEGER NOT NULL,
    sample_id INTEGER NOT NULL REFERENCES sample(id),
    PRIMARY KEY(queue_id, position)
) WITHOUT ROWID;

CREATE TABLE judgement(
    id INTEGER PRIMARY KEY,
    sample_id INTEGER NOT NULL REFERENCES sample(id),
    verdict INTEGER NOT NULL,
    value INTEGER,
    note TEXT NOT NULL,
    annotator TEXT NOT NULL,
    created_at TEXT NOT NULL,
    queue_id INTEGER NOT NULL DEFAULT 0,
    blind INTEGER NOT NULL DEFAULT 0,
    undone_at TEXT
);
CREATE INDEX judgement_sample ON judgement(sample_id);
CREATE INDEX judgement_queue ON judgement(queue_id);
CREATE TABLE draft(sample_id INTEGER PRIMARY KEY, note TEXT NOT NULL, updated_at TEXT NOT NULL);

CREATE TABLE saved_view(
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    filter TEXT NOT NULL,
    search TEXT NOT NULL,
    is_regex INTEGER NOT NULL,
    sort TEXT NOT NULL,
    created_at TEXT NOT NULL
);
CREATE TABLE setting(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
