-- The ledger, version 3, as before.sql has it. Titles have no index: one may be longer than an index holds, and the
-- readings lie apart from the row.

ALTER TABLE report ADD COLUMN before TEXT;
