//! The one list of commands: the dispatcher and the TypeScript types follow from it.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;

use crate::{Failure, Workbench};

/// Whether a command needs a workspace that may be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effect {
    /// It works as well where a newer version made the workspace.
    Reads,
    /// It is refused there, before anything else is looked at.
    Writes,
}

/// `name: Effect function, (Args) -> Answer;` for every command. Makes [`dispatch`], [`NAMES`] and the
/// TypeScript map `Commands` from name to arguments and answer.
macro_rules! commands {
    ($($(#[$about:meta])* $name:ident: $effect:ident $function:path, ($args:ty) -> $answer:ty;)*) => {
        /// Every command by name: what it takes, what it answers.
        #[derive(Debug, ts_rs::TS)]
        #[ts(export)]
        pub struct Commands {
            $($(#[$about])* pub $name: ($args, $answer),)*
        }

        /// The names of all commands.
        pub const NAMES: &[&str] = &[$(stringify!($name)),*];

        /// Does the command of this name.
        ///
        /// # Errors
        /// No such command, arguments of another shape, or the command could not be done.
        pub fn dispatch(
            workbench: &$crate::Workbench,
            name: &str,
            args: serde_json::Value,
        ) -> Result<serde_json::Value, $crate::Failure> {
            match name {
                $(stringify!($name) => {
                    let function: fn(&$crate::Workbench, &$args) -> Result<$answer, $crate::Failure> =
                        $function;
                    let effect = $crate::command::Effect::$effect;
                    $crate::command::run(workbench, (name, effect), args, function)
                })*
                _ => Err($crate::command::unknown(name)),
            }
        }
    };
}
pub(crate) use commands;

/// Reads the arguments, does the command, writes the answer.
pub(crate) fn run<Args: DeserializeOwned, Answer: Serialize>(
    workbench: &Workbench,
    (name, effect): (&str, Effect),
    args: Json,
    function: fn(&Workbench, &Args) -> Result<Answer, Failure>,
) -> Result<Json, Failure> {
    let args = serde_json::from_value(args).map_err(|error| {
        let hint = "The window and the program are of different versions; restart Rehearsal.";
        Failure::new(
            "bad_arguments",
            format!("read the arguments of {name}: {error}"),
            hint,
        )
    })?;
    if effect == Effect::Writes {
        workbench.workspace().refuse_if_newer()?;
    }
    Ok(to_json(&function(workbench, &args)?))
}

/// # Panics
/// Never: every answer has a JSON form.
pub(crate) fn to_json(answer: &impl Serialize) -> Json {
    serde_json::to_value(answer).expect("an answer has a JSON form")
}

pub(crate) fn unknown(name: &str) -> Failure {
    let hint = "The window and the program are of different versions; restart Rehearsal.";
    Failure::new("no_command", format!("find the command {name}"), hint)
}
