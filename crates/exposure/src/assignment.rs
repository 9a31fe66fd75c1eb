//! Which group a person belongs to: a hash into 10,000 slots, and ranges of slots.

use campaign::experiment::{Group, WHOLE_BP};

/// Slots of an experiment.
pub const SLOTS: u32 = 10_000;

/// `MurmurHash3_x86_32` of `key`, by Austin Appleby (public domain description, 2011).
pub fn murmur3_x86_32(key: &[u8], seed: u32) -> u32 {
    let mut hash = seed;
    let (chunks, tail) = key.as_chunks::<4>();
    for chunk in chunks {
        hash ^= scramble(u32::from_le_bytes(*chunk));
        hash = hash
            .rotate_left(13)
            .wrapping_mul(5)
            .wrapping_add(0xe654_6b64);
    }
    if !tail.is_empty() {
        let mut last = [0; 4];
        last[..tail.len()].copy_from_slice(tail);
        hash ^= scramble(u32::from_le_bytes(last));
    }
    finish(hash ^ key.len() as u32)
}

const fn scramble(block: u32) -> u32 {
    block
        .wrapping_mul(0xcc9e_2d51)
        .rotate_left(15)
        .wrapping_mul(0x1b87_3593)
}

const fn finish(mut hash: u32) -> u32 {
    hash ^= hash >> 16;
    hash = hash.wrapping_mul(0x85eb_ca6b);
    hash ^= hash >> 13;
    hash = hash.wrapping_mul(0xc2b2_ae35);
    hash ^ (hash >> 16)
}

/// The slot of an id, `0..slots`: the hash read as signed, its absolute value, modulo `slots`.
///
/// # Panics
/// If `slots` is 0.
pub fn slot(id: &str, seed: u32, slots: u32) -> u32 {
    murmur3_x86_32(id.as_bytes(), seed)
        .cast_signed()
        .unsigned_abs()
        % slots
}

/// The group whose slot range holds `slot`; none beyond the last range. Weights are in slots
/// and lie next to each other from 0.
pub fn group_of(slot: u32, weights: &[u32]) -> Option<usize> {
    let mut end = 0;
    weights.iter().position(|weight| {
        end += weight;
        slot < end
    })
}

/// The slot ranges' lengths of an experiment: the traffic divided by the groups' weights, so
/// that rounding never moves the outer border.
pub fn ranges(groups: &[Group], traffic_bp: u32) -> Vec<u32> {
    let (mut weight_sum, mut border) = (0_u64, 0);
    let mut ranges = Vec::with_capacity(groups.len());
    for group in groups {
        weight_sum += u64::from(group.weight_bp);
        let end = (weight_sum * u64::from(traffic_bp) / u64::from(WHOLE_BP)) as u32;
        ranges.push(end - border);
        border = end;
    }
    ranges
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vectors_of_the_specification() {
        for (id, expected) in [
            ("user_1", 9926),
            ("ae2182e0", 4358),
            ("", 3372),
            ("사용자", 6651),
        ] {
            assert_eq!(slot(id, 42, SLOTS), expected, "{id}");
        }
    }

    /// `|i32::MIN|` is 2,147,483,648, not an overflow.
    #[test]
    fn the_smallest_hash_has_an_absolute_value() {
        assert_eq!(i32::MIN.unsigned_abs() % SLOTS, 3648);
    }

    #[test]
    fn a_slot_falls_into_the_first_range_that_holds_it() {
        let weights = [2_500, 2_500, 4_000];
        for (slot, group) in [
            (0, Some(0)),
            (2_499, Some(0)),
            (2_500, Some(1)),
            (8_999, Some(2)),
            (9_000, None),
        ] {
            assert_eq!(group_of(slot, &weights), group, "{slot}");
        }
    }

    #[test]
    fn ranges_fill_the_traffic_exactly() {
        let groups: Vec<Group> = [3_333, 3_333, 3_334]
            .map(|weight_bp| Group {
                weight_bp,
                ..Group::default()
            })
            .into();
        assert_eq!(ranges(&groups, 10_000), [3_333, 3_333, 3_334]);
        assert_eq!(ranges(&groups, 5_001).iter().sum::<u32>(), 5_001);
        assert_eq!(ranges(&groups, 1).iter().sum::<u32>(), 1);
    }

    /// All vectors of the vendor's SDK: `input,seed,hash` and `seed,slots,id,slot`.
    #[test]
    fn the_vendors_vectors_agree() {
        let Some(folder) = fixtures::shared_data("hash") else {
            println!("skipped: ../shared/data/hash is not there");
            return;
        };
        let mut compared = 0;
        for (file, check) in [
            ("murmur_alphabetic.csv", check_hash as fn(&[&str])),
            ("murmur_numeric.csv", check_hash),
            ("bucketing_alphabetic.csv", check_slot),
            ("bucketing_numeric.csv", check_slot),
        ] {
            let text = std::fs::read_to_string(folder.join(file)).expect(file);
            for line in text.lines() {
                check(&line.split(',').collect::<Vec<_>>());
                compared += 1;
            }
        }
        assert_eq!(compared, 4_000);
    }

    fn check_hash(row: &[&str]) {
        let seed = row[1].parse::<i64>().unwrap() as u32;
        let hash = murmur3_x86_32(row[0].as_bytes(), seed).cast_signed();
        assert_eq!(hash.to_string(), row[2], "{row:?}");
    }

    fn check_slot(row: &[&str]) {
        let seed = row[0].parse::<i64>().unwrap() as u32;
        let slots = row[1].parse().unwrap();
        assert_eq!(slot(row[2], seed, slots).to_string(), row[3], "{row:?}");
    }
}
