-- The ledger, version 1, as schema.sql has it. Texts are compared by their bytes, as in SQLite; `words` is the full text
-- of a row, written by the program.

CREATE TABLE ledger_version (
    version INTEGER NOT NULL
);
INSERT INTO ledger_version VALUES (0);

CREATE TABLE report (
    key       BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id        TEXT COLLATE "C" NOT NULL UNIQUE,
    title     TEXT,
    outlet    TEXT,
    published TEXT COLLATE "C",
    added     TEXT COLLATE "C" NOT NULL,
    changed   TEXT COLLATE "C" NOT NULL,
    reading   TEXT NOT NULL,
    words     TSVECTOR NOT NULL
);
CREATE INDEX report_published ON report (published DESC NULLS LAST, key);
CREATE INDEX report_words ON report USING gin (words);

CREATE TABLE voice (
    key    BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    report BIGINT NOT NULL REFERENCES report ON DELETE CASCADE,
    id     TEXT COLLATE "C" NOT NULL,
    name   TEXT COLLATE "C" NOT NULL,       -- no index: a name may be longer than one holds
    names  TEXT NOT NULL,
    kind   TEXT COLLATE "C" NOT NULL,
    words  TSVECTOR NOT NULL,
    UNIQUE (report, id)
);
CREATE INDEX voice_words ON voice USING gin (words);

CREATE TABLE statement (
    key         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    report      BIGINT NOT NULL REFERENCES report ON DELETE CASCADE,
    voice       BIGINT REFERENCES voice ON DELETE CASCADE,
    id          TEXT COLLATE "C" NOT NULL,
    position    INTEGER NOT NULL,
    chain       TEXT NOT NULL,
    source_type TEXT NOT NULL,
    quote       TEXT NOT NULL,
    stance      TEXT COLLATE "C" NOT NULL,
    certainty   TEXT NOT NULL,
    score       DOUBLE PRECISION NOT NULL,
    source      TEXT NOT NULL,
    cue         TEXT NOT NULL,
    content     TEXT NOT NULL,
    sentence    TEXT NOT NULL,
    words       TSVECTOR NOT NULL,
    UNIQUE (report, id)
);
CREATE INDEX statement_voice ON statement (voice);
CREATE INDEX statement_stance ON statement (stance);
CREATE INDEX statement_position ON statement (report, position);
CREATE INDEX statement_words ON statement USING gin (words);
