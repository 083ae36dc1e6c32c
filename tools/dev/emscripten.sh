# Emscripten: an emcc of version 4.0 or newer on the PATH is used as it is. Otherwise a private
# copy is made from the packages of Debian's testing suite, beside the system and without root:
#
#   1. the machine's own Debian source, with only its suite replaced, in an apt of its own
#   2. download, unpack, keep what a compiler for the browser needs
#   3. its programs expect a newer libc than Debian 12's, so they are pointed at the one that
#      comes with them (patchelf); absolute paths, hence the copy can't be moved
#   4. link once, which makes Emscripten build its system libraries
#
# The copy lies in the user's cache and serves all checkouts. Its stamp file is written last.

readonly emscripten_least=4.0
readonly emscripten_suites=(forky trixie)

# emscripten_require: after it, emcc and its companions are on the PATH, and NOREN_EMSCRIPTEN is
# the folder that holds them and cmake/Modules/Platform/Emscripten.cmake.
emscripten_require() {
  local version private
  if command -v emcc >/dev/null; then
    version="$(emcc --version 2>/dev/null | sed -n '1s/.* \([0-9][0-9.]*\).*/\1/p')"
    if [[ -n "$version" ]] && version_at_least "$version" "$emscripten_least"; then
      NOREN_EMSCRIPTEN="$(em-config EMSCRIPTEN_ROOT)"
      export NOREN_EMSCRIPTEN
      emscripten_used="Emscripten $version of this machine"
      return 0
    fi
  fi

  private="$(emscripten_find)"
  if [[ -z "$private" ]]; then
    if ! command -v apt-get >/dev/null || ! command -v dpkg >/dev/null; then
      fail "no emcc $emscripten_least or newer on the PATH, and no Debian packages to take it from" \
        "install Emscripten (its emsdk, say), put emcc on the PATH, and run ./dev again"
    fi
    system_require 'patchelf patchelf'
    with_cache_lock emscripten_make
    private="$(emscripten_find)"
  fi
  unset EM_CONFIG EMSDK_PYTHON
  NOREN_EMSCRIPTEN="$private/root/usr/share/emscripten"
  EM_NODE_JS="$NOREN_NODE"
  PATH="$NOREN_EMSCRIPTEN:$PATH"
  export NOREN_EMSCRIPTEN EM_NODE_JS PATH
  emscripten_used="Emscripten ${private##*/emscripten-} from the user's cache"
}

# The newest finished copy.
emscripten_find() {
  local stamp newest=''
  while read -r stamp; do
    newest="${stamp%/.complete}"
  done < <(find "$(cache_folder)" -mindepth 2 -maxdepth 2 -path '*/emscripten-*/.complete' 2>/dev/null |
    sort -V)
  echo "$newest"
}

emscripten_make() {
  local suite
  if [[ -n "$(emscripten_find)" ]]; then return 0; fi  # another ./dev was quicker
  for suite in "${emscripten_suites[@]}"; do
    if emscripten_make_from "$suite"; then return 0; fi
    say "Debian's suite $suite did not give a working Emscripten"
    find "$(cache_folder)" -maxdepth 1 -name 'emscripten-*' ! -exec test -e '{}/.complete' \; \
      -exec rm -rf '{}' +
  done
  fail "could not make a private Emscripten from Debian's packages" \
    "see build/log/emscripten-*.log; or install Emscripten and put emcc on the PATH"
}

emscripten_make_from() {
  local suite="$1" work version folder
  work="$(cache_folder)/emscripten.partial"
  rm -rf "$work"
  mkdir -p "$work/lists/partial" "$work/archives/partial" "$work/sources"
  : >"$work/status"
  emscripten_write_source "$suite" "$work/sources" || return 1

  say "Fetching Emscripten from Debian's suite $suite (about 170 MB, kept in $(cache_folder))"
  quietly "emscripten-$suite-update" emscripten_apt "$work" apt-get update || return 1
  version="$(emscripten_apt "$work" apt-cache show emscripten |
    sed -n 's/^Version: *\([0-9.]*\).*/\1/p' | head -n1)"
  [[ -n "$version" ]] || return 1
  quietly "emscripten-$suite-download" emscripten_apt "$work" \
    apt-get install -y --download-only --no-install-recommends emscripten || return 1

  folder="$(cache_folder)/emscripten-$version"
  rm -rf "$folder"
  mkdir -p "$folder/root"
  say "Unpacking Emscripten $version"
  quietly "emscripten-$suite-unpack" emscripten_unpack "$work/archives" "$folder/root" || return 1
  quietly "emscripten-$suite-relocate" emscripten_relocate "$folder/root" || return 1
  emscripten_configure "$folder" || return 1
  say "Building Emscripten's system libraries (once, about 2 minutes)"
  quietly "emscripten-$suite-libraries" emscripten_warm_up "$folder" || return 1
  rm -rf "$work"
  touch "$folder/.complete"
}

# An apt that neither reads nor changes the state of the system's.
emscripten_apt() {
  local work="$1" program="$2"
  shift 2
  "$program" \
    -o Dir::State::Lists="$work/lists" -o Dir::State::status="$work/status" \
    -o Dir::Cache="$work" -o Dir::Cache::archives="$work/archives" \
    -o Dir::Cache::pkgcache='' -o Dir::Cache::srcpkgcache='' \
    -o Dir::Etc::SourceList=/dev/null -o Dir::Etc::SourceParts="$work/sources" \
    -o Dir::Etc::Preferences=/dev/null -o Dir::Etc::PreferencesParts=/dev/null \
    -o APT::Sandbox::User="$(id -un)" -o APT::Update::Post-Invoke= -o APT::Update::Post-Invoke-Success= \
    -o DPkg::Post-Invoke= -o Acquire::Languages=none -o Acquire::Retries=3 \
    "$@"
}

# emscripten_write_source <suite> <folder>: the machine's own Debian source, for another suite.
# Both formats of apt are understood: stanzas (*.sources) and lines (*.list).
emscripten_write_source() {
  local suite="$1" folder="$2" codename file
  codename="$(. /etc/os-release && echo "${VERSION_CODENAME:-}")"
  [[ -n "$codename" ]] || return 1

  for file in /etc/apt/sources.list.d/*.sources; do
    [[ -f "$file" ]] || continue
    awk -v codename="$codename" -v suite="$suite" '
      function flush(  i) {
        if (wanted && binary && !disabled) {
          for (i = 1; i <= count; i++) print lines[i]
          print ""
        }
        count = 0; wanted = 0; binary = 0; disabled = 0
      }
      /^[ \t]*$/ { flush(); next }
      /^#/ { next }
      tolower($1) == "types:" { binary = /[ \t]deb([ \t]|$)/; $0 = "Types: deb" }
      tolower($1) == "enabled:" && tolower($2) ~ /^(no|false|0|off)$/ { disabled = 1 }
      tolower($1) == "suites:" {
        for (i = 2; i <= NF; i++) if ($i == codename || $i == "stable") wanted = 1
        $0 = "Suites: " suite
      }
      tolower($1) == "components:" { $0 = "Components: main" }
      { lines[++count] = $0 }
      END { flush() }
    ' "$file" >"$folder/noren.sources"
    if [[ -s "$folder/noren.sources" ]]; then return 0; fi
    rm -f "$folder/noren.sources"
  done

  for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
    [[ -f "$file" ]] || continue
    awk -v codename="$codename" -v suite="$suite" '
      $1 != "deb" { next }
      {
        at = 2; options = ""
        if ($2 ~ /^\[/) {
          while (at <= NF) {
            options = options " " $at
            if ($(at++) ~ /\]$/) break
          }
        }
        if ($(at + 1) == codename || $(at + 1) == "stable") {
          print "deb" options, $at, suite, "main"
          exit
        }
      }
    ' "$file" >"$folder/noren.list"
    if [[ -s "$folder/noren.list" ]]; then return 0; fi
    rm -f "$folder/noren.list"
  done
  echo "no Debian source for $codename found in /etc/apt" >&2
  return 1
}

emscripten_unpack() {
  local archives="$1" root="$2" package
  for package in "$archives"/*.deb; do
    case "${package##*/}" in
      # The machine's own Python and Node serve; the rest is for compiling native programs.
      python3* | libpython* | nodejs* | libnode1* | node-undici* | node-corepack* | tzdata* | \
        binutils* | libbinutils* | libgprofng* | libctf* | libgcc-*-dev* | libstdc++-*-dev* | \
        libobjc* | linux-libc* | libc6-dev* | libc-dev-bin* | libasan* | libtsan* | liblsan* | \
        libhwasan* | libubsan* | debconf* | ccache* | gcc-*-base*) ;;
      *) dpkg -x "$package" "$root" || return 1 ;;
    esac
  done
}

emscripten_relocate() {
  local root="$1" folder program loader libraries tool
  local -a tools=()

  # Of LLVM and Binaryen, what emcc calls.
  for folder in "$root"/usr/lib/llvm-*/bin "$root/usr/bin"; do
    for program in "$folder"/*; do
      case "${program##*/}" in
        clang | clang++ | clang-[0-9]* | lld | wasm-ld | llvm-ar | llvm-ranlib | llvm-nm | llvm-strip | \
          llvm-objcopy | llvm-dwp | llvm-dwarfdump | llvm-symbolizer | llvm-readobj | llvm-cxxfilt | \
          clang-scan-deps | wasm-opt | wasm-metadce | wasm-emscripten-finalize | wasm-ctor-eval | \
          wasm-split | wasm-merge | wasm-as | wasm-dis | wasm2js)
          if [[ ! -L "$program" ]]; then tools+=("$program"); fi
          ;;
        *) rm -f "$program" ;;
      esac
    done
  done
  # Links from usr/bin into what was just removed, and the suffixed names.
  find "$root/usr/bin" -xtype l -delete
  rm -rf "$root"/usr/share/{doc,man,locale,info,lintian,perl5,gdb,gcc,bug} "$root"/usr/lib/gcc \
    "${root:?}/etc" "${root:?}/var" "$root/usr/share/emscripten/docs"

  loader="$(find "$root/usr/lib" "$root/usr/lib64" -name 'ld-linux*.so.*' -type f 2>/dev/null | head -n1)"
  [[ -n "$loader" && ${#tools[@]} -gt 0 ]] || return 1
  libraries="$(dirname "$loader")"

  # Of the shared libraries, what these programs load.
  local keep="$root/keep"
  for tool in "${tools[@]}"; do
    "$loader" --library-path "$libraries" --list "$tool"
  done | sed -n 's/.*=> \([^ ]*\) (.*/\1/p' | sort -u | xargs -n1 basename >"$keep"
  if grep -q 'not found' "$keep"; then return 1; fi
  basename "$loader" >>"$keep"
  while read -r program; do  # a name that is a link keeps its target, too
    basename "$(readlink -f "$libraries/$program")"
  done <"$keep" | sort -u >"$keep.targets"
  cat "$keep.targets" >>"$keep"
  for program in "$libraries"/*; do
    if ! grep -qxF "${program##*/}" "$keep"; then rm -rf "$program"; fi
  done
  rm -f "$keep" "$keep.targets"

  # An rpath of the old kind on a program also serves the libraries that it loads, unless these
  # have a search path of their own.
  for tool in "${tools[@]}"; do
    patchelf --set-interpreter "$loader" --force-rpath --set-rpath "$libraries" "$tool" || return 1
  done
  for program in "$libraries"/*; do
    if [[ ! -L "$program" && -n "$(patchelf --print-rpath "$program" 2>/dev/null)" ]]; then
      patchelf --remove-rpath "$program" || return 1
    fi
  done

  # Its ES modules look for acorn in a folder of this name.
  ln -sfn nodejs "$root/usr/share/node_modules"
}

emscripten_configure() {
  local folder="$1" llvm
  llvm="$(find "$folder/root/usr/lib" -maxdepth 1 -name 'llvm-*' | sort -V | tail -n1)"
  # Read by emcc from beside itself; ./dev names Node through EM_NODE_JS, since that may change.
  cat >"$folder/root/usr/share/emscripten/.emscripten" <<CONFIG
LLVM_ROOT = '$llvm/bin'
BINARYEN_ROOT = '$folder/root/usr'
NODE_JS = '$NOREN_NODE'
CACHE = '$folder/cache'
CONFIG
}

# One link as the module for shops is linked and one as the tests are: with these, every system
# library that Noren needs is built.
emscripten_warm_up() {
  local folder="$1" emxx="$1/root/usr/share/emscripten/em++" sample
  sample="$folder/sample"
  unset EM_CONFIG EMSDK_PYTHON
  export EM_NODE_JS="$NOREN_NODE"
  mkdir -p "$sample"
  cat >"$sample/sample.cpp" <<'SOURCE'
#include <emscripten/bind.h>
#include <map>
#include <string>
static std::string twice(const std::string& text) {
  std::map<std::string, int> seen{{text, 1}};
  return text + seen.begin()->first;
}
EMSCRIPTEN_BINDINGS(sample) { emscripten::function("twice", &twice); }
SOURCE
  printf '#include <iostream>\nint main() { std::cout << "ready\\n"; }\n' >"$sample/hello.cpp"
  "$emxx" -std=c++23 -O1 -fexceptions "$sample/hello.cpp" -sNODERAWFS=1 -o "$sample/hello.cjs" &&
    [[ "$("$NOREN_NODE" "$sample/hello.cjs")" == ready ]] &&
    "$emxx" -std=c++23 -Oz -flto -fno-exceptions -fno-rtti -DEMSCRIPTEN_HAS_UNBOUND_TYPE_NAMES=0 \
      "$sample/sample.cpp" -lembind --no-entry -sMALLOC=emmalloc -sMODULARIZE -sEXPORT_ES6 \
      -sFILESYSTEM=0 -o "$sample/sample.mjs" &&
    rm -rf "$sample"
}
