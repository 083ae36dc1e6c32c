usage() {
  cat <<'TEXT'
./dev size [--json]

Builds the package and reports what a shop's visitor downloads, file by file, and how much of the
engine's code comes from which folder.

  --json   only JSON on stdout
TEXT
}

run() {
  setup
  build_package || fail "the package does not build" "see the lines above"
  cmake_build wasm engine.profiling || fail "the engine does not build" "see the lines above"
  say "Weighing"
  node tools/dev/size.mjs "$@"
  say_done "size"
}
