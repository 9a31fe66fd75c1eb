//! Merges a shard's partitions back into each person's sequence of events.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;

use crate::shard::{Partition, Shard};

impl Shard {
    /// The events of all loaded partitions, person by person, each person's in order.
    pub fn walk(&self) -> Walk<'_> {
        let heads: BinaryHeap<_> = (0..self.partitions.len())
            .filter_map(|partition| Head::new(&self.partitions, partition, 0).map(Reverse))
            .collect();
        Walk {
            partitions: &self.partitions,
            heads,
        }
    }
}

/// Where an event is: which partition, which row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// Index into [`Shard::partitions`].
    pub partition: usize,
    /// Row of that partition.
    pub row: usize,
}

/// Iterator over a shard's events in order; see [`Shard::walk`].
#[derive(Debug)]
pub struct Walk<'a> {
    partitions: &'a [Partition],
    heads: BinaryHeap<Reverse<Head>>,
}

/// The next event of a partition; ordered by person, then place in the person's sequence.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Head {
    person: u32,
    seq: u32,
    partition: usize,
    row: usize,
}

impl Head {
    fn new(partitions: &[Partition], partition: usize, row: usize) -> Option<Self> {
        let of = &partitions[partition];
        let person = *of.person.get(row)?;
        Some(Self {
            person,
            seq: of.seq[row],
            partition,
            row,
        })
    }
}

impl Iterator for Walk<'_> {
    type Item = Position;

    fn next(&mut self) -> Option<Position> {
        // Replacing the top in place keeps a single partition at the cost of a plain loop.
        let mut top = self.heads.peek_mut()?;
        let Reverse(Head { partition, row, .. }) = *top;
        match Head::new(self.partitions, partition, row + 1) {
            Some(next) => *top = Reverse(next),
            None => {
                PeekMut::pop(top);
            }
        }
        Some(Position { partition, row })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn partition(name: &str, rows: &[(u32, u32)]) -> Partition {
        Partition {
            name: name.to_owned(),
            person: rows.iter().map(|row| row.0).collect(),
            seq: rows.iter().map(|row| row.1).collect(),
            ..Partition::default()
        }
    }

    #[test]
    fn partitions_merge_back_into_one_order() {
        let check = |partitions: Vec<Partition>, expected: &[(usize, usize)]| {
            let shard = Shard {
                partitions,
                ..Shard::default()
            };
            let walked: Vec<_> = shard.walk().map(|at| (at.partition, at.row)).collect();
            assert_eq!(walked, expected);
        };
        check(vec![], &[]);
        check(vec![partition("a", &[]), partition("b", &[])], &[]);
        check(
            vec![partition("a", &[(0, 0), (0, 1), (2, 0)])],
            &[(0, 0), (0, 1), (0, 2)],
        );
        check(
            vec![
                partition("a", &[(0, 1), (1, 0), (1, 3)]),
                partition("b", &[(0, 0), (0, 2)]),
                partition("c", &[(1, 1), (1, 2)]),
            ],
            &[(1, 0), (0, 0), (1, 1), (0, 1), (2, 0), (2, 1), (0, 2)],
        );
    }
}
