-- The memory of a bulk job: which external key is which record, and what is under way.
CREATE TABLE job (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE records (
  key TEXT PRIMARY KEY, -- the external key
  id TEXT, -- Pivotal's id, null until it is known
  line INTEGER NOT NULL,
  run TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('sending', 'done', 'failed', 'skipped')),
  sending TEXT, -- the arguments of a create whose answer is not known
  sent_at REAL, -- when it was first sent, in seconds since the epoch
  known TEXT NOT NULL DEFAULT '{}', -- the values that Pivotal confirmed
  error TEXT
) WITHOUT ROWID;
