//! Round numbers along an axis.

/// Multiples of the smallest "round" step (1, 2 or 5 times a power of ten) that puts at most
/// `count_max` of them between `low` and `high`.
pub fn ticks(low: f64, high: f64, count_max: usize) -> Vec<f64> {
    let span = high - low;
    if span.is_nan() || span <= 0.0 || count_max == 0 {
        return Vec::new();
    }
    let raw = span / count_max as f64;
    let power = 10.0_f64.powf(raw.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0]
        .map(|factor| factor * power)
        .into_iter()
        .find(|step| *step >= raw * 0.999_999)
        .unwrap_or(10.0 * power);
    multiples(low, high, step)
}

/// The hours that a time axis names: whole days, or parts of a day when few are shown.
pub fn hour_ticks(low: f64, high: f64, count_max: usize) -> Vec<f64> {
    const DAYS: [f64; 10] = [1.0, 2.0, 3.0, 7.0, 14.0, 28.0, 56.0, 91.0, 182.0, 364.0];
    const HOURS: [f64; 4] = [1.0, 3.0, 6.0, 12.0];
    let raw = (high - low) / count_max.max(1) as f64;
    let steps = HOURS.into_iter().chain(DAYS.map(|days| days * 24.0));
    let step = steps
        .into_iter()
        .find(|step| *step >= raw)
        .unwrap_or(raw.max(1.0));
    multiples(low, high, step)
}

fn multiples(low: f64, high: f64, step: f64) -> Vec<f64> {
    let (first, last) = (
        (low / step - 1e-9).ceil() as i64,
        (high / step + 1e-9).floor() as i64,
    );
    (first..=last).map(|at| at as f64 * step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round() {
        for (low, high, count, expected) in [
            (0.0, 1.0, 5, vec![0.0, 0.2, 0.4, 0.6, 0.8, 1.0]),
            (0.0, 37.0, 4, vec![0.0, 10.0, 20.0, 30.0]),
            (0.0, 0.0, 4, vec![]),
            (12.0, 31.0, 2, vec![20.0, 30.0]),
        ] {
            let found = ticks(low, high, count);
            assert_eq!(found.len(), expected.len(), "{found:?}");
            assert!(
                found
                    .iter()
                    .zip(&expected)
                    .all(|(a, b)| (a - b).abs() < 1e-9),
                "{found:?}"
            );
        }
    }

    #[test]
    fn time_is_divided_by_days() {
        assert_eq!(
            hour_ticks(0.0, 336.0, 7),
            [0.0, 48.0, 96.0, 144.0, 192.0, 240.0, 288.0, 336.0]
        );
        assert_eq!(
            hour_ticks(0.0, 24.0, 8),
            [0.0, 3.0, 6.0, 9.0, 12.0, 15.0, 18.0, 21.0, 24.0]
        );
    }
}
