//! The judgement: posteriors, P(best), SRM, power, intervals.
