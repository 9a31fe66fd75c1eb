//! The tables of a workspace, as steps. The list only ever grows at its end.

/// Every step, oldest first; a file's format is how many of them it has seen.
pub(super) const MIGRATIONS: &[&str] = &[FIRST_TABLES, VERSIONS_AND_THE_LIST];

const FIRST_TABLES: &str = "
CREATE TABLE campaigns (
  key        TEXT PRIMARY KEY,
  place      INTEGER NOT NULL,  -- order of the list; decides between equal priorities
  draft      TEXT NOT NULL,     -- JSON
  version    INTEGER NOT NULL,  -- grows with every save
  updated_ms INTEGER NOT NULL,
  deleted_ms INTEGER            -- null while it is not deleted
) STRICT;

CREATE TABLE history (
  campaign TEXT NOT NULL REFERENCES campaigns (key) ON DELETE CASCADE,
  side     TEXT NOT NULL CHECK (side IN ('past', 'future')),
  place    INTEGER NOT NULL,    -- the nearest entry has the highest
  entry    TEXT NOT NULL,       -- JSON
  PRIMARY KEY (campaign, side, place)
) STRICT;

CREATE TABLE assets (
  sha256  TEXT PRIMARY KEY,     -- of content, lower-case hex
  name    TEXT NOT NULL,        -- of the file it came from
  format  TEXT NOT NULL CHECK (format IN ('png', 'jpeg')),
  width   INTEGER NOT NULL,
  height  INTEGER NOT NULL,
  content BLOB NOT NULL
) STRICT;

CREATE TABLE logs (
  id       TEXT PRIMARY KEY,
  name     TEXT NOT NULL,
  path     TEXT NOT NULL,       -- folder of the prepared form
  summary  TEXT NOT NULL,       -- JSON
  added_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE forecasts (
  campaign TEXT PRIMARY KEY REFERENCES campaigns (key) ON DELETE CASCADE,
  log      TEXT NOT NULL,       -- its id; the log may be forgotten since
  forecast TEXT NOT NULL,       -- JSON
  made_ms  INTEGER NOT NULL
) STRICT;

CREATE TABLE settings (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL           -- JSON
) STRICT;

CREATE TABLE sync_state (
  campaign TEXT PRIMARY KEY,
  revision INTEGER NOT NULL,    -- the last one that server and workspace shared
  draft    TEXT NOT NULL        -- JSON, as of that revision
) STRICT;

CREATE TABLE outbox (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  entry    TEXT NOT NULL,       -- JSON
  attempts INTEGER NOT NULL DEFAULT 0,
  why      TEXT                 -- what went wrong last
) STRICT;
";

const VERSIONS_AND_THE_LIST: &str = "
CREATE TABLE versions (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  campaign TEXT NOT NULL REFERENCES campaigns (key) ON DELETE CASCADE,
  draft    TEXT NOT NULL,       -- JSON
  cause    TEXT NOT NULL CHECK (cause IN
    ('created', 'edited', 'started', 'published', 'restored', 'imported', 'named')),
  name     TEXT,                -- null while nobody gave it one
  at_ms    INTEGER NOT NULL
) STRICT;

CREATE INDEX versions_of_campaign ON versions (campaign, id);

CREATE TABLE glances (
  campaign TEXT PRIMARY KEY REFERENCES forecasts (campaign) ON DELETE CASCADE,
  glance   TEXT NOT NULL        -- JSON, what the list shows of the forecast
) STRICT;

-- The list asks what changed without reading the drafts.
CREATE INDEX campaign_heads ON campaigns (place, key, version, updated_ms)
  WHERE deleted_ms IS NULL;
";

#[cfg(test)]
mod tests {
    use crate::Workspace;
    use crate::migration::schema_of;

    #[test]
    fn the_schema_is_this() {
        let folder = tempfile::tempdir().unwrap();
        let workspace = Workspace::open(&folder.path().join("a.rehearsal")).unwrap();
        insta::assert_snapshot!(schema_of(workspace.database.connection()));
    }
}
