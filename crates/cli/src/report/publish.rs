//! The report's part on publishing: what the server has, and what it answers to an SDK.

use crate::element::{Element, block, element};
use crate::report::words::plural;
use crate::report::{card, table};

/// What publishing did.
#[derive(Debug, Clone)]
pub struct Published {
    /// Where to.
    pub server: String,
    /// One entry per campaign.
    pub items: Vec<PublishedItem>,
    /// Keys of the messages that an SDK gets now.
    pub active: Vec<String>,
}

/// What became of one campaign.
#[derive(Debug, Clone)]
pub struct PublishedItem {
    /// Its name.
    pub name: String,
    /// `published`, `unchanged`, `conflict` or `failed`.
    pub outcome: String,
    /// The server's revision of it.
    pub revision: Option<u64>,
    /// What happened, as a sentence.
    pub message: String,
}

/// The section on publishing.
pub fn section(published: &Published) -> Element {
    let rows = published.items.iter().map(|item| {
        let badge = element("span")
            .attribute("class", "badge")
            .attribute("data-outcome", &item.outcome)
            .text(&item.outcome);
        let revision = item
            .revision
            .map_or("–".to_owned(), |revision| revision.to_string());
        element("tr")
            .child(element("td").text(&item.name))
            .child(element("td").child(badge))
            .child(element("td").attribute("class", "number").text(revision))
            .child(
                element("td")
                    .attribute("class", "faint")
                    .text(&item.message),
            )
    });
    let active = published.active.iter().map(|key| element("code").text(key));
    let answer = element("p")
        .text(format_args!(
            "An SDK that asks now gets {}: ",
            plural(published.active.len() as u64, "message")
        ))
        .child(block("chips").children(active));
    element("section")
        .attribute("id", "publish")
        .child(
            element("header")
                .child(element("h2").text("Published"))
                .child(element("code").text(&published.server)),
        )
        .child(card(
            "Campaigns",
            table(["Campaign", "Outcome", "Revision", ""], rows),
        ))
        .child(answer)
}
