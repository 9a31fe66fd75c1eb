//! Random streams that are found by name, never by order.
//!
//! A stream is a pure function of the seed, of *what* it is for and of *whom* it is for. So a person or a
//! replication draws the same numbers whatever the number of threads, shards or other replications, and
//! two scenarios that ask for the same stream see the same luck.
//!
//! The seed and the keys are the 256-bit key of ChaCha8, the purpose is its nonce, so two different
//! names never give the same stream. Where a key stands for a text (a person, a campaign) it is a
//! 64-bit hash of it.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng as _;

/// How many keys name a stream besides its seed and its purpose.
pub const KEYS_MAX: usize = 3;

/// What a stream is drawn for. The number is part of the key: it never changes and is never used twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u64)]
pub enum Purpose {
    /// How the exposures of a step fall on the groups; keys: replication.
    Split = 1,
    /// Which exposures are clicked; keys: replication, group.
    Clicks = 2,
    /// What a policy draws for itself (exploration, posterior samples); keys: replication.
    Choice = 3,
    /// The true click rates, where an experiment draws them; keys: replication.
    Rates = 4,
    /// What a person does with a message; keys: person, campaign, how many exposures came before.
    Response = 5,
    /// How often a person counts in a bootstrap sample; keys: person, sample.
    Bootstrap = 6,
}

/// The stream of `purpose` for `keys` under `seed`. Keys left out count as 0.
pub fn keyed<const N: usize>(seed: u64, keys: &[u64; N], purpose: Purpose) -> ChaCha8Rng {
    const { assert!(N <= KEYS_MAX, "a stream has at most three keys") };
    let mut key = [0_u8; 32];
    for (place, word) in key.chunks_exact_mut(8).zip([seed].iter().chain(keys)) {
        place.copy_from_slice(&word.to_le_bytes());
    }
    let mut stream = ChaCha8Rng::from_seed(key);
    stream.set_stream(purpose as u64);
    stream
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::Rng as _;

    fn first(seed: u64, keys: [u64; 2], purpose: Purpose) -> u64 {
        keyed(seed, &keys, purpose).next_u64()
    }

    #[test]
    fn a_name_is_a_stream() {
        assert_eq!(
            first(1, [2, 3], Purpose::Clicks),
            first(1, [2, 3], Purpose::Clicks)
        );
        let all = [
            first(1, [2, 3], Purpose::Clicks),
            first(2, [2, 3], Purpose::Clicks),
            first(1, [3, 2], Purpose::Clicks),
            first(1, [2, 3], Purpose::Split),
        ];
        for (at, stream) in all.iter().enumerate() {
            assert!(
                !all[at + 1..].contains(stream),
                "two names share a stream: {all:?}"
            );
        }
    }

    #[test]
    fn streams_never_change() {
        // A forecast names only its seed: these numbers hold every forecast ever written.
        assert_eq!(first(1, [0, 0], Purpose::Split), PINNED[0]);
        assert_eq!(first(1, [2, 3], Purpose::Response), PINNED[1]);
    }

    const PINNED: [u64; 2] = [1_909_849_311_801_240_084, 3_799_421_410_002_710_945];
}
