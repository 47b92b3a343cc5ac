-- The ledger, version 1. Only `report.reading` is the record: all else is drawn from it, so that it can be searched.
-- Keys are whole numbers for the full-text tables; ids are those of the reading.

CREATE TABLE report (
    key       INTEGER PRIMARY KEY,
    id        TEXT NOT NULL UNIQUE,
    title     TEXT,
    outlet    TEXT,
    published TEXT,                         -- ISO date or date-time, as the reading has it
    added     TEXT NOT NULL,                -- ISO date-time in UTC
    changed   TEXT NOT NULL,                -- when the reading last became another
    reading   TEXT NOT NULL                 -- JSON of the contract sayso/reading/1
);
CREATE INDEX report_published ON report (published DESC, key);

CREATE TABLE voice (
    key    INTEGER PRIMARY KEY,
    report INTEGER NOT NULL REFERENCES report ON DELETE CASCADE,
    id     TEXT NOT NULL,
    name   TEXT NOT NULL,
    names  TEXT NOT NULL,                   -- the name, the aliases and whom it speaks for, one a line
    kind   TEXT NOT NULL,
    UNIQUE (report, id)
);
CREATE INDEX voice_name ON voice (name, kind);

CREATE TABLE statement (
    key         INTEGER PRIMARY KEY,
    report      INTEGER NOT NULL REFERENCES report ON DELETE CASCADE,
    voice       INTEGER REFERENCES voice ON DELETE CASCADE,     -- null where the text names nobody
    id          TEXT NOT NULL,
    position    INTEGER NOT NULL,           -- its place in the reading, from 0
    chain       TEXT NOT NULL,              -- the voices from the outermost to its own, between ' › '
    source_type TEXT NOT NULL,
    quote       TEXT NOT NULL,
    stance      TEXT NOT NULL,
    certainty   TEXT NOT NULL,
    score       REAL NOT NULL,
    source      TEXT NOT NULL,              -- the words of the spans, between ' … ' where there are several
    cue         TEXT NOT NULL,
    content     TEXT NOT NULL,
    sentence    TEXT NOT NULL,
    UNIQUE (report, id)
);
CREATE INDEX statement_voice ON statement (voice);
CREATE INDEX statement_stance ON statement (stance);
CREATE INDEX statement_position ON statement (report, position);

-- Full text: statements by the stems of their words, names by their words as they are. The tables above hold the
-- words, the triggers keep the index beside them.

CREATE VIRTUAL TABLE statement_words USING fts5 (
    source, cue, content, sentence,
    content = 'statement', content_rowid = 'key', tokenize = 'porter unicode61 remove_diacritics 2'
);
CREATE TRIGGER statement_added AFTER INSERT ON statement BEGIN
    INSERT INTO statement_words (rowid, source, cue, content, sentence)
    VALUES (new.key, new.source, new.cue, new.content, new.sentence);
END;
CREATE TRIGGER statement_removed AFTER DELETE ON statement BEGIN
    INSERT INTO statement_words (statement_words, rowid, source, cue, content, sentence)
    VALUES ('delete', old.key, old.source, old.cue, old.content, old.sentence);
END;

CREATE VIRTUAL TABLE voice_words USING fts5 (
    names, content = 'voice', content_rowid = 'key', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE TRIGGER voice_added AFTER INSERT ON voice BEGIN
    INSERT INTO voice_words (rowid, names) VALUES (new.key, new.names);
END;
CREATE TRIGGER voice_removed AFTER DELETE ON voice BEGIN
    INSERT INTO voice_words (voice_words, rowid, names) VALUES ('delete', old.key, old.names);
END;

CREATE VIRTUAL TABLE outlet_words USING fts5 (
    outlet, content = 'report', content_rowid = 'key', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE TRIGGER report_added AFTER INSERT ON report BEGIN
    INSERT INTO outlet_words (rowid, outlet) VALUES (new.key, new.outlet);
END;
CREATE TRIGGER report_renamed AFTER UPDATE OF outlet ON report BEGIN
    INSERT INTO outlet_words (outlet_words, rowid, outlet) VALUES ('delete', old.key, old.outlet);
    INSERT INTO outlet_words (rowid, outlet) VALUES (new.key, new.outlet);
END;
CREATE TRIGGER report_removed AFTER DELETE ON report BEGIN
    INSERT INTO outlet_words (outlet_words, rowid, outlet) VALUES ('delete', old.key, old.outlet);
END;
