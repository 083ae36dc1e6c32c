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

# cmake_build <preset> [target…]: configures where that was not done, or was done with other
# flags, presets or compilers, and builds.
cmake_build() {
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
