-- What is kept of a job: how it ended, or that it did not, and by what it can go on.
CREATE TABLE job(
    key TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    state TEXT NOT NULL,
    error_code TEXT NOT NULL,
    error_detail TEXT NOT NULL,
    error_where TEXT NOT NULL,
    failures INTEGER NOT NULL,
    figures TEXT NOT NULL,
    continuation TEXT NOT NULL,
    log TEXT NOT NULL,
    began_at TEXT NOT NULL,
    seconds REAL NOT NULL
) WITHOUT ROWID;
