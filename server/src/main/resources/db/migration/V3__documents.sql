-- What people applied: Rollouts, Backends, templates and gateways, each as it was applied last.
-- `content` is null once it is deleted. `changed` is the catalog's number at its last change, so
-- that a node finds what is new to it.
CREATE TABLE document (
  kind       TEXT   NOT NULL,
  namespace  TEXT   NOT NULL,
  name       TEXT   NOT NULL,
  content    TEXT,
  changed    BIGINT NOT NULL,
  applied_by TEXT   NOT NULL,
  applied_at TEXT   NOT NULL,
  PRIMARY KEY (kind, namespace, name)
);

CREATE INDEX document_changed ON document (changed);

-- Which documents a rollout rests upon.
CREATE TABLE document_use (
  namespace          TEXT NOT NULL,
  name               TEXT NOT NULL,
  document_kind      TEXT NOT NULL,
  document_namespace TEXT NOT NULL,
  document_name      TEXT NOT NULL,
  PRIMARY KEY (namespace, name, document_kind, document_namespace, document_name)
);

CREATE INDEX document_users ON document_use (document_kind, document_namespace, document_name);

-- One row. Who changes documents changes it too, so that changes come one after the other.
CREATE TABLE catalog (
  number BIGINT NOT NULL
);

INSERT INTO catalog (number) VALUES (0);

-- A rollout at a glance, as the node that runs it wrote it down last.
CREATE TABLE summary (
  namespace  TEXT NOT NULL,
  name       TEXT NOT NULL,
  phase      TEXT NOT NULL,
  document   TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  PRIMARY KEY (namespace, name)
);

CREATE INDEX summary_phase ON summary (phase, namespace, name);

ALTER TABLE request ADD COLUMN why TEXT NOT NULL DEFAULT '';
ALTER TABLE request ADD COLUMN asking TEXT;

-- Who asks twice with the same key has asked once.
CREATE UNIQUE INDEX request_asking ON request (namespace, name, asking);
