-- The ledger, version 2, as decisions.sql has it: a decision is added and never changed or removed.

CREATE TABLE decision (
    key      BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id       TEXT COLLATE "C" NOT NULL UNIQUE,
    report   TEXT COLLATE "C" NOT NULL,
    target   TEXT COLLATE "C" NOT NULL,
    at       TEXT COLLATE "C" NOT NULL,
    decision TEXT NOT NULL
);
CREATE INDEX decision_target ON decision (report, target, key);

CREATE FUNCTION keep_decision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a decision is kept as it is';
END
$$;
CREATE TRIGGER decision_not_changed BEFORE UPDATE OR DELETE ON decision FOR EACH ROW EXECUTE FUNCTION keep_decision();
CREATE TRIGGER decision_not_emptied BEFORE TRUNCATE ON decision EXECUTE FUNCTION keep_decision();
