//! What came out, as the charts and the reading need it: one list per curve.

/// A curve over replications, one value per moment.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Curve {
    /// The mean.
    pub mean: Vec<f64>,
    /// 5 % of replications are below.
    pub p5: Vec<f64>,
    /// A quarter is below.
    pub p25: Vec<f64>,
    /// A quarter is above.
    pub p75: Vec<f64>,
    /// 5 % are above.
    pub p95: Vec<f64>,
}

/// The curves of one group.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct GroupCurves {
    /// Its name.
    pub name: String,
    /// Its place in the campaign: its colour.
    pub place: usize,
    /// Its share of the traffic.
    pub weight: Curve,
    /// The probability that it is best, as the test sees it.
    pub p_best: Curve,
    /// The click rate seen so far.
    pub click_rate: Curve,
}

/// When P(best) of any group first reached 95 %, in hours, over replications; a quantile is `None`
/// where so many never reached it.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct TimeToCall {
    /// A quarter was faster.
    pub p25: Option<f64>,
    /// Half was faster.
    pub p50: Option<f64>,
    /// Three quarters were faster.
    pub p75: Option<f64>,
    /// The share of replications that never reached it.
    pub never: f64,
}

/// What came out of a simulation.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Answer {
    /// The end of each step, in hours from the start.
    pub hours: Vec<f64>,
    /// The groups, in the order of the setting.
    pub groups: Vec<GroupCurves>,
    /// Clicks lost so far against always showing the best group.
    pub regret: Curve,
    /// Replications behind these figures.
    pub replications: u64,
    /// Mean regret at the end, and its standard error.
    pub regret_mean: f64,
    /// See `regret_mean`; none for a single replication.
    pub regret_se: Option<f64>,
    /// Share of replications whose leader at the end is not the best group.
    pub wrong_winner: f64,
    /// When the test could be called.
    pub time_to_call: TimeToCall,
    /// Exposures per group that a fixed test of the best two would need, at 5 % false alarms and
    /// 80 % power; none where the two are equal.
    pub exposures_of_fixed_test: Option<u64>,
    /// Expected clicks gained over an even split of the same traffic.
    pub gain_over_even: f64,
}
