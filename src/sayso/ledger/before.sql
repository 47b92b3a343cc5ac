-- The ledger, version 3: the reading that the present one took the place of, so that what changed can be shown; and an
-- index from which titles are searched without touching the readings.

ALTER TABLE report ADD COLUMN before TEXT;  -- JSON, as `reading`; null where there was none
CREATE INDEX report_title ON report (title);
