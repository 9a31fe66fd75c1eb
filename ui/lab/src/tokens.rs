//! The language of design: type, space and colour, the same values as
//! `ui/designer/src/tokens.css` (the test below reads that file). The only home of colours here.

use std::sync::LazyLock;

use egui::{Color32, Ui};

/// Sizes of type in points and the height of their lines.
pub const TEXT_12: (f32, f32) = (12.0, 16.0);
/// Controls and tables.
pub const TEXT_13: (f32, f32) = (13.0, 20.0);
/// Running text.
pub const TEXT_14: (f32, f32) = (14.0, 20.0);
/// A conclusion.
pub const TEXT_16: (f32, f32) = (16.0, 24.0);
/// A figure.
pub const TEXT_20: (f32, f32) = (20.0, 28.0);
/// The title of an empty window.
pub const TEXT_28: (f32, f32) = (28.0, 36.0);

/// Between a mark and its word.
pub const SPACE_4: f32 = 4.0;
/// Between things that belong together.
pub const SPACE_8: f32 = 8.0;
/// Inside a card.
pub const SPACE_12: f32 = 12.0;
/// Between cards and inside panes.
pub const SPACE_16: f32 = 16.0;
/// Between groups.
pub const SPACE_24: f32 = 24.0;
/// Between parts of a page.
pub const SPACE_32: f32 = 32.0;
/// Around what stands alone.
pub const SPACE_48: f32 = 48.0;

/// Corners of controls.
pub const RADIUS_6: u8 = 6;
/// Corners of cards.
pub const RADIUS_10: u8 = 10;

/// Seconds of a small change.
pub const QUICK_S: f32 = 0.12;
/// Seconds of a change that moves something.
pub const CALM_S: f32 = 0.18;

/// A colour as the designer's style sheet writes it: `oklch(lightness chroma hue / alpha)`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Oklch {
    lightness: f32,
    chroma: f32,
    hue_deg: f32,
    alpha: f32,
}

const fn oklch(lightness: f32, chroma: f32, hue_deg: f32) -> Oklch {
    Oklch {
        lightness,
        chroma,
        hue_deg,
        alpha: 1.0,
    }
}

const fn veil(lightness: f32, chroma: f32, hue_deg: f32, alpha: f32) -> Oklch {
    Oklch {
        lightness,
        chroma,
        hue_deg,
        alpha,
    }
}

impl Oklch {
    /// Linear red, green and blue; outside 0 to 1 where a screen cannot show the colour.
    /// Source: Björn Ottosson, "A perceptual color space for image processing" (2020).
    fn to_linear(self) -> [f32; 3] {
        let (sin, cos) = self.hue_deg.to_radians().sin_cos();
        let (a, b) = (self.chroma * cos, self.chroma * sin);
        let long = (self.lightness + 0.396_337_78 * a + 0.215_803_76 * b).powi(3);
        let medium = (self.lightness - 0.105_561_346 * a - 0.063_854_17 * b).powi(3);
        let short = (self.lightness - 0.089_484_18 * a - 1.291_485_5 * b).powi(3);
        [
            4.076_741_7 * long - 3.307_711_6 * medium + 0.230_969_94 * short,
            -1.268_438 * long + 2.609_757_4 * medium - 0.341_319_38 * short,
            -0.004_196_086_3 * long - 0.703_418_6 * medium + 1.707_614_7 * short,
        ]
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "this file is the home of colours: every other file takes them from here"
    )]
    fn to_screen(self) -> Color32 {
        let [red, green, blue] = self.to_linear().map(|linear| {
            let encoded = if linear <= 0.003_130_8 {
                12.92 * linear
            } else {
                1.055 * linear.powf(1.0 / 2.4) - 0.055
            };
            (encoded.clamp(0.0, 1.0) * 255.0).round() as u8
        });
        Color32::from_rgba_unmultiplied(red, green, blue, (self.alpha * 255.0).round() as u8)
    }
}

/// Every colour of one theme, as written ([`Oklch`]) or as painted ([`Color32`]).
#[derive(Debug, Clone, Copy)]
pub struct Colours<C = Color32> {
    /// From the surface (1) to the strongest text (10).
    pub neutral: [C; 10],
    /// "Curtain", for words and lines: what can be pressed, what is chosen.
    pub accent: C,
    /// A ground for what is chosen.
    pub accent_soft: C,
    /// The accent as a surface that carries text.
    pub accent_fill: C,
    /// That surface under the pointer.
    pub accent_fill_hover: C,
    /// Text on it.
    pub on_accent: C,
    /// It went well.
    pub success: C,
    /// A ground for it.
    pub success_soft: C,
    /// Look at this.
    pub warning: C,
    /// A ground for it.
    pub warning_soft: C,
    /// It did not go well.
    pub danger: C,
    /// A ground for it.
    pub danger_soft: C,
    /// Good to know.
    pub info: C,
    /// A ground for it.
    pub info_soft: C,
    /// Groups A to H and the gates in their order; the same everywhere.
    pub category: [C; 8],
    /// The wide and the narrow shadow of what floats.
    pub shadow: [C; 2],
    /// Over what must wait.
    pub scrim: C,
}

const LIGHT: Colours<Oklch> = Colours {
    neutral: [
        oklch(1.0, 0.0, 0.0),
        oklch(0.984, 0.002, 330.0),
        oklch(0.962, 0.003, 330.0),
        oklch(0.935, 0.004, 330.0),
        oklch(0.9, 0.005, 330.0),
        oklch(0.82, 0.007, 330.0),
        oklch(0.62, 0.01, 330.0),
        oklch(0.5, 0.012, 330.0),
        oklch(0.37, 0.012, 330.0),
        oklch(0.21, 0.012, 330.0),
    ],
    accent: oklch(0.47, 0.17, 6.0),
    accent_soft: oklch(0.95, 0.022, 6.0),
    accent_fill: oklch(0.47, 0.17, 6.0),
    accent_fill_hover: oklch(0.41, 0.155, 6.0),
    on_accent: oklch(1.0, 0.0, 0.0),
    success: oklch(0.46, 0.11, 155.0),
    success_soft: oklch(0.95, 0.035, 155.0),
    warning: oklch(0.49, 0.105, 70.0),
    warning_soft: oklch(0.955, 0.045, 85.0),
    danger: oklch(0.5, 0.185, 27.0),
    danger_soft: oklch(0.952, 0.025, 25.0),
    info: oklch(0.49, 0.12, 250.0),
    info_soft: oklch(0.953, 0.022, 250.0),
    category: [
        oklch(0.5, 0.15, 260.0),
        oklch(0.66, 0.16, 52.0),
        oklch(0.56, 0.115, 165.0),
        oklch(0.62, 0.19, 350.0),
        oklch(0.65, 0.125, 95.0),
        oklch(0.64, 0.115, 225.0),
        oklch(0.46, 0.15, 30.0),
        oklch(0.44, 0.17, 305.0),
    ],
    shadow: [veil(0.2, 0.02, 330.0, 0.14), veil(0.2, 0.02, 330.0, 0.08)],
    scrim: veil(0.2, 0.02, 330.0, 0.32),
};

#[expect(
    clippy::approx_constant,
    reason = "a lightness of 0.318 has nothing to do with 1 / π"
)]
const DARK: Colours<Oklch> = Colours {
    neutral: [
        oklch(0.212, 0.006, 330.0),
        oklch(0.178, 0.006, 330.0),
        oklch(0.248, 0.007, 330.0),
        oklch(0.285, 0.008, 330.0),
        oklch(0.318, 0.009, 330.0),
        oklch(0.42, 0.01, 330.0),
        oklch(0.58, 0.01, 330.0),
        oklch(0.72, 0.01, 330.0),
        oklch(0.85, 0.008, 330.0),
        oklch(0.96, 0.004, 330.0),
    ],
    accent: oklch(0.74, 0.125, 6.0),
    accent_soft: oklch(0.285, 0.045, 6.0),
    accent_fill: oklch(0.53, 0.165, 6.0),
    accent_fill_hover: oklch(0.57, 0.17, 6.0),
    on_accent: oklch(1.0, 0.0, 0.0),
    success: oklch(0.77, 0.13, 155.0),
    success_soft: oklch(0.285, 0.045, 155.0),
    warning: oklch(0.8, 0.12, 80.0),
    warning_soft: oklch(0.3, 0.045, 80.0),
    danger: oklch(0.74, 0.14, 25.0),
    danger_soft: oklch(0.295, 0.065, 25.0),
    info: oklch(0.77, 0.1, 245.0),
    info_soft: oklch(0.285, 0.045, 250.0),
    category: [
        oklch(0.68, 0.14, 260.0),
        oklch(0.77, 0.14, 55.0),
        oklch(0.72, 0.125, 165.0),
        oklch(0.72, 0.16, 350.0),
        oklch(0.84, 0.13, 98.0),
        oklch(0.78, 0.1, 225.0),
        oklch(0.64, 0.15, 30.0),
        oklch(0.62, 0.17, 305.0),
    ],
    shadow: [veil(0.0, 0.0, 0.0, 0.5), veil(0.0, 0.0, 0.0, 0.4)],
    scrim: veil(0.0, 0.0, 0.0, 0.5),
};

static SCREEN: LazyLock<[Colours; 2]> =
    LazyLock::new(|| [LIGHT, DARK].map(|theme| theme.map(Oklch::to_screen)));

/// The colours of a theme.
pub fn colours_of(theme: egui::Theme) -> &'static Colours {
    match theme {
        egui::Theme::Light => &SCREEN[0],
        egui::Theme::Dark => &SCREEN[1],
    }
}

/// The colours that this `ui` is painted with.
pub fn colours(ui: &Ui) -> &'static Colours {
    colours_of(egui::Theme::from_dark_mode(ui.visuals().dark_mode))
}

impl Colours {
    /// The colour of group or gate `index`, counted from 0; there are eight.
    pub fn category(&self, index: usize) -> Color32 {
        self.category[index % self.category.len()]
    }
}

impl<C: Copy> Colours<C> {
    fn map<D>(&self, paint: impl Fn(C) -> D + Copy) -> Colours<D> {
        Colours {
            neutral: self.neutral.map(paint),
            accent: paint(self.accent),
            accent_soft: paint(self.accent_soft),
            accent_fill: paint(self.accent_fill),
            accent_fill_hover: paint(self.accent_fill_hover),
            on_accent: paint(self.on_accent),
            success: paint(self.success),
            success_soft: paint(self.success_soft),
            warning: paint(self.warning),
            warning_soft: paint(self.warning_soft),
            danger: paint(self.danger),
            danger_soft: paint(self.danger_soft),
            info: paint(self.info),
            info_soft: paint(self.info_soft),
            category: self.category.map(paint),
            shadow: self.shadow.map(paint),
            scrim: paint(self.scrim),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn css() -> String {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../designer/src/tokens.css");
        std::fs::read_to_string(path).expect("the designer's tokens are beside the lab")
    }

    /// `--name` → value, for `:root` and for the dark theme.
    fn variables(css: &str) -> [BTreeMap<String, String>; 2] {
        let (light, dark) = css
            .split_once(":root[data-theme='dark']")
            .expect("the dark theme follows the light one");
        [light, dark].map(|part| {
            part.split([';', '{', '}'])
                .filter_map(|line| line.rsplit_once("--")?.1.split_once(':'))
                .map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()))
                .collect()
        })
    }

    /// The numbers of the first `oklch(…)` in a value.
    fn read(value: &str) -> Oklch {
        let inner = value.split("oklch(").nth(1).expect("an oklch value");
        let numbers: Vec<f32> = inner[..inner.find(')').expect("a closing bracket")]
            .split([' ', '/'])
            .filter(|part| !part.is_empty())
            .map(|part| part.parse().expect("a number"))
            .collect();
        let alpha = numbers.get(3).copied().unwrap_or(1.0);
        veil(numbers[0], numbers[1], numbers[2], alpha)
    }

    fn named(theme: &Colours<Oklch>) -> Vec<(String, Oklch)> {
        let numbered = |word: &str, list: &[Oklch]| -> Vec<(String, Oklch)> {
            let name = |at: usize| format!("{word}-{}", at + 1);
            list.iter()
                .enumerate()
                .map(|(at, colour)| (name(at), *colour))
                .collect()
        };
        let mut all = numbered("neutral", &theme.neutral);
        all.extend(numbered("category", &theme.category));
        all.extend(
            [
                ("accent", theme.accent),
                ("accent-soft", theme.accent_soft),
                ("accent-fill", theme.accent_fill),
                ("accent-fill-hover", theme.accent_fill_hover),
                ("on-accent", theme.on_accent),
                ("success", theme.success),
                ("success-soft", theme.success_soft),
                ("warning", theme.warning),
                ("warning-soft", theme.warning_soft),
                ("danger", theme.danger),
                ("danger-soft", theme.danger_soft),
                ("info", theme.info),
                ("info-soft", theme.info_soft),
                ("shadow", theme.shadow[0]),
                ("scrim", theme.scrim),
            ]
            .map(|(name, colour)| (name.to_owned(), colour)),
        );
        all
    }

    #[test]
    fn both_toolkits_have_the_same_colours() {
        let css = css();
        for (theme, written) in [LIGHT, DARK].iter().zip(variables(&css)) {
            let ours = named(theme);
            for (name, colour) in &ours {
                assert_eq!(read(&written[name]), *colour, "--{name}");
            }
            let theirs = written
                .values()
                .filter(|value| value.contains("oklch("))
                .count();
            assert_eq!(theirs, ours.len(), "a colour of tokens.css is missing here");
            let second = written["shadow"].split_once("),").expect("two shadows").1;
            assert_eq!(read(second), theme.shadow[1]);
        }
    }

    #[test]
    fn both_toolkits_have_the_same_sizes() {
        let [written, _] = variables(&css());
        let px = |name: String| -> f32 {
            let value = &written[&name];
            value.trim_end_matches("px").parse().expect("a size in px")
        };
        for (size, line) in [TEXT_12, TEXT_13, TEXT_14, TEXT_16, TEXT_20, TEXT_28] {
            assert_eq!(
                (px(format!("text-{size}")), px(format!("line-{size}"))),
                (size, line)
            );
        }
        for space in [
            SPACE_4, SPACE_8, SPACE_12, SPACE_16, SPACE_24, SPACE_32, SPACE_48,
        ] {
            assert_eq!(px(format!("space-{space}")), space);
        }
        for radius in [RADIUS_6, RADIUS_10] {
            assert_eq!(px(format!("radius-{radius}")), f32::from(radius));
        }
        assert_eq!(written["quick"], format!("{}ms", QUICK_S * 1000.0));
        assert_eq!(written["calm"], format!("{}ms", CALM_S * 1000.0));
    }

    #[test]
    fn oklch_is_what_a_browser_paints() {
        // The pairs of CSS Color 4, section 9 (red, lime, blue), and black and white.
        for (colour, expected) in [
            (oklch(0.627_955, 0.257_683, 29.234), [255, 0, 0]),
            (oklch(0.866_44, 0.294_827, 142.495), [0, 255, 0]),
            (oklch(0.452_014, 0.313_214, 264.052), [0, 0, 255]),
            (oklch(0.0, 0.0, 0.0), [0, 0, 0]),
            (oklch(1.0, 0.0, 0.0), [255, 255, 255]),
        ] {
            let [red, green, blue, _] = colour.to_screen().to_array();
            assert_eq!([red, green, blue], expected);
        }
    }

    /// Relative luminance by WCAG 2.
    fn luminance(colour: Oklch) -> f32 {
        let [red, green, blue] = colour.to_linear().map(|part| part.clamp(0.0, 1.0));
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    fn contrast(one: Oklch, other: Oklch) -> f32 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn text_can_be_read() {
        for theme in [LIGHT, DARK] {
            for ground in &theme.neutral[..3] {
                let texts = theme.neutral[7..].iter().chain([
                    &theme.accent,
                    &theme.success,
                    &theme.warning,
                    &theme.danger,
                    &theme.info,
                ]);
                for text in texts {
                    let found = contrast(*text, *ground);
                    assert!(
                        found >= 4.5,
                        "{text:?} on {ground:?} has a contrast of {found}"
                    );
                }
            }
            assert!(contrast(theme.on_accent, theme.accent_fill) >= 4.5);
        }
    }
}
