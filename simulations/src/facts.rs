//! One event, on its own, as the decision sees it: what `decide` and `explain` walk over.

use campaign::condition::DeviceProperty;
use campaign::draft::{Orientation, Platform};
use campaign::experiment::Identifier;
use campaign::{Sdk, Value, Version};
use events::{Context, Event, Manifest};
use exposure::Plan;
use exposure::facts::Truth;
use exposure::plan::Source;

/// Reads the word of the log format.
pub fn platform(word: &str) -> Option<Platform> {
    Platform::ALL
        .into_iter()
        .find(|platform| platform.word() == word)
}

/// Reads the word of the log format.
pub fn orientation(word: &str) -> Option<Orientation> {
    Orientation::ALL
        .into_iter()
        .find(|orientation| orientation.word() == word)
}

/// Where a log keeps a device property.
pub enum Kept {
    /// In a column of its own.
    Column(Context),
    /// As the user property of that name.
    UserProperty(&'static str),
}

/// Where a log keeps a device property.
pub const fn kept(property: DeviceProperty) -> Kept {
    match property {
        DeviceProperty::Platform => Kept::Column(Context::Platform),
        DeviceProperty::OsVersion => Kept::Column(Context::OsVersion),
        DeviceProperty::SdkVersion => Kept::Column(Context::SdkVersion),
        DeviceProperty::AppVersion => Kept::Column(Context::AppVersion),
        DeviceProperty::Language => Kept::UserProperty("language"),
        DeviceProperty::Locale => Kept::UserProperty("locale"),
        DeviceProperty::TimeZone => Kept::UserProperty("time_zone"),
        DeviceProperty::DeviceModel => Kept::UserProperty("device_model"),
        DeviceProperty::ScreenWidth => Kept::UserProperty("screen_width"),
        DeviceProperty::ScreenHeight => Kept::UserProperty("screen_height"),
    }
}

/// Whether the log says anything of a source, for anybody. URL and page may be absent
/// everywhere: then they are missing, not unknown.
pub fn is_known(manifest: &Manifest, source: &Source) -> bool {
    let has_user_property = |key: &str| manifest.user_properties.contains_key(key);
    match source {
        Source::EventProperty(_) | Source::Url | Source::Page => true,
        Source::UserProperty(key) => has_user_property(key),
        Source::Device(property) => match kept(*property) {
            Kept::Column(context) => manifest.context.contains_key(&context),
            Kept::UserProperty(key) => has_user_property(key),
        },
        Source::Elsewhere(_) => false,
    }
}

fn device_value(event: &Event, property: DeviceProperty) -> Option<Value> {
    let context = match kept(property) {
        Kept::UserProperty(key) => return event.user_properties.get(key).cloned(),
        Kept::Column(context) => context,
    };
    let text = match context {
        Context::Platform => &event.platform,
        Context::Sdk => &event.sdk,
        Context::Orientation => &event.orientation,
        Context::OsVersion => &event.os_version,
        Context::SdkVersion => &event.sdk_version,
        Context::AppVersion => &event.app_version,
        Context::Url => &event.url,
        Context::Page => &event.page,
    };
    text.as_deref().map(Value::from)
}

/// When an event happened, and the numbers of its session and device within the person.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    /// Microseconds UTC.
    pub ts_us: i64,
    /// The session.
    pub session: u32,
    /// The device.
    pub device: u32,
}

/// One event with its person's numbering of sessions and devices.
pub struct EventFacts<'a> {
    plan: &'a Plan,
    known: &'a [bool],
    event: &'a Event,
    ts_us: i64,
    session: u32,
    device: u32,
    sdk_version: Option<Version>,
}

impl<'a> EventFacts<'a> {
    /// `known` says of each of the plan's atoms whether anything is known of what it looks at;
    /// `at` is when it happened (shifted as the caller shifts its log), and where.
    pub fn new(plan: &'a Plan, known: &'a [bool], event: &'a Event, at: Place) -> Self {
        let sdk_version = event.sdk_version.as_deref().and_then(Version::parse);
        let Place {
            ts_us,
            session,
            device,
        } = at;
        Self {
            plan,
            known,
            event,
            ts_us,
            session,
            device,
            sdk_version,
        }
    }

    fn value(&self, source: &Source) -> Option<Value> {
        let text = |text: &Option<String>| text.as_deref().map(Value::from);
        match source {
            Source::EventProperty(key) => self.event.properties.get(key).cloned(),
            Source::UserProperty(key) => self.event.user_properties.get(key).cloned(),
            Source::Device(property) => device_value(self.event, *property),
            Source::Url => text(&self.event.url),
            Source::Page => text(&self.event.page).or_else(|| text(&self.event.url)),
            Source::Elsewhere(_) => None,
        }
    }
}

impl exposure::Facts for EventFacts<'_> {
    fn ts_us(&self) -> i64 {
        self.ts_us
    }

    fn event(&self) -> &str {
        &self.event.name
    }

    fn platform(&self) -> Option<Platform> {
        platform(self.event.platform.as_deref()?)
    }

    fn orientation(&self) -> Option<Orientation> {
        orientation(self.event.orientation.as_deref()?)
    }

    fn sdk(&self) -> Option<Sdk> {
        Sdk::parse(self.event.sdk.as_deref()?)
    }

    fn sdk_version(&self) -> Option<&Version> {
        self.sdk_version.as_ref()
    }

    fn session(&self) -> u32 {
        self.session
    }

    fn device(&self) -> u32 {
        self.device
    }

    fn id(&self, kind: Identifier) -> Option<&str> {
        match kind {
            Identifier::User => self.event.user_id.as_deref(),
            Identifier::Device => self.event.device_id.as_deref(),
            Identifier::Session => self.event.session_id.as_deref(),
        }
    }

    fn truth(&self, atom: usize) -> Truth {
        if !self.known[atom] {
            return Truth::Unknown;
        }
        let atom = &self.plan.atoms[atom];
        atom.holds(self.value(&atom.source).as_ref()).into()
    }
}
