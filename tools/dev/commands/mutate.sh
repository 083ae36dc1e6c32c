usage() {
  cat <<'TEXT'
./dev mutate [NAME…] [--json]

Whether the tests would notice: makes each operator of rules mean something else in turn, and some of
what decides who sees what, and runs the unit tests. The table says which test caught it. The changes
are those of tests/mutation/mutations.mjs; they go into a copy of the sources in build/mutate, which is
built once with all of them in it. Fails where one is not caught.

  NAME     only mutations with this in their name, such as "substr"
  --json   only JSON on stdout
TEXT
}

run() {
  setup_native
  node_require
  node tests/mutation/mutate.mjs "$@" || fail "mutate: see the lines above"
  say_done "every mutation is caught"
}
