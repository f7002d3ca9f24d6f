-- The row of a resource has the document that the API shows (doc), and the columns by which it is looked up.
-- shape: the properties that the contract had when the document was written.
-- deleted: hidden from reads. visible: shown in lists (0 too after the customer that it belongs to is deleted).
-- Each list has an index that ends in created_at (and the row id), so that a page costs the same at any depth.

CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;

CREATE TABLE customers (
  display_id INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  created_at INTEGER NOT NULL,
  deleted INTEGER NOT NULL DEFAULT 0,
  visible INTEGER NOT NULL DEFAULT 1,
  doc TEXT NOT NULL,
  shape TEXT,
  slug TEXT,
  status TEXT NOT NULL
);
CREATE UNIQUE INDEX customers_by_slug ON customers (slug) WHERE visible = 1;
CREATE INDEX customers_by_time ON customers (created_at) WHERE visible = 1;
CREATE INDEX customers_by_status ON customers (status, created_at) WHERE visible = 1;

CREATE TABLE contacts (
  display_id INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  created_at INTEGER NOT NULL,
  deleted INTEGER NOT NULL DEFAULT 0,
  visible INTEGER NOT NULL DEFAULT 1,
  doc TEXT NOT NULL,
  shape TEXT,
  customer_id TEXT NOT NULL,
  email TEXT NOT NULL
);
CREATE UNIQUE INDEX contacts_by_email ON contacts (customer_id, email) WHERE deleted = 0;
CREATE INDEX contacts_by_customer ON contacts (customer_id, created_at) WHERE visible = 1;

CREATE TABLE onboardings (
  display_id INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  created_at INTEGER NOT NULL,
  deleted INTEGER NOT NULL DEFAULT 0,
  visible INTEGER NOT NULL DEFAULT 1,
  doc TEXT NOT NULL,
  shape TEXT,
  customer_id TEXT NOT NULL,
  phase TEXT NOT NULL,
  state TEXT NOT NULL,
  resting_state TEXT NOT NULL
);
CREATE INDEX onboardings_by_time ON onboardings (created_at) WHERE visible = 1;
CREATE INDEX onboardings_by_customer ON onboardings (customer_id, created_at) WHERE visible = 1;
CREATE INDEX onboardings_by_phase ON onboardings (phase, created_at) WHERE visible = 1;
CREATE INDEX onboardings_by_state ON onboardings (state, created_at) WHERE visible = 1;
CREATE INDEX onboardings_by_phase_and_state ON onboardings (phase, state, created_at) WHERE visible = 1;

CREATE TABLE idempotency (
  scope TEXT NOT NULL,
  key TEXT NOT NULL,
  body_hash BLOB NOT NULL,
  status INTEGER NOT NULL,
  body BLOB NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (scope, key)
) WITHOUT ROWID;
CREATE INDEX idempotency_by_time ON idempotency (created_at);

CREATE TABLE api_keys (
  digest BLOB PRIMARY KEY,
  name TEXT NOT NULL,
  prefix TEXT NOT NULL,
  tier TEXT NOT NULL,
  registered INTEGER NOT NULL DEFAULT 0,
  revoked INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;

CREATE TABLE endpoints (
  id INTEGER PRIMARY KEY,
  url TEXT NOT NULL,
  secret TEXT NOT NULL,
  old_secret TEXT,
  old_secret_ends INTEGER,
  types TEXT,
  failures INTEGER NOT NULL DEFAULT 0,
  test_mode INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE events (
  id INTEGER PRIMARY KEY,
  event_id TEXT NOT NULL UNIQUE,
  type TEXT NOT NULL,
  body TEXT NOT NULL
);

CREATE TABLE deliveries (
  event INTEGER NOT NULL REFERENCES events (id),
  endpoint INTEGER NOT NULL REFERENCES endpoints (id),
  state TEXT NOT NULL DEFAULT 'pending',
  attempts INTEGER NOT NULL DEFAULT 0,
  due_at INTEGER NOT NULL,
  outcome TEXT,
  first_at INTEGER,
  PRIMARY KEY (event, endpoint)
) WITHOUT ROWID;
CREATE INDEX deliveries_due ON deliveries (due_at) WHERE state = 'pending';
