usage() {
  cat <<'TEXT'
./dev exec COMMAND [ARGUMENTS…]

Runs a command in the caller's folder as ./dev itself would: with the right Node, npm and
Emscripten on the PATH, and with NOREN_NODE and NOREN_EMSCRIPTEN set for CMake's preset `wasm`.

  ./dev exec npx vitest --watch
  ./dev exec cmake --build --preset wasm --target rules_test
TEXT
}

run() {
  if (($# == 0)); then fail "exec: which command?" "see ./dev exec --help"; fi
  node_require
  emscripten_require
  cd -- "$NOREN_CALLER_DIR" || exit
  exec "$@"
}
