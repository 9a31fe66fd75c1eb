//! Two groups with whole parameters: sums instead of integrals. They check the quadrature.

use crate::beta::Beta;
use crate::gamma::stirling_error;

/// The largest parameter summed over.
const TERMS_MAX: f64 = 1e6;
/// Sums beyond this are scaled down, so that neither their first nor their largest term leaves the numbers.
const RESCALE: f64 = 1e200;

/// P(B > A) for two Beta distributions if `b`'s first parameter is a whole number up to a million.
///
/// Source: E. Miller, "Formulas for Bayesian A/B testing" (2014), for A ~ Beta(α, β) and B ~ Beta(γ, δ):
/// Σ over i < γ of B(α + i, β + δ) / ((δ + i) B(1 + i, δ) B(α, β)).
pub fn chance_to_beat(a: Beta, b: Beta) -> Option<f64> {
    let terms = b.a();
    if terms.fract() != 0.0 || terms > TERMS_MAX {
        return None;
    }
    // Each term is the one before times a ratio of four small numbers; only the first needs gamma functions.
    let mut ln_scale = ln_beta(a.a(), a.b() + b.b()) - ln_beta(a.a(), a.b());
    let (mut term, mut sum) = (1.0, 0.0);
    for i in 0..terms as u32 {
        let i = f64::from(i);
        sum += term;
        term *= (a.a() + i) / (a.a() + a.b() + b.b() + i) * ((b.b() + i) / (1.0 + i));
        if sum > RESCALE {
            (sum, term, ln_scale) = (sum / RESCALE, term / RESCALE, ln_scale + RESCALE.ln());
        }
    }
    Some((sum.ln() + ln_scale).exp())
}

/// What choosing `b` loses against `a`, E[max(p − q, 0)], where [`chance_to_beat`] has an answer.
///
/// Source: C. Stucchio, "Bayesian A/B testing at VWO" (2015): E[p; p > q] − E[q; p > q], and p
/// times a Beta(a, b) density is the mean times a Beta(a + 1, b) density.
pub fn expected_loss(a: Beta, b: Beta) -> Option<f64> {
    let raised = |beta: Beta| Beta::new(beta.a() + 1.0, beta.b()).ok();
    let a_first = chance_to_beat(b, raised(a)?)?;
    let b_first = chance_to_beat(raised(b)?, a)?;
    Some(a.mean() * a_first - b.mean() * b_first)
}

/// ln B(a, b), with Stirling's formula written so that the large terms never meet.
fn ln_beta(a: f64, b: f64) -> f64 {
    let n = a + b;
    let rest = stirling_error(a) + stirling_error(b) - stirling_error(n);
    0.5 * (std::f64::consts::TAU * n / (a * b)).ln() + a * (a / n).ln() + b * (b / n).ln() + rest
}
