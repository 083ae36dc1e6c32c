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
  build_package || exit 1
  cmake_build wasm engine.profiling || exit 1
  cmake_build wasm engine.profiling || exit 1
  say "Weighing"
  node tools/dev/size.mjs "$@"
  say_done "size"
}
