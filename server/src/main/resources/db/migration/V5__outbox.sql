-- A transition that nobody has made messages of yet. Its row comes with it, in one transaction.
-- `asked_by` is who asked for it; empty when nobody did.
CREATE TABLE outbox (
  transition BIGINT NOT NULL PRIMARY KEY,
  asked_by   TEXT   NOT NULL
);

-- A message to one destination. `id` is the same each time it is sent. `state` is 'waiting',
-- 'delivered' or 'dead'; who sends it pushes `due_at` on first, so that nobody else does, and
-- `attempts` tells him apart from who tries after him. The times are the database's own, in
-- milliseconds since 1970; 0 is not yet.
CREATE TABLE delivery (
  number      ${number},
  id          TEXT    NOT NULL,
  event       TEXT    NOT NULL,
  service     TEXT    NOT NULL,
  recipient   TEXT    NOT NULL,
  namespace   TEXT    NOT NULL,
  name        TEXT    NOT NULL,
  document    TEXT    NOT NULL,
  state       TEXT    NOT NULL,
  attempts    INTEGER NOT NULL,
  created_at  BIGINT  NOT NULL,
  due_at      BIGINT  NOT NULL,
  finished_at BIGINT  NOT NULL,
  problem     TEXT    NOT NULL
);

CREATE INDEX delivery_waiting ON delivery (service, recipient, number) WHERE state = 'waiting';
CREATE INDEX delivery_finished ON delivery (finished_at) WHERE finished_at > 0;
