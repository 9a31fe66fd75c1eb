//! How much a bandit must lose, and the indices of the policies that follow from it.

/// The relative entropy of two coins, kl(p, q) = p ln(p/q) + (1 − p) ln((1 − p)/(1 − q)), in nats.
pub fn relative_entropy(p: f64, q: f64) -> f64 {
    let term = |p: f64, q: f64| if p == 0.0 { 0.0 } else { p * (p / q).ln() };
    term(p, q) + term(1.0 - p, 1.0 - q)
}

/// Σ (p* − pₖ) / kl(pₖ, p*) over the groups below the best: no policy that is good everywhere loses less
/// than this times ln T clicks in the long run.
///
/// Source: T. L. Lai & H. Robbins, "Asymptotically efficient adaptive allocation rules" (1985); Thompson
/// sampling attains it (Kaufmann, Korda & Munos, 2012).
pub fn lai_robbins_constant(rates: &[f64]) -> f64 {
    let best = rates.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    rates
        .iter()
        .filter(|&&rate| rate < best)
        .map(|&rate| (best - rate) / relative_entropy(rate, best))
        .sum()
}

/// The index of UCB1, mean + √(2 ln t / n): P. Auer, N. Cesa-Bianchi & P. Fischer, "Finite-time analysis of
/// the multiarmed bandit problem" (2002).
#[inline]
pub fn ucb1_index(mean: f64, exposures: f64, time: f64) -> f64 {
    mean + (2.0 * time.ln() / exposures).sqrt()
}

/// The index of KL-UCB: the largest q with kl(mean, q) ≤ `nats`; the policy takes ln t / n nats.
///
/// Source: A. Garivier & O. Cappé, "The KL-UCB algorithm for bounded stochastic bandits and beyond" (2011).
/// The entropy is convex in q, so Newton's method comes down on the answer from above without overshooting.
#[inline]
pub fn kl_ucb_index(mean: f64, nats: f64) -> f64 {
    const ROUNDS_MAX: u32 = 60;
    if mean >= 1.0 {
        return 1.0;
    }
    if mean <= 0.0 {
        return -(-nats).exp_m1();
    }
    // Pinsker's inequality bounds the answer from above, as does the part that grows to infinity at q = 1:
    // (1 − p) ln(1 / (1 − q)) ≤ nats + the entropy of p.
    let entropy = -mean * mean.ln() - (1.0 - mean) * (1.0 - mean).ln();
    let pinsker = mean + (0.5 * nats).sqrt();
    let mut q = pinsker.min(-(-(nats + entropy) / (1.0 - mean)).exp_m1());
    for _ in 0..ROUNDS_MAX {
        let excess = relative_entropy(mean, q) - nats;
        let slope = (q - mean) / (q * (1.0 - q));
        let step = excess / slope;
        if step.is_nan() || step <= q * 1e-13 {
            break;
        }
        q -= step;
    }
    q.max(mean)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entropies() {
        let check = |p, q, expected: f64| {
            assert!((relative_entropy(p, q) - expected).abs() < 1e-14, "{p} {q}");
        };
        check(0.1, 0.9, 1.757_779_661_868_975_8);
        check(0.05, 0.06, 0.000_936_926_024_312_428_2);
        check(0.0, 0.5, std::f64::consts::LN_2);
    }

    #[test]
    fn lai_robbins() {
        let constant = lai_robbins_constant(&[0.05, 0.055, 0.06]);
        assert!(
            (constant - 32.636_874_646_583_834).abs() < 1e-9,
            "{constant}"
        );
        assert_eq!(lai_robbins_constant(&[0.1, 0.1]), 0.0);
    }

    #[test]
    fn kl_ucb_solves_its_equation() {
        for mean in [1e-6, 0.001, 0.05, 0.1, 0.5, 0.9, 0.999] {
            for nats in [1e-7, 1e-4, 0.0046, 0.2, 0.9, 5.0] {
                let q = kl_ucb_index(mean, nats);
                assert!(q >= mean && q <= 1.0, "{mean} {nats}: {q}");
                if q > 1.0 - 1e-6 {
                    continue; // what is left to 1 has too few digits to be put back
                }
                let error = (relative_entropy(mean, q) - nats).abs();
                assert!(
                    error < 1e-9 * nats.max(1e-4),
                    "{mean} {nats}: {q}, {error:e}"
                );
            }
        }
        assert_eq!(kl_ucb_index(1.0, 0.1), 1.0);
        assert!((kl_ucb_index(0.0, 0.2) - (1.0 - (-0.2_f64).exp())).abs() < 1e-15);
        assert!((ucb1_index(0.055, 400.0, 1000.0) - 0.240_846_109_442_491_9).abs() < 1e-14);
    }
}
