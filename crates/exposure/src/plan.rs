//! The plan: campaigns made ready for the walk. Every comparison that a gate makes on a value
//! is an *atom* with a number, so that a log's reader can compare each distinct value once.

use campaign::condition::{Audience, Condition, DeviceProperty, Key};
use campaign::draft::{Orientation, Platform};
use campaign::experiment::Experiment;
use campaign::message::Layout;
use campaign::trigger::PageRule;
use campaign::{Campaign, Value};
use regex::Regex;

use crate::assignment;
use crate::matching::Comparison;
use crate::page;
use crate::pipeline::Order;

/// What an atom looks at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A property of the event.
    EventProperty(String),
    /// A property of the user.
    UserProperty(String),
    /// A property of the device or SDK.
    Device(DeviceProperty),
    /// The URL.
    Url,
    /// The page name, or the URL where the app gives none.
    Page,
    /// Something that this version does not find in a log, in a person's words.
    Elsewhere(String),
}

/// How an atom compares.
#[derive(Debug, Clone)]
pub enum Test {
    /// As a condition does.
    Compare(Comparison),
    /// By an expression in the URL's path.
    Path(Regex),
    /// By page rules.
    Pages(Vec<PageRule>),
    /// Not at all: what it looks at is not known.
    Never,
}

/// One comparison on one value.
#[derive(Debug, Clone)]
pub struct Atom {
    /// What it looks at.
    pub source: Source,
    /// How it compares.
    pub test: Test,
}

impl Atom {
    /// Whether it holds for a value; a missing one never does.
    pub fn holds(&self, value: Option<&Value>) -> bool {
        match (&self.test, value) {
            (Test::Compare(comparison), value) => comparison.holds(value),
            (Test::Path(regex), Some(Value::Text(url))) => regex.is_match(page::path(url)),
            (Test::Pages(rules), Some(Value::Text(page))) => page::covers(rules, page),
            (Test::Path(_) | Test::Pages(_) | Test::Never, _) => false,
        }
    }
}

/// An atom, negated or not, with the words of its condition.
#[derive(Debug, Clone)]
pub struct Term {
    /// The atom's number.
    pub atom: usize,
    /// Inverts it.
    pub negated: bool,
    /// The condition in a person's words.
    pub words: String,
}

/// A start event with its filters.
#[derive(Debug, Clone)]
pub struct Rule {
    /// The event's name.
    pub event: String,
    /// All must hold.
    pub filters: Vec<Term>,
}

/// A campaign made ready for the walk.
#[derive(Debug, Clone)]
pub struct Compiled {
    campaign: Campaign,
    pub(crate) rules: Vec<Rule>,
    /// Atom of the campaign's URL expression.
    pub(crate) path: Option<usize>,
    /// Atom of the URL expression that a group obeys.
    pub(crate) paths: Vec<Option<usize>>,
    pub(crate) pages: Option<usize>,
    pub(crate) audience: Vec<Vec<Term>>,
    pub(crate) segments: Vec<Term>,
    pub(crate) ranges: Vec<u32>,
    pub(crate) needs_web: bool,
    platforms: u8,
    orientations: u8,
}

impl Compiled {
    /// The campaign.
    pub const fn campaign(&self) -> &Campaign {
        &self.campaign
    }

    /// Its running A/B test.
    pub fn experiment(&self) -> Option<&Experiment> {
        self.campaign.draft().experiment.as_ref()
    }

    /// The number of the group whose key is given.
    pub fn group(&self, key: &str) -> Option<usize> {
        self.campaign
            .groups()
            .iter()
            .position(|group| group.key == key)
    }

    /// Whether it runs on the platform.
    pub const fn runs_on(&self, platform: Platform) -> bool {
        self.platforms & (1 << platform as u8) != 0
    }

    /// Whether it runs with the device held so.
    pub const fn runs_held(&self, orientation: Orientation) -> bool {
        self.orientations & (1 << orientation as u8) != 0
    }

    /// Whether any of its rules starts at the event.
    pub fn starts_at(&self, event: &str) -> bool {
        self.rules.iter().any(|rule| rule.event == event)
    }

    /// The start events' names.
    pub fn events(&self) -> impl Iterator<Item = &str> {
        self.rules.iter().map(|rule| rule.event.as_str())
    }
}

/// Campaigns in the order of the walk, and their atoms.
#[derive(Debug, Clone)]
pub struct Plan {
    /// By priority, then list order.
    pub campaigns: Vec<Compiled>,
    /// Every comparison that a gate may ask for.
    pub atoms: Vec<Atom>,
    /// The order of the gates.
    pub order: Order,
}

impl Plan {
    /// Makes campaigns ready: lower priority first, equal priority in the order given.
    pub fn new(campaigns: impl IntoIterator<Item = Campaign>, order: Order) -> Self {
        let mut campaigns: Vec<Campaign> = campaigns.into_iter().collect();
        campaigns.sort_by_key(|campaign| campaign.draft().priority);
        let mut atoms = Atoms(Vec::new());
        let campaigns = campaigns
            .into_iter()
            .map(|one| compile(one, &mut atoms))
            .collect();
        Self {
            campaigns,
            atoms: atoms.0,
            order,
        }
    }

    /// The campaigns that the event may start, in the order of the walk.
    pub fn candidates(&self, event: &str) -> Vec<usize> {
        (0..self.campaigns.len())
            .filter(|index| self.campaigns[*index].starts_at(event))
            .collect()
    }
}

struct Atoms(Vec<Atom>);

impl Atoms {
    fn add(&mut self, source: Source, test: Test) -> usize {
        self.0.push(Atom { source, test });
        self.0.len() - 1
    }

    fn term(&mut self, condition: &Condition) -> Term {
        let source = source(&condition.key);
        let words = words(condition);
        let test = Comparison::new(condition.operator, condition.value_type, &condition.values);
        let atom = self.add(source, Test::Compare(test));
        Term {
            atom,
            negated: condition.negated,
            words,
        }
    }

    fn segment(&mut self, name: &str) -> Term {
        let words = format!("segment {name}");
        let atom = self.add(Source::Elsewhere(words.clone()), Test::Never);
        Term {
            atom,
            negated: false,
            words,
        }
    }
}

fn compile(campaign: Campaign, atoms: &mut Atoms) -> Compiled {
    let draft = campaign.draft();
    let rule = |rule: &campaign::trigger::TriggerRule, atoms: &mut Atoms| Rule {
        event: rule.event.clone(),
        filters: rule
            .filters
            .iter()
            .map(|filter| atoms.term(filter))
            .collect(),
    };
    let rules = draft.triggers.iter().map(|one| rule(one, atoms)).collect();
    let path = |regex: Option<&Regex>, atoms: &mut Atoms| {
        regex.map(|regex| atoms.add(Source::Url, Test::Path(regex.clone())))
    };
    let campaign_path = path(campaign.own_url(), atoms);
    let paths = (0..draft.groups.len())
        .map(|group| path(campaign.url(group), atoms))
        .collect();
    let pages = (!draft.page_rules.is_empty())
        .then(|| atoms.add(Source::Page, Test::Pages(draft.page_rules.clone())));
    let audience = draft.audience.groups.iter();
    let audience = audience
        .map(|group| group.iter().map(|one| atoms.term(one)).collect())
        .collect();
    let segments = segments(&draft.audience, atoms);
    let traffic_bp = draft.experiment.as_ref().map_or(0, |test| test.traffic_bp);
    let shown = draft.groups.iter().filter(|group| !group.control);
    let mut steps = shown.flat_map(|group| &group.message.steps);
    Compiled {
        rules,
        path: campaign_path,
        paths,
        pages,
        audience,
        segments,
        ranges: assignment::ranges(&draft.groups, traffic_bp),
        needs_web: steps.any(|step| step.layout == Layout::Tooltip),
        platforms: draft
            .platforms
            .iter()
            .fold(0, |set, one| set | (1 << *one as u8)),
        orientations: draft
            .orientations
            .iter()
            .fold(0, |set, one| set | (1 << *one as u8)),
        campaign,
    }
}

/// Segments to be in, segments to be out of, and a score: not known yet.
fn segments(audience: &Audience, atoms: &mut Atoms) -> Vec<Term> {
    let mut terms: Vec<Term> = audience
        .include_segments
        .iter()
        .map(|name| atoms.segment(name))
        .collect();
    for name in &audience.exclude_segments {
        terms.push(Term {
            negated: true,
            ..atoms.segment(name)
        });
    }
    if audience.score.is_some() {
        terms.push(atoms.segment("by score"));
    }
    terms
}

fn source(key: &Key) -> Source {
    match key {
        Key::UserProperty { name, .. } => Source::UserProperty(name.clone()),
        Key::EventProperty { name, .. } => Source::EventProperty(name.clone()),
        Key::Device { property, .. } => Source::Device(*property),
        Key::Segment { name, .. } => Source::Elsewhere(format!("segment {name}")),
        Key::ExperimentGroup { campaign, .. } => {
            Source::Elsewhere(format!("the test of {campaign}"))
        }
        Key::FeatureFlag { name, .. } => Source::Elsewhere(format!("feature flag {name}")),
        Key::EventCount { event, .. } => Source::Elsewhere(format!("the number of {event}")),
        Key::Cohort { name, .. } => Source::Elsewhere(format!("cohort {name}")),
        Key::Score { name, .. } => Source::Elsewhere(format!("score {name}")),
    }
}

fn words(condition: &Condition) -> String {
    let subject = match source(&condition.key) {
        Source::EventProperty(name) | Source::UserProperty(name) | Source::Elsewhere(name) => name,
        Source::Device(property) => format!("{property:?}").to_lowercase(),
        Source::Url | Source::Page => "page".to_owned(),
    };
    let values: Vec<String> = condition.values.iter().filter_map(Value::as_text).collect();
    let not = if condition.negated { "not " } else { "" };
    let operator = format!("{:?}", condition.operator).to_lowercase();
    format!("{subject} {not}{operator} {}", values.join(", "))
        .trim_end()
        .to_owned()
}
