//! `exp`, `exp(x) − 1` and `ln(1 + x)` without branches and without the system's library.
//!
//! Two reasons not to call the ones of `f64`: the compiler can run these on several values at once (a
//! quadrature spends nearly all its time here), and they are the same additions and multiplications
//! on every machine, so the same seed gives the same bytes everywhere.
//!
//! Source: argument reduction by powers of two as in P. T. P. Tang, "Table-driven implementation of the
//! exponential function" (1989) and of the logarithm (1990), here with a plain Taylor series.

/// 1.5 · 2⁵²: added to a small number it leaves that number's nearest integer in the lowest bits.
const ROUNDER: f64 = 6_755_399_441_055_744.0;
const EXPONENT_BIAS: u64 = 1023;
const FRACTION_BITS: u32 = 52;
/// ln 2 in two parts; a whole number below 2¹¹ times the first is exact.
const LN_2_HIGH: f64 = 6.931_471_803_691_238e-1;
const LN_2_LOW: f64 = 1.908_214_929_270_587_7e-10;
/// Beyond this the result of `exp` is not a normal number; the argument is clamped.
const EXPONENT_MAX: f64 = 708.0;

/// Terms of the series of `exp` for full double precision.
pub const EXP_TERMS_FULL: usize = 13;

/// 1 / (i + 1)! for the series (eʳ − 1) / r.
const EXP_SERIES: [f64; EXP_TERMS_FULL] = {
    let mut series = [1.0; EXP_TERMS_FULL];
    let mut i = 1;
    while i < EXP_TERMS_FULL {
        series[i] = series[i - 1] / (i + 1) as f64;
        i += 1;
    }
    series
};

const LN_TERMS: usize = 11;

/// 2 / (2i + 3) for the series of ln((1 + s) / (1 − s)).
const LN_SERIES: [f64; LN_TERMS] = {
    let mut series = [0.0; LN_TERMS];
    let mut i = 0;
    while i < LN_TERMS {
        series[i] = 2.0 / (2 * i + 3) as f64;
        i += 1;
    }
    series
};

/// Splits eˣ into (2ᵏ, 2ᵏ · (eʳ − 1)) with x = k ln 2 + r.
#[inline]
fn exp_parts<const TERMS: usize>(x: f64) -> (f64, f64) {
    let x = x.clamp(-EXPONENT_MAX, EXPONENT_MAX);
    let rounded = x * std::f64::consts::LOG2_E + ROUNDER;
    let k = rounded - ROUNDER;
    let r = (x - k * LN_2_HIGH) - k * LN_2_LOW;
    let scale = f64::from_bits(
        (rounded.to_bits() << FRACTION_BITS).wrapping_add(EXPONENT_BIAS << FRACTION_BITS),
    );
    let mut series = EXP_SERIES[TERMS - 1];
    for i in (0..TERMS - 1).rev() {
        series = series * r + EXP_SERIES[i];
    }
    (scale, scale * (r * series))
}

/// eˣ with `TERMS` terms: 13 give 1 in 10¹⁵, 8 give 3 in 10¹⁰. Clamped below e⁻⁷⁰⁸ and above e⁷⁰⁸.
#[inline]
pub fn exp<const TERMS: usize>(x: f64) -> f64 {
    let (scale, rest) = exp_parts::<TERMS>(x);
    scale + rest
}

/// (eˣ, eˣ − 1), the second exact for small `x` too.
#[inline]
pub fn exp_and_m1(x: f64) -> (f64, f64) {
    let (scale, rest) = exp_parts::<EXP_TERMS_FULL>(x);
    (scale + rest, (scale - 1.0) + rest)
}

/// ln(1 + x) for −1 < x, exact for small `x` too.
#[inline]
pub fn ln_1p(x: f64) -> f64 {
    let w = 1.0 + x;
    ln_of_sum(w, (x - (w - 1.0)) / w)
}

/// ln x for normal 0 < x.
#[inline]
pub fn ln(x: f64) -> f64 {
    ln_of_sum(x, 0.0)
}

/// ln(1 + x) where 1 / (1 + x) is at hand, which saves a division.
#[inline]
pub(crate) fn ln_1p_by(x: f64, reciprocal: f64) -> f64 {
    let w = 1.0 + x;
    ln_of_sum(w, (x - (w - 1.0)) * reciprocal)
}

/// ln w + `lost`, where `lost` is what rounding took from `w`, as a share of it.
#[inline]
fn ln_of_sum(w: f64, lost: f64) -> f64 {
    /// The bits of √½: fractions lie from there to √2.
    const LOWEST: u64 = 0x3FE6_A09E_667F_3BCD;
    /// Added to exponents, so that they are positive.
    const SHIFT: u64 = 1024;
    const TWO_52: f64 = 4_503_599_627_370_496.0;
    let bits = w.to_bits();
    let shifted = (bits
        .wrapping_add(SHIFT << FRACTION_BITS)
        .wrapping_sub(LOWEST))
        >> FRACTION_BITS;
    let k = f64::from_bits(TWO_52.to_bits() | shifted) - (TWO_52 + SHIFT as f64);
    let fraction = f64::from_bits(bits.wrapping_sub(shifted.wrapping_sub(SHIFT) << FRACTION_BITS));
    let f = fraction - 1.0;
    let s = f / (2.0 + f);
    let z = s * s;
    let mut series = LN_SERIES[LN_TERMS - 1];
    for i in (0..LN_TERMS - 1).rev() {
        series = series * z + LN_SERIES[i];
    }
    k * LN_2_HIGH + ((f - s * (f - z * series)) + (k * LN_2_LOW + lost))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(ours: f64, theirs: f64, tolerance: f64, what: &str) {
        let error = (ours - theirs).abs() / theirs.abs().max(f64::MIN_POSITIVE);
        assert!(
            error <= tolerance,
            "{what}: {ours:e} against {theirs:e}, error {error:e}"
        );
    }

    #[test]
    fn exp_agrees_with_the_standard_library() {
        for i in -7000..=7000 {
            let x = f64::from(i) * 0.1 + 0.0123;
            near(
                exp::<EXP_TERMS_FULL>(x),
                x.exp(),
                1e-15 * (1.0 + x.abs() * 0.01),
                "exp",
            );
            near(exp::<8>(x), x.exp(), 4e-10, "exp in 8 terms");
        }
        assert!(exp::<EXP_TERMS_FULL>(-1e6) < 1e-300);
    }

    #[test]
    fn small_arguments_keep_their_digits() {
        for exponent in -18..=2 {
            for digit in [-7.0, -3.3, -1.0, 1.0, 2.7, 6.9] {
                let x: f64 = digit * 10_f64.powi(exponent);
                near(exp_and_m1(x).1, x.exp_m1(), 4e-16, "exp_m1");
                if x > -1.0 {
                    near(ln_1p(x), x.ln_1p(), 4e-16, "ln_1p");
                }
            }
        }
        near(
            ln_1p(-0.999_999),
            (-0.999_999_f64).ln_1p(),
            4e-16,
            "ln_1p near −1",
        );
        near(ln_1p(1e300), 1e300_f64.ln_1p(), 4e-16, "ln_1p, huge");
    }

    #[test]
    fn ln_agrees_with_the_standard_library() {
        for exponent in -40..=40 {
            for digit in [1.1, 2.0, 3.7, 9.99] {
                let x: f64 = digit * 10_f64.powi(exponent);
                near(ln(x), x.ln(), 4e-16, "ln");
            }
        }
    }
}
