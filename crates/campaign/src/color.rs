//! Colours: `#rgb`, `#rrggbb`, `#rrggbbaa`, and how well two of them can be told apart.

/// A colour with straight alpha, each part 0 to 255.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Color {
    /// Red.
    pub red: u8,
    /// Green.
    pub green: u8,
    /// Blue.
    pub blue: u8,
    /// Opacity.
    pub alpha: u8,
}

impl Color {
    /// White.
    pub const WHITE: Self = Self {
        red: 255,
        green: 255,
        blue: 255,
        alpha: 255,
    };
    /// Black.
    pub const BLACK: Self = Self {
        red: 0,
        green: 0,
        blue: 0,
        alpha: 255,
    };

    /// What is seen of this colour on an opaque one.
    #[must_use]
    pub fn over(self, under: Self) -> Self {
        let alpha = u32::from(self.alpha);
        let mix = |over: u8, under: u8| {
            ((u32::from(over) * alpha + u32::from(under) * (255 - alpha) + 127) / 255) as u8
        };
        Self {
            red: mix(self.red, under.red),
            green: mix(self.green, under.green),
            blue: mix(self.blue, under.blue),
            alpha: 255,
        }
    }

    /// Reads `#rgb`, `#rrggbb` or `#rrggbbaa`; anything else is none.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#')?;
        let nibbles: Vec<u8> = digits
            .chars()
            .map(|c| c.to_digit(16).map(|d| d as u8))
            .collect::<Option<_>>()?;
        let pair = |at: usize| nibbles[at] * 16 + nibbles[at + 1];
        match nibbles.len() {
            3 => Some(Self {
                red: nibbles[0] * 17,
                green: nibbles[1] * 17,
                blue: nibbles[2] * 17,
                alpha: 255,
            }),
            6 => Some(Self {
                red: pair(0),
                green: pair(2),
                blue: pair(4),
                alpha: 255,
            }),
            8 => Some(Self {
                red: pair(0),
                green: pair(2),
                blue: pair(4),
                alpha: pair(6),
            }),
            _ => None,
        }
    }

    /// Relative luminance of the colour taken as opaque, 0 to 1 (WCAG 2.2, "relative luminance").
    pub fn luminance(self) -> f64 {
        let channel = |value: u8| {
            let value = f64::from(value) / 255.0;
            if value <= 0.04045 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * channel(self.red) + 0.7152 * channel(self.green) + 0.0722 * channel(self.blue)
    }
}

/// Contrast of two opaque colours, 1 to 21 (WCAG 2.2, "contrast ratio").
pub fn contrast(one: Color, other: Color) -> f64 {
    let (a, b) = (one.luminance(), other.luminance());
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_read_in_three_forms() {
        let red = Color {
            red: 255,
            green: 0,
            blue: 0,
            alpha: 255,
        };
        assert_eq!(Color::parse("#f00"), Some(red));
        assert_eq!(Color::parse("#FF0000"), Some(red));
        assert_eq!(Color::parse("#ff000080"), Some(Color { alpha: 128, ..red }));
        for text in ["", "red", "#ff", "#gggggg", "#ff00001", "url(x)", "#f00;"] {
            assert_eq!(Color::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_colour_lets_through_what_its_alpha_leaves() {
        let parse = |text| Color::parse(text).unwrap();
        assert_eq!(parse("#00000000").over(parse("#123456")), parse("#123456"));
        assert_eq!(parse("#123456ff").over(Color::WHITE), parse("#123456"));
        assert_eq!(parse("#00000080").over(Color::WHITE), parse("#7f7f7f"));
    }

    #[test]
    fn contrast_is_wcag() {
        let parse = |text| Color::parse(text).unwrap();
        assert!((contrast(parse("#000"), parse("#fff")) - 21.0).abs() < 1e-9);
        assert!((contrast(parse("#777777"), parse("#ffffff")) - 4.478).abs() < 1e-3);
    }
}
