# Building, by the presets of CMakePresets.json.

# setup: what every build needs.
setup() {
  setup_native
  node_require
  emscripten_require
  packages_require
}

# setup_native: what a native build needs.
setup_native() {
  system_require "$system_needs_build"
  system_check_versions
}

# with_build_lock <name> <command…>: one ./dev at a time builds the same thing in a checkout.
with_build_lock() {
  local name="$1"
  shift
  mkdir -p build/lock
  (
    if ! flock -n 8; then
      say "Waiting for another ./dev that builds $name"
      flock 8
    fi
    "$@"
  ) 8>"build/lock/$name"
}

# cmake_build <preset> [target…]: configures where that was not done, or was done with other
# flags, presets or compilers, and builds.
cmake_build() { with_build_lock "$1" cmake_build_alone "$@"; }

cmake_build_alone() {
  local preset="$1" hash begun=$SECONDS
  local -a targets=()
  shift
  if (($#)); then targets=(--target "$@"); fi
  hash="$(stamp_hash CMakePresets.json "$preset" "${NOREN_EMSCRIPTEN:-}" "${NOREN_NODE:-}" "$NOREN_ROOT")"
  if [[ ! -f "build/$preset/build.ninja" ]] || ! stamp_is "configure-$preset" "$hash"; then
    say "Configuring $preset"
    quietly "configure-$preset" cmake --preset "$preset" --fresh || return 1
    stamp_set "configure-$preset" "$hash"
  fi
  say "Building $preset"
  quietly "build-$preset" cmake --build --preset "$preset" --parallel "$(nproc)" "${targets[@]}" ||
    return 1
  if ((SECONDS - begun > 5)); then say "Built $preset in $(elapsed "$begun")"; fi
}

# The native command; NOREN_COMMAND is where it lies.
NOREN_COMMAND="$NOREN_ROOT/build/native/tools/noren"
export NOREN_COMMAND

build_command() {
  if [[ ! -f tools/CMakeLists.txt ]]; then
    say "No native command yet: there is no tools/CMakeLists.txt"
    return 0
  fi
  cmake_build native noren
}

# build_package: the npm package for shops, in web/dist; the engine in it is the wasm preset's.
build_package() {
  cmake_build wasm engine rules check || return 1
  build_workspace web "$(stamp_hash_tree web core/site docs build/wasm/wasm/{engine,rules,check}.{mjs,wasm} package-lock.json)"
}

# build_demo: the demo shop with its studio, in demo_site/dist.
build_demo() {
  build_command || return 1
  build_package || return 1
  build_workspace demo_site \
    "$(stamp_hash_tree demo_site tools web/dist "$NOREN_COMMAND" package-lock.json)"
}

# What ./dev prove runs: the shop, and both browsers.
build_for_proof() {
  system_require "$system_needs_browser"
  system_require "$system_needs_firefox"
  build_demo || return 1
  cmake_build native noise_proof
}

# build_workspace <folder> <hash of what it is made from>
build_workspace() { with_build_lock "$1" build_workspace_alone "$@"; }

build_workspace_alone() {
  local folder="$1" hash="$2"
  if ! has_script "$folder" build; then
    say "Nothing to build in $folder yet"
    return 0
  fi
  if [[ -d "$folder/dist" ]] && stamp_is "build-$folder" "$hash"; then return 0; fi
  say "Building $folder"
  quietly "build-$folder" npm run build -w "$folder" || return 1
  stamp_set "build-$folder" "$hash"
}

# has_script <workspace> <name>: whether its package.json has such a script.
has_script() {
  [[ -f "$1/package.json" ]] &&
    node -e 'process.exit(JSON.parse(require("fs").readFileSync(process.argv[1])).scripts?.[process.argv[2]] ? 0 : 1)' \
      "$1/package.json" "$2"
}

# check_types: tsc over each TypeScript project.
check_types() {
  local project status=0
  for project in web demo_site tests/browser; do
    if has_script "$project" check; then
      quietly "types-$project" npm run check -w "$project" || status=1
    elif [[ -f "$project/tsconfig.json" ]]; then
      quietly "types-$project" npx --no-install tsc --noEmit -p "$project" || status=1
    fi
  done
  return "$status"
}
