//! A loopback proxy that spoils the n-th request. One request a connection, so that every
//! request is seen; nothing sleeps.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::JoinHandle;

/// What happens to a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It never reaches the server.
    LoseRequest,
    /// The server does it; the answer never comes back.
    LoseAnswer,
    /// Half of the answer comes back.
    CutAnswer,
    /// It reaches the server twice; the second answer comes back.
    Repeat,
    /// A gateway answers in the server's place.
    Gateway,
}

/// For how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lasting {
    /// The next request fares well again.
    Once,
    /// No later request reaches the server.
    Forever,
}

/// Which request is spoilt, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    pub at: usize,
    pub fault: Fault,
    pub lasting: Lasting,
}

pub struct Proxy {
    addr: SocketAddr,
    seen: Arc<AtomicUsize>,
    thread: Option<JoinHandle<()>>,
}

impl Proxy {
    /// Passes requests on to `server`; without a plan all of them as they are.
    pub fn new(server: SocketAddr, plan: Option<Plan>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let addr = listener.local_addr().unwrap();
        let seen = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&seen);
        let work = move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let Some(request) = read_request(&mut stream) else {
                    continue;
                };
                if request.starts_with(STOP) {
                    return;
                }
                let number = counter.fetch_add(1, Ordering::SeqCst);
                let answer = answer(server, &request, fate(plan, number));
                drop(stream.write_all(&answer));
                drop(stream.shutdown(Shutdown::Both));
            }
        };
        let thread = std::thread::Builder::new()
            .name("proxy".to_owned())
            .spawn(work)
            .unwrap();
        Self {
            addr,
            seen,
            thread: Some(thread),
        }
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.addr)
    }

    /// How many requests came so far.
    pub fn seen(&self) -> usize {
        self.seen.load(Ordering::SeqCst)
    }
}

const STOP: &[u8] = b"STOP";

impl Drop for Proxy {
    fn drop(&mut self) {
        if let Ok(mut stream) = TcpStream::connect(self.addr) {
            drop(stream.write_all(b"STOP / HTTP/1.1\r\n\r\n"));
        }
        drop(self.thread.take().map(JoinHandle::join));
    }
}

fn fate(plan: Option<Plan>, number: usize) -> Option<Fault> {
    let plan = plan?;
    match (number.cmp(&plan.at), plan.lasting) {
        (std::cmp::Ordering::Equal, _) => Some(plan.fault),
        (std::cmp::Ordering::Greater, Lasting::Forever) => Some(Fault::LoseRequest),
        _ => None,
    }
}

fn answer(server: SocketAddr, request: &[u8], fault: Option<Fault>) -> Vec<u8> {
    match fault {
        Some(Fault::LoseRequest) => Vec::new(),
        Some(Fault::Gateway) => {
            b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".to_vec()
        }
        Some(Fault::LoseAnswer) => {
            drop(forward(server, request));
            Vec::new()
        }
        Some(Fault::CutAnswer) => {
            let whole = forward(server, request);
            whole[..whole.len() / 2].to_vec()
        }
        Some(Fault::Repeat) => {
            drop(forward(server, request));
            forward(server, request)
        }
        None => forward(server, request),
    }
}

fn forward(server: SocketAddr, request: &[u8]) -> Vec<u8> {
    // After this request the server closes, which ends the answer.
    let head_end = end_of_line(request);
    let mut stream = TcpStream::connect(server).unwrap();
    stream.write_all(&request[..head_end]).unwrap();
    stream.write_all(b"Connection: close\r\n").unwrap();
    stream.write_all(&request[head_end..]).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    answer
}

fn end_of_line(request: &[u8]) -> usize {
    request
        .windows(2)
        .position(|pair| pair == b"\r\n")
        .map_or(request.len(), |at| at + 2)
}

/// A whole request; none where the other side closed before its end.
fn read_request(stream: &mut TcpStream) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut part = [0; 8_192];
    loop {
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&bytes[..end]).to_lowercase();
            let length: usize = head
                .lines()
                .find_map(|line| line.strip_prefix("content-length: ")?.parse().ok())
                .unwrap_or(0);
            if bytes.len() >= end + 4 + length {
                return Some(bytes);
            }
        }
        match stream.read(&mut part) {
            Ok(0) | Err(_) => return None,
            Ok(read) => bytes.extend_from_slice(&part[..read]),
        }
    }
}
