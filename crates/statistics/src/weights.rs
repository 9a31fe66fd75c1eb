//! Weights of groups: shares of the traffic.

/// Lifts every weight to at least `floor`: w′ = f + (1 − n f) w. Shares stay shares.
///
/// Source: mixing with the even split, as Exp3 does: P. Auer et al., "The nonstochastic
/// multiarmed bandit problem" (2002), eq. 1, with γ = n f.
///
/// # Panics
/// If the floors alone exceed the whole.
#[inline]
pub fn lift_to_floor(weights: &mut [f64], floor: f64) {
    let kept = 1.0 - weights.len() as f64 * floor;
    assert!(
        floor >= 0.0 && kept >= -1e-12,
        "{} floors of {floor} exceed the whole",
        weights.len()
    );
    for weight in weights {
        *weight = floor + kept.max(0.0) * *weight;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floors_keep_the_sum() {
        let mut weights = [0.0, 0.25, 0.75];
        lift_to_floor(&mut weights, 0.01);
        assert_eq!(weights, [0.01, 0.01 + 0.97 * 0.25, 0.01 + 0.97 * 0.75]);
        let mut even = [1.0, 0.0];
        lift_to_floor(&mut even, 0.5);
        assert_eq!(even, [0.5, 0.5]);
    }
}
