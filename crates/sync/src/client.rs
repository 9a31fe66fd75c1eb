//! HTTP to a Rehearsal server. TLS always, but for this machine itself; no redirects, which
//! could carry the token elsewhere; every answer must show that a Rehearsal server gave it.

mod trouble;

use std::fmt;
use std::sync::Once;
use std::time::Duration;

use reqwest::blocking::{RequestBuilder, Response};
use reqwest::{Method, StatusCode, Url};
use serde::de::DeserializeOwned;

use crate::SyncError;
use crate::outbox::{Action, Entry};
use crate::wire::sdk::{Accepted, ActiveMessages, Track};
use crate::wire::{API, CampaignDocument, CampaignList, Product, Results, Saved, etag, header};

/// How long a connection may take to stand.
const CONNECT_MS_MAX: u64 = 5_000;

/// How long a request may take with its answer.
const REQUEST_MS_MAX: u64 = 30_000;

/// One server, as one person reaches it.
pub struct Client {
    http: reqwest::blocking::Client,
    address: String,
    token: String,
}

/// The token never shows in a log.
impl fmt::Debug for Client {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Client of {}", self.address)
    }
}

impl Client {
    /// A client for the server at this address, `https://rehearsal.example.com`, with the
    /// management token. Nothing is sent yet.
    ///
    /// # Errors
    /// An address that is not one, or plain HTTP to another machine.
    pub fn new(address: &str, token: &str) -> Result<Self, SyncError> {
        let url = parse_address(address)?;
        install_crypto();
        let mut builder = reqwest::blocking::Client::builder()
            .connect_timeout(Duration::from_millis(CONNECT_MS_MAX))
            .timeout(Duration::from_millis(REQUEST_MS_MAX))
            .redirect(reqwest::redirect::Policy::none())
            .user_agent(concat!("rehearsal/", env!("CARGO_PKG_VERSION")));
        if url.scheme() == "http" {
            // A proxy is another machine, which plain HTTP would show the token.
            builder = builder.no_proxy();
        }
        let http = builder
            .build()
            .map_err(|error| trouble::of_request(address, &error))?;
        Ok(Self {
            http,
            address: url.as_str().trim_end_matches('/').to_owned(),
            token: token.to_owned(),
        })
    }

    /// The server's address, without a slash at its end.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The switches over all campaigns; also the way to try address and token.
    ///
    /// # Errors
    /// The server cannot be reached or refuses.
    pub fn product(&self) -> Result<Product, SyncError> {
        let request = self.request(Method::GET, &["product"]);
        self.fetch("read the product's switches", request)
    }

    /// Sets the switches over all campaigns.
    ///
    /// # Errors
    /// The server cannot be reached or refuses.
    pub fn set_product(&self, product: Product) -> Result<Product, SyncError> {
        let request = self.request(Method::PUT, &["product"]).json(&product);
        self.fetch("set the product's switches", request)
    }

    /// Every campaign on the server, without content.
    ///
    /// # Errors
    /// The server cannot be reached or refuses.
    pub fn campaigns(&self) -> Result<CampaignList, SyncError> {
        let request = self.request(Method::GET, &["campaigns"]);
        self.fetch("list the server's campaigns", request)
    }

    /// One campaign with its content.
    ///
    /// # Errors
    /// The server cannot be reached, or has no such campaign.
    pub fn campaign(&self, key: &str) -> Result<CampaignDocument, SyncError> {
        let request = self.request(Method::GET, &["campaigns", key]);
        self.fetch(&format!("read campaign {key} from the server"), request)
    }

    /// What the groups of a campaign have seen and done.
    ///
    /// # Errors
    /// The server cannot be reached, or has no such campaign.
    pub fn results(&self, key: &str) -> Result<Results, SyncError> {
        let request = self.request(Method::GET, &["campaigns", key, "results"]);
        self.fetch(&format!("read the results of campaign {key}"), request)
    }

    /// Whether the server has an image.
    ///
    /// # Errors
    /// The server cannot be reached or refuses.
    pub fn has_image(&self, sha256: &str) -> Result<bool, SyncError> {
        let request = self.request(Method::HEAD, &["assets", sha256]);
        let response = self.send(request)?;
        match response.status() {
            StatusCode::NOT_FOUND => Ok(false),
            status if status.is_success() => Ok(true),
            _ => Err(self.refusal(&format!("ask for image {sha256}"), response)),
        }
    }

    /// Stores an image under its hash; once more changes nothing.
    ///
    /// # Errors
    /// The server cannot be reached or refuses the image.
    pub fn put_image(&self, sha256: &str, content: Vec<u8>) -> Result<(), SyncError> {
        let request = self.request(Method::PUT, &["assets", sha256]).body(content);
        let response = self.send(request)?;
        if response.status().is_success() {
            return Ok(());
        }
        Err(self.refusal(&format!("send image {sha256}"), response))
    }

    /// Sends one entry of the outbox.
    ///
    /// # Errors
    /// The server cannot be reached or refuses; see [`SyncError::is_passing`].
    pub fn submit(&self, entry: &Entry) -> Result<Saved, SyncError> {
        let key = entry.campaign.as_str();
        let (doing, request) = match &entry.action {
            Action::Put { revision, draft } => {
                let request = self.request(Method::PUT, &["campaigns", key]).json(draft);
                let request = match revision {
                    Some(revision) => request.header("if-match", etag(*revision)),
                    None => request.header("if-none-match", "*"),
                };
                (format!("send campaign {key}"), request)
            }
            Action::Move { revision, step } => {
                let request = self
                    .request(Method::POST, &["campaigns", key, step.word()])
                    .header("if-match", etag(*revision));
                (format!("{} campaign {key}", step.word()), request)
            }
        };
        self.fetch(&doing, request.header(header::IDEMPOTENCY_KEY, &entry.id))
    }

    /// What the web SDK would get for a person, with the publishable key.
    ///
    /// # Errors
    /// The server cannot be reached or refuses the key.
    pub fn active(&self, sdk_key: &str, distinct_id: &str) -> Result<ActiveMessages, SyncError> {
        let mut url = self.url(&["messages", "active"]);
        url.query_pairs_mut()
            .append_pair("distinct_id", distinct_id);
        let request = self.http.get(url).header(header::SDK_KEY, sdk_key);
        self.fetch(&format!("ask what {distinct_id} may see"), request)
    }

    /// Reports what happened to a message, as the web SDK would.
    ///
    /// # Errors
    /// The server cannot be reached or refuses.
    pub fn track(&self, sdk_key: &str, id: &str, track: &Track) -> Result<Accepted, SyncError> {
        let request = self
            .http
            .post(self.url(&["messages", id, "track"]))
            .header(header::SDK_KEY, sdk_key)
            .json(track);
        self.fetch(&format!("report {} of {id}", track.event.word()), request)
    }

    fn url(&self, path: &[&str]) -> Url {
        let mut url = Url::parse(&self.address).expect("the address was parsed before");
        if let Ok(mut segments) = url.path_segments_mut() {
            segments
                .pop_if_empty()
                .extend(API.split('/').skip(1))
                .extend(path);
        }
        url
    }

    fn request(&self, method: Method, path: &[&str]) -> RequestBuilder {
        self.http
            .request(method, self.url(path))
            .bearer_auth(&self.token)
    }

    fn send(&self, request: RequestBuilder) -> Result<Response, SyncError> {
        let response = request
            .send()
            .map_err(|error| trouble::of_request(&self.address, &error))?;
        if response.headers().contains_key(header::VERSION) {
            return Ok(response);
        }
        Err(trouble::of_stranger(&self.address, response.status()))
    }

    fn fetch<T: DeserializeOwned>(
        &self,
        doing: &str,
        request: RequestBuilder,
    ) -> Result<T, SyncError> {
        let response = self.send(request)?;
        if !response.status().is_success() {
            return Err(self.refusal(doing, response));
        }
        response
            .json()
            .map_err(|error| trouble::of_request(&self.address, &error))
    }

    fn refusal(&self, doing: &str, response: Response) -> SyncError {
        trouble::of_refusal(&self.address, doing, response)
    }
}

/// The address as a URL, if it may be used.
fn parse_address(address: &str) -> Result<Url, SyncError> {
    let wrong = |what: &str| SyncError::Address {
        address: address.to_owned(),
        what: what.to_owned(),
    };
    let url = Url::parse(address.trim()).map_err(|error| wrong(&error.to_string()))?;
    let host = url.host_str().ok_or_else(|| wrong("it names no host"))?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(wrong("it carries a name or password"));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(wrong("it has a part after `?` or `#`"));
    }
    match url.scheme() {
        "https" => Ok(url),
        "http" if is_this_machine(host) => Ok(url),
        "http" => Err(SyncError::PlainHttp {
            address: address.to_owned(),
        }),
        other => Err(wrong(&format!("`{other}` is not https"))),
    }
}

fn is_this_machine(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost"
        || bare
            .parse::<std::net::IpAddr>()
            .is_ok_and(|ip| ip.is_loopback())
}

/// Gives rustls its cryptography, once in the process.
fn install_crypto() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // Somebody else in the process may have chosen already; theirs is as good.
        drop(rustls::crypto::ring::default_provider().install_default());
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_token_travels_only_safely() {
        for (address, expected) in [
            ("https://rehearsal.example.com", Ok(())),
            ("https://rehearsal.example.com/base/", Ok(())),
            ("http://127.0.0.1:8080", Ok(())),
            ("http://127.9.9.9:1", Ok(())),
            ("http://[::1]:8080", Ok(())),
            ("http://localhost:8080/", Ok(())),
            ("http://rehearsal.example.com", Err("server_plain_http")),
            ("http://127.0.0.1.example.com", Err("server_plain_http")),
            ("http://localhost.example.com", Err("server_plain_http")),
            ("http://10.0.0.1", Err("server_plain_http")),
            ("rehearsal.example.com", Err("server_address")),
            ("ftp://rehearsal.example.com", Err("server_address")),
            (
                "https://me:secret@rehearsal.example.com",
                Err("server_address"),
            ),
            ("https://rehearsal.example.com/?a=1", Err("server_address")),
            ("", Err("server_address")),
        ] {
            let found = Client::new(address, "t")
                .map(drop)
                .map_err(|error| error.code());
            assert_eq!(found, expected, "{address}");
        }
    }

    #[test]
    fn keys_are_escaped_in_addresses() {
        let client = Client::new("http://localhost:1/base/", "t").unwrap();
        assert_eq!(
            client.url(&["campaigns", "a/b ?ü"]).as_str(),
            "http://localhost:1/base/api/v1/campaigns/a%2Fb%20%3F%C3%BC"
        );
    }
}
