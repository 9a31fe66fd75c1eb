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

/// The events of one name in a shard.
pub fn events(number: usize, shard: u32) -> PathBuf {
    PathBuf::from(format!("events/{number:04}/{shard:03}.parquet"))
}
