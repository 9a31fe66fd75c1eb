//! What every request shares.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use campaign::{AssetFacts, Assets, Campaign, Draft};
use exposure::{Order, Plan};
use store::StoreError;
use store::server::Tables;
use sync::wire::{Problem, ProblemCode};

use crate::file::File;
use crate::keys::{Keys, Kind};
use crate::limits::{Bucket, IMAGE_BYTES_MAX, Limits};
use crate::refusal::Refusal;

/// Tells the time, in milliseconds since 1970.
pub type Clock = fn() -> i64;

/// What every request shares.
#[derive(Debug)]
pub(crate) struct Shared {
    pub file: File,
    pub keys: Keys,
    pub clock: Clock,
    management: Mutex<Bucket>,
    sdk: Mutex<Bucket>,
    /// Grows with every change of a campaign or image.
    generation: AtomicU64,
    live: RwLock<Option<Arc<Live>>>,
}

/// The campaigns that can be shown, made ready for decisions.
#[derive(Debug)]
pub(crate) struct Live {
    generation: u64,
    pub plan: Plan,
}

pub(crate) type App = Arc<Shared>;

impl Shared {
    pub(crate) fn new(file: File, keys: Keys, clock: Clock, limits: Limits) -> Self {
        Self {
            file,
            keys,
            clock,
            management: Mutex::new(Bucket::new(limits.management)),
            sdk: Mutex::new(Bucket::new(limits.sdk)),
            generation: AtomicU64::new(0),
            live: RwLock::new(None),
        }
    }

    /// Counts a request against the rate of its key.
    pub(crate) fn admit(&self, kind: Kind) -> Result<(), Refusal> {
        let bucket = match kind {
            Kind::Management => &self.management,
            Kind::Sdk => &self.sdk,
        };
        let now_ms = (self.clock)();
        let mut bucket = bucket.lock().unwrap_or_else(PoisonError::into_inner);
        bucket.take(now_ms).map_err(Refusal::too_many)
    }

    /// Makes the next decision read the campaigns anew.
    pub(crate) fn campaigns_changed(&self) {
        self.generation.fetch_add(1, Ordering::SeqCst);
    }

    /// The campaigns that can be shown.
    pub(crate) fn live(&self) -> Result<Arc<Live>, StoreError> {
        // Read first: a change while the campaigns are read makes the result old at once.
        let generation = self.generation.load(Ordering::SeqCst);
        let known = self
            .live
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        if let Some(live) = known.filter(|live| live.generation == generation) {
            return Ok(live);
        }
        let campaigns: Vec<Campaign> = self.file.read(|tables| {
            let records = tables.campaigns()?;
            Ok(records
                .iter()
                .filter_map(|record| checked(tables, &record.draft).ok())
                .collect())
        })?;
        let plan = Plan::new(campaigns, Order::Documented);
        let live = Arc::new(Live { generation, plan });
        *self.live.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&live));
        Ok(live)
    }
}

/// The draft as a campaign that can run; its findings where it cannot.
pub(crate) fn checked(tables: &Tables<'_>, draft: &Draft) -> Result<Campaign, Problem> {
    let images = Images::of(tables, draft);
    // A workspace may allow larger images than usual; the server takes what it can store.
    let limits = campaign::Limits {
        image_bytes_max: IMAGE_BYTES_MAX as u32,
        ..campaign::Limits::default()
    };
    let (findings, campaign) = draft.check(&images, &limits);
    campaign.ok_or_else(|| {
        let detail = format!("Campaign {} has findings that block.", draft.key);
        let blocking = findings
            .into_iter()
            .filter(|one| one.severity == campaign::Severity::Block);
        Problem::new(ProblemCode::Findings, detail).with_findings(blocking.collect())
    })
}

/// The facts of a draft's images, as far as the server has them.
struct Images(BTreeMap<String, AssetFacts>);

impl Images {
    fn of(tables: &Tables<'_>, draft: &Draft) -> Self {
        let mut facts = BTreeMap::new();
        for sha256 in draft.assets() {
            match tables.image(sha256) {
                Ok(Some(found)) => drop(facts.insert(sha256.to_owned(), found)),
                Ok(None) => {}
                Err(error) => tracing::error!("could not {error}"),
            }
        }
        Self(facts)
    }
}

impl Assets for Images {
    fn facts(&self, sha256: &str) -> Option<AssetFacts> {
        self.0.facts(sha256)
    }
}
