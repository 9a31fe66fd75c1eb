//! How a file of an earlier version is brought up to date: a list of steps, each a batch of
//! statements done once. A step that was released is never edited again.

use rusqlite::Connection;

/// The format of a file: how many steps it has seen (`PRAGMA user_version`).
pub(crate) fn format_of(connection: &Connection) -> rusqlite::Result<u32> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// Does the steps that the file has not seen, all or none.
pub(crate) fn bring_up_to_date(
    connection: &mut Connection,
    application_id: i32,
    migrations: &[&str],
) -> rusqlite::Result<()> {
    if format_of(connection)? as usize == migrations.len() {
        return Ok(());
    }
    let transaction =
        connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    // Asked again inside the lock: another program may have been faster.
    let seen = format_of(&transaction)? as usize;
    for statements in migrations.iter().skip(seen) {
        transaction.execute_batch(statements)?;
    }
    transaction.pragma_update(None, "application_id", application_id)?;
    transaction.pragma_update(None, "user_version", migrations.len() as u32)?;
    transaction.commit()
}

/// The statements that make the tables of an up-to-date file, for snapshot tests.
#[cfg(test)]
pub(crate) fn schema_of(connection: &Connection) -> String {
    let mut statement = connection
        .prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name")
        .unwrap();
    let rows = statement
        .query_map([], |row| row.get::<_, String>(0))
        .unwrap();
    rows.map(Result::unwrap).collect::<Vec<_>>().join(";\n")
}
