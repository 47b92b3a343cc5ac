-- The ledger, version 2: what people decided. A row is added and never changed or removed, and so a replacement of one
-- is refused too (it would remove the old row without asking the trigger).

CREATE TABLE decision (
    key      INTEGER PRIMARY KEY AUTOINCREMENT,     -- the order in which they came in
    id       TEXT NOT NULL UNIQUE,
    report   TEXT NOT NULL,                         -- the id of the report, which need not be here any more
    target   TEXT NOT NULL,
    at       TEXT NOT NULL,                         -- ISO date-time in UTC
    decision TEXT NOT NULL                          -- JSON
);
CREATE INDEX decision_target ON decision (report, target, key);

CREATE TRIGGER decision_added_once BEFORE INSERT ON decision
WHEN EXISTS (SELECT 1 FROM decision WHERE id = new.id OR key = new.key) BEGIN
    SELECT RAISE(ABORT, 'a decision is kept as it is');
END;
CREATE TRIGGER decision_not_changed BEFORE UPDATE ON decision BEGIN
    SELECT RAISE(ABORT, 'a decision is kept as it is');
END;
CREATE TRIGGER decision_not_removed BEFORE DELETE ON decision BEGIN
    SELECT RAISE(ABORT, 'a decision is kept as it is');
END;
