//! What the server bears: sizes, depth, rates and times. Each is answered with a problem
//! document (413, 400, 429, 408), never a crash.

/// The largest campaign, as JSON, in bytes.
pub const CAMPAIGN_BYTES_MAX: usize = 1_048_576;

/// The largest image, in bytes: the larger of the two limits that the vendor's documents give.
pub const IMAGE_BYTES_MAX: usize = 3 * 1_048_576;

/// The largest body of any other request, in bytes.
pub const BODY_BYTES_MAX: usize = 524_288;

/// How deep JSON may be nested.
pub const JSON_DEPTH_MAX: usize = 32;

/// Events in one batch.
pub const BATCH_EVENTS_MAX: usize = 500;

/// The longest id, event name or key in a request, in bytes.
pub const NAME_BYTES_MAX: usize = 512;

/// How long one request may take, in milliseconds.
pub const REQUEST_MS_MAX: u64 = 30_000;

/// How long running requests may take once the server was asked to stop, in milliseconds.
pub const GRACE_MS_MAX: u64 = 10_000;

/// How long an answer is kept for its idempotency key, in milliseconds: a week.
pub const ANSWER_KEPT_MS: i64 = 7 * 24 * 3_600_000;

/// How old an event may be when it arrives, in milliseconds: a week; older ones count as that.
pub const EVENT_AGE_MS_MAX: i64 = 7 * 24 * 3_600_000;

/// How many requests a key may make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// Sustained.
    pub per_second: u32,
    /// At once, after a rest.
    pub burst: u32,
}

/// The rates, by kind of key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// With the management token.
    pub management: Rate,
    /// With the publishable key, all browsers together.
    pub sdk: Rate,
}

impl Limits {
    /// What a small team's site needs, with room.
    pub const DEFAULT: Self = Self {
        management: Rate {
            per_second: 100,
            burst: 1_000,
        },
        sdk: Rate {
            per_second: 20_000,
            burst: 40_000,
        },
    };
}

/// Counts requests against a rate: a bucket that fills with time. Time is an argument.
#[derive(Debug)]
pub struct Bucket {
    rate: Rate,
    /// Thousandths of requests that may be made now.
    thousandths: u64,
    last_ms: i64,
}

impl Bucket {
    /// A full bucket.
    pub const fn new(rate: Rate) -> Self {
        Self {
            rate,
            thousandths: rate.burst as u64 * 1_000,
            last_ms: i64::MIN,
        }
    }

    /// Takes one request out.
    ///
    /// # Errors
    /// There is none left; in so many milliseconds there is.
    pub fn take(&mut self, now_ms: i64) -> Result<(), u64> {
        let passed_ms = now_ms.saturating_sub(self.last_ms).max(0) as u64;
        self.last_ms = self.last_ms.max(now_ms);
        let filled = passed_ms.saturating_mul(u64::from(self.rate.per_second));
        let full = u64::from(self.rate.burst) * 1_000;
        self.thousandths = self.thousandths.saturating_add(filled).min(full);
        if self.thousandths >= 1_000 {
            self.thousandths -= 1_000;
            return Ok(());
        }
        let missing = 1_000 - self.thousandths;
        Err(missing.div_ceil(u64::from(self.rate.per_second).max(1)))
    }
}

/// How deep JSON is nested, without reading its values; text that is no JSON has some depth too.
pub fn depth(json: &[u8]) -> usize {
    let (mut depth, mut deepest, mut in_text, mut escaped) = (0_usize, 0, false, false);
    for byte in json {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            b'{' | b'[' if !in_text => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b'}' | b']' if !in_text => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn depth_counts_brackets_outside_of_texts() {
        for (json, expected) in [
            ("1", 0),
            ("{}", 1),
            (r#"{"a":[{}]}"#, 3),
            ("[[],[[]]]", 3),
            (r#"{"a":"[[[["}"#, 1),
            (r#"{"a":"\"[[["}"#, 1),
            (r#"{"a":"\\"}[["#, 2),
            ("]]]", 0),
        ] {
            assert_eq!(depth(json.as_bytes()), expected, "{json}");
        }
    }

    #[test]
    fn a_bucket_gives_its_burst_then_its_rate() {
        let mut bucket = Bucket::new(Rate {
            per_second: 2,
            burst: 3,
        });
        let answers: Vec<_> = [0, 0, 0, 0, 499, 500, 500, 1_000]
            .map(|now_ms| bucket.take(now_ms))
            .into();
        let expected = [
            Ok(()),
            Ok(()),
            Ok(()),
            Err(500),
            Err(1),
            Ok(()),
            Err(500),
            Ok(()),
        ];
        assert_eq!(answers, expected);
    }

    #[test]
    fn a_clock_set_back_gives_nothing_and_takes_nothing() {
        let mut bucket = Bucket::new(Rate {
            per_second: 1,
            burst: 1,
        });
        assert_eq!(bucket.take(10_000), Ok(()));
        assert_eq!(bucket.take(0), Err(1_000));
        assert_eq!(bucket.take(11_000), Ok(()));
    }
}
