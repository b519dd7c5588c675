CREATE TABLE rollout (
  namespace  TEXT   NOT NULL,
  name       TEXT   NOT NULL,
  status     TEXT   NOT NULL,
  runs       TEXT   NOT NULL,
  version    BIGINT NOT NULL,
  updated_at TEXT   NOT NULL,
  PRIMARY KEY (namespace, name)
);

-- Append-only. `version` is the rollout's version that the line came with, `status` the rollout's
-- status at that version: the log replays to the same state.
CREATE TABLE transition (
  number      ${number},
  namespace   TEXT   NOT NULL,
  name        TEXT   NOT NULL,
  version     BIGINT NOT NULL,
  happened_at TEXT   NOT NULL,
  reason      TEXT   NOT NULL,
  message     TEXT   NOT NULL,
  status      TEXT   NOT NULL
);

CREATE INDEX transition_of_rollout ON transition (namespace, name, number);

CREATE TABLE request (
  number    ${number},
  namespace TEXT NOT NULL,
  name      TEXT NOT NULL,
  command   TEXT NOT NULL,
  asked_by  TEXT NOT NULL,
  asked_at  TEXT NOT NULL,
  answer    TEXT
);

CREATE INDEX request_without_answer ON request (namespace, name, number) WHERE answer IS NULL;

-- What a run needs to begin again, as the command that started it writes it.
CREATE TABLE plan (
  namespace TEXT NOT NULL,
  name      TEXT NOT NULL,
  document  TEXT NOT NULL,
  PRIMARY KEY (namespace, name)
);
