-- Constraint sets and templates as runs used them, whole; the same body is kept once.
CREATE TABLE synthesis_document(
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL, -- set, template
    name TEXT NOT NULL,
    digest TEXT NOT NULL UNIQUE, -- sha256 of the body
    body TEXT NOT NULL,
    created_at TEXT NOT NULL
);
CREATE TABLE synthesis_run(
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,   -- chat, grammar
    writer TEXT NOT NULL, -- the model, or grammar-1
    set_id INTEGER NOT NULL REFERENCES synthesis_document(id),
    template_id INTEGER NOT NULL REFERENCES synthesis_document(id),
    plan TEXT NOT NULL,
    settings TEXT NOT NULL,
    target INTEGER NOT NULL,
    budget_nanos INTEGER NOT NULL,
    spent_nanos INTEGER NOT NULL DEFAULT 0,
    reserved_nanos INTEGER NOT NULL DEFAULT 0,
    created_at TEXT NOT NULL
);
-- A planned prompt: what was chosen on each axis of the run's set, from which its text follows.
CREATE TABLE synthesis_item(
    run_id INTEGER NOT NULL REFERENCES synthesis_run(id),
    position INTEGER NOT NULL,
    choice TEXT NOT NULL, -- numbers with commas
    seed INTEGER NOT NULL,
    state INTEGER NOT NULL DEFAULT 0,
    reason TEXT NOT NULL DEFAULT '',
    attempts INTEGER NOT NULL DEFAULT 0,
    unknowns INTEGER NOT NULL DEFAULT 0,
    answer_id INTEGER NOT NULL DEFAULT 0, -- the attempt whose reply is this row's answer; it may be another row's
    verdict INTEGER NOT NULL DEFAULT 0,   -- 0: not looked at, 1: accepted, 2: rejected
    problem TEXT NOT NULL DEFAULT '',
    detail TEXT NOT NULL DEFAULT '',
    function_name TEXT NOT NULL DEFAULT '',
    sample_id INTEGER NOT NULL DEFAULT 0, -- once it was imported
    PRIMARY KEY(run_id, position)
) WITHOUT ROWID;
-- One row a request, committed before it is sent; with the text itself of a writer without a model.
CREATE TABLE synthesis_attempt(
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
CREATE INDEX synthesis_attempt_item ON synthesis_attempt(run_id, position);
CREATE INDEX synthesis_attempt_open ON synthesis_attempt(run_id) WHERE outcome='';
-- Answers by what was asked: model, template and prompt. What stands here is not paid again.
CREATE TABLE synthesis_answer(prompt_key BLOB PRIMARY KEY, attempt_id INTEGER NOT NULL REFERENCES synthesis_attempt(id)) WITHOUT ROWID;
-- What of an answer was accepted.
CREATE TABLE synthesis_text(
    run_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    raw_size INTEGER NOT NULL,
    bytes BLOB NOT NULL, -- zstd
    PRIMARY KEY(run_id, position)
);
