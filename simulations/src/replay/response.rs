//! What people do with a message: the response model and its draws.

use campaign::experiment::Group;
use campaign::message::{Action, Link};
use exposure::Plan;
use exposure::assignment::murmur3_x86_32;
use exposure::person::{Ending, Shown};
use rand::RngExt as _;
use serde::{Deserialize, Serialize};

use crate::streams::{Purpose, keyed};

/// The chances of each ending of an exposure; what is left is walking away.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Response {
    /// A click on a link, where the message has one.
    pub click: f64,
    /// A dismissal or a completion.
    pub close: f64,
    /// "Do not show again for a day", where the message offers it.
    pub hide: f64,
    /// Seconds until the message leaves the screen, however it ends.
    pub seconds_on_screen: f64,
}

impl Default for Response {
    fn default() -> Self {
        Self {
            click: 0.05,
            close: 0.6,
            hide: 0.05,
            seconds_on_screen: 10.0,
        }
    }
}

/// What one person does with one exposure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Answer {
    /// Whether a link was clicked.
    pub clicked: bool,
    /// How the message ends.
    pub ending: Ending,
    /// How long it stays, in microseconds.
    pub stays_us: i64,
}

/// What a group's message offers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Offer {
    link: bool,
    /// At least one link closes the message.
    link_ends: bool,
    hide: bool,
}

/// Draws answers for the groups of a plan.
pub struct Answers {
    response: Response,
    seed: u64,
    campaigns: Vec<(u64, Vec<Offer>)>,
}

impl Answers {
    /// Prepares what each group offers.
    pub fn new(plan: &Plan, response: Response, seed: u64) -> Self {
        let offers = |campaign: &exposure::plan::Compiled| {
            let campaign = campaign.campaign();
            (
                stream_key(campaign.key()),
                campaign.groups().iter().map(offer).collect(),
            )
        };
        Self {
            response,
            seed,
            campaigns: plan.campaigns.iter().map(offers).collect(),
        }
    }

    /// The answer of a person to the `number`-th exposure (from 0) of a campaign. The stream is
    /// found by (seed, person, campaign, number) alone, so that a scenario which shows a message
    /// less often leaves every other answer as it was.
    pub fn draw(&self, person_key: u64, shown: &Shown, number: u32) -> Answer {
        let (campaign_key, offers) = &self.campaigns[shown.campaign];
        let keys = [person_key, *campaign_key, u64::from(number)];
        let roll: f64 = keyed(self.seed, &keys, Purpose::Response).random();
        self.response.ending(offers[shown.group], roll)
    }
}

impl Response {
    fn ending(&self, offer: Offer, roll: f64) -> Answer {
        let click = if offer.link { self.click } else { 0.0 };
        let hide = if offer.hide { self.hide } else { 0.0 };
        let clicked = roll < click;
        let ending = if clicked {
            if offer.link_ends {
                Ending::Terminal
            } else {
                Ending::None
            }
        } else if roll < click + hide {
            Ending::Hidden
        } else if roll < click + hide + self.close {
            Ending::Terminal
        } else {
            Ending::None
        };
        Answer {
            clicked,
            ending,
            stays_us: (self.seconds_on_screen * 1e6) as i64,
        }
    }
}

fn offer(group: &Group) -> Offer {
    let mut offer = Offer::default();
    for step in &group.message.steps {
        let (buttons, images) = (step.content.has_buttons(), step.content.has_image());
        for button in step.buttons.iter().filter(|_| buttons) {
            match &button.action {
                Action::Link(link) => offer.add(link),
                Action::HideForADay(_) => offer.hide = true,
                Action::Close(_) | Action::Next(_) | Action::Done(_) => {}
            }
        }
        let shown = step
            .images
            .portrait
            .iter()
            .chain(&step.images.landscape)
            .filter(|_| images);
        shown
            .filter_map(|image| image.link.as_ref())
            .for_each(|link| offer.add(link));
        if !buttons && step.cta.as_ref().is_some_and(|cta| !cta.url.is_empty()) {
            (offer.link, offer.link_ends) = (true, true);
        }
    }
    offer
}

impl Offer {
    fn add(&mut self, link: &Link) {
        self.link = true;
        self.link_ends |= link.dismiss_on_click;
    }
}

/// The 64 bits by which a stream knows a person or campaign: two hashes of the id, so that it
/// does not depend on shard, row or list order.
pub fn stream_key(id: &str) -> u64 {
    let (high, low) = (
        murmur3_x86_32(id.as_bytes(), 0),
        murmur3_x86_32(id.as_bytes(), 1),
    );
    u64::from(high) << 32 | u64::from(low)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rolls_fall_on_endings_in_order() {
        let response = Response {
            click: 0.1,
            close: 0.5,
            hide: 0.2,
            seconds_on_screen: 3.0,
        };
        let all = Offer {
            link: true,
            link_ends: true,
            hide: true,
        };
        for (offer, roll, clicked, ending) in [
            (all, 0.05, true, Ending::Terminal),
            (all, 0.15, false, Ending::Hidden),
            (all, 0.35, false, Ending::Terminal),
            (all, 0.85, false, Ending::None),
            (
                Offer {
                    link_ends: false,
                    ..all
                },
                0.05,
                true,
                Ending::None,
            ),
            (Offer::default(), 0.05, false, Ending::Terminal),
            (Offer::default(), 0.55, false, Ending::None),
        ] {
            let answer = response.ending(offer, roll);
            assert_eq!(
                (answer.clicked, answer.ending),
                (clicked, ending),
                "{offer:?} {roll}"
            );
            assert_eq!(answer.stays_us, 3_000_000);
        }
    }
}
