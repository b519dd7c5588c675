-- Who follows the rollouts asks each second which have changed.
CREATE INDEX summary_updated ON summary (updated_at);

-- What was asked of the API that Kayenta's clients speak, and what came of it: configs, canaries,
-- analyses of several, and the series that they judged. `document` is it as it is told. `due` is
-- when an execution goes on, in milliseconds since 1970, and null when it is over; `held_until`
-- keeps other nodes from it while one is at it.
CREATE TABLE canary (
  id          TEXT   NOT NULL PRIMARY KEY,
  kind        TEXT   NOT NULL,
  application TEXT   NOT NULL,
  status      TEXT   NOT NULL,
  created_at  BIGINT NOT NULL,
  document    TEXT   NOT NULL,
  due         BIGINT,
  held_until  BIGINT NOT NULL DEFAULT 0
);

CREATE INDEX canary_of_application ON canary (kind, application, created_at);
CREATE INDEX canary_due ON canary (due) WHERE due IS NOT NULL;
