-- A workspace as the sandbox wrote it before rows had a shape: SQLite's own dump of the file.
PRAGMA application_id = 1885959791;
PRAGMA user_version = 1;
BEGIN TRANSACTION;
CREATE TABLE api_keys (
  digest BLOB PRIMARY KEY,
  name TEXT NOT NULL,
  prefix TEXT NOT NULL,
  tier TEXT NOT NULL,
  registered INTEGER NOT NULL DEFAULT 0,
  revoked INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
INSERT INTO "api_keys" VALUES(X'D7DCA62087CC57CA5C288B24BD33987BC2E45D8B120DB0D0DC631FEA585F0049','Revoked key','pivotal_old','default',0,1);
CREATE TABLE contacts (
  display_id INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  created_at INTEGER NOT NULL,
  deleted INTEGER NOT NULL DEFAULT 0,
  visible INTEGER NOT NULL DEFAULT 1,
  doc TEXT NOT NULL,
  customer_id TEXT NOT NULL,
  email TEXT NOT NULL
);
INSERT INTO "contacts" VALUES(3,'ck3za7iu0qmxannwvqyr2vftd',1772366400000,0,1,'{"object":"contact","id":"ck3za7iu0qmxannwvqyr2vftd","display_id":3,"customer_id":"cmnm1tfr3x97vd233vq61qqru","name":"Ada","email":"ada@aurora.example","title":null,"is_primary":false,"labels":["billing"],"created_at":"2026-03-01T12:00:00.000Z","updated_at":"2026-03-01T12:00:00.000Z"}','cmnm1tfr3x97vd233vq61qqru','ada@aurora.example');
CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO "counters" VALUES('contacts.created_at',1772366400000);
INSERT INTO "counters" VALUES('customers.created_at',1772366400001);
INSERT INTO "counters" VALUES('display_id',4);
INSERT INTO "counters" VALUES('event',6);
INSERT INTO "counters" VALUES('onboardings.created_at',1772366400000);
CREATE TABLE customers (
  display_id INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  created_at INTEGER NOT NULL,
  deleted INTEGER NOT NULL DEFAULT 0,
  visible INTEGER NOT NULL DEFAULT 1,
  doc TEXT NOT NULL,
  slug TEXT,
  status TEXT NOT NULL
);
INSERT INTO "customers" VALUES(1,'cmnm1tfr3x97vd233vq61qqru',1772366400000,0,1,'{"object":"customer","id":"cmnm1tfr3x97vd233vq61qqru","display_id":1,"name":"Aurora","slug":"aurora","domain":null,"status":"onboarding","plan":"growth","mrr":4900,"monthly_orders":null,"hubspot_company_id":null,"hubspot_deal_id":null,"stripe_customer_id":null,"intercom_company_id":null,"slack_channel_id":null,"created_at":"2026-03-01T12:00:00.000Z","updated_at":"2026-03-01T12:00:00.000Z"}','aurora','onboarding');
INSERT INTO "customers" VALUES(2,'cecwx1pnyzu57e5a29sscmzp6',1772366400001,1,0,'{"object":"customer","id":"cecwx1pnyzu57e5a29sscmzp6","display_id":2,"name":"Birch","slug":"birch","domain":null,"status":"onboarding","plan":null,"mrr":null,"monthly_orders":null,"hubspot_company_id":null,"hubspot_deal_id":null,"stripe_customer_id":null,"intercom_company_id":null,"slack_channel_id":null,"created_at":"2026-03-01T12:00:00.001Z","updated_at":"2026-03-01T12:00:00.001Z"}','birch','onboarding');
CREATE TABLE deliveries (
  event INTEGER NOT NULL REFERENCES events (id),
  endpoint INTEGER NOT NULL REFERENCES endpoints (id),
  state TEXT NOT NULL DEFAULT 'pending',
  attempts INTEGER NOT NULL DEFAULT 0,
  due_at INTEGER NOT NULL,
  outcome TEXT,
  PRIMARY KEY (event, endpoint)
) WITHOUT ROWID;
CREATE TABLE endpoints (
  id INTEGER PRIMARY KEY,
  url TEXT NOT NULL,
  secret TEXT NOT NULL,
  old_secret TEXT,
  old_secret_ends INTEGER,
  types TEXT
);
CREATE TABLE events (
  id INTEGER PRIMARY KEY,
  event_id TEXT NOT NULL UNIQUE,
  type TEXT NOT NULL,
  body TEXT NOT NULL
);
INSERT INTO "events" VALUES(1,'evt_cg6alzmua6d1db2dx11z1rurz','customer.created','{"id":"evt_cg6alzmua6d1db2dx11z1rurz","type":"customer.created","created_at":"2026-03-01T12:00:00.000Z","org_id":"c4iom4vk8zmlkgb1cgee3gz7m","livemode":true,"api_version":"v1","data":{"object":{"id":"cmnm1tfr3x97vd233vq61qqru","display_id":1,"name":"Aurora","at_risk":false,"churned":false,"health_score":null,"previous_health_score":null,"owner_email":null},"previous_attributes":null}}');
INSERT INTO "events" VALUES(2,'evt_cyka9f7o5b5hc73qj4cedlk1b','customer.created','{"id":"evt_cyka9f7o5b5hc73qj4cedlk1b","type":"customer.created","created_at":"2026-03-01T12:00:00.000Z","org_id":"c4iom4vk8zmlkgb1cgee3gz7m","livemode":true,"api_version":"v1","data":{"object":{"id":"cecwx1pnyzu57e5a29sscmzp6","display_id":2,"name":"Birch","at_risk":false,"churned":false,"health_score":null,"previous_health_score":null,"owner_email":null},"previous_attributes":null}}');
INSERT INTO "events" VALUES(3,'evt_cb8c5lf8b841uze7bsqrxo3br','contact.created','{"id":"evt_cb8c5lf8b841uze7bsqrxo3br","type":"contact.created","created_at":"2026-03-01T12:00:00.000Z","org_id":"c4iom4vk8zmlkgb1cgee3gz7m","livemode":true,"api_version":"v1","data":{"object":{"id":"ck3za7iu0qmxannwvqyr2vftd","customer_id":"cmnm1tfr3x97vd233vq61qqru","display_id":3,"name":"Ada","email":"ada@aurora.example","title":null,"is_primary":false},"previous_attributes":null}}');
INSERT INTO "events" VALUES(4,'evt_cxah1lsaa569oegeafked7k16','onboarding.created','{"id":"evt_cxah1lsaa569oegeafked7k16","type":"onboarding.created","created_at":"2026-03-01T12:00:00.000Z","org_id":"c4iom4vk8zmlkgb1cgee3gz7m","livemode":true,"api_version":"v1","data":{"object":{"id":"clyfuegfqt14czzoe98slecmp","customer_id":"cmnm1tfr3x97vd233vq61qqru","display_id":4,"phase":"before_getting_started","state":"at_risk","name":"Aurora","target_launch_date":null,"owner_email":null},"previous_attributes":null}}');
INSERT INTO "events" VALUES(5,'evt_c8rh8k746ty4ggmsajwy8nce4','onboarding.state_changed','{"id":"evt_c8rh8k746ty4ggmsajwy8nce4","type":"onboarding.state_changed","created_at":"2026-03-01T12:00:00.000Z","org_id":"c4iom4vk8zmlkgb1cgee3gz7m","livemode":true,"api_version":"v1","data":{"object":{"id":"clyfuegfqt14czzoe98slecmp","customer_id":"cmnm1tfr3x97vd233vq61qqru","display_id":4,"phase":"before_getting_started","state":"waiting","name":"Aurora","target_launch_date":null,"owner_email":null},"previous_attributes":{"state":"at_risk","waiting_on_customer":false}}}');
INSERT INTO "events" VALUES(6,'evt_c3x0p15c8u2f8kht24xz6fd74','customer.archived','{"id":"evt_c3x0p15c8u2f8kht24xz6fd74","type":"customer.archived","created_at":"2026-03-01T12:00:00.000Z","org_id":"c4iom4vk8zmlkgb1cgee3gz7m","livemode":true,"api_version":"v1","data":{"object":{"id":"cecwx1pnyzu57e5a29sscmzp6","display_id":2,"name":"Birch","at_risk":false,"churned":false,"health_score":null,"previous_health_score":null,"owner_email":null},"previous_attributes":null}}');
CREATE TABLE idempotency (
  scope TEXT NOT NULL,
  key TEXT NOT NULL,
  body_hash BLOB NOT NULL,
  status INTEGER NOT NULL,
  body BLOB NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (scope, key)
) WITHOUT ROWID;
CREATE TABLE onboardings (
  display_id INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  created_at INTEGER NOT NULL,
  deleted INTEGER NOT NULL DEFAULT 0,
  visible INTEGER NOT NULL DEFAULT 1,
  doc TEXT NOT NULL,
  customer_id TEXT NOT NULL,
  phase TEXT NOT NULL,
  state TEXT NOT NULL,
  resting_state TEXT NOT NULL
);
INSERT INTO "onboardings" VALUES(4,'clyfuegfqt14czzoe98slecmp',1772366400000,0,1,'{"object":"onboarding","id":"clyfuegfqt14czzoe98slecmp","display_id":4,"customer_id":"cmnm1tfr3x97vd233vq61qqru","template_id":null,"phase":"before_getting_started","state":"waiting","started_at":null,"completed_at":null,"target_launch_date":null,"csm_id":null,"se_id":null,"designer_id":null,"product_ops_id":null,"notes":null,"waiting_on_customer":true,"created_at":"2026-03-01T12:00:00.000Z","updated_at":"2026-03-01T12:00:00.000Z"}','cmnm1tfr3x97vd233vq61qqru','before_getting_started','waiting','at_risk');
CREATE UNIQUE INDEX customers_by_slug ON customers (slug) WHERE visible = 1;
CREATE INDEX customers_by_time ON customers (created_at) WHERE visible = 1;
CREATE INDEX customers_by_status ON customers (status, created_at) WHERE visible = 1;
CREATE UNIQUE INDEX contacts_by_email ON contacts (customer_id, email) WHERE deleted = 0;
CREATE INDEX contacts_by_customer ON contacts (customer_id, created_at) WHERE visible = 1;
CREATE INDEX onboardings_by_time ON onboardings (created_at) WHERE visible = 1;
CREATE INDEX onboardings_by_customer ON onboardings (customer_id, created_at) WHERE visible = 1;
CREATE INDEX onboardings_by_phase ON onboardings (phase, created_at) WHERE visible = 1;
CREATE INDEX onboardings_by_state ON onboardings (state, created_at) WHERE visible = 1;
CREATE INDEX onboardings_by_phase_and_state ON onboardings (phase, state, created_at) WHERE visible = 1;
CREATE INDEX idempotency_by_time ON idempotency (created_at);
CREATE INDEX deliveries_due ON deliveries (due_at) WHERE state = 'pending';
COMMIT;
