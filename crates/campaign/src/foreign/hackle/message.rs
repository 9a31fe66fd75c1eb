//! Messages: one per language and, in an A/B test, per variation.

use crate::foreign::numbered;
use crate::foreign::place::Place;
use crate::message::{
    Action, Button, CloseButton, Content, Image, Images, Layout, Link, Message, OpenIn, Step, Text,
};

const NO_HTML: &str = "Rehearsal builds messages from parts and shows no HTML.";

/// The message of a campaign without a test.
pub(super) fn of_first_variation(context: &Place<'_>) -> Message {
    let messages = context.items_of("messages");
    of_variation(context, messages.first().and_then(variation_of))
}

/// The message of a variation in the default language.
pub(super) fn of_variation(context: &Place<'_>, variation: Option<&str>) -> Message {
    let default_lang = context.field("defaultLang");
    let default_lang = default_lang.and_then(|lang| lang.json().as_str());
    let mut ours: Vec<Place<'_>> = context.items_of("messages");
    ours.retain(|message| variation_of(message) == variation);
    let chosen = ours
        .iter()
        .position(|message| {
            let lang = message
                .json()
                .get("lang")
                .and_then(serde_json::Value::as_str);
            lang.is_some() && lang == default_lang
        })
        .unwrap_or(0);
    if chosen >= ours.len() {
        return Message::default();
    }
    let message = ours.remove(chosen);
    if let Some(lang) = message.field("lang")
        && lang.text() != default_lang
    {
        lang.note("There is no message in the default language; this one stands in.");
    }
    for other in ours {
        let lang = other.text_of("lang");
        let lang = lang.unwrap_or("unnamed");
        other.note_as(
            format!("Texts in the language {lang}"),
            "A message has one language in this version; only the default language arrived.",
        );
    }
    Message {
        steps: vec![step(&message)],
        ..Message::default()
    }
}

/// The variation whose message it is, looked at without taking it.
pub(super) fn variation_of<'a>(message: &Place<'a>) -> Option<&'a str> {
    message.json().get("variationKey")?.as_str()
}

fn step(message: &Place<'_>) -> Step {
    message.take_field("variationKey");
    let close = close_button(message);
    let mut step = Step {
        images: images(message),
        buttons: buttons(message),
        close,
        ..Step::default()
    };
    let background = message.field("background");
    if let Some(color) = background.and_then(|place| color(&place, "color")) {
        step.background = color;
    }
    if let Some(text) = message.field("text") {
        step.title = text_of(&text, "title", step.title);
        step.body = text_of(&text, "body", step.body);
    }
    if let Some(scroll) = message.field("imageAutoScroll") {
        scroll.note("Carousels are turned by hand in Rehearsal.");
    }
    if let Some(html) = message.field("html") {
        html.note_as("HTML page", NO_HTML);
    }
    for (list, place) in [("innerButtons", "on"), ("outerButtons", "outside")] {
        for button in message.items_of(list) {
            let what = format!("A button placed {place} the card");
            button.note_as(what, "Rehearsal's buttons stand in a row below the text.");
        }
    }
    layout(message, &mut step);
    message_action(message, &mut step);
    step
}

fn layout(message: &Place<'_>, step: &mut Step) {
    let Some(place) = message.field("layout") else {
        message.say("Layout", "It is missing; the message arrives as a modal.");
        return;
    };
    let displays = [
        ("MODAL", Layout::Modal),
        ("BANNER", Layout::Banner),
        ("BOTTOM_SHEET", Layout::BottomSheet),
        ("FULL_SCREEN", Layout::FullScreen),
    ];
    let display = place.field("displayType");
    if display.as_ref().and_then(|one| one.json().as_str()) == Some("HTML") {
        place.note_as("HTML layout", NO_HTML);
        step.content = Content::TextButton;
        return;
    }
    step.layout = display
        .and_then(|one| one.word(&displays))
        .unwrap_or_default();
    let kinds = [
        ("IMAGE_ONLY", Kind::Image),
        ("IMAGE_TEXT", Kind::ImageText),
        ("TEXT_ONLY", Kind::Text),
        ("IMAGE", Kind::Image),
    ];
    let kind = place.word_of("layoutType", &kinds);
    step.content = kind.map_or(step.content, |kind| kind.content(step));
    if let Some(alignment) = place.field("alignment") {
        alignment.note("Rehearsal places each layout itself.");
    }
    if !step.content.has_buttons() && !step.buttons.is_empty() {
        let what = "Buttons";
        let why = "This layout shows none here; they arrived and can be moved to another layout.";
        if let Some(list) = message.field("buttons") {
            list.note_as(what, why);
        }
    }
}

/// Which parts the vendor's layout shows.
#[derive(Debug, Clone, Copy)]
enum Kind {
    Image,
    ImageText,
    Text,
}

impl Kind {
    /// The content of ours that shows the same parts; a layout lacks some.
    fn content(self, step: &Step) -> Content {
        let buttons = !step.buttons.is_empty();
        match (self, step.layout) {
            (Self::Image, Layout::Modal | Layout::FullScreen | Layout::BottomSheet) if buttons => {
                Content::ImageButton
            }
            (Self::Image, _) => Content::Image,
            (Self::ImageText, Layout::Banner) => Content::ImageText,
            (Self::ImageText, _) => Content::ImageTextButton,
            (Self::Text, Layout::Banner) => Content::Text,
            (Self::Text, _) => Content::TextButton,
        }
    }
}

fn images(message: &Place<'_>) -> Images {
    let mut images = Images::default();
    for place in message.items_of("images") {
        let words = [("VERTICAL", true), ("HORIZONTAL", false)];
        let upright = place.word_of("orientation", &words);
        let (list, held) = match upright {
            Some(true) => (&mut images.portrait, "portrait"),
            Some(false) => (&mut images.landscape, "landscape"),
            None => {
                place.note("It has no orientation that Rehearsal knows.");
                continue;
            }
        };
        if let Some(path) = place.field("imagePath")
            && let Some(url) = path.text()
        {
            path.note_as(
                format!("Picture for {held}: {url}"),
                "Pictures are not fetched; save it and choose it in the editor.",
            );
        }
        let link = place
            .field("action")
            .and_then(|action| match self::action(&action) {
                Some(Action::Link(link)) => Some(link),
                Some(_) => {
                    action.note("A picture can only lead somewhere; this click does nothing here.");
                    None
                }
                None => None,
            });
        list.push(Image {
            name: numbered("image", list.len()),
            link,
            ..Image::default()
        });
    }
    images
}

fn text_of(text: &Place<'_>, name: &str, base: Text) -> Text {
    let Some(place) = text.field(name) else {
        return base;
    };
    let color = place
        .field("style")
        .and_then(|style| color(&style, "textColor"));
    Text {
        text: place.text_of("text").unwrap_or_default().to_owned(),
        color: color.unwrap_or_else(|| base.color.clone()),
        ..base
    }
}

fn color(style: &Place<'_>, name: &str) -> Option<String> {
    Some(style.field(name)?.text()?.to_owned())
}

fn buttons(message: &Place<'_>) -> Vec<Button> {
    let places = message.items_of("buttons");
    places
        .iter()
        .enumerate()
        .map(|(index, place)| button(place, index))
        .collect()
}

fn button(place: &Place<'_>, index: usize) -> Button {
    let base = Button::default();
    let style = place.field("style");
    let color_of = |name: &str| style.as_ref().and_then(|style| color(style, name));
    let text = place.text_of("text");
    Button {
        name: format!("button_{}", index + 1),
        text: text.unwrap_or_default().to_owned(),
        text_color: color_of("textColor").unwrap_or_else(|| base.text_color.clone()),
        background: color_of("bgColor").unwrap_or_else(|| base.background.clone()),
        border_color: color_of("borderColor").unwrap_or_else(|| base.border_color.clone()),
        action: place
            .field("action")
            .and_then(|action| self::action(&action))
            .unwrap_or_default(),
        ..base
    }
}

/// The ×: a message without one in the source has none here either.
fn close_button(message: &Place<'_>) -> CloseButton {
    let Some(place) = message.field("closeButton") else {
        return CloseButton {
            shown: false,
            ..CloseButton::default()
        };
    };
    let base = CloseButton::default();
    let style = place.field("style");
    let color = style.and_then(|style| color(&style, "color"));
    if let Some(action) = place.field("action")
        && self::action(&action) != Some(Action::CLOSE)
    {
        action.note("The × of Rehearsal always closes and does nothing else.");
    }
    CloseButton {
        shown: true,
        color: color.unwrap_or_else(|| base.color.clone()),
        ..base
    }
}

/// A click on the card as a whole; ours leads somewhere only where a picture or button does.
fn message_action(message: &Place<'_>, step: &mut Step) {
    let Some(place) = message.field("action") else {
        return;
    };
    let Some(Action::Link(link)) = action(&place) else {
        place.note("A click on the card itself does nothing in Rehearsal.");
        return;
    };
    let images = step
        .images
        .portrait
        .iter_mut()
        .chain(&mut step.images.landscape);
    let mut given = false;
    for image in images.filter(|image| image.link.is_none()) {
        image.link = Some(link.clone());
        given = true;
    }
    let why = if given {
        "A click on the card leads nowhere in Rehearsal; its pictures got the link."
    } else {
        "A click on the card leads nowhere in Rehearsal; links are on pictures and buttons."
    };
    place.note_as(format!("Link of the card: {}", link.url), why);
}

/// What a click does; none, with a note, where it cannot be read.
fn action(place: &Place<'_>) -> Option<Action> {
    place.word_of("behavior", &[("CLICK", ())]);
    let value = place.field("value");
    let link = |open_in, dismiss_on_click| {
        let url = value.as_ref().and_then(Place::text);
        Action::Link(Link {
            url: url.unwrap_or_default().to_owned(),
            open_in,
            dismiss_on_click,
            ..Link::default()
        })
    };
    let (same, tab, window) = (OpenIn::SameWindow, OpenIn::NewTab, OpenIn::NewWindow);
    let kind = place.field("type")?;
    let action = match kind.text()? {
        "CLOSE" => Action::CLOSE,
        "HIDDEN" => Action::HIDE_FOR_A_DAY,
        "WEB_LINK" => link(same, false),
        "LINK_AND_CLOSE" => link(same, true),
        "LINK_NEW_TAB" => link(tab, false),
        "LINK_NEW_TAB_AND_CLOSE" => link(tab, true),
        "LINK_NEW_WINDOW" => link(window, false),
        "LINK_NEW_WINDOW_AND_CLOSE" => link(window, true),
        _ => {
            kind.note("This version does not know what such a click does.");
            return None;
        }
    };
    // Actions that go nowhere carry an empty value.
    if let Some(value) = value
        && value.json().as_str() == Some("")
    {
        value.take();
    }
    Some(action)
}
