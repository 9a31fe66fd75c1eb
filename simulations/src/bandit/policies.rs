//! The policies, one file each.

pub(super) mod epsilon_greedy;
pub(super) mod explore_then_commit;
pub(super) mod fixed;
pub(super) mod kl_ucb;
pub(super) mod thompson;
pub(super) mod thompson_per_exposure;
pub(super) mod top_two;
pub(super) mod ucb1;
