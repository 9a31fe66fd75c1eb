//! Replay of a log and Monte Carlo of bandits.
