#!/bin/sh
# Installs what building nbrun needs and what is missing of it; with `tests`, also what its tests need.
# Nothing is touched when everything is there.
set -eu

say() { printf '%s\n' "$*" >&2; }
have() { command -v "$1" >/dev/null 2>&1; }

# --- Swift

if ! have swift; then
  say "Swift is missing: install a toolchain of version 6.2 or newer from https://www.swift.org/install and put its bin folder on PATH."
  exit 1
fi
version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p' | head -n 1)
case $version in
  6.[01] | [0-5].*)
    say "Swift $version is too old: install version 6.2 or newer from https://www.swift.org/install."
    exit 1
    ;;
esac

# --- Libraries

if [ "$(uname -s)" = Darwin ]; then
  missing=
  for library in libcmark yaml-0.1; do
    pkg-config --exists "$library" 2>/dev/null || missing="$missing $library"
  done
  [ "${1-}" != tests ] || have octave || missing="$missing octave"
  [ -z "$missing" ] && exit 0
  say "Missing:$missing"
  say "help: brew install pkg-config cmark libyaml octave"
  exit 1
fi

packages="libcmark-dev libyaml-dev zlib1g-dev libjs-katex pkg-config"
# Octave judges the numbers.
if [ "${1-}" = tests ] && ! have octave-cli && ! have octave; then packages="$packages octave"; fi

if ! have dpkg-query || ! have apt-get; then
  for library in libcmark yaml-0.1 zlib; do
    pkg-config --exists "$library" 2>/dev/null && continue
    say "nbrun needs the libraries that Debian calls: $packages"
    say "help: install them with this system's package manager; pkg-config must find $library"
    exit 1
  done
  exit 0
fi

missing=
for package in $packages; do
  case $(dpkg-query -W -f='${Status}' "$package" 2>/dev/null || true) in
    *' installed') ;;
    *) missing="$missing $package" ;;
  esac
done
[ -n "$missing" ] || exit 0

as_root=
if [ "$(id -u)" -ne 0 ]; then
  if ! have sudo; then
    say "Missing packages:$missing"
    say "help: as root, apt-get install --no-install-recommends$missing"
    exit 1
  fi
  as_root=sudo
fi
say "Installing:$missing"
# An old index may still do.
$as_root apt-get update -qq </dev/null || say "apt-get update had problems; trying all the same"
# shellcheck disable=SC2086 # a list of words
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing </dev/null
