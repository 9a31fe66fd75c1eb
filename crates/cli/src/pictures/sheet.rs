//! A contact sheet: the pictures of one step of one group in a row, each as large as its longer
//! side allows, with what it shows below it.

use crate::element::{block, element, span};
use crate::pictures::frame;

/// A picture on the sheet.
#[derive(Debug, Clone)]
pub struct Cell {
    /// Where it is, relative to the page.
    pub address: String,
    /// What it shows.
    pub caption: String,
    /// Cells of the same row are beside one another.
    pub row: (String, usize),
    /// Width of the picture in its own pixels.
    pub width: u32,
    /// Height of the picture.
    pub height: u32,
}

/// A page that is a contact sheet.
pub struct Sheet {
    /// The page.
    pub html: String,
    /// Its height in CSS px; its width is [`WIDTH`].
    pub height: u32,
}

/// Width of a sheet in CSS px.
pub const WIDTH: u32 = 2_800;

const MARGIN: u32 = 40;
const GAP: u32 = 24;
const TITLE: u32 = 64;
/// The longer side of a picture.
const SIDE: u32 = 440;
const CAPTION: u32 = 52;

const STYLE: &str = "
@font-face { font-family: Inter; src: url(fonts/Inter-Regular.ttf) }
@font-face { font-family: Inter; font-weight: 700; src: url(fonts/Inter-Bold.ttf) }
* { box-sizing: border-box; margin: 0 }
body { background: #fff; color: #1d181f; font: 13px/20px Inter, sans-serif; overflow: hidden }
h1 { position: absolute; font-size: 28px; line-height: 36px; white-space: nowrap }
img { position: absolute; border-radius: 4px }
span { position: absolute; max-height: 40px; overflow: hidden }";

/// Lays the pictures out under a title.
pub fn lay(title: &str, cells: &[Cell]) -> Sheet {
    let heading = element("h1")
        .attribute("style", format!("left:{MARGIN}px;top:{MARGIN}px"))
        .text(title);
    let mut body = block("sheet").child(heading);
    let (mut left, mut top) = (MARGIN, MARGIN + TITLE);
    let mut row = cells.first().map(|cell| &cell.row);
    for cell in cells {
        let (width, height) = size_of(cell);
        if row != Some(&cell.row) || left > MARGIN && left + width > WIDTH - MARGIN {
            (left, top) = (MARGIN, top + SIDE + CAPTION + GAP);
        }
        row = Some(&cell.row);
        let place = format!("left:{left}px;width:{width}px;");
        let (above, below) = (top + SIDE - height, top + SIDE + 8);
        let picture = element("img")
            .attribute("src", &cell.address)
            .attribute("alt", "")
            // The screenshot waits for nothing that is decoded beside it.
            .attribute("decoding", "sync")
            .attribute("style", format!("{place}top:{above}px;height:{height}px"));
        let caption = span("", &cell.caption).attribute("style", format!("{place}top:{below}px"));
        body = body.child(picture).child(caption);
        left += width + GAP;
    }
    Sheet {
        html: frame::page(STYLE, &body),
        height: top + SIDE + CAPTION + MARGIN,
    }
}

/// The longer side is [`SIDE`].
fn size_of(cell: &Cell) -> (u32, u32) {
    let longer = cell.width.max(cell.height).max(1);
    (cell.width * SIDE / longer, cell.height * SIDE / longer)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(step: usize) -> Cell {
        Cell {
            address: "a.png".to_owned(),
            caption: "A <b>".to_owned(),
            row: ("A".to_owned(), step),
            width: 800,
            height: 400,
        }
    }

    #[test]
    fn a_row_ends_with_its_step_or_where_no_more_fits() {
        let height = |steps: &[usize]| {
            let cells: Vec<Cell> = steps.iter().map(|step| cell(*step)).collect();
            let sheet = lay("Sale", &cells);
            assert!(sheet.html.contains("A &lt;b&gt;"));
            (sheet.height - lay("Sale", &[cell(0)]).height) / (SIDE + CAPTION + GAP)
        };
        assert_eq!(height(&[0; 5]), 0);
        assert_eq!(height(&[0; 6]), 1);
        assert_eq!(height(&[0, 1, 1]), 1);
    }

    #[test]
    fn the_longer_side_is_always_the_same() {
        let upright = Cell {
            width: 400,
            height: 800,
            ..cell(0)
        };
        assert_eq!(
            (size_of(&cell(0)), size_of(&upright)),
            ((SIDE, 220), (220, SIDE))
        );
    }
}
