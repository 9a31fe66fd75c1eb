//! A shard's rows as the decision sees them. Every atom of the plan is compared once per
//! distinct value of its column; a row only looks the answer up.

use campaign::draft::{Orientation, Platform};
use campaign::experiment::Identifier;
use campaign::{Sdk, Version};
use events::{Column, Context, Manifest, Partition, Position, Shard, UserProperty};
use exposure::Plan;
use exposure::facts::Truth;
use exposure::plan::{Atom, Source};

use crate::facts::{self, Kept, is_known, kept};

/// A shard made ready for a plan.
pub struct Rows<'a> {
    shard: &'a Shard,
    partitions: Vec<Tables<'a>>,
    shift_us: i64,
}

struct Tables<'a> {
    partition: &'a Partition,
    candidates: Vec<usize>,
    atoms: Vec<Answers<'a>>,
    platforms: Read<'a, Platform>,
    orientations: Read<'a, Orientation>,
    sdks: Read<'a, Sdk>,
    versions: Read<'a, Version>,
}

/// Where an atom's answer for a row is found.
enum Answers<'a> {
    Same(Truth),
    ByRow(Looked<'a>),
    ByPerson(Looked<'a>),
    /// The page's name where there is one, else the URL.
    ByPage {
        page: Option<Looked<'a>>,
        url: Option<Looked<'a>>,
    },
}

/// Codes of a column and the answer for each of its values.
struct Looked<'a> {
    codes: &'a [u32],
    holds: Vec<bool>,
}

impl<'a> Looked<'a> {
    fn new(atom: &Atom, column: &'a Column) -> Self {
        let holds = column
            .values
            .iter()
            .map(|value| atom.holds(Some(value)))
            .collect();
        Self {
            codes: &column.codes,
            holds,
        }
    }

    /// None where the row has no value.
    fn get(&self, row: usize) -> Option<bool> {
        self.holds.get(self.codes[row] as usize).copied()
    }
}

/// A context column, each of its values read once.
struct Read<'a, T>(Option<(&'a [u32], Vec<Option<T>>)>);

impl<'a, T> Read<'a, T> {
    fn new(partition: &'a Partition, context: Context, read: fn(&str) -> Option<T>) -> Self {
        let column = partition.context.get(&context);
        Self(column.map(|column| {
            let read = |value: &campaign::Value| read(&value.as_text()?);
            (
                column.codes.as_slice(),
                column.values.iter().map(read).collect(),
            )
        }))
    }

    fn get(&self, row: usize) -> Option<&T> {
        let (codes, values) = self.0.as_ref()?;
        values.get(codes[row] as usize)?.as_ref()
    }
}

impl<'a> Rows<'a> {
    /// Compares every atom with every distinct value. `shift_us` is added to every time.
    pub fn new(shard: &'a Shard, manifest: &Manifest, plan: &Plan, shift_us: i64) -> Self {
        let tables = |partition: &'a Partition| Tables {
            partition,
            candidates: plan.candidates(&partition.name),
            atoms: plan
                .atoms
                .iter()
                .map(|atom| answers(shard, partition, manifest, atom))
                .collect(),
            platforms: Read::new(partition, Context::Platform, facts::platform),
            orientations: Read::new(partition, Context::Orientation, facts::orientation),
            sdks: Read::new(partition, Context::Sdk, Sdk::parse),
            versions: Read::new(partition, Context::SdkVersion, Version::parse),
        };
        Self {
            shard,
            partitions: shard.partitions.iter().map(tables).collect(),
            shift_us,
        }
    }

    /// The row at a position.
    pub fn at(&self, position: Position) -> Facts<'_> {
        let tables = &self.partitions[position.partition];
        let person = tables.partition.person[position.row];
        Facts {
            rows: self,
            tables,
            row: position.row,
            person,
        }
    }

    /// The campaigns that the events of a partition may start.
    pub fn candidates(&self, partition: usize) -> &[usize] {
        &self.partitions[partition].candidates
    }

    /// The id of a person.
    pub fn person_id(&self, person: u32) -> &str {
        self.shard.people.ids.get(person)
    }
}

fn answers<'a>(
    shard: &'a Shard,
    partition: &'a Partition,
    manifest: &Manifest,
    atom: &Atom,
) -> Answers<'a> {
    let by_row = |column: Option<&'a Column>| {
        column.map_or(Answers::Same(Truth::Fails), |column| {
            Answers::ByRow(Looked::new(atom, column))
        })
    };
    let by_user = |key: &str| match shard.user_property(partition, key) {
        UserProperty::ByPerson(column) => Answers::ByPerson(Looked::new(atom, column)),
        UserProperty::ByEvent(column) => by_row(Some(column)),
        UserProperty::Absent => Answers::Same(Truth::Fails),
    };
    match &atom.source {
        source if !is_known(manifest, source) => Answers::Same(Truth::Unknown),
        Source::EventProperty(key) => by_row(partition.properties.get(key)),
        Source::UserProperty(key) => by_user(key),
        Source::Device(property) => match kept(*property) {
            Kept::Column(context) => by_row(partition.context.get(&context)),
            Kept::UserProperty(key) => by_user(key),
        },
        Source::Url => by_row(partition.context.get(&Context::Url)),
        Source::Page => {
            let looked = |context| {
                partition
                    .context
                    .get(&context)
                    .map(|c| Looked::new(atom, c))
            };
            Answers::ByPage {
                page: looked(Context::Page),
                url: looked(Context::Url),
            }
        }
        Source::Elsewhere(_) => Answers::Same(Truth::Unknown),
    }
}

/// One row as the gates see it.
pub struct Facts<'a> {
    rows: &'a Rows<'a>,
    tables: &'a Tables<'a>,
    row: usize,
    /// The person's index in the shard.
    pub person: u32,
}

impl exposure::Facts for Facts<'_> {
    fn ts_us(&self) -> i64 {
        self.tables.partition.ts_us[self.row] + self.rows.shift_us
    }

    fn event(&self) -> &str {
        &self.tables.partition.name
    }

    fn platform(&self) -> Option<Platform> {
        self.tables.platforms.get(self.row).copied()
    }

    fn orientation(&self) -> Option<Orientation> {
        self.tables.orientations.get(self.row).copied()
    }

    fn sdk(&self) -> Option<Sdk> {
        self.tables.sdks.get(self.row).copied()
    }

    fn sdk_version(&self) -> Option<&Version> {
        self.tables.versions.get(self.row)
    }

    fn session(&self) -> u32 {
        self.tables.partition.session[self.row]
    }

    fn device(&self) -> u32 {
        self.tables.partition.device[self.row]
    }

    fn id(&self, kind: Identifier) -> Option<&str> {
        let people = &self.rows.shard.people;
        match kind {
            Identifier::User => {
                people.is_user[self.person as usize].then(|| people.ids.get(self.person))
            }
            Identifier::Device => people.devices.as_ref()?.id(self.person, self.device()),
            Identifier::Session => {
                let sessions = people.sessions.as_ref()?;
                sessions.ids[sessions.row(self.person, self.session())].as_deref()
            }
        }
    }

    fn truth(&self, atom: usize) -> Truth {
        match &self.tables.atoms[atom] {
            Answers::Same(truth) => *truth,
            Answers::ByRow(looked) => looked.get(self.row).unwrap_or(false).into(),
            Answers::ByPerson(looked) => looked.get(self.person as usize).unwrap_or(false).into(),
            Answers::ByPage { page, url } => {
                let look = |looked: &Option<Looked>| looked.as_ref().and_then(|l| l.get(self.row));
                look(page).or_else(|| look(url)).unwrap_or(false).into()
            }
        }
    }
}
