//! The server on a socket: started from code that does not wait, stopped so that requests which
//! are being answered are finished.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use store::StoreError;
use sync::SyncError;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::file::File;
use crate::keys::Keys;
use crate::limits::{GRACE_MS_MAX, Limits};
use crate::routes::router;
use crate::state::{Clock, Shared};

/// The server's file in its data folder.
const DATA_FILE: &str = "server.sqlite";

/// How a server is started.
#[derive(Debug, Clone)]
pub struct Config {
    /// The folder of its data and keys; made where it is not there.
    pub data: PathBuf,
    /// Where it listens; port 0 takes a free one.
    pub listen: SocketAddr,
    /// How many requests a key may make.
    pub limits: Limits,
    /// Tells the time, in milliseconds since 1970.
    pub clock: Clock,
}

impl Config {
    /// The system's time and the usual limits.
    pub fn new(data: PathBuf, listen: SocketAddr) -> Self {
        Self {
            data,
            listen,
            limits: Limits::DEFAULT,
            clock: system_clock,
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the server's clock is read here")]
fn system_clock() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.map_or(0, |since| since.as_millis() as i64)
}

/// Why a server did not start.
#[derive(Debug, thiserror::Error)]
pub enum ServerError {
    /// Its folder cannot be made.
    #[error("make the data folder {}: {source}", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Its file cannot be opened.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Its keys cannot be read or made.
    #[error(transparent)]
    Keys(#[from] SyncError),
    /// Its address cannot be had.
    #[error("listen on {listen}: {source}")]
    Listen {
        /// The address.
        listen: SocketAddr,
        /// What the system said.
        source: std::io::Error,
    },
    /// The system gives it no threads.
    #[error("start the server's threads: {source}")]
    Threads {
        /// What the system said.
        source: std::io::Error,
    },
}

impl ServerError {
    /// What to do next, as a sentence.
    pub fn hint(&self) -> String {
        match self {
            Self::Folder { .. } | Self::Store(_) => {
                "Name a folder that you may write with --data.".to_owned()
            }
            Self::Keys(error) => error.hint(),
            Self::Listen { .. } => {
                "Another program may have this port; name another with --listen.".to_owned()
            }
            Self::Threads { .. } => "End some programs and start it again.".to_owned(),
        }
    }
}

/// A running server. Dropped, it stops without waiting for requests.
#[derive(Debug)]
pub struct Running {
    addr: SocketAddr,
    keys: Keys,
    stop: oneshot::Sender<()>,
    served: JoinHandle<std::io::Result<()>>,
    runtime: Runtime,
}

/// Starts a server on threads of its own.
///
/// # Errors
/// Its folder, file, keys or address cannot be had.
pub fn start(config: Config) -> Result<Running, ServerError> {
    let Config {
        data,
        listen,
        limits,
        clock,
    } = config;
    make_folder(&data).map_err(|source| ServerError::Folder {
        path: data.clone(),
        source,
    })?;
    let keys = Keys::of(&data)?;
    let file = File::open(&data.join(DATA_FILE))?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .thread_name("server")
        .enable_all()
        .build()
        .map_err(|source| ServerError::Threads { source })?;
    let no_address = |source| ServerError::Listen { listen, source };
    let listener = runtime
        .block_on(TcpListener::bind(listen))
        .map_err(no_address)?;
    let addr = listener.local_addr().map_err(no_address)?;
    let shared = Arc::new(Shared::new(file, keys.clone(), clock, limits));
    let (stop, stopped) = oneshot::channel();
    let server = axum::serve(listener, router(shared)).with_graceful_shutdown(async {
        // An error means that whoever could stop it is gone; then it stops too.
        drop(stopped.await);
    });
    let served = runtime.spawn(server.into_future());
    Ok(Running {
        addr,
        keys,
        stop,
        served,
        runtime,
    })
}

/// What people did is nobody's business but the server's: a new folder is its owner's alone.
fn make_folder(data: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(data)
}

impl Running {
    /// Where it listens.
    pub const fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// Its address as a client writes it.
    pub fn url(&self) -> String {
        format!("http://{}", self.addr)
    }

    /// Opens the management routes.
    pub fn token(&self) -> &str {
        &self.keys.token
    }

    /// Opens the routes of the web SDK.
    pub fn publishable_key(&self) -> &str {
        &self.keys.publishable_key
    }

    /// Stops taking requests, finishes those that run, and returns.
    pub fn stop(self) {
        let Self {
            stop,
            served,
            runtime,
            ..
        } = self;
        // Nobody listens any more where serving ended by itself.
        let _ = stop.send(());
        let grace = Duration::from_millis(GRACE_MS_MAX);
        let finished = runtime.block_on(async { tokio::time::timeout(grace, served).await });
        if finished.is_err() {
            tracing::warn!("stopped with requests unfinished after {GRACE_MS_MAX} ms");
        }
        runtime.shutdown_background();
    }

    /// Serves until Ctrl-C or SIGTERM, then stops.
    ///
    /// # Errors
    /// The system does not tell of signals.
    pub fn until_signal(self) -> std::io::Result<()> {
        self.runtime.block_on(signal())?;
        tracing::info!("stopping");
        self.stop();
        Ok(())
    }
}

#[cfg(unix)]
async fn signal() -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        pressed = tokio::signal::ctrl_c() => pressed,
        _ = terminate.recv() => Ok(()),
    }
}

#[cfg(not(unix))]
async fn signal() -> std::io::Result<()> {
    tokio::signal::ctrl_c().await
}
