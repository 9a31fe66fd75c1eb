//! Takes the built web SDK into the binary. Without it everything works but `GET /sdk.js`,
//! which then says so.

use std::path::Path;
use std::{env, fs};

fn main() {
    let sdk = Path::new("../../ui/sdk/dist/sdk.js");
    let out = env::var_os("OUT_DIR").expect("cargo sets OUT_DIR");
    let text = fs::read_to_string(sdk).unwrap_or_else(|_| {
        println!(
            "cargo::warning=the web SDK is not built, so the server cannot serve it: run \
             `npm run build -w sdk` in ui/, then build again"
        );
        println!("cargo::rerun-if-changed=../../ui/sdk");
        String::new()
    });
    println!("cargo::rerun-if-changed={}", sdk.display());
    fs::write(Path::new(&out).join("sdk.js"), text).expect("OUT_DIR can be written");
}
