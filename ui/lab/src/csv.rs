//! Tables as text for a spreadsheet.

/// A table: `head` as it is, then the rows. A cell is quoted where it holds a comma, a quote or a
/// line break.
pub fn table<R: IntoIterator<Item = String>>(
    head: &str,
    rows: impl IntoIterator<Item = R>,
) -> String {
    let mut text = format!("{head}\n");
    for row in rows {
        let cells: Vec<String> = row.into_iter().map(quoted).collect();
        text.push_str(&cells.join(","));
        text.push('\n');
    }
    text
}

fn quoted(cell: String) -> String {
    if cell.contains([',', '"', '\n']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_that_would_break_a_row_are_quoted() {
        let rows = [["A", "1"], ["say \"hi\", then go", "2"]].map(|row| row.map(str::to_owned));
        assert_eq!(
            table("group,n", rows),
            "group,n\nA,1\n\"say \"\"hi\"\", then go\",2\n"
        );
    }
}
