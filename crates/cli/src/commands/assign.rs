//! `rehearsal assign`: which slot, and which group, an id falls into.

use std::io::{self, BufRead as _, Write};
use std::num::NonZeroU32;
use std::process::ExitCode;

use anyhow::{Context as _, bail, ensure};
use exposure::assignment;
use serde::Serialize;

/// Assigns ids to slots and groups: one id a line on stdin, `id,slot[,group]` a line on stdout
#[derive(clap::Args)]
#[command(
    after_help = "Example: printf 'user_1\\n' | rehearsal assign --seed 42 --weights 50,50

prints user_1,9926,B: the slot is |murmur3_x86_32(id, seed)| mod slots, and the weights divide the
slots among the groups A, B, … in their order. An empty line is the empty id."
)]
pub struct Args {
    /// The experiment's seed
    #[arg(long)]
    seed: u32,
    /// Slots the hash is divided into
    #[arg(long, default_value = "10000")]
    slots: NonZeroU32,
    /// Weights of the groups in any scale, such as 50,30,20; together they take all slots
    #[arg(long, value_delimiter = ',', value_name = "A,B,…")]
    weights: Vec<f64>,
    /// Print a JSON object a line instead
    #[arg(long)]
    json: bool,
}

/// One id and where it falls.
#[derive(Serialize)]
struct Assigned<'a> {
    id: &'a str,
    slot: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    group: Option<String>,
}

/// Assigns until stdin ends.
///
/// # Errors
/// Weights that are no shares, ids that are no text.
pub fn run(args: Args) -> anyhow::Result<ExitCode> {
    let Args {
        seed,
        slots,
        weights,
        json,
    } = args;
    let ranges = slots_of(&weights, slots.get())?;
    let mut out = io::BufWriter::new(io::stdout().lock());
    for (number, line) in io::stdin().lock().lines().enumerate() {
        let id = line.with_context(|| format!("could not read the id in line {}", number + 1))?;
        let slot = assignment::slot(&id, seed, slots.get());
        let group = assignment::group_of(slot, &ranges).map(letter);
        let assigned = Assigned {
            id: &id,
            slot,
            group,
        };
        let written = if json {
            as_json(&mut out, &assigned)
        } else {
            as_csv(&mut out, &assigned)
        };
        match written {
            // Who reads has seen enough.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                return Ok(ExitCode::SUCCESS);
            }
            written => written.context("could not write the assignment")?,
        }
    }
    match out.flush() {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(error).context("could not write the assignment")
        }
        _ => Ok(ExitCode::SUCCESS),
    }
}

/// How many slots each weight is worth. Borders are rounded, not lengths, so that all slots are used.
fn slots_of(weights: &[f64], slots: u32) -> anyhow::Result<Vec<u32>> {
    ensure!(
        weights.len() <= 26,
        "could not use {} weights: groups are A to Z",
        weights.len()
    );
    if let Some(weight) = weights
        .iter()
        .find(|weight| !(weight.is_finite() && **weight >= 0.0))
    {
        bail!("could not use the weight {weight}: weights are numbers from 0 up");
    }
    let total: f64 = weights.iter().sum();
    ensure!(
        weights.is_empty() || total > 0.0,
        "could not use the weights: all of them are 0"
    );
    let (mut sum, mut border) = (0.0, 0);
    let mut length = |weight: &f64| {
        sum += weight;
        let end = (sum / total * f64::from(slots)).round() as u32;
        let length = end - border;
        border = end;
        length
    };
    Ok(weights.iter().map(&mut length).collect())
}

/// A, B, C, …
fn letter(group: usize) -> String {
    char::from(b'A' + group as u8).to_string()
}

fn as_json(out: &mut impl Write, assigned: &Assigned<'_>) -> io::Result<()> {
    serde_json::to_writer(&mut *out, assigned)?;
    out.write_all(b"\n")
}

fn as_csv(out: &mut impl Write, Assigned { id, slot, group }: &Assigned<'_>) -> io::Result<()> {
    if id.contains([',', '"']) {
        write!(out, "\"{}\",{slot}", id.replace('"', "\"\""))?;
    } else {
        write!(out, "{id},{slot}")?;
    }
    match group {
        Some(group) => writeln!(out, ",{group}"),
        None => writeln!(out),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_become_slots() {
        let check = |weights: &[f64], expected: &[u32]| {
            assert_eq!(slots_of(weights, 10_000).unwrap(), expected, "{weights:?}");
        };
        check(&[], &[]);
        check(&[0.5, 0.5], &[5000, 5000]);
        check(&[1.0, 1.0, 1.0], &[3333, 3334, 3333]);
        check(&[0.0, 3.0], &[0, 10_000]);
        assert!(slots_of(&[0.0, 0.0], 10_000).is_err());
        assert!(slots_of(&[-1.0, 2.0], 10_000).is_err());
    }

    #[test]
    fn lines() {
        let line = |id, group| {
            let mut out = Vec::new();
            as_csv(&mut out, &Assigned { id, slot: 7, group }).unwrap();
            String::from_utf8(out).unwrap()
        };
        assert_eq!(line("user_1", None), "user_1,7\n");
        assert_eq!(line("a,\"b\"", Some(letter(1))), "\"a,\"\"b\"\"\",7,B\n");
    }
}
