# The machine's own packages. Each need is a Debian package and a probe that tells whether the
# machine has what the package would bring, wherever it came from; so apt is asked only for what
# is missing, and a machine without apt works as soon as the probes hold.

# <package> <probe>: a command's name, or a file's path (alternatives separated by "|").
system_needs_build='
  ca-certificates   /etc/ssl/certs/ca-certificates.crt|/etc/pki/tls/certs/ca-bundle.crt|/etc/ssl/cert.pem
  g++               g++
  cmake             cmake
  ninja-build       ninja
  nlohmann-json3-dev /usr/include/nlohmann/json.hpp|/usr/local/include/nlohmann/json.hpp
  libcli11-dev      /usr/include/CLI/CLI.hpp|/usr/local/include/CLI/CLI.hpp
  googletest        /usr/src/googletest/googletest/CMakeLists.txt|/usr/local/src/googletest/googletest/CMakeLists.txt
  libbenchmark-dev  /usr/include/benchmark/benchmark.h|/usr/local/include/benchmark/benchmark.h
  zlib1g-dev        /usr/include/zlib.h|/usr/local/include/zlib.h
  libzstd-dev       /usr/include/zstd.h|/usr/local/include/zstd.h
  libexpat1-dev     /usr/include/expat.h|/usr/local/include/expat.h
  libbrotli-dev     /usr/include/brotli/encode.h|/usr/local/include/brotli/encode.h
  libsimdjson-dev   /usr/include/simdjson.h|/usr/local/include/simdjson.h
  python3           python3
  xz-utils          xz
  brotli            brotli
'
system_needs_browser='
  chromium          chromium|chromium-browser|google-chrome
  fonts-noto-cjk    /usr/share/fonts/opentype/noto|/usr/share/fonts/google-noto-cjk|/usr/share/fonts/noto-cjk
'
system_needs_firefox='
  firefox-esr       firefox-esr|firefox
'
system_needs_fuzz='
  clang-19          clang++-19
  libclang-rt-19-dev /usr/lib/llvm-19/lib/clang/19/lib/linux/libclang_rt.fuzzer-x86_64.a|/usr/lib/llvm-19/lib/clang/19/lib/linux/libclang_rt.fuzzer-aarch64.a
'
system_needs_lint='
  clang-format-19   clang-format-19
  clang-tidy-19     clang-tidy-19
'

# system_require <needs>: installs what a list of needs lacks; a need is one line of a table above.
system_require() {
  local missing
  missing="$(system_missing "$1")"
  if [[ -z "$missing" ]]; then return 0; fi
  # shellcheck disable=SC2086  # a list of words
  system_install $missing
  missing="$(system_missing "$1")"
  if [[ -n "$missing" ]]; then
    fail "still missing after installing: $(echo "$missing" | xargs)" \
      "install these by hand, then run ./dev setup again"
  fi
}

# The packages of a list whose probe fails.
system_missing() {
  local package probe
  while read -r package probe; do
    if [[ -n "$package" ]] && ! system_has "$probe"; then echo "$package"; fi
  done <<<"$1"
}

system_has() {
  local probe
  local -a probes
  IFS='|' read -r -a probes <<<"$1"
  for probe in "${probes[@]}"; do
    if [[ "$probe" == /* ]]; then
      if [[ -e "$probe" ]]; then return 0; fi
    elif command -v "$probe" >/dev/null; then
      return 0
    fi
  done
  return 1
}

system_install() {
  local -a as_root=()
  if ! command -v apt-get >/dev/null; then
    fail "this machine lacks: $* (names of Debian packages), and has no apt-get to install them" \
      "install them in your system's way, then run ./dev again; it goes on from there"
  fi
  if ((EUID != 0)); then
    if ! command -v sudo >/dev/null; then
      fail "this machine lacks: $*; installing needs root, and there is no sudo" \
        "as root: apt-get update && apt-get install --no-install-recommends $*"
    fi
    as_root=(sudo)
    # Asked here, because the long steps run without a terminal.
    sudo -v || fail "sudo refused" "ask for: apt-get install --no-install-recommends $*"
  fi
  say "Installing Debian packages: $*"
  quietly apt-update "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update ||
    fail "apt-get update failed" "check the network and the sources of apt"
  quietly apt-install "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y --no-install-recommends "$@" ||
    fail "apt could not install: $*" "see the lines above"
}

# system_check_versions: old compilers fail late and unclearly; this says it at once.
system_check_versions() {
  local gcc cmake
  gcc="$(g++ -dumpversion)"
  if ((${gcc%%.*} < 12)); then
    fail "g++ $gcc is too old: C++23 needs 12 or newer" "Debian 12 and later bring it"
  fi
  cmake="$(cmake --version | sed -n '1s/[^0-9]*//p')"
  if ! version_at_least "$cmake" 3.25; then
    fail "cmake $cmake is too old: 3.25 or newer is needed" "Debian 12 and later bring it"
  fi
}

# version_at_least <have> <wanted>
version_at_least() {
  [[ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n1)" == "$2" ]]
}

# The folder in the user's cache that all checkouts share.
cache_folder() {
  echo "${XDG_CACHE_HOME:-$HOME/.cache}/noren"
}

# with_cache_lock <command…>: one ./dev at a time changes the shared cache.
with_cache_lock() {
  local folder
  folder="$(cache_folder)"
  mkdir -p "$folder"
  (
    if ! flock -n 9; then
      say "Waiting for another ./dev that is filling $folder"
      flock 9
    fi
    "$@"
  ) 9>"$folder/lock"
}
