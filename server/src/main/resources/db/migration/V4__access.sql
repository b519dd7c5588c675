-- Tokens of programs and people. Only a hash of each is kept. A token that was revoked stays, so
-- that the audit trail's names keep their meaning.
CREATE TABLE token (
  number     ${number},
  name       TEXT NOT NULL,
  hash       TEXT NOT NULL UNIQUE,
  grants     TEXT NOT NULL,
  made_by    TEXT NOT NULL,
  made_at    TEXT NOT NULL,
  expires_at TEXT,
  revoked_at TEXT,
  used_at    TEXT
);

CREATE UNIQUE INDEX token_of_name ON token (name) WHERE revoked_at IS NULL;

-- Logins of the dashboard, by a hash of their cookie; `token` is what they were made with, and ends
-- them when it ends.
CREATE TABLE session (
  hash       TEXT NOT NULL PRIMARY KEY,
  caller     TEXT NOT NULL,
  grants     TEXT NOT NULL,
  token      BIGINT,
  expires_at TEXT NOT NULL
);

-- Append-only: who asked for what, why, and what came of it.
CREATE TABLE audit (
  number      ${number},
  happened_at TEXT NOT NULL,
  caller      TEXT NOT NULL,
  action      TEXT NOT NULL,
  namespace   TEXT,
  name        TEXT,
  why         TEXT,
  outcome     TEXT NOT NULL,
  remote      TEXT
);

CREATE INDEX audit_of_namespace ON audit (namespace, number);
