-- Who follows the rollouts asks each second which have changed.
CREATE INDEX summary_updated ON summary (updated_at);

-- What was asked of the API that Kayenta's clients speak, and what came of it. `document` is the
-- execution as it is told, `state` is what an execution that has not ended needs to go on.
CREATE TABLE canary (
  id         TEXT   NOT NULL PRIMARY KEY,
  kind       TEXT   NOT NULL,
  application TEXT  NOT NULL,
  status     TEXT   NOT NULL,
  created_at BIGINT NOT NULL,
  document   TEXT   NOT NULL,
  state      TEXT
);

CREATE INDEX canary_of_application ON canary (kind, application, created_at);
CREATE INDEX canary_open ON canary (kind) WHERE state IS NOT NULL;
