-- An analysis run of a rollout, in the order in which they began, without what stands in the two
-- tables below. Of many runs only the latest changes, so that each has a row.
CREATE TABLE run (
  namespace TEXT    NOT NULL,
  name      TEXT    NOT NULL,
  position  INTEGER NOT NULL,
  document  TEXT    NOT NULL,
  PRIMARY KEY (namespace, name, position)
);

INSERT INTO run (namespace, name, position, document)
SELECT namespace, name, key, '{"format":1,"value":' || CAST(value AS TEXT) || '}'
FROM rollout ${each_run};

ALTER TABLE rollout DROP COLUMN runs;

-- What a comparison has gathered: some kilobytes that change each second.
CREATE TABLE accumulator (
  namespace TEXT NOT NULL,
  name      TEXT NOT NULL,
  run       TEXT NOT NULL,
  metric    TEXT NOT NULL,
  document  TEXT NOT NULL,
  PRIMARY KEY (namespace, name, run, metric)
);

-- Measurements that are finished, which never change. `kept` is 1 while the run's state holds it,
-- and 0 when it is history, which goes when its time is over.
CREATE TABLE measurement (
  namespace   TEXT    NOT NULL,
  name        TEXT    NOT NULL,
  run         TEXT    NOT NULL,
  metric      TEXT    NOT NULL,
  number      BIGINT  NOT NULL,
  finished_at TEXT    NOT NULL,
  kept        INTEGER NOT NULL,
  document    TEXT    NOT NULL,
  PRIMARY KEY (namespace, name, run, metric, number)
);

CREATE INDEX measurement_kept ON measurement (namespace, name) WHERE kept = 1;
CREATE INDEX measurement_history ON measurement (finished_at) WHERE kept = 0;

-- A process that runs rollouts. Its name is never used again: when its row is gone, it is dead for
-- ever. The time is the database's own, in milliseconds since 1970.
CREATE TABLE node (
  name       TEXT   NOT NULL PRIMARY KEY,
  expires_at BIGINT NOT NULL
);

-- Which node runs a rollout. The token grows by one with each new holder and never falls, also
-- when nobody holds it.
CREATE TABLE lease (
  namespace TEXT   NOT NULL,
  name      TEXT   NOT NULL,
  holder    TEXT,
  token     BIGINT NOT NULL,
  PRIMARY KEY (namespace, name)
);

CREATE INDEX lease_of_holder ON lease (holder);
