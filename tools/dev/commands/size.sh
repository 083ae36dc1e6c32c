usage() {
  cat <<'TEXT'
./dev size [--json] [options of the report]

Builds the package and reports what a shop's visitor downloads, file by file, against the budget
in tests/size (see tools/dev/size.mjs).

  --json   only JSON on stdout
TEXT
}

run() {
  if [[ ! -f tools/dev/size.mjs ]]; then
    nothing_yet "size" "tools/dev/size.mjs, which weighs the built package"
  fi
  setup
  build_package || exit 1
  say "Weighing"
  node tools/dev/size.mjs "$@"
  say_done "size"
}
