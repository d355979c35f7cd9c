-- What came of running an accepted text of synthesis: its own examples, tests and output held against it.
CREATE TABLE synthesis_execution(
    run_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    text_digest BLOB NOT NULL, -- sha256 of the text that ran: another text has not run
    outcome TEXT NOT NULL,     -- passed, failed, timed_out, out_of_memory, output_limit, syntax_error, not_run
    reason TEXT NOT NULL,
    claims INTEGER NOT NULL,   -- examples and outputs that were held against it
    backend TEXT NOT NULL,
    cpu_seconds REAL NOT NULL,
    PRIMARY KEY(run_id, position)
) WITHOUT ROWID;
