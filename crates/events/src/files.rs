//! Where the files of a prepared log are.

use std::path::PathBuf;

/// The people of a shard.
pub fn people(shard: u32) -> PathBuf {
    PathBuf::from(format!("people/{shard:03}.parquet"))
}

/// The sessions of a shard.
pub fn sessions(shard: u32) -> PathBuf {
    PathBuf::from(format!("sessions/{shard:03}.parquet"))
}

/// The devices of a shard.
pub fn devices(shard: u32) -> PathBuf {
    PathBuf::from(format!("devices/{shard:03}.parquet"))
}

/// The folder of partitions.
pub const PARTITIONS: &str = "events";

/// The folder of the events of one name.
pub fn partition(number: usize) -> PathBuf {
    PathBuf::from(format!("{PARTITIONS}/{number:04}"))
}

/// The events of one name in a shard.
pub fn events(number: usize, shard: u32) -> PathBuf {
    partition(number).join(format!("{shard:03}.parquet"))
}

/// The folder of partitions that have no number yet: it is known when all names are.
pub const UNNUMBERED: &str = "names";

/// The folder of the events of a name by its code.
pub fn unnumbered_partition(name: u32) -> PathBuf {
    PathBuf::from(format!("{UNNUMBERED}/{name:04}"))
}

/// The events of a name by its code, in a shard.
pub fn unnumbered(name: u32, shard: u32) -> PathBuf {
    unnumbered_partition(name).join(format!("{shard:03}.parquet"))
}
