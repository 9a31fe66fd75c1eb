//! The tables of the server, as steps. The list only ever grows at its end.

/// Every step, oldest first; a file's format is how many of them it has seen.
pub(super) const MIGRATIONS: &[&str] = &[FIRST_TABLES];

const FIRST_TABLES: &str = "
CREATE TABLE campaigns (
  key        TEXT PRIMARY KEY,
  place      INTEGER NOT NULL,  -- order of creation; decides between equal priorities
  revision   INTEGER NOT NULL,  -- grows with every change, deletion included
  draft      TEXT NOT NULL,     -- JSON, with the status
  updated_ms INTEGER NOT NULL,
  deleted    INTEGER NOT NULL CHECK (deleted IN (0, 1))
) STRICT;

CREATE TABLE assets (
  sha256  TEXT PRIMARY KEY,     -- of content, lower-case hex
  facts   TEXT NOT NULL,        -- JSON
  content BLOB NOT NULL
) STRICT;

CREATE TABLE settings (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL           -- JSON
) STRICT;

CREATE TABLE answers (
  id      TEXT PRIMARY KEY,     -- the idempotency key
  request TEXT NOT NULL,        -- hash of method, path, precondition and body
  answer  TEXT NOT NULL,        -- JSON
  at_ms   INTEGER NOT NULL
) STRICT;
CREATE INDEX answers_by_age ON answers (at_ms);

CREATE TABLE people (
  distinct_id TEXT PRIMARY KEY,
  properties  TEXT NOT NULL,    -- JSON object
  updated_ms  INTEGER NOT NULL
) STRICT;

CREATE TABLE site_events (
  event_id    TEXT PRIMARY KEY,
  event       TEXT NOT NULL,
  distinct_id TEXT NOT NULL,
  device_id   TEXT,
  session_id  TEXT,
  at_ms       INTEGER NOT NULL,
  properties  TEXT NOT NULL     -- JSON object
) STRICT;
CREATE INDEX site_events_by_person ON site_events (distinct_id, at_ms);

CREATE TABLE message_events (
  event_id     TEXT PRIMARY KEY,
  campaign     TEXT NOT NULL,
  group_key    TEXT NOT NULL,
  event        TEXT NOT NULL,
  distinct_id  TEXT NOT NULL,
  device_id    TEXT,
  session_id   TEXT,
  at_ms        INTEGER NOT NULL,
  action_name  TEXT,
  action_value TEXT
) STRICT;
CREATE INDEX message_events_by_person ON message_events (distinct_id, at_ms);
CREATE INDEX message_events_by_group ON message_events (campaign, group_key, event);
";

#[cfg(test)]
mod tests {
    use super::super::ServerFile;
    use crate::migration::schema_of;

    #[test]
    fn the_schema_is_this() {
        let folder = tempfile::tempdir().unwrap();
        let file = ServerFile::open(&folder.path().join("server.sqlite")).unwrap();
        insta::assert_snapshot!(schema_of(file.database.connection()));
    }
}
