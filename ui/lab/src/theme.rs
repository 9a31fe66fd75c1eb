//! How egui looks here: the fonts, and every style made from the tokens, so that no part of the
//! toolkit's own grey is left.

use std::sync::Arc;

use egui::epaint::Shadow;
use egui::style::{ScrollStyle, Selection, WidgetVisuals};
use egui::{
    Color32, Context, CornerRadius, FontData, FontDefinitions, FontFamily, FontId, Margin,
    RichText, Stroke, Style, TextStyle, Theme, Ui, Visuals, vec2,
};

use crate::tokens::{self, Colours};

const MEDIUM: &str = "medium";
const SEMIBOLD: &str = "semibold";

/// Gives the context its fonts and both themes. The theme follows the system until a person
/// chooses one.
pub fn install(ctx: &Context) {
    ctx.set_fonts(fonts());
    for theme in [Theme::Light, Theme::Dark] {
        ctx.set_style_of(theme, style(theme));
    }
}

/// Text of a size, in the regular weight.
pub fn text(words: impl Into<String>, (size, line): (f32, f32)) -> RichText {
    RichText::new(words).size(size).line_height(Some(line))
}

/// Text of a size, in the medium weight: names of controls.
pub fn medium(words: impl Into<String>, size: (f32, f32)) -> RichText {
    text(words, size).family(FontFamily::Name(MEDIUM.into()))
}

/// Text of a size, in the semibold weight: titles and figures.
pub fn semibold(words: impl Into<String>, size: (f32, f32)) -> RichText {
    text(words, size).family(FontFamily::Name(SEMIBOLD.into()))
}

/// Keys, ids and numbers that stand under each other: every digit has the same width.
pub fn mono(words: impl Into<String>, size: (f32, f32)) -> RichText {
    text(words, size).family(FontFamily::Monospace)
}

/// Quiet text: what explains.
pub fn quiet(ui: &Ui, words: impl Into<String>, size: (f32, f32)) -> RichText {
    text(words, size).color(tokens::colours(ui).neutral[7])
}

/// The regular font at 12 points, for what is painted rather than laid out.
pub const fn small_font() -> FontId {
    FontId::new(tokens::TEXT_12.0, FontFamily::Proportional)
}

/// The medium font at 12 points, for what is painted rather than laid out.
pub fn label_font() -> FontId {
    FontId::new(tokens::TEXT_12.0, FontFamily::Name(MEDIUM.into()))
}

fn fonts() -> FontDefinitions {
    let mut fonts = FontDefinitions::default();
    let mut add = |name: &str, bytes: &'static [u8]| {
        fonts
            .font_data
            .insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
    };
    add("inter", include_bytes!("../../fonts/Inter-Regular.ttf"));
    add(MEDIUM, include_bytes!("../../fonts/Inter-Medium.ttf"));
    add(SEMIBOLD, include_bytes!("../../fonts/Inter-SemiBold.ttf"));
    add(
        "mono",
        include_bytes!("../../fonts/JetBrainsMono-Regular.ttf"),
    );
    for (family, first) in [
        (FontFamily::Proportional, "inter"),
        (FontFamily::Monospace, "mono"),
        (FontFamily::Name(MEDIUM.into()), MEDIUM),
        (FontFamily::Name(SEMIBOLD.into()), SEMIBOLD),
    ] {
        // What Inter lacks falls back to the fonts that egui brings.
        let fallback = fonts
            .families
            .get(&FontFamily::Proportional)
            .cloned()
            .unwrap_or_default();
        let list = fonts.families.entry(family).or_insert(fallback);
        list.insert(0, first.to_owned());
    }
    fonts
}

fn style(theme: Theme) -> Style {
    let mut style = theme.default_style();
    let sized = |size: (f32, f32)| FontId::new(size.0, FontFamily::Proportional);
    style.text_styles = [
        (TextStyle::Small, sized(tokens::TEXT_12)),
        (TextStyle::Body, sized(tokens::TEXT_13)),
        (
            TextStyle::Button,
            FontId::new(tokens::TEXT_13.0, FontFamily::Name(MEDIUM.into())),
        ),
        (
            TextStyle::Heading,
            FontId::new(tokens::TEXT_20.0, FontFamily::Name(SEMIBOLD.into())),
        ),
        (
            TextStyle::Monospace,
            FontId::new(tokens::TEXT_12.0, FontFamily::Monospace),
        ),
    ]
    .into();
    style.animation_time = tokens::QUICK_S;
    style.interaction.selectable_labels = false;
    style.interaction.tooltip_delay = 0.35;
    let spacing = &mut style.spacing;
    spacing.item_spacing = vec2(tokens::SPACE_8, tokens::SPACE_8);
    spacing.button_padding = vec2(tokens::SPACE_12, tokens::SPACE_4);
    spacing.interact_size = vec2(28.0, 28.0);
    spacing.menu_margin = Margin::same(6);
    spacing.window_margin = Margin::same(12);
    spacing.tooltip_width = 320.0;
    spacing.scroll = ScrollStyle::thin();
    style.visuals = visuals(theme, tokens::colours_of(theme));
    style
}

fn visuals(theme: Theme, colours: &Colours) -> Visuals {
    let mut visuals = theme.default_visuals();
    let line = Stroke::new(1.0, colours.neutral[4]);
    let control = |fill: Color32, border: Color32, words: Color32| WidgetVisuals {
        bg_fill: fill,
        weak_bg_fill: fill,
        bg_stroke: Stroke::new(1.0, border),
        corner_radius: CornerRadius::same(tokens::RADIUS_6),
        fg_stroke: Stroke::new(1.0, words),
        expansion: 0.0,
    };
    let neutral = &colours.neutral;
    visuals.widgets.noninteractive = control(neutral[0], neutral[4], neutral[8]);
    visuals.widgets.inactive = control(neutral[0], neutral[5], neutral[9]);
    visuals.widgets.hovered = control(neutral[2], neutral[6], neutral[9]);
    visuals.widgets.active = control(neutral[3], neutral[6], neutral[9]);
    visuals.widgets.open = control(neutral[2], neutral[6], neutral[9]);
    visuals.selection = Selection {
        bg_fill: colours.accent_soft,
        stroke: Stroke::new(1.5, colours.accent),
    };
    visuals.weak_text_color = Some(neutral[7]);
    visuals.hyperlink_color = colours.accent;
    visuals.faint_bg_color = neutral[1];
    visuals.extreme_bg_color = neutral[0];
    visuals.text_edit_bg_color = Some(neutral[0]);
    visuals.code_bg_color = neutral[2];
    visuals.warn_fg_color = colours.warning;
    visuals.error_fg_color = colours.danger;
    visuals.panel_fill = neutral[1];
    visuals.window_fill = neutral[0];
    visuals.window_stroke = line;
    visuals.window_corner_radius = CornerRadius::same(tokens::RADIUS_10);
    visuals.menu_corner_radius = CornerRadius::same(tokens::RADIUS_10);
    visuals.window_shadow = floating(colours);
    visuals.popup_shadow = floating(colours);
    visuals.text_cursor.stroke = Stroke::new(1.5, colours.accent);
    visuals.slider_trailing_fill = true;
    visuals.striped = false;
    visuals
}

/// The one soft shadow of what floats.
fn floating(colours: &Colours) -> Shadow {
    Shadow {
        offset: [0, 8],
        blur: 28,
        spread: 0,
        color: colours.shadow[0],
    }
}
